import { visitsThatDate } from './assign.ts'
import { type Compiled, ceilingsFor, gridsIn, type Hours, hoursAt, hoursFor, isOpen } from './compiled.ts'
import { chairsAt, horizonEnd, noticeEnd, type Question, type Snapshot, stepOf } from './evaluate.ts'
import {
  type Interval,
  intersectIntervals,
  lowerBound,
  MINUTE_MS,
  mergeIntervals,
  subtractIntervals,
} from './interval.ts'
import { anyIn, peakIn } from './levels.ts'
import type { PatientKind, Practitioner, Reason, Slot } from './model.ts'
import type { Occupancy } from './occupancy.ts'

/*
 * Listing, fast. What the rules alone decide doesn't change from question to question: for each practitioner and reason
 * the starts that hours, grids and closures allow are laid out once, as sorted epoch minutes. A question then looks only
 * at what is taken: for each such start, are the bits of its footprint empty on the last level of the practitioner, and
 * of one of the chairs? So a question costs one look per start, however many bookings there are. `evaluate` is what
 * this must agree with, and a law holds it to that.
 */

/** Starts of one team at one location that are on offer. */
export interface Lane {
  readonly team: readonly Practitioner[]
  readonly location: string
  /** Epoch minutes, ascending. */
  readonly starts: Int32Array
  readonly shape: Shape
}

/** How a visit lies around its start, in minutes, before it is rounded to quanta. */
interface Shape {
  readonly reason: Reason
  readonly chair: Part
  readonly parts: readonly Part[]
}

type Part = readonly [from: number, to: number]

/** Lanes with anything on offer in `[from, to)` epoch ms, in the order of teams, then locations. */
export function lanesOf(snapshot: Snapshot, question: Question, range: Interval): Lane[] {
  const { compiled } = snapshot
  const { reason, teams, locations, patients, ask } = question
  if (reason.patients && ask.patients && reason.patients !== ask.patients) return []
  const shape = shapeOf(reason)
  const lanes: Lane[] = []
  for (const team of teams) {
    if (!team.every(({ reasons }) => reasons.includes(reason.id))) continue
    for (const location of locations) {
      const allowed = allowedStarts(compiled, team, reason, patients, location)
      if (allowed.length === 0) continue
      const zone = compiled.zones.get(location)!
      const from = Math.max(range.start, noticeEnd(snapshot), compiled.span.start)
      const to = Math.min(range.end, horizonEnd(zone, snapshot.now, compiled.practice.horizonMonths), compiled.span.end)
      const starts = freeStarts(snapshot, question, team, location, shape, allowed, from, to)
      if (starts.length > 0) lanes.push({ team, location, starts, shape })
    }
  }
  return lanes
}

/** Every start of the lanes once, ascending, as epoch minutes. */
export function unionOf(lanes: readonly Lane[]): Int32Array {
  if (lanes.length === 1) return lanes[0]!.starts
  let union: Int32Array = new Int32Array()
  for (const { starts } of lanes) union = mergeSorted(union, starts)
  return union
}

/** The lanes' starts as slots, earliest first, with who is assigned first. */
export function* slotsOf(snapshot: Snapshot, lanes: readonly Lane[]): Generator<Slot> {
  const { compiled, occupancy } = snapshot
  const at = lanes.map(() => 0)
  for (const minute of unionOf(lanes)) {
    const offering = lanes.filter((lane, i) => {
      if (lane.starts[at[i]!] !== minute) return false
      at[i]!++
      return true
    })
    const start = minute * MINUTE_MS
    const ordered = offering.length === 1 ? offering : inOrderOfAssignment(compiled, occupancy, offering, start)
    const first = ordered[0]!
    const { reason } = first.shape
    yield {
      start,
      end: start + reason.durationMinutes * MINUTE_MS,
      practitioners: reason.together
        ? first.team.map(({ id }) => id)
        : ordered.filter(({ location }) => location === first.location).map(({ team }) => team[0]!.id),
      chair: reason.chairs ? chairFor(snapshot, first.shape, first.location, minute)! : null,
      location: first.location,
      places: Math.min(...first.team.map((one) => placesFor(occupancy, first.shape, one, minute))),
      of: Math.min(...first.team.map(({ splitBooking = 1 }) => splitBooking)),
    }
  }
}

function inOrderOfAssignment(compiled: Compiled, occupancy: Occupancy, lanes: readonly Lane[], start: number): Lane[] {
  return lanes
    .map((lane) => ({ lane, visits: visitsThatDate(compiled, occupancy, lane.team[0]!.id, lane.location, start) }))
    .sort((a, b) => a.visits - b.visits)
    .map(({ lane }) => lane)
}

function freeStarts(
  snapshot: Snapshot,
  { reason, patients }: Question,
  team: readonly Practitioner[],
  location: string,
  shape: Shape,
  allowed: Int32Array,
  from: number,
  to: number,
): Int32Array {
  const { compiled, occupancy } = snapshot
  const first = lowerBoundIn(allowed, Math.ceil(from / MINUTE_MS))
  const last = lowerBoundIn(allowed, Math.ceil(to / MINUTE_MS))
  // Each rule sieves what the one before it left.
  let free: Int32Array = allowed.slice(first, Math.max(first, last))
  for (const { id } of team) {
    const levels = occupancy.practitioners.get(id)?.levels
    if (!levels) continue
    for (const part of shape.parts) free = sieve(free, levels[levels.length - 1]!, part, quantaFor(occupancy))
  }
  if (reason.chairs) free = free.filter((minute) => chairFor(snapshot, shape, location, minute) !== undefined)
  const ids = team.map(({ id }) => id)
  for (const ceiling of ceilingsFor(compiled, reason.id, ids, patients)) {
    free = free.filter((minute) => !isReached(occupancy, ceiling, minute * MINUTE_MS))
  }
  return free
}

/**
 * Keeps the starts whose part of the visit meets no bit of a level. Written out, not with {@link anyIn}: this is the one
 * loop that a year's answer spends its time in.
 */
function sieve(starts: Int32Array, level: Int32Array, part: Part, { origin, unit }: Quanta): Int32Array {
  const toFirst = part[0] - origin
  const toLast = part[1] - origin - 1
  let kept = 0
  for (let i = 0; i < starts.length; i++) {
    const minute = starts[i]!
    const first = ((minute + toFirst) / unit) | 0
    const last = ((minute + toLast) / unit) | 0
    const word = first >>> 5
    let bits = level[word]! & (-1 << (first & 31))
    if (word === last >>> 5) bits &= -1 >>> (31 - (last & 31))
    else {
      for (let w = word + 1; w < last >>> 5; w++) bits |= level[w]!
      bits |= level[last >>> 5]! & (-1 >>> (31 - (last & 31)))
    }
    if (bits === 0) starts[kept++] = minute
  }
  return starts.subarray(0, kept)
}

/** The first chair that is open and free; undefined when none is. */
function chairFor(
  { compiled, occupancy }: Snapshot,
  shape: Shape,
  location: string,
  minute: number,
): string | undefined {
  const { origin, unit } = quantaFor(occupancy)
  const [from, to] = shape.chair
  const start = Math.floor((minute + from - origin) / unit)
  const end = Math.ceil((minute + to - origin) / unit)
  for (const id of chairsAt(compiled, shape.reason, location)) {
    const levels = occupancy.chairs.get(id)?.levels
    if (levels && anyIn(levels[levels.length - 1]!, start, end)) continue
    const hours = compiled.chairHours.get(id)
    const visit = minute * MINUTE_MS
    if (!hours || isOpen(hours, visit, visit + shape.reason.durationMinutes * MINUTE_MS)) return id
  }
  return undefined
}

function placesFor(
  occupancy: Occupancy,
  { parts }: Shape,
  { id, splitBooking = 1 }: Practitioner,
  minute: number,
): number {
  const levels = occupancy.practitioners.get(id)?.levels
  if (!levels) return splitBooking
  const { origin, unit } = quantaFor(occupancy)
  let peak = 0
  for (const [from, to] of parts) {
    const start = Math.floor((minute + from - origin) / unit)
    peak = Math.max(peak, peakIn(levels, start, Math.ceil((minute + to - origin) / unit)))
  }
  return splitBooking - peak
}

function isReached(
  { counted }: Occupancy,
  { ceiling, spans }: ReturnType<typeof ceilingsFor>[number],
  start: number,
): boolean {
  const list = counted.get(ceiling.id)
  if (ceiling.most > 0 && !list) return false
  for (let i = lowerBound(spans, start + 1, (span) => span.start) - 1; i >= 0; i--) {
    const span = spans[i]!
    // Spans of one ceiling are at most a day long, and one begins on each date at most.
    if (span.start <= start - 2 * 86_400_000) break
    if (start >= span.end) continue
    const begins = (each: { start: number }) => each.start
    const inSpan = list ? lowerBound(list, span.end, begins) - lowerBound(list, span.start, begins) : 0
    if (inSpan >= ceiling.most) return true
  }
  return false
}

interface Quanta {
  /** Epoch minutes. */
  readonly origin: number
  /** Minutes. */
  readonly unit: number
}

function quantaFor({ origin, compiled }: Occupancy): Quanta {
  return { origin: origin / MINUTE_MS, unit: compiled.practice.timeUnitMinutes }
}

function shapeOf(reason: Reason): Shape {
  const { durationMinutes, bufferBeforeMinutes = 0, bufferAfterMinutes = 0, segments } = reason
  const whole: Part = [-bufferBeforeMinutes, durationMinutes + bufferAfterMinutes]
  const parts = segments?.map(
    ({ startMinutes, endMinutes }) =>
      [
        startMinutes === 0 ? -bufferBeforeMinutes : startMinutes,
        endMinutes === durationMinutes ? durationMinutes + bufferAfterMinutes : endMinutes,
      ] as const,
  )
  return { reason, chair: whole, parts: parts ?? [whole] }
}

/** Starts that the rules alone allow, by what they depend on; they go when the compiled practice does. */
const laidOut = new WeakMap<Compiled, Map<string, Int32Array>>()

function allowedStarts(
  compiled: Compiled,
  team: readonly Practitioner[],
  reason: Reason,
  patients: PatientKind | undefined,
  location: string,
): Int32Array {
  const key = `${team.map(({ id }) => id).join()} ${reason.id} ${patients ?? ''} ${location}`
  let kept = laidOut.get(compiled)
  if (!kept) {
    kept = new Map()
    laidOut.set(compiled, kept)
  }
  let starts = kept.get(key)
  if (!starts) {
    starts = layOut(compiled, team, reason, patients, location)
    kept.set(key, starts)
  }
  return starts
}

function layOut(
  compiled: Compiled,
  team: readonly Practitioner[],
  reason: Reason,
  patients: PatientKind | undefined,
  location: string,
): Int32Array {
  const hours: Hours[] = []
  for (const { id } of team) {
    const own = hoursAt(compiled, id, location)
    if (!own) return new Int32Array()
    hours.push(hoursFor(own, reason.id, patients))
  }
  // A visit overlaps no closure and lies in one stretch of everyone's hours: it lies in one piece of what is left.
  const common = hours.map(({ stretches }) => stretches).reduce(intersectIntervals)
  const bookable = subtractIntervals(common, mergeIntervals(compiled.closed.get(location) ?? []))
  const step = stepOf(reason) * MINUTE_MS
  const duration = reason.durationMinutes * MINUTE_MS
  const starts: number[] = []
  for (const own of hours) {
    const { start: from, end: to } = compiled.span
    let b = 0
    for (const grid of gridsIn(own, compiled.practice.grid, stepOf(reason), from, to)) {
      while (b > 0 && bookable[b - 1]!.end > grid.start) b--
      while (b < bookable.length && bookable[b]!.end <= grid.start) b++
      for (let i = b; i < bookable.length && bookable[i]!.start < grid.end; i++) {
        const piece = bookable[i]!
        const last = Math.min(piece.end - duration, grid.end - 1)
        let start = grid.start + Math.max(0, Math.ceil((piece.start - grid.start) / step)) * step
        for (; start <= last; start += step) starts.push(start / MINUTE_MS)
      }
    }
  }
  const sorted = Int32Array.from(starts)
  // Windows that overlap, and several practitioners, may name a start twice or out of order.
  if (sorted.some((start, i) => i > 0 && start <= sorted[i - 1]!)) return Int32Array.from(new Set(sorted.sort()))
  return sorted
}

function mergeSorted(a: Int32Array, b: Int32Array): Int32Array {
  const merged = new Int32Array(a.length + b.length)
  let count = 0
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    const next = k >= b.length || (i < a.length && a[i]! <= b[k]!) ? a[i]! : b[k]!
    if (a[i] === next) i++
    if (b[k] === next) k++
    merged[count++] = next
  }
  return merged.subarray(0, count)
}

function lowerBoundIn(list: Int32Array, value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
