import type { Compiled } from './compiled.ts'
import { type Interval, MINUTE_MS, overlapping } from './interval.ts'
import type { AppointmentStatus, Busy } from './model.ts'

/** Time that one thing takes of one practitioner or chair, buffers included, rounded outward to the time unit. */
export interface Taken extends Interval {
  readonly id: string
  /** A block takes every place. */
  readonly takesAll: boolean
  /** When the visit itself begins: the day it counts for. */
  readonly visitStart: number
}

interface Timeline {
  /** Sorted by start. */
  readonly taken: readonly Taken[]
  /** The longest of them, in ms. */
  readonly longest: number
}

/** What is taken, by practitioner and by chair. Made from the rows alone; nothing is counted beside them. */
export interface Occupancy {
  readonly practitioners: ReadonlyMap<string, Timeline>
  readonly chairs: ReadonlyMap<string, Timeline>
  /** Ids of what needs a chair and found none free. */
  readonly overflow: readonly string[]
}

/** Statuses that take no time. */
const ended: readonly AppointmentStatus[] = ['cancelled', 'noshow', 'entered-in-error']

/**
 * Says what is taken.
 *
 * A visit without a chair takes, in order of start and id, the first chair that its reason allows and that is free for
 * all of it; if none is, it is listed as overflow and takes none.
 *
 * @param busy - Any order; not changed. What has ended, and what has no length, takes nothing.
 * @throws RangeError when start or end isn't a finite instant: what can't be read must not count as free.
 * @example
 * occupancyOf(compiled, []).overflow // []
 */
export function occupancyOf(compiled: Compiled, busy: readonly Busy[]): Occupancy {
  const practitioners = new Map<string, Taken[]>()
  const chairs = new Map<string, Taken[]>()
  const overflow: string[] = []
  const unplaced: { item: Busy; taken: Taken }[] = []

  for (const item of [...busy].sort((a, b) => a.start - b.start || compareText(a.id, b.id))) {
    if (!Number.isFinite(item.start) || !Number.isFinite(item.end)) {
      throw new RangeError(`busy "${item.id}" must have start and end in epoch ms; got ${item.start} and ${item.end}`)
    }
    if (ended.includes(item.status) || item.end <= item.start) continue
    const taken = takenBy(compiled, item)
    for (const practitioner of new Set(item.practitioners)) add(practitioners, practitioner, taken)
    if (item.chair !== null) add(chairs, item.chair, taken)
    else if (item.kind !== 'block') unplaced.push({ item, taken })
  }
  for (const { item, taken } of unplaced) {
    const allowed = chairsFor(compiled, item)
    if (allowed === undefined) continue
    const free = allowed.find((id) => peakOf(chairs.get(id) ?? [], taken) < (compiled.chairs.get(id)?.capacity ?? 1))
    if (free === undefined) overflow.push(item.id)
    else add(chairs, free, taken)
  }
  return { practitioners: timelines(practitioners), chairs: timelines(chairs), overflow }
}

/**
 * The time something takes: its visit and buffers, rounded outward to the practice's time unit. The database claims
 * exactly this.
 */
export function footprintOf(
  compiled: Compiled,
  visit: Pick<Busy, 'start' | 'end' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>,
): Interval {
  const unit = compiled.practice.timeUnitMinutes * MINUTE_MS
  return {
    start: Math.floor((visit.start - (visit.bufferBeforeMinutes ?? 0) * MINUTE_MS) / unit) * unit,
    end: Math.ceil((visit.end + (visit.bufferAfterMinutes ?? 0) * MINUTE_MS) / unit) * unit,
  }
}

/** What overlaps `[start, end)` in one calendar. */
export function takenDuring(timeline: Timeline | undefined, { start, end }: Interval): readonly Taken[] {
  return timeline ? overlapping(timeline.taken, start, end, timeline.longest) : []
}

/**
 * Peak concurrency: the most that are taken at one instant of `within`. Two half-hours back to back count 1.
 *
 * @returns Infinity when a block is among them.
 */
export function peakOf(taken: readonly Taken[], within: Interval): number {
  const inside = taken.filter((item) => item.start < within.end && item.end > within.start)
  let peak = 0
  // The count can only rise where something begins, so those instants, and the first of `within`, are enough.
  for (const { start } of inside) {
    const at = Math.max(start, within.start)
    let count = 0
    for (const item of inside)
      if (item.start <= at && item.end > at) count += item.takesAll ? Number.POSITIVE_INFINITY : 1
    peak = Math.max(peak, count)
  }
  return peak
}

function takenBy(compiled: Compiled, item: Busy): Taken {
  return { ...footprintOf(compiled, item), id: item.id, takesAll: item.kind === 'block', visitStart: item.start }
}

/** Undefined: it needs no chair. A reason nobody knows may need any of them. */
function chairsFor(compiled: Compiled, item: Busy): readonly string[] | undefined {
  const reason = item.reason === null ? undefined : compiled.reasons.get(item.reason)
  return reason ? reason.chairs : [...compiled.chairs.keys()]
}

function add(lists: Map<string, Taken[]>, id: string, taken: Taken): void {
  const list = lists.get(id)
  if (list) list.push(taken)
  else lists.set(id, [taken])
}

function timelines(lists: ReadonlyMap<string, Taken[]>): Map<string, Timeline> {
  return new Map(
    [...lists].map(([id, taken]) => [
      id,
      {
        taken: taken.sort((a, b) => a.start - b.start),
        longest: taken.reduce((longest, { start, end }) => Math.max(longest, end - start), 0),
      },
    ]),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
