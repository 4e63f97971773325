import type { WrittenSnapshot } from '../engine/written.ts'
import type {
  Challenge,
  HoldBody,
  HoldReply,
  OpeningsReply,
  PracticeReply,
  Proof,
  RequestBody,
  RequestReply,
  Refusal as ServerRefusal,
  Slot,
} from '../server/contract/index.ts'
import { readOpenings } from './openings.ts'
import { part } from './part.ts'

type ProofPart = typeof import('./parts/proof.ts')
type CalendarPart = typeof import('./parts/calendar.ts')

/** One thing the server wants changed: where, as an RFC 6901 pointer into the body, and in words. */
export type Complaint = { readonly pointer: string; readonly detail: string }

/** Why there is no answer: the server's own words for it, or `offline` when it could not be reached at all. */
export type Refusal = ServerRefusal | 'offline'

export type Refused = {
  readonly ok: false
  readonly refusal: Refusal
  /** With `invalid-request`. */
  readonly errors?: readonly Complaint[]
  /** With `slot-taken` and `not-offered`: the nearest starts still open. */
  readonly alternatives?: readonly Slot[]
}

export type Answer<T> = { readonly ok: true; readonly value: T } | Refused

/** Where a booking's answers come from. None of these rejects: what goes wrong is a value. */
export interface Source {
  practice(): Promise<Answer<PracticeReply>>
  /** Every time on offer for a reason, with anyone, from today on, earliest first. */
  year(reason: string, location: string | null): Promise<Answer<readonly Slot[]>>
  /** Keeps a time for a few minutes. */
  hold(body: HoldBody): Promise<Answer<HoldReply>>
  /** Keeps it longer. */
  renew(hold: string): Promise<Answer<HoldReply>>
  /** The practice's rules, for the engine in the page. */
  compiled(): Promise<Answer<{ readonly written: WrittenSnapshot }>>
  /** The work that a practice may ask for before a request; undefined when it can't be done just now. */
  proof(): Promise<Proof | undefined>
  /** Hands the browser the visit as a calendar entry. */
  calendar(link: string): Promise<void>
  /** The patient's own page of a request. */
  pageOf(link: string): string
  /** Gives it up; nobody waits for the answer, and the page may be closing. */
  release(hold: string): void
  /** Sent again with the same `key`, it makes no second request. */
  send(body: RequestBody, key: string): Promise<Answer<RequestReply>>
}

/**
 * Answers over HTTP: no cookies to other sites, each try cut off after `timeoutMs`, and one more try when there was no connection or
 * the server failed.
 *
 * @param api - Origin of the server, without a slash at the end.
 * @param practice - The practice's short name.
 * @param language - BCP 47, of the words in the practice's reply; left out: English.
 */
export const httpSource = (
  api: string,
  practice: string,
  language?: string,
  timeoutMs = 12_000,
  pauseMs = 600,
): Source => {
  const own = `${api}/v1/practices/${encodeURIComponent(practice)}`
  const query = language ? `?lang=${encodeURIComponent(language)}` : ''
  // Not `fetch`: pages wrap it, and some so that it never settles.
  const ask = <T>(path: string, body?: object, key?: string, triesLeft = 1): Promise<Answer<T>> =>
    new Promise((resolve) => {
      const call = new XMLHttpRequest()
      const fail = (refusal: Refusal) => {
        if (triesLeft) setTimeout(() => resolve(ask(path, body, key, triesLeft - 1)), pauseMs)
        else resolve({ ok: false, refusal })
      }
      call.onerror = () => fail('offline')
      call.ontimeout = () => fail('unavailable')
      call.onload = () => {
        const { status, response: value } = call
        if (!value || status > 499) return fail('unavailable')
        if (status < 300) return resolve({ ok: true, value })
        const { type, errors, alternatives } = value
        resolve({ ok: false, refusal: type.slice(type.lastIndexOf('/') + 1), errors, alternatives })
      }
      call.open(body ? 'POST' : 'GET', own + path)
      call.responseType = 'json'
      call.timeout = timeoutMs
      if (body) call.setRequestHeader('Content-Type', 'application/json')
      if (key) call.setRequestHeader('Idempotency-Key', key)
      call.send(JSON.stringify(body))
    })

  return {
    compiled: () => ask('/compiled'),
    calendar: async (link) => (await part<CalendarPart>('calendar')).default(`${own}/my/calendar`, link),
    proof: async () => {
      const answer = await ask<Challenge>('/challenge')
      return answer.ok ? (await part<ProofPart>('proof').catch(() => null))?.default(answer.value) : undefined
    },
    pageOf: (link) => `${api}/${practice}/request${query}#${link}`,
    practice: () => ask(query),
    year: async (reason, location) => {
      const wanted = new URLSearchParams({ reason, ...(location && { location }) })
      const answer = await ask<OpeningsReply>(`/openings?${wanted}`)
      return answer.ok ? { ok: true, value: readOpenings(answer.value.answer) } : answer
    },
    hold: (body) => ask('/holds', body),
    renew: (hold) => ask('/holds/renew', { hold }),
    // The page may be closing, and only this goes on then.
    release: (hold) => {
      fetch(`${own}/holds/release`, {
        method: 'POST',
        credentials: 'omit',
        keepalive: true,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ hold }),
      }).catch(() => {})
    },
    send: (body, key) => ask('/requests', body, key),
  }
}
