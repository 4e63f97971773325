import { offsetAt } from '../../engine/clock.ts'
import { type Day, parseDate } from '../../engine/date.ts'
import { zoneTable } from '../../engine/zone.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The instants that a wall time can mean, epoch ms. They differ only where clocks went back over it. */
export interface LocalReading {
  readonly earlier: number
  readonly later: number
}

/**
 * The instants at which the clocks of a place show a date and time, for records that don't say their offset. Whoever must not
 * take too little time takes `earlier` for a start and `later` for an end.
 *
 * A time that the clocks skip moves forward by what they skip, as RFC 5545 §3.3.5 has it: 02:30 becomes 03:30.
 *
 * @param date - `YYYY-MM-DD`.
 * @param time - `HH:MM` or `HH:MM:SS`, with a fraction or without, `00:00` to `23:59:59`.
 * @param zone - IANA name.
 * @returns Null when there is no such date or time.
 * @throws RangeError when the runtime doesn't know the zone.
 * @example
 * readLocal('2026-11-01', '01:30', 'America/New_York') // { earlier: 05:30Z, later: 06:30Z }, as epoch ms
 */
export function readLocal(date: string, time: string, zone: string): LocalReading | null {
  const day = readDay(date)
  const sinceMidnight = readTime(time)
  if (day === null || sinceMidnight === null) return null

  const wall = day * DAY_MS + sinceMidnight
  // An offset is less than a day, so whatever decides stands in the years of the days around.
  const table = zoneTable(zone, day - 1, day + 1)
  const instants = table.offsets.map((offset) => wall - offset)
  const meant = instants.filter((instant, i) => offsetAt(table, instant) === table.offsets[i])
  if (meant.length > 0) return { earlier: Math.min(...meant), later: Math.max(...meant) }

  // Skipped: by the offset before the change the time lies after it, by the one after it lies before it.
  const change = table.changes.findIndex((at, i) => wall - table.offsets[i]! >= at && wall - table.offsets[i + 1]! < at)
  const moved = wall - table.offsets[change]!
  return { earlier: moved, later: moved }
}

function readDay(date: string): Day | null {
  try {
    // Years before 1900 are slips of whoever typed, and looking through their clocks would be in vain.
    return date >= '1900-01-01' ? parseDate(date) : null
  } catch {
    return null
  }
}

/** Milliseconds after midnight. */
function readTime(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?$/.exec(time)
  if (!match) return null
  const [, hours, minutes, seconds = '0', fraction = '0'] = match
  // By its digits: 48.046 times 1,000 is a little less than 48,046.
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000 + milliseconds
}
