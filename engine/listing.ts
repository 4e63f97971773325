import { type DateVisits, visitsThatDate } from './assign.ts'
import { ceilingsFor, isOpen } from './compiled.ts'
import { chairsAt, horizonEnd, noticeEnd, type Question, type Snapshot } from './evaluate.ts'
import { type Interval, lowerBound, MINUTE_MS, mergeIntervals } from './interval.ts'
import { type Allowed, allowedStarts, placeKey } from './laying-out.ts'
import { anyIn, peakIn } from './levels.ts'
import type { PatientKind, Practitioner, Reason, Slot } from './model.ts'
import type { Occupancy } from './occupancy.ts'

/*
 * Listing, fast. What the rules alone decide doesn't change from question to question: for each practitioner and reason
 * the starts that hours, grids and closures allow are laid out once, as sorted epoch minutes. A question then looks only
 * at what is taken: for each such start, are the bits of its footprint empty on the last level of the practitioner, and
 * of one of the chairs? So that costs one look per start, however many bookings there are. What was found free is kept,
 * and after a booking came or went only the starts that its time can reach are looked at again. `evaluate` is what this
 * must agree with, and a law holds it to that.
 */

/** Starts of one team at one location that are on offer. */
export interface Lane {
  readonly team: readonly Practitioner[]
  readonly location: string
  /** Epoch minutes, ascending. A part of what is kept: not to be changed. */
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

/** More than a quantum is never added by rounding, on either side. */
const ROUNDING_MINUTES = 5

/** Lanes with anything on offer in `[from, to)` epoch ms, in the order of teams, then locations. */
export function lanesOf(snapshot: Snapshot, question: Question, range: Interval): Lane[] {
  const { compiled } = snapshot
  const { reason, teams, locations, patients, ask } = question
  if (reason.patients && ask.patients && reason.patients !== ask.patients) return []
  const shape = shapeOf(reason)
  const lanes: Lane[] = []
  for (const location of locations) {
    const zone = compiled.zones.get(location)!
    const from = Math.max(range.start, noticeEnd(snapshot), compiled.span.start)
    const to = Math.min(range.end, horizonEnd(zone, snapshot.now, compiled.practice.horizonMonths), compiled.span.end)
    const ofChairs = reason.chairs ? chairSieve(snapshot, shape, location) : undefined
    for (const team of teams) {
      if (!team.every(({ reasons }) => reasons.includes(reason.id))) continue
      const free = keptFree(snapshot, { team, location, shape }, patients, ofChairs)
      const first = lowerBoundIn(free, Math.ceil(from / MINUTE_MS))
      let starts = free.subarray(first, Math.max(first, lowerBoundIn(free, Math.ceil(to / MINUTE_MS))))
      const ids = team.map(({ id }) => id)
      for (const ceiling of ceilingsFor(compiled, reason.id, ids, patients)) {
        starts = starts.filter((minute) => !isReached(snapshot.occupancy, ceiling, minute * MINUTE_MS))
      }
      if (starts.length > 0) lanes.push({ team, location, starts, shape })
    }
  }
  return lanes.sort((a, b) => teams.indexOf(a.team) - teams.indexOf(b.team))
}

/** Every start of the lanes once, ascending, as epoch minutes, in a list of its own. */
export function unionOf(lanes: readonly Lane[]): Int32Array {
  if (lanes.length === 0) return new Int32Array()
  if (lanes.length === 1) return lanes[0]!.starts.slice()
  const base = Math.min(...lanes.map(({ starts }) => starts[0]!))
  const last = Math.max(...lanes.map(({ starts }) => starts[starts.length - 1]!))
  const isStart = new Uint8Array(last - base + 1)
  let count = 0
  for (const { starts } of lanes) {
    for (let i = 0; i < starts.length; i++) {
      const minute = starts[i]! - base
      count += 1 - isStart[minute]!
      isStart[minute] = 1
    }
  }
  const union = new Int32Array(count)
  for (let minute = 0, i = 0; i < count; minute++) if (isStart[minute] === 1) union[i++] = base + minute
  return union
}

/** The lanes' starts as slots, earliest first, with who is assigned first. Slots may share a list of practitioners. */
export function* slotsOf(snapshot: Snapshot, lanes: readonly Lane[]): Generator<Slot> {
  const { compiled, occupancy } = snapshot
  const quanta = quantaFor(occupancy)
  const at = lanes.map(() => 0)
  const dates: DateVisits[] = lanes.map(() => ({ visits: 0, until: Number.NEGATIVE_INFINITY }))
  const chairs = lanes.map(({ shape, location }) => (shape.reason.chairs ? chairsFor(snapshot, shape, location) : null))
  // A year has thousands of starts: what is needed for each of them is made once, and no function is made within.
  const offering = new Int32Array(lanes.length)
  const names: string[] = []
  let practitioners: readonly string[] = []
  for (const minute of unionOf(lanes)) {
    const start = minute * MINUTE_MS
    // Places in `lanes`, whoever has the fewest visits that date first, else as the lanes stand.
    let count = 0
    for (let i = 0; i < lanes.length; i++) {
      const { starts, team, location } = lanes[i]!
      if (starts[at[i]!] !== minute) continue
      at[i]!++
      if (start >= dates[i]!.until) dates[i] = visitsThatDate(compiled, occupancy, team[0]!.id, location, start)
      let k = count++
      for (; k > 0 && dates[offering[k - 1]!]!.visits > dates[i]!.visits; k--) offering[k] = offering[k - 1]!
      offering[k] = i
    }
    const first = lanes[offering[0]!]!
    const { reason } = first.shape
    let named = 0
    if (reason.together) for (const { id } of first.team) names[named++] = id
    else {
      for (let k = 0; k < count; k++) {
        const { location, team } = lanes[offering[k]!]!
        if (location === first.location) names[named++] = team[0]!.id
      }
    }
    // Most often the same as at the start before.
    if (!isBeginning(practitioners, names, named)) practitioners = names.slice(0, named)
    let places = Number.POSITIVE_INFINITY
    let of = Number.POSITIVE_INFINITY
    for (const one of first.team) {
      places = Math.min(places, placesFor(occupancy, first.shape, one, minute, quanta))
      of = Math.min(of, one.splitBooking ?? 1)
    }
    const ofReason = chairs[offering[0]!]
    yield {
      start,
      end: start + reason.durationMinutes * MINUTE_MS,
      practitioners,
      chair: ofReason ? firstFree(ofReason, first.shape, minute, quanta)!.id : null,
      location: first.location,
      places,
      of,
    }
  }
}

/** Is a list as long as that, and the beginning of another? */
function isBeginning(list: readonly string[], of: readonly string[], length: number): boolean {
  if (list.length !== length) return false
  for (let i = 0; i < length; i++) if (list[i] !== of[i]) return false
  return true
}

/** Free starts of a lane over the whole span, as they were when so much had been touched. */
interface Kept {
  free: Int32Array
  epoch: number
  touched: number
}

const kept = new WeakMap<Occupancy, Map<string, Kept>>()

function keptFree(
  snapshot: Snapshot,
  lane: Omit<Lane, 'starts'>,
  patients: PatientKind | undefined,
  ofChairs: ChairSieve | undefined,
): Int32Array {
  const { compiled, occupancy } = snapshot
  const { team, location, shape } = lane
  const place = { team, location, reason: shape.reason }
  const key = placeKey(place, patients)
  let lanes = kept.get(occupancy)
  if (!lanes) {
    lanes = new Map()
    kept.set(occupancy, lanes)
  }
  const allowed = allowedStarts(compiled, place, patients, key)
  const { epoch, touched } = occupancy
  const known = lanes.get(key)
  if (known?.epoch === epoch && known.touched === touched.length) return known.free
  let free: Int32Array
  if (known?.epoch === epoch) {
    const since = touched.slice(known.touched)
    free = repaired(known.free, since, lane.shape, (from, to) => freeIn(occupancy, lane, allowed, ofChairs, from, to))
  } else {
    free = freeIn(occupancy, lane, allowed, ofChairs, 0, Number.POSITIVE_INFINITY)
  }
  lanes.set(key, { free, epoch, touched: touched.length })
  return free
}

/** Looks again at the starts whose visits reach into what was touched. */
function repaired(
  free: Int32Array,
  touched: readonly Interval[],
  { chair: [before, after] }: Shape,
  look: (from: number, to: number) => Int32Array,
): Int32Array {
  // Rounding to quanta may reach a little further than the visit itself.
  const reach = touched.map(({ start, end }) => ({
    start: start / MINUTE_MS - after - ROUNDING_MINUTES,
    end: end / MINUTE_MS - before + ROUNDING_MINUTES,
  }))
  const pieces: Int32Array[] = []
  let at = 0
  for (const { start, end } of mergeIntervals(reach)) {
    pieces.push(free.subarray(at, lowerBoundIn(free, start)), look(start, end))
    at = lowerBoundIn(free, end)
  }
  pieces.push(free.subarray(at))
  const whole = new Int32Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let filled = 0
  for (const piece of pieces) {
    whole.set(piece, filled)
    filled += piece.length
  }
  return whole
}

/** Free starts of a lane in `[from, to)` epoch minutes. */
function freeIn(
  occupancy: Occupancy,
  { team, shape }: Omit<Lane, 'starts'>,
  { minutes, isOnQuanta, quanta: allowedQuanta }: Allowed,
  ofChairs: ChairSieve | undefined,
  from: number,
  to: number,
): Int32Array {
  const first = lowerBoundIn(minutes, from)
  const last = lowerBoundIn(minutes, to)
  const quanta = quantaFor(occupancy)
  const full = team.flatMap(({ id }) => occupancy.practitioners.get(id)?.levels.at(-1) ?? [])
  // Each rule sieves what the one before it left.
  let free: Int32Array = minutes.slice(first, last)
  if (full.length > 0 && isOnQuanta) {
    let left = allowedQuanta.subarray(first, last)
    for (const level of full) for (const part of shape.parts) left = sieve(left, free, level, part, quanta.unit)
    free = free.subarray(0, left.length)
    for (let i = 0; i < free.length; i++) free[i] = free[i]! * quanta.unit + quanta.origin
  } else if (full.length > 0) {
    const isFree = (minute: number) =>
      full.every((level) =>
        shape.parts.every(
          (part) => !anyIn(level, firstQuantum(part, minute, quanta), endQuantum(part, minute, quanta)),
        ),
      )
    free = free.filter(isFree)
  }
  return ofChairs ? ofChairs(free) : free
}

/**
 * Keeps the starts whose part of the visit meets no bit of a level. Written out, not with {@link anyIn}, and without a
 * branch for what is kept, since no processor can guess it: this is the one loop that a year's answer spends its time in.
 *
 * @param starts - Quanta, ascending.
 * @param kept - Where they are written; may be where they are read from.
 */
function sieve(starts: Int32Array, kept: Int32Array, level: Int32Array, part: Part, unit: number): Int32Array {
  const toFirst = Math.floor(part[0] / unit)
  const toLast = Math.ceil(part[1] / unit) - 1
  let count = 0
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!
    const first = start + toFirst
    const last = start + toLast
    const word = first >>> 5
    let bits = level[word]! & (-1 << (first & 31))
    if (word === last >>> 5) bits &= -1 >>> (31 - (last & 31))
    else {
      for (let w = word + 1; w < last >>> 5; w++) bits |= level[w]!
      bits |= level[last >>> 5]! & (-1 >>> (31 - (last & 31)))
    }
    kept[count] = start
    count += bits === 0 ? 1 : 0
  }
  return kept.subarray(0, count)
}

/** Keeps the starts for which a chair is free. */
type ChairSieve = (starts: Int32Array) => Int32Array

/** Practitioners who share chairs ask for the same minutes, so each minute is looked at once. */
function chairSieve(snapshot: Snapshot, shape: Shape, location: string): ChairSieve {
  const { compiled, occupancy } = snapshot
  const chairs = chairsFor(snapshot, shape, location)
  const quanta = quantaFor(occupancy)
  const isFree = (minute: number) => firstFree(chairs, shape, minute, quanta) !== undefined
  const base = Math.floor(compiled.span.start / MINUTE_MS)
  const [FREE, TAKEN] = [1, 2]
  let known: Uint8Array | undefined
  return (starts) => {
    known ??= new Uint8Array(Math.ceil(compiled.span.end / MINUTE_MS) - base + 1)
    let count = 0
    for (let i = 0; i < starts.length; i++) {
      const minute = starts[i]!
      if (known[minute - base] === 0) known[minute - base] = isFree(minute) ? FREE : TAKEN
      if (known[minute - base] === FREE) starts[count++] = minute
    }
    return starts.subarray(0, count)
  }
}

/** A chair, when it is taken, and when it is open; undefined: never taken, always open. */
interface Chair {
  readonly id: string
  readonly full: Int32Array | undefined
  readonly hours: ReturnType<Snapshot['compiled']['chairHours']['get']>
}

function chairsFor({ compiled, occupancy }: Snapshot, { reason }: Shape, location: string): Chair[] {
  return chairsAt(compiled, reason, location).map((id) => ({
    id,
    full: occupancy.chairs.get(id)?.levels.at(-1),
    hours: compiled.chairHours.get(id),
  }))
}

/** The first chair that is open and free; undefined when none is. */
function firstFree(
  chairs: readonly Chair[],
  { chair, reason }: Shape,
  minute: number,
  quanta: Quanta,
): Chair | undefined {
  const [from, to] = [firstQuantum(chair, minute, quanta), endQuantum(chair, minute, quanta)]
  const start = minute * MINUTE_MS
  for (const one of chairs) {
    if (one.full && anyIn(one.full, from, to)) continue
    if (!one.hours || isOpen(one.hours, start, start + reason.durationMinutes * MINUTE_MS)) return one
  }
  return undefined
}

/** Of the quanta that a part of a visit lies in, rounded outward. */
function firstQuantum(part: Part, minute: number, { origin, unit }: Quanta): number {
  return Math.floor((minute + part[0] - origin) / unit)
}

/** The one after the last of them. */
function endQuantum(part: Part, minute: number, { origin, unit }: Quanta): number {
  return Math.ceil((minute + part[1] - origin) / unit)
}

function placesFor(
  occupancy: Occupancy,
  { parts }: Shape,
  { id, splitBooking = 1 }: Practitioner,
  minute: number,
  quanta: Quanta,
): number {
  const levels = occupancy.practitioners.get(id)?.levels
  if (!levels) return splitBooking
  let peak = 0
  for (const part of parts) {
    peak = Math.max(peak, peakIn(levels, firstQuantum(part, minute, quanta), endQuantum(part, minute, quanta)))
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
