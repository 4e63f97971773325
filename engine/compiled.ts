import { instantOf, offsetAt, type ZoneTable } from './clock.ts'
import { type Day, dayOf, parseDate } from './date.ts'
import {
  containsInterval,
  type Interval,
  MINUTE_MS,
  mergeIntervals,
  overlapping,
  type RuledInterval,
  subtractIntervals,
} from './interval.ts'
import type { Busy, Ceiling, Chair, PatientKind, Practice, Practitioner, Reason, RulePointer } from './model.ts'

/** A window on one date, in instants. Starts are laid on its own grid, from its own start. */
export interface OpenWindow extends Interval {
  readonly location: string
  readonly rule: RulePointer
  readonly reasons: readonly string[] | undefined
  readonly patients: PatientKind | undefined
}

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
  /** Dates whose windows an exception replaced, sorted by start: told, not reckoned with. */
  readonly replaced: readonly RuledInterval[]
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

/** Hours from their windows; also of some of the windows of other hours. */
export function joinHours(
  location: string,
  zone: ZoneTable,
  windows: readonly OpenWindow[],
  removed: readonly RuledInterval[],
  replaced: readonly RuledInterval[] = [],
): Hours {
  const joined = mergeIntervals(windows)
  return {
    location,
    zone,
    windows,
    joined,
    longest: joined.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
    removed,
    replaced,
    stretches: removed.length === 0 ? joined : subtractIntervals(joined, mergeIntervals(removed)),
  }
}

export function hoursAt(compiled: Compiled, practitioner: string, location: string): PractitionerHours | undefined {
  return compiled.hours.find((hours) => hours.practitioner === practitioner && hours.location === location)
}

/** The windows of these hours that are open for a reason and kind of patient, joined anew. */
export function hoursFor(hours: PractitionerHours, reason: string, patients: PatientKind | undefined): Hours {
  if (!hours.hasFilters) return hours
  const windows = hours.windows.filter((window) => isFor(window, reason, patients))
  return joinHours(hours.location, hours.zone, windows, hours.removed, hours.replaced)
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

/**
 * The ceilings that something in the book counts towards, with the span it begins in.
 *
 * @param visit - Epoch ms.
 * @example
 * ceilingsOn(compiled, visit) // []
 */
export function ceilingsOn(
  compiled: Compiled,
  visit: Pick<Busy, 'reason' | 'practitioners' | 'patients' | 'start'>,
): { ceiling: Ceiling; span: Interval }[] {
  return compiled.ceilings.flatMap(({ ceiling, spans }) =>
    countsTowards(ceiling, visit.reason, visit.practitioners, visit.patients)
      ? spans.filter(({ start, end }) => visit.start >= start && visit.start < end).map((span) => ({ ceiling, span }))
      : [],
  )
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
