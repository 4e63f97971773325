import { instantOf, type ZoneTable } from '../../engine/clock.ts'
import { type Day, formatDate, parseDate, weekdayOf } from '../../engine/date.ts'
import { type Compiled, compile, type Interval } from '../../engine/index.ts'
import { LocalDate } from '../contract/fields.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { isoWriter, localIso } from '../dates.ts'
import { fieldProblem } from '../problem.ts'

const MOST_DAYS = 31
/** Clocks before and after are nobody's business, and dates stay four digits. */
const YEARS = { first: 1970, last: 2099 }
/** A wall elsewhere is at most so far from that of the first location, and more than a night's hours reach. */
const AROUND_DAYS = 2

/** Some days of a practice, on the wall of its first location, with its rules read for them. */
export interface CalendarSpan extends Interval {
  /** `YYYY-MM-DD`, half-open. */
  readonly from: string
  readonly to: string
  readonly zone: ZoneTable
  /** For some days more: hours and visits reach in from around. */
  readonly compiled: Compiled
  /** An instant on the wall of the first location, as ISO 8601. */
  readonly iso: (instant: number) => string
}

/**
 * The days that a query names. They may be long past or far ahead: the rules are read for them alone.
 *
 * @throws ProblemError when they aren't dates in order, are more than 31, or in years that no calendar shows.
 */
export function spanOf(
  file: PracticeFile,
  query: { from?: string | undefined; to?: string | undefined },
): CalendarSpan {
  const [first, last] = [dateOf('/from', query.from), dateOf('/to', query.to)]
  if (first >= last) throw fieldProblem('/to', 'Name a date after the first one: it is the first that is left out.')
  if (last - first > MOST_DAYS) throw fieldProblem('/to', `Ask for at most ${MOST_DAYS} days at a time.`)
  const compiled = compile(file, { from: formatDate(first - AROUND_DAYS), to: formatDate(last + AROUND_DAYS) })
  const { id, timeZone } = file.locations[0]!
  const zone = compiled.zones.get(id)!
  return {
    ...{ from: formatDate(first), to: formatDate(last), zone, compiled },
    ...{ start: instantOf(zone, first, 0), end: instantOf(zone, last, 0) },
    iso: isoIn(zone, timeZone, compiled.span),
  }
}

/** Each day with its instants: a day on which clocks change has 23 or 25 hours, and one that was skipped has none. */
export function daysIn(file: PracticeFile, { from, to, zone, iso }: CalendarSpan) {
  const last = parseDate(to)
  const days = []
  for (let day = parseDate(from); day < last; day++) {
    const [start, end] = [iso(instantOf(zone, day, 0)), iso(instantOf(zone, day + 1, 0))]
    days.push({ date: formatDate(day), start, end, isWeekEdited: editedIn(file, day) })
  }
  return days
}

/** What of an interval lies in the days; undefined when nothing does. */
export function clipped({ start, end }: Interval, span: Interval): Interval | undefined {
  const part = { start: Math.max(start, span.start), end: Math.min(end, span.end) }
  return part.start < part.end ? part : undefined
}

/** Practitioners whose week that day is in was edited by hand. */
function editedIn({ practitioners }: PracticeFile, day: Day): string[] {
  const monday = formatDate(day - weekdayOf(day) + 1)
  return practitioners.filter(({ weeks }) => weeks.some(({ week }) => week === monday)).map(({ id }) => id)
}

/** By the zone's table where it reaches: there are thousands. Blocks may end years later. */
function isoIn(zone: ZoneTable, timeZone: string, known: Interval): (instant: number) => string {
  const write = isoWriter(zone)
  return (instant) =>
    instant >= known.start && instant <= known.end && instant % 60_000 === 0
      ? write(instant)
      : localIso(instant, timeZone)
}

function dateOf(pointer: string, text: string | undefined): Day {
  const year = Number(text?.slice(0, 4))
  if (!LocalDate.safeParse(text).success || !(year >= YEARS.first && year <= YEARS.last)) {
    throw fieldProblem(pointer, `Name a date from ${YEARS.first} to ${YEARS.last}, like 2026-11-23.`)
  }
  return parseDate(text!)
}
