import type {
  Availability,
  PracticeReply,
  RequestBody,
  RequestReply,
  Refusal as ServerRefusal,
  Slot,
} from '../server/contract/index.ts'

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

/** Which times are wanted; null: any of them. `from` is included, `to` is not. */
export type TimesWanted = {
  readonly reason: string
  readonly practitioner: string | null
  readonly location: string | null
  readonly from: string
  readonly to: string
}

/** Where a booking's answers come from. None of these rejects: what goes wrong is a value. */
export interface Source {
  practice(): Promise<Answer<PracticeReply>>
  times(wanted: TimesWanted): Promise<Answer<Availability>>
  /** Sent again with the same `key`, it makes no second request. */
  send(body: RequestBody, key: string): Promise<Answer<RequestReply>>
}

/**
 * Answers over HTTP: no cookies, each try cut off after `timeoutMs`, and one more try when there was no connection or
 * the server failed.
 *
 * @param api - Origin of the server, without a slash at the end.
 * @param practice - The practice's short name.
 */
export const httpSource = (api: string, practice: string, timeoutMs = 12_000, pauseMs = 600): Source => {
  const ask = async <T>(path: string, init?: RequestInit, triesLeft = 1): Promise<Answer<T>> => {
    const cut = new AbortController()
    const timer = setTimeout(() => cut.abort(), timeoutMs)
    let refusal: Refusal = 'offline'
    try {
      const response = await fetch(`${api}/v1/practices/${encodeURIComponent(practice)}${path}`, {
        ...init,
        credentials: 'omit',
        signal: cut.signal,
      })
      refusal = 'unavailable'
      const value = await response.json()
      if (response.ok) return { ok: true, value }
      if (response.status < 500) {
        const { type, errors, alternatives } = value
        return { ok: false, refusal: type.slice(type.lastIndexOf('/') + 1), errors, alternatives }
      }
    } catch {
      if (cut.signal.aborted) refusal = 'unavailable'
    } finally {
      clearTimeout(timer)
    }
    if (!triesLeft) return { ok: false, refusal }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    return ask(path, init, triesLeft - 1)
  }

  return {
    practice: () => ask(''),
    times: ({ reason, practitioner, location, from, to }) => {
      const query = new URLSearchParams({ reason, from, to })
      if (practitioner) query.set('practitioner', practitioner)
      if (location) query.set('location', location)
      return ask(`/availability?${query}`)
    },
    send: (body, key) =>
      ask('/requests', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(body),
      }),
  }
}
