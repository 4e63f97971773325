import type { AskAnotherBody, MyReply, OpeningsReply, Refusal, Slot } from '../../server/contract/index.ts'
import { readOpenings } from '../openings.ts'

/** An answer, or why there is none: the server's own words for it, or `unreachable`. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal | 'unreachable'; readonly alternatives?: readonly Slot[] }

/** What the page asks the server. None of these rejects. */
export type Source = ReturnType<typeof createSource>

/**
 * Everything about the patient's request travels in bodies, so that its link stands in no address and no log.
 *
 * @param practice - The practice's short name.
 * @param link - What stands behind the `#` of the page's address.
 */
export const createSource = (practice: string, link: string, timeoutMs = 12_000) => {
  const own = `/v1/practices/${practice}`
  const ask = async <T>(
    path: string,
    read: (response: Response) => Promise<T>,
    init?: RequestInit,
  ): Promise<Answer<T>> => {
    try {
      const response = await fetch(own + path, { ...init, credentials: 'omit', signal: AbortSignal.timeout(timeoutMs) })
      if (response.ok) return { ok: true, value: await read(response) }
      const { type, alternatives } = await response.json()
      return { ok: false, refusal: type.slice(type.lastIndexOf('/') + 1), alternatives }
    } catch {
      return { ok: false, refusal: 'unreachable' }
    }
  }
  const json = (response: Response) => response.json()
  const post = <T>(path: string, read: (response: Response) => Promise<T>, body: object = {}, key?: string) =>
    ask(path, read, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
      body: JSON.stringify({ ...body, link }),
    })

  return {
    mine: () => post<MyReply>('/my', json),
    cancel: () => post<MyReply>('/my/cancel', json),
    /** @param key - Sent again with the same one, it makes no second request. */
    askAnother: (body: Omit<AskAnotherBody, 'link'>, key: string) => post<unknown>('/my/ask-another', json, body, key),
    /** The visit as a calendar entry. */
    calendar: () => post<Blob>('/my/calendar', (response) => response.blob()),
    /** All that is on offer of a reason, earliest first. */
    openings: (reason: string) =>
      ask<Slot[]>(`/openings?reason=${encodeURIComponent(reason)}`, async (response) =>
        readOpenings(((await response.json()) as OpeningsReply).answer),
      ),
  }
}
