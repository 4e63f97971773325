import { instantOf, isSkippedDay, type ZoneTable } from './clock.ts'
import type { OpenWindow } from './compiled.ts'
import { type Day, parseDate, parseWallTime, weekdayOf } from './date.ts'
import { type Interval, mergeIntervals, type RuledInterval } from './interval.ts'
import type {
  Ceiling,
  Closure,
  DatedWindow,
  Dates,
  EditedWeek,
  Exception,
  PatientKind,
  RulePointer,
  Schedule,
} from './model.ts'
import { type DateRule, daysOf } from './recurrence.ts'

/** Whose hours: a practitioner's, or a chair's. `pointer` is where they stand in the practice. */
export interface Timetable {
  readonly pointer: RulePointer
  readonly schedules: readonly Schedule[]
  readonly weeks?: readonly EditedWeek[] | undefined
  readonly exceptions?: readonly Exception[] | undefined
}

/** Which zone a window is read in: by location, and the only location's id where a window names none. */
export interface Places {
  readonly zones: ReadonlyMap<string, ZoneTable>
  readonly only: string | undefined
}

/** A window read once, for all the days it opens. */
interface ReadWindow {
  readonly location: string
  readonly zone: ZoneTable
  readonly startMinutes: number
  /** More than 1440 when it ends on the next date. */
  readonly endMinutes: number
  readonly rule: RulePointer
  readonly reasons: readonly string[] | undefined
  readonly patients: PatientKind | undefined
}

/**
 * When somebody works: default schedule, then edited weeks, then exceptions that replace a date; the later in this list
 * wins.
 *
 * @returns Windows that begin on `[from, to)`, sorted by start. Closures and parts taken away aren't cut out: they don't
 *   restart a window's grid. See {@link removedParts}.
 * @throws RangeError when a rule, date or time can't be read.
 */
export function openWindows(timetable: Timetable, places: Places, from: Day, to: Day): OpenWindow[] {
  const { pointer, schedules, weeks = [], exceptions = [] } = timetable
  const byDay: (ReadWindow[] | undefined)[] = Array.from({ length: to - from })

  for (const { schedule, position, days } of versions(schedules, from, to)) {
    for (const [w, window] of schedule.windows.entries()) {
      const read = readWindow(window, places, `${pointer}/schedules/${position}/windows/${w}`)
      for (const day of daysOf(window, days.from, days.to)) {
        const list = byDay[day - from]
        if (list) list.push(read)
        else byDay[day - from] = [read]
      }
    }
  }
  for (const [i, { week, windows }] of weeks.entries()) {
    const monday = mondayOf(week)
    for (let day = Math.max(monday, from); day < Math.min(monday + 7, to); day++) byDay[day - from] = undefined
    for (const [w, window] of windows.entries()) {
      const day = monday + weekdayNumber(window.weekday) - 1
      if (day < from || day >= to) continue
      const list = byDay[day - from] ?? []
      byDay[day - from] = list
      list.push(readWindow(window, places, `${pointer}/weeks/${i}/windows/${w}`))
    }
  }
  for (const [i, exception] of exceptions.entries()) {
    if (!exception.windows) continue
    const list = exception.windows.map((window, w) =>
      readWindow(window, places, `${pointer}/exceptions/${i}/windows/${w}`),
    )
    for (const day of daysIn(exception, from, to)) byDay[day - from] = list
  }

  const open: OpenWindow[] = []
  for (const [i, list] of byDay.entries()) {
    for (const { zone, startMinutes, endMinutes, location, rule, reasons, patients } of list ?? []) {
      const span = spanOn(zone, from + i, startMinutes, endMinutes)
      if (span) open.push({ start: span.start, end: span.end, location, rule, reasons, patients })
    }
  }
  return open.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Parts of dates that exceptions take away (leave 14–17), sorted by start, in a location's zone. */
export function removedParts(
  { pointer, exceptions = [] }: Timetable,
  zone: ZoneTable,
  from: Day,
  to: Day,
): RuledInterval[] {
  return exceptions
    .flatMap(({ remove, ...dates }, i) =>
      remove ? spansOn(zone, daysIn(dates, from, to), remove.start, remove.end, `${pointer}/exceptions/${i}`) : [],
    )
    .sort((a, b) => a.start - b.start)
}

/** Whole dates whose windows an exception replaced, sorted by start: why hours are not what the schedule says. */
export function replacedDates(
  { pointer, exceptions = [] }: Timetable,
  zone: ZoneTable,
  from: Day,
  to: Day,
): RuledInterval[] {
  return exceptions
    .flatMap(({ windows, ...dates }, i) =>
      windows ? spansOn(zone, daysIn(dates, from, to), '00:00', '24:00', `${pointer}/exceptions/${i}`) : [],
    )
    .sort((a, b) => a.start - b.start)
}

/** When a closure closes a location, sorted by start. */
export function closedParts(closure: Closure, rule: RulePointer, zone: ZoneTable, from: Day, to: Day): RuledInterval[] {
  if ('rrule' in closure) {
    return spansOn(zone, daysOf(closure, from, to), closure.start ?? '00:00', closure.end ?? '24:00', rule)
  }
  if ('date' in closure || 'from' in closure) {
    return spansOn(zone, daysIn(closure, from, to), closure.start ?? '00:00', closure.end ?? '24:00', rule)
  }
  return mergeIntervals([{ start: readInstant(closure.start), end: readInstant(closure.end) }]).map((span) => ({
    ...span,
    rule,
  }))
}

/** The spans in which a ceiling counts, one a date, sorted by start. */
export function ceilingSpans(ceiling: Ceiling, zone: ZoneTable, from: Day, to: Day): Interval[] {
  const rule: DateRule = { rrule: ceiling.rrule ?? 'FREQ=DAILY', dtstart: ceiling.dtstart }
  return spansOn(zone, daysOf(rule, from, to), ceiling.start ?? '00:00', ceiling.end ?? '24:00', '')
}

function readWindow(window: DatedWindow, { zones, only }: Places, rule: RulePointer): ReadWindow {
  const location = window.location ?? only
  const zone = location === undefined ? undefined : zones.get(location)
  if (location === undefined || zone === undefined) {
    throw new RangeError(
      `${rule}: a window must name one of the practice's locations; got ${JSON.stringify(window.location)}`,
    )
  }
  const [startMinutes, endMinutes] = wallSpan(window.start, window.end)
  return { location, zone, startMinutes, endMinutes, rule, reasons: window.reasons, patients: window.patients }
}

/** Overnight is decided on wall times: at or before its start, the end is on the next date. */
function wallSpan(start: string, end: string): [startMinutes: number, endMinutes: number] {
  const startMinutes = parseWallTime(start)
  const endMinutes = parseWallTime(end)
  return [startMinutes, endMinutes <= startMinutes ? endMinutes + 1440 : endMinutes]
}

/** Wall times on a day as instants: half a day may be 11 or 13 hours long. Nothing when the clock leaves nothing open. */
function spanOn(zone: ZoneTable, day: Day, startMinutes: number, endMinutes: number): Interval | undefined {
  if (isSkippedDay(zone, day)) return undefined
  const start = instantOf(zone, day, startMinutes)
  const end = instantOf(zone, day, endMinutes)
  return start < end ? { start, end } : undefined
}

function spansOn(zone: ZoneTable, days: Iterable<Day>, start: string, end: string, rule: RulePointer): RuledInterval[] {
  const [startMinutes, endMinutes] = wallSpan(start, end)
  const spans: RuledInterval[] = []
  for (const day of days) {
    const span = spanOn(zone, day, startMinutes, endMinutes)
    if (span) spans.push({ start: span.start, end: span.end, rule })
  }
  return spans
}

function readInstant(text: string | undefined): number {
  const instant = text !== undefined && /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) {
    throw new RangeError(`a closure without a date must have start and end with an offset; got ${JSON.stringify(text)}`)
  }
  return instant
}

function mondayOf(week: string): Day {
  const monday = parseDate(week)
  if (weekdayOf(monday) !== 1) throw new RangeError(`week must be a Monday, like "2026-11-23"; got "${week}"`)
  return monday
}

function weekdayNumber(weekday: number): number {
  if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7) {
    throw new RangeError(`weekday must be 1 (Monday) to 7 (Sunday); got ${weekday}`)
  }
  return weekday
}

/** Every schedule version with the days on which it is the newest that has begun. */
function versions(schedules: readonly Schedule[], from: Day, to: Day) {
  const begins = ({ from: date }: Schedule) => (date === undefined ? Number.NEGATIVE_INFINITY : parseDate(date))
  const sorted = schedules
    .map((schedule, position) => ({ schedule, position, begins: begins(schedule) }))
    .sort((a, b) => a.begins - b.begins)
  return sorted.flatMap(({ schedule, position, begins: first }, i) => {
    const days = { from: Math.max(from, first), to: Math.min(to, sorted[i + 1]?.begins ?? Number.POSITIVE_INFINITY) }
    return days.from < days.to ? [{ schedule, position, days }] : []
  })
}

function* daysIn({ date, from, through }: Dates, spanFrom: Day, spanTo: Day): Generator<Day> {
  const first = date ?? from
  const last = date ?? through
  if (first === undefined || last === undefined) throw new RangeError('dates must be a date, or from and through')
  const end = Math.min(parseDate(last) + 1, spanTo)
  for (let day = Math.max(parseDate(first), spanFrom); day < end; day++) yield day
}
