import { IANAZone } from 'luxon'
import type { ZoneTable } from './clock.ts'
import { type Day, parseDate } from './date.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Zones × years: enough for every zone of the world over three years. */
const MOST_YEARS_KEPT = 2000

/**
 * The offsets of an IANA zone for a span of days.
 *
 * @param name - IANA name, like `America/New_York`.
 * @param from - The table is right from the UTC year of this day on.
 * @param to - To the end of the UTC year of this day.
 * @throws RangeError when the runtime doesn't know the zone.
 * @example
 * zoneTable('America/New_York', parseDate('2027-06-01'), parseDate('2027-06-30')).offsets.length // 3
 */
export function zoneTable(name: string, from: Day, to: Day): ZoneTable {
  const [first, last] = [yearOf(from), yearOf(to)]
  const years = Array.from({ length: last - first + 1 }, (_, i) => changesIn(name, first + i))
  return {
    name,
    changes: years.flatMap(({ changes }) => changes),
    offsets: [years[0]!.before, ...years.flatMap(({ offsets }) => offsets)],
  }
}

interface YearOfChanges {
  /** The offset on 1 January 00:00 UTC. */
  readonly before: number
  readonly changes: readonly number[]
  readonly offsets: readonly number[]
}

/** Looking for changes asks Intl some hundred times, so a year that was looked through is kept. */
const kept = new Map<string, YearOfChanges>()

function changesIn(name: string, year: number): YearOfChanges {
  const key = `${name} ${year}`
  let found = kept.get(key)
  if (!found) {
    found = findChanges(name, year)
    if (kept.size >= MOST_YEARS_KEPT) kept.clear()
    kept.set(key, found)
  }
  return found
}

/** A whole day apart is near enough to see every change: no zone has changed twice within a day. */
function findChanges(name: string, year: number): YearOfChanges {
  const zone = IANAZone.create(name)
  if (!zone.isValid) throw new RangeError(`timeZone must be an IANA name, like "America/New_York"; got "${name}"`)
  const offsetAt = (instant: number) => Math.round(zone.offset(instant) * MINUTE_MS)
  const changes: number[] = []
  const offsets: number[] = []
  const before = offsetAt(startOfYear(year))
  let offset = before
  for (let at = startOfYear(year); at < startOfYear(year + 1); at += DAY_MS) {
    const next = offsetAt(at + DAY_MS)
    if (next === offset) continue
    let low = at
    let high = at + DAY_MS
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
      if (offsetAt(middle) === offset) low = middle
      else high = middle
    }
    offset = next
    changes.push(high)
    offsets.push(offset)
  }
  return { before, changes, offsets }
}

function startOfYear(year: number): number {
  return parseDate(`${String(year).padStart(4, '0')}-01-01`) * DAY_MS
}

function yearOf(day: Day): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}
