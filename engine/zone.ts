import { IANAZone } from 'luxon'
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

/**
 * The offsets of an IANA zone from `from` to `to`.
 *
 * A whole day apart is near enough to see every change: no zone has changed twice within a day.
 *
 * @param name - IANA name, like `America/New_York`.
 * @param from - Epoch ms.
 * @param to - Epoch ms, after `from`.
 * @throws RangeError when the runtime doesn't know the zone.
 * @example
 * zoneTable('America/New_York', Date.UTC(2027, 10, 1), Date.UTC(2027, 10, 30)).changes // [Date.UTC(2027, 10, 7, 6)]
 */
export function zoneTable(name: string, from: number, to: number): ZoneTable {
  const zone = IANAZone.create(name)
  if (!zone.isValid) throw new RangeError(`timeZone must be an IANA name, like "America/New_York"; got "${name}"`)
  const offsetAt = (instant: number) => Math.round(zone.offset(instant) * MINUTE_MS)

  const changes: number[] = []
  let offset = offsetAt(from)
  const offsets = [offset]
  for (let at = from; at < to; at += DAY_MS) {
    const next = offsetAt(at + DAY_MS)
    if (next === offset) continue
    let before = at
    let after = at + DAY_MS
    while (after - before > MINUTE_MS) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS
      if (offsetAt(middle) === offset) before = middle
      else after = middle
    }
    offset = next
    changes.push(after)
    offsets.push(offset)
  }
  return { name, changes, offsets }
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
 * instantOf(zoneTable('Europe/London', 0, 1e12), parseDate('1998-06-01'), 540) // 08:00 UTC
 */
export function instantOf({ changes, offsets }: ZoneTable, day: Day, minutes: number): number {
  const wall = day * DAY_MS + minutes * MINUTE_MS
  for (let i = 0; i < offsets.length; i++) {
    const instant = wall - offsets[i]!
    const ends = changes[i] ?? Number.POSITIVE_INFINITY
    // Before this offset ends: either it reads so on the clock, or (before the offset began) the clock skipped it,
    // and then the offset that went before says how far it moves.
    if (instant < ends) {
      const began = changes[i - 1] ?? Number.NEGATIVE_INFINITY
      return instant >= began ? instant : wall - offsets[i - 1]!
    }
  }
  return wall - offsets.at(-1)!
}

/** A day that the zone's clock never showed, like 2011-12-30 in Samoa. */
export function isSkippedDay(zone: ZoneTable, day: Day): boolean {
  return instantOf(zone, day, 0) === instantOf(zone, day + 1, 0)
}
