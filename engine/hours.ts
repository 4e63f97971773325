import { type Day, parseDate, parseWallTime } from './date.ts'
import { type Interval, mergeIntervals } from './interval.ts'
import type { Closure, DatedWindow, Dates, Practitioner, Schedule } from './model.ts'
import { daysOf } from './recurrence.ts'
import { instantOf, isSkippedDay, type ZoneTable } from './zone.ts'

/** A window on one date, in instants. Starts are laid on its own grid, from its own start. */
export interface OpenWindow extends Interval {
  readonly location: string
}

/** Which zone a window is read in: by location, and the only location's id where a window names none. */
export interface Places {
  readonly zones: ReadonlyMap<string, ZoneTable>
  readonly only: string | undefined
}

/**
 * When a practitioner works: default schedule, then exceptions that replace a date.
 *
 * @returns Windows that begin on `[from, to)`, sorted by start. Closures and parts taken away aren't cut out: they don't
 *   restart a window's grid. See {@link removedParts}.
 * @throws RangeError when a rule, date or time can't be read.
 */
export function openWindows(practitioner: Practitioner, places: Places, from: Day, to: Day): OpenWindow[] {
  const byDay = new Map<Day, DatedWindow[]>()
  for (const { windows, days } of versions(practitioner.schedules, from, to)) {
    for (const window of windows) {
      for (const day of daysOf(window, days.from, days.to)) pushTo(byDay, day, window)
    }
  }
  for (const exception of practitioner.exceptions ?? []) {
    if (!exception.windows) continue
    for (const day of daysIn(exception, from, to)) byDay.set(day, [...exception.windows])
  }
  const open: OpenWindow[] = []
  for (const [day, windows] of byDay) {
    for (const window of windows) {
      const location = window.location ?? places.only
      const zone = location === undefined ? undefined : places.zones.get(location)
      if (location === undefined || zone === undefined) {
        throw new RangeError(
          `a window must name one of the practice's locations; got ${JSON.stringify(window.location)}`,
        )
      }
      const interval = onDay(zone, day, window.start, window.end)
      if (interval) open.push({ ...interval, location })
    }
  }
  return open.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Parts of dates that exceptions take away (leave 14–17), merged, in the zone of each location. */
export function removedParts(practitioner: Practitioner, zone: ZoneTable, from: Day, to: Day): Interval[] {
  const parts: Interval[] = []
  for (const exception of practitioner.exceptions ?? []) {
    const { remove } = exception
    if (!remove) continue
    for (const day of daysIn(exception, from, to)) {
      const part = onDay(zone, day, remove.start, remove.end)
      if (part) parts.push(part)
    }
  }
  return mergeIntervals(parts)
}

/** When a closure closes one location, merged. */
export function closedParts(closure: Closure, zone: ZoneTable, from: Day, to: Day): Interval[] {
  if (!isDated(closure)) return mergeIntervals([{ start: readInstant(closure.start), end: readInstant(closure.end) }])
  const parts: Interval[] = []
  for (const day of daysIn(closure, from, to)) {
    const part = onDay(zone, day, closure.start ?? '00:00', closure.end ?? '24:00')
    if (part) parts.push(part)
  }
  return mergeIntervals(parts)
}

type DatedClosure = Extract<Closure, Dates>

function isDated(closure: Closure): closure is DatedClosure {
  return 'date' in closure || 'from' in closure
}

function readInstant(text: string | undefined): number {
  const instant = text !== undefined && /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) {
    throw new RangeError(`a closure without a date must have start and end with an offset; got ${JSON.stringify(text)}`)
  }
  return instant
}

/** Wall times on a day as instants: half a day may be 11 or 13 hours long. Nothing when the clock leaves nothing open. */
function onDay(zone: ZoneTable, day: Day, start: string, end: string): Interval | undefined {
  if (isSkippedDay(zone, day)) return undefined
  const startMinutes = parseWallTime(start)
  const endMinutes = parseWallTime(end)
  const overnight = endMinutes <= startMinutes ? 1440 : 0
  const interval = { start: instantOf(zone, day, startMinutes), end: instantOf(zone, day, endMinutes + overnight) }
  return interval.start < interval.end ? interval : undefined
}

/** Every schedule version with the days on which it is the newest that has begun. */
function versions(schedules: readonly Schedule[], from: Day, to: Day) {
  const begins = ({ from: date }: Schedule) => (date === undefined ? Number.NEGATIVE_INFINITY : parseDate(date))
  const sorted = [...schedules].sort((a, b) => begins(a) - begins(b))
  return sorted.flatMap((schedule, i) => {
    const next = sorted[i + 1]
    const days = {
      from: Math.max(from, begins(schedule)),
      to: Math.min(to, next ? begins(next) : Number.POSITIVE_INFINITY),
    }
    return days.from < days.to ? [{ windows: schedule.windows, days }] : []
  })
}

function* daysIn({ date, from, through }: Dates, spanFrom: Day, spanTo: Day): Generator<Day> {
  const first = date ?? from
  const last = date ?? through
  if (first === undefined || last === undefined) throw new RangeError('dates must be a date, or from and through')
  const end = Math.min(parseDate(last) + 1, spanTo)
  for (let day = Math.max(parseDate(first), spanFrom); day < end; day++) yield day
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
