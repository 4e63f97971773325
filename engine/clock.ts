import type { Day } from './date.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * A zone's clock over a span, as data: `offsets[0]` is in force before `changes[0]`, `offsets[i]` from `changes[i - 1]`
 * on. Once made it needs neither luxon nor Intl, so another machine with older time zone data reads it the same way.
 */
export interface ZoneTable {
  readonly name: string
  /** Instants (epoch ms, ascending) at which the offset changes. */
  readonly changes: readonly number[]
  /** Milliseconds to add to an instant to get its wall time; one more than `changes`. */
  readonly offsets: readonly number[]
}

/** Milliseconds between an instant and its wall time. */
export function offsetAt({ changes, offsets }: ZoneTable, instant: number): number {
  let i = changes.length
  while (i > 0 && changes[i - 1]! > instant) i--
  return offsets[i]!
}

/**
 * The instant of a wall time on a day.
 *
 * A time that the clock skips moves forward by the gap; a time that comes twice means its first pass
 * (RFC 5545 §3.3.5).
 *
 * @param minutes - After midnight; 1440 is midnight at the day's end, more runs into the next day.
 * @returns Epoch ms.
 * @example
 * new Date(instantOf(zoneTable('Europe/London', 10_378, 10_378), parseDate('1998-06-01'), 540)).toISOString()
 * // '1998-06-01T08:00:00.000Z'
 */
export function instantOf({ changes, offsets }: ZoneTable, day: Day, minutes: number): number {
  const wall = day * DAY_MS + minutes * MINUTE_MS
  for (let i = 0; i < changes.length; i++) {
    const instant = wall - offsets[i]!
    // Before this offset ends: either the clock reads so, or it was skipped when this offset began, and then the offset
    // that went before says how far the time moves.
    if (instant < changes[i]!) return i === 0 || instant >= changes[i - 1]! ? instant : wall - offsets[i - 1]!
  }
  const instant = wall - offsets[changes.length]!
  const began = changes.at(-1)
  return began === undefined || instant >= began ? instant : wall - offsets[changes.length - 1]!
}

/** A day that the zone's clock never showed, like 2011-12-30 in Samoa. */
export function isSkippedDay(zone: ZoneTable, day: Day): boolean {
  return instantOf(zone, day, 0) === instantOf(zone, day + 1, 0)
}
