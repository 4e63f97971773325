import { type Day, dayOf, parseDate } from './date.ts'
import { closedParts, type OpenWindow, openWindows, type Places, removedParts } from './hours.ts'
import {
  containsInterval,
  type Interval,
  lowerBound,
  MINUTE_MS,
  mergeIntervals,
  overlapping,
  subtractIntervals,
} from './interval.ts'
import type { Chair, Practice, Practitioner, Reason } from './model.ts'
import { instantOf, offsetAt, type ZoneTable, zoneTable } from './zone.ts'

const DAY_MS = 86_400_000

/** Open hours of one practitioner at one location. */
export interface Hours {
  readonly practitioner: Practitioner
  readonly location: string
  readonly zone: ZoneTable
  /** Sorted by start; each has its own grid. */
  readonly windows: readonly OpenWindow[]
  /** Windows joined where they touch or overlap. */
  readonly joined: readonly Interval[]
  /** The longest of `joined`, in ms. */
  readonly longest: number
  /** `joined` less the parts taken away: a visit must lie in one of these. */
  readonly stretches: readonly Interval[]
}

export interface NamedInterval extends Interval {
  readonly name: string
}

/** A practice's rules, read once for a span of dates. */
export interface Compiled {
  readonly practice: Practice
  /** Starts are judged in `[span.start, span.end)`. */
  readonly span: Interval
  readonly hours: readonly Hours[]
  /** By location, sorted by start. */
  readonly closed: ReadonlyMap<string, readonly NamedInterval[]>
  readonly zones: ReadonlyMap<string, ZoneTable>
  readonly reasons: ReadonlyMap<string, Reason>
  readonly practitioners: ReadonlyMap<string, Practitioner>
  readonly chairs: ReadonlyMap<string, Chair>
}

/**
 * Reads a practice's rules for a span of dates. All that luxon and rrule do is done here, once.
 *
 * @param practice - Not changed, not kept apart: don't change it afterwards.
 * @param dates - `from` and `to` as `YYYY-MM-DD`, half-open, the dates on which starts may be asked for.
 * @returns What {@link evaluate} and {@link slots} need besides what is taken and the time.
 * @throws RangeError when something can't be read; the message names it, the value and what would be right.
 * @example
 * compile(practice, { from: '2026-11-23', to: '2026-11-30' }).hours.length // 1
 */
export function compile(practice: Practice, dates: { from: string; to: string }): Compiled {
  const from = parseDate(dates.from)
  const to = parseDate(dates.to)
  if (from >= to) throw new RangeError(`dates must have from before to; got "${dates.from}" and "${dates.to}"`)
  // A window of the date before may run into the span, and a zone is up to 14 hours away from UTC.
  const zones = new Map(
    practice.locations.map(({ id, timeZone }) => [id, zoneTable(timeZone, (from - 2) * DAY_MS, (to + 3) * DAY_MS)]),
  )
  const only = practice.locations.length === 1 ? practice.locations[0]!.id : undefined
  const places: Places = { zones, only }
  const zoneList = [...zones.values()]
  return {
    practice,
    span: {
      start: Math.min(...zoneList.map((zone) => instantOf(zone, from, 0))),
      end: Math.max(...zoneList.map((zone) => instantOf(zone, to, 0))),
    },
    hours: practice.practitioners.flatMap((practitioner) => hoursOf(practitioner, places, from - 1, to + 1)),
    closed: new Map(
      [...zones].map(([location, zone]) => [location, closedAt(practice, location, zone, from - 1, to + 2)]),
    ),
    zones,
    reasons: new Map(practice.reasons.map((reason) => [reason.id, reason])),
    practitioners: new Map(practice.practitioners.map((practitioner) => [practitioner.id, practitioner])),
    chairs: new Map(practice.chairs.map((chair) => [chair.id, chair])),
  }
}

function hoursOf(practitioner: Practitioner, places: Places, from: Day, to: Day): Hours[] {
  const all = openWindows(practitioner, places, from, to)
  return [...places.zones].flatMap(([location, zone]) => {
    const windows = all.filter((window) => window.location === location)
    if (windows.length === 0) return []
    const joined = mergeIntervals(windows)
    const longest = Math.max(...joined.map(({ start, end }) => end - start))
    const stretches = subtractIntervals(joined, removedParts(practitioner, zone, from, to))
    return [{ practitioner, location, zone, windows, joined, longest, stretches }]
  })
}

function closedAt(practice: Practice, location: string, zone: ZoneTable, from: Day, to: Day): NamedInterval[] {
  return practice.closures
    .filter((closure) => closure.location === undefined || closure.location === location)
    .flatMap((closure) => closedParts(closure, zone, from, to).map((part) => ({ ...part, name: closure.name })))
    .sort((a, b) => a.start - b.start)
}

/** Does the whole visit lie in one open stretch? */
export function isOpen({ stretches }: Hours, start: number, end: number): boolean {
  return containsInterval(stretches, start, end)
}

/** Starts of a grid that lie in `[from, to)`, ascending, each once. */
export function gridStarts(
  hours: Hours,
  grid: Practice['grid'],
  stepMinutes: number,
  from: number,
  to: number,
): number[] {
  const starts = new Set<number>()
  const step = stepMinutes * MINUTE_MS
  for (const { start, end } of gridWindows(hours, grid, stepMinutes, from, to)) {
    const first = start + Math.max(0, Math.ceil((from - start) / step)) * step
    for (let at = first; at < end && at < to; at += step) starts.add(at)
  }
  return [...starts].sort((a, b) => a - b)
}

/** Does a window that holds this start count it on its grid? */
export function isOnGrid(hours: Hours, grid: Practice['grid'], stepMinutes: number, start: number): boolean {
  return gridWindows(hours, grid, stepMinutes, start, start + 1).some(
    (window) => start >= window.start && (start - window.start) % (stepMinutes * MINUTE_MS) === 0,
  )
}

/** Where grids that reach into `[from, to)` begin: at each window, or at the first round local time of joined windows. */
function gridWindows(hours: Hours, grid: Practice['grid'], stepMinutes: number, from: number, to: number): Interval[] {
  if (grid === 'window') return overlapping(hours.windows, from, to, hours.longest)
  const unit = roundUnit(stepMinutes) * MINUTE_MS
  return overlapping(hours.joined, from, to, hours.longest).map(({ start, end }) => {
    const offset = offsetAt(hours.zone, start)
    return { start: Math.ceil((start + offset) / unit) * unit - offset, end }
  })
}

/** The largest of 60, 30, 20, 15, 10 and 5 minutes that divides the step; else 1. */
function roundUnit(stepMinutes: number): number {
  return [60, 30, 20, 15, 10, 5].find((unit) => stepMinutes % unit === 0) ?? 1
}

/** Closures that overlap `[start, end)` at a location. */
export function closuresDuring(compiled: Compiled, location: string, start: number, end: number): NamedInterval[] {
  const closed = compiled.closed.get(location) ?? []
  return closed
    .slice(
      0,
      lowerBound(closed, end, (closure) => closure.start),
    )
    .filter((closure) => closure.end > start)
}

/** The first instant of a date at a location's zone. */
export function startOfDate(zone: ZoneTable, date: string): number {
  return instantOf(zone, parseDate(date), 0)
}

/** The date an instant falls on in a zone. */
export function dayAt(zone: ZoneTable, instant: number): Day {
  return dayOf(instant + offsetAt(zone, instant))
}
