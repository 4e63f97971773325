const MINUTE_MS = 60_000
/** After this a mail is given up: it stands under Messages, and staff may send it again. */
export const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS

/** How a try to hand over a mail ended. */
export type Outcome =
  | { readonly is: 'handed-over' }
  /** `unreachable`: it is about the mail server, so every mail would fare the same. `later`: it isn't taken just now. */
  | { readonly is: 'unreachable' | 'later' | 'refused'; readonly fault: string }

const pauses: Record<'unreachable' | 'later', readonly number[]> = {
  // Soon after the server is back, all that has waited leaves.
  unreachable: [1, 2, 5],
  // A server that says "later" wants to be left alone, as those do that take nothing from strangers the first time.
  later: [1, 5, 15, 60],
}

/**
 * When a mail that didn't leave is tried again; null: it is given up.
 *
 * @param tries - How often it was tried, this time included.
 * @param since - When it was put in line; epoch ms.
 */
export function nextTry(is: 'unreachable' | 'later', tries: number, since: number, now: number): number | null {
  if (now - since >= GIVE_UP_AFTER_MS) return null
  const list = pauses[is]
  return now + list[Math.min(tries, list.length) - 1]! * MINUTE_MS
}
