import { type Compiled, gridsIn, type Hours, hoursAt, hoursFor } from './compiled.ts'
import { stepOf } from './evaluate.ts'
import { intersectIntervals, MINUTE_MS, mergeIntervals, subtractIntervals } from './interval.ts'
import type { PatientKind, Practitioner, Reason } from './model.ts'
import { originOf } from './occupancy.ts'

/* What the rules alone allow: laid out once for each practitioner, reason and location, whatever is taken. */

/** A team that gives a reason at a location. */
export interface Place {
  readonly team: readonly Practitioner[]
  readonly reason: Reason
  readonly location: string
}

/** Starts that the rules alone allow. */
export interface Allowed {
  /** Epoch minutes, ascending. */
  readonly minutes: Int32Array
  /** Every start begins a quantum, as nearly all do; then `quanta` says which, else it is empty. */
  readonly isOnQuanta: boolean
  readonly quanta: Int32Array
}

/** By what they depend on; they go when the compiled practice does. */
const laidOut = new WeakMap<Compiled, Map<string, Allowed>>()

/** The same for the same place and kind of patient. */
export function placeKey({ team, location, reason }: Place, patients: PatientKind | undefined): string {
  return `${team.map(({ id }) => id).join()} ${reason.id} ${patients ?? ''} ${location}`
}

/** @param key - As {@link placeKey} gives it: who asks has reckoned it already. */
export function allowedStarts(
  compiled: Compiled,
  { team, location, reason }: Place,
  patients: PatientKind | undefined,
  key: string,
): Allowed {
  let known = laidOut.get(compiled)
  if (!known) {
    known = new Map()
    laidOut.set(compiled, known)
  }
  let allowed = known.get(key)
  if (!allowed) {
    const minutes = layOut(compiled, team, reason, patients, location)
    const origin = originOf(compiled) / MINUTE_MS
    const unit = compiled.practice.timeUnitMinutes
    let quanta = new Int32Array(minutes.length)
    let isOnQuanta = true
    for (let i = 0; i < minutes.length; i++) {
      isOnQuanta &&= (minutes[i]! - origin) % unit === 0
      quanta[i] = (minutes[i]! - origin) / unit
    }
    if (!isOnQuanta) quanta = new Int32Array()
    allowed = { minutes, isOnQuanta, quanta }
    known.set(key, allowed)
  }
  return allowed
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
  let starts = new Int32Array(4096)
  let count = 0
  let isSorted = true
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
        for (; start <= last; start += step) {
          const minute = start / MINUTE_MS
          if (count === starts.length) starts = grown(starts)
          isSorted &&= count === 0 || minute > starts[count - 1]!
          starts[count++] = minute
        }
      }
    }
  }
  const found = starts.slice(0, count)
  // Windows that overlap, and several practitioners, may name a start twice or out of order.
  return isSorted ? found : Int32Array.from(new Set(found.sort()))
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(list.length * 2)
  longer.set(list)
  return longer
}
