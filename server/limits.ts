import { createMiddleware } from 'hono/factory'
import type { Room } from './context.ts'
import { keyedHash } from './hash.ts'
import { ProblemError } from './problem.ts'

/** Nobody reads and fills in the form faster. */
const LEAST_FILL_MS = 1500

/** Each kind has a budget of its own: reading never uses up what is left for sending. */
export type LimitKind = 'read' | 'hold' | 'send'

export interface Limits {
  /** Takes one from the visitor's budget. Null: there was one; else in how many seconds there will be. */
  take(kind: LimitKind, visitor: string): Promise<number | null>
}

/** A visitor as it is counted: a keyed hash of the practice and the network it comes from, so no address is kept. */
export function visitorOf({ secret }: Pick<Room, 'secret'>, practice: string, address: string): Promise<string> {
  return keyedHash(secret, `${practice} ${networkOf(address)}`)
}

/** Lets a visitor through as often as the budget allows. A caller whose address nobody knows isn't counted. */
export function limited(room: Room, kind: LimitKind) {
  return createMiddleware(async (context, next) => {
    const address = room.addressOf(context.req.raw, context.env)
    if (room.limits && address !== undefined) {
      const seconds = await room.limits.take(kind, await visitorOf(room, context.req.param('practice') ?? '', address))
      if (seconds !== null) {
        context.header('Retry-After', String(seconds))
        throw new ProblemError('too-many-requests', 'Too many have come from here just now. Wait a little, or call.')
      }
    }
    await next()
  })
}

/**
 * Refuses what only a program does: filling in a field that people don't see, or the whole form in a moment.
 *
 * @throws ProblemError `looks-automated`. Whoever sends neither field isn't judged.
 */
export function refuseAutomated({
  website,
  filledMs,
}: {
  website?: string | undefined
  filledMs?: number | undefined
}) {
  const isTooFast = filledMs !== undefined && filledMs < LEAST_FILL_MS
  if (website || isTooFast) {
    throw new ProblemError('looks-automated', 'This looks as if a program had filled it in. Please call the practice.')
  }
}

/** One household has many IPv6 addresses: the first four groups are what its provider gave it. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [left = [], right = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
