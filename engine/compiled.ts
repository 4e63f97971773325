import { type Day, dayOf, parseDate } from './date.ts'
import {
  ceilingSpans,
  closedParts,
  type OpenWindow,
  openWindows,
  type Places,
  type RuledInterval,
  removedParts,
  type Timetable,
} from './hours.ts'
import {
  containsInterval,
  type Interval,
  MINUTE_MS,
  mergeIntervals,
  overlapping,
  subtractIntervals,
} from './interval.ts'
import type { Ceiling, Chair, PatientKind, Practice, Practitioner, Reason, RulePointer } from './model.ts'
import { instantOf, offsetAt, type ZoneTable, zoneTable } from './zone.ts'

/** Open hours at one location, of a practitioner or a chair. */
export interface Hours {
  readonly location: string
  readonly zone: ZoneTable
  /** Sorted by start; each has its own grid. */
  readonly windows: readonly OpenWindow[]
  /** Windows joined where they touch or overlap. */
  readonly joined: readonly Interval[]
  /** The longest of `joined`, in ms. */
  readonly longest: number
  /** Parts taken away, sorted by start. */
  readonly removed: readonly RuledInterval[]
  /** `joined` less the parts taken away: a visit must lie in one of these. */
  readonly stretches: readonly Interval[]
}

export interface PractitionerHours extends Hours {
  readonly practitioner: string
  /** Windows differ in whom or what they are for. */
  readonly hasFilters: boolean
}

export interface CompiledCeiling {
  readonly ceiling: Ceiling
  /** Sorted by start. */
  readonly spans: readonly Interval[]
}

/**
 * A practice's rules, read once for a span of dates. It holds no functions and nothing that needs a library, so it can
 * be written down and revived elsewhere.
 */
export interface Compiled {
  readonly practice: Practice
  /** Starts are judged in `[span.start, span.end)`. */
  readonly span: Interval
  readonly zones: ReadonlyMap<string, ZoneTable>
  readonly hours: readonly PractitionerHours[]
  /** Only chairs that have hours of their own. */
  readonly chairHours: ReadonlyMap<string, Hours>
  /** By location, sorted by start. */
  readonly closed: ReadonlyMap<string, readonly RuledInterval[]>
  readonly ceilings: readonly CompiledCeiling[]
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
  if (practice.locations.length === 0) throw new RangeError('locations must have at least one; got none')
  const zones = new Map(practice.locations.map(({ id, timeZone }) => [id, zoneTable(timeZone, from - 3, to + 3)]))
  const zoneList = [...zones.values()]
  const places: Places = { zones, only: practice.locations.length === 1 ? practice.locations[0]!.id : undefined }
  const days = { from: from - 1, to: to + 2 }
  const span = {
    start: Math.min(...zoneList.map((zone) => instantOf(zone, from, 0))),
    end: Math.max(...zoneList.map((zone) => instantOf(zone, to, 0))),
  }
  return withIndexes(practice, {
    practice,
    span,
    zones,
    hours: practice.practitioners.flatMap((practitioner, i) =>
      hoursOf({ ...practitioner, pointer: `/practitioners/${i}` }, places, days.from, days.to).map((hours) => ({
        ...hours,
        practitioner: practitioner.id,
        hasFilters: hours.windows.some(({ reasons, patients }) => reasons !== undefined || patients !== undefined),
      })),
    ),
    chairHours: new Map(
      practice.chairs.flatMap((chair, i) => {
        if (!chair.schedules) return []
        const timetable = { ...chair, schedules: chair.schedules, pointer: `/chairs/${i}` }
        const only = chair.location ?? places.only
        // A chair stands in one place; without windows there it is never open.
        const hours = hoursOf(timetable, { zones, only }, days.from, days.to).find(({ location }) => location === only)
        return [[chair.id, hours ?? neverOpen(only ?? '', zoneList[0]!)] as const]
      }),
    ),
    closed: new Map(
      [...zones].map(([location, zone]) => [location, closedAt(practice, location, zone, days.from, days.to)]),
    ),
    ceilings: (practice.ceilings ?? []).map((ceiling) => ({
      ceiling,
      spans: ceilingSpans(ceiling, zoneList[0]!, days.from, days.to),
    })),
  })
}

/** Adds the look-ups by id. */
export function withIndexes(
  practice: Practice,
  compiled: Omit<Compiled, 'reasons' | 'practitioners' | 'chairs'>,
): Compiled {
  return {
    ...compiled,
    reasons: new Map(practice.reasons.map((reason) => [reason.id, reason])),
    practitioners: new Map(practice.practitioners.map((practitioner) => [practitioner.id, practitioner])),
    chairs: new Map(practice.chairs.map((chair) => [chair.id, chair])),
  }
}

function hoursOf(timetable: Timetable, places: Places, from: Day, to: Day): Hours[] {
  const all = openWindows(timetable, places, from, to)
  return [...places.zones].flatMap(([location, zone]) => {
    const windows = places.zones.size === 1 ? all : all.filter((window) => window.location === location)
    const removed = removedParts(timetable, zone, from, to)
    return windows.length + removed.length === 0 ? [] : [joinHours(location, zone, windows, removed)]
  })
}

/** Hours from their windows; also of some of the windows of other hours. */
export function joinHours(
  location: string,
  zone: ZoneTable,
  windows: readonly OpenWindow[],
  removed: readonly RuledInterval[],
): Hours {
  const joined = mergeIntervals(windows)
  return {
    location,
    zone,
    windows,
    joined,
    longest: joined.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
    removed,
    stretches: removed.length === 0 ? joined : subtractIntervals(joined, mergeIntervals(removed)),
  }
}

function neverOpen(location: string, zone: ZoneTable): Hours {
  return joinHours(location, zone, [], [])
}

function closedAt(practice: Practice, location: string, zone: ZoneTable, from: Day, to: Day): RuledInterval[] {
  return practice.closures
    .flatMap((closure, i) =>
      closure.location === undefined || closure.location === location
        ? closedParts(closure, `/closures/${i}`, zone, from, to)
        : [],
    )
    .sort((a, b) => a.start - b.start)
}

export function hoursAt(compiled: Compiled, practitioner: string, location: string): PractitionerHours | undefined {
  return compiled.hours.find((hours) => hours.practitioner === practitioner && hours.location === location)
}

/** The windows of these hours that are open for a reason and kind of patient, joined anew. */
export function hoursFor(hours: PractitionerHours, reason: string, patients: PatientKind | undefined): Hours {
  if (!hours.hasFilters) return hours
  const windows = hours.windows.filter((window) => isFor(window, reason, patients))
  return joinHours(hours.location, hours.zone, windows, hours.removed)
}

/** Is a window open for a reason and kind of patient? A kind that wasn't asked for is let in. */
export function isFor(window: OpenWindow, reason: string, patients: PatientKind | undefined): boolean {
  if (window.reasons && !window.reasons.includes(reason)) return false
  return window.patients === undefined || patients === undefined || window.patients === patients
}

/** Does the whole visit lie in one open stretch? */
export function isOpen({ stretches }: Hours, start: number, end: number): boolean {
  return containsInterval(stretches, start, end)
}

/** Does a window that holds this start count it on its grid? */
export function isOnGrid(hours: Hours, grid: Practice['grid'], stepMinutes: number, start: number): boolean {
  return gridsIn(hours, grid, stepMinutes, start, start + 1).some(
    (window) => start >= window.start && (start - window.start) % (stepMinutes * MINUTE_MS) === 0,
  )
}

/** Where grids that reach into `[from, to)` begin and end: each window, or joined windows from a round local time on. */
export function gridsIn(
  hours: Hours,
  grid: Practice['grid'],
  stepMinutes: number,
  from: number,
  to: number,
): Interval[] {
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

/** What closes or takes away any of `[start, end)`; the list is sorted by start, and may overlap. */
export function rulesDuring(list: readonly RuledInterval[], start: number, end: number): RulePointer[] {
  return [...new Set(list.filter((part) => part.start < end && part.end > start).map(({ rule }) => rule))]
}

/** The ceilings a visit counts towards, and the spans it counts in. */
export function ceilingsFor(
  compiled: Compiled,
  reason: string,
  practitioners: readonly string[],
  patients: PatientKind | null | undefined,
): CompiledCeiling[] {
  return compiled.ceilings.filter(({ ceiling }) => countsTowards(ceiling, reason, practitioners, patients))
}

export function countsTowards(
  ceiling: Ceiling,
  reason: string | null,
  practitioners: readonly string[],
  patients: PatientKind | null | undefined,
): boolean {
  if (ceiling.reasons && (reason === null || !ceiling.reasons.includes(reason))) return false
  if (ceiling.patients && ceiling.patients !== patients) return false
  return !ceiling.practitioners || practitioners.some((id) => ceiling.practitioners!.includes(id))
}

/** The first instant of a date at a location's zone. */
export function startOfDate(zone: ZoneTable, date: string): number {
  return instantOf(zone, parseDate(date), 0)
}

/** The date an instant falls on in a zone. */
export function dayAt(zone: ZoneTable, instant: number): Day {
  return dayOf(instant + offsetAt(zone, instant))
}
