import type { Compiled } from './compiled.ts'
import { type Interval, MINUTE_MS, mergeIntervals } from './interval.ts'
import type { Busy, Practice, Reason } from './model.ts'

/** The time a visit takes: of its chair from end to end, of its practitioners in parts. */
export interface Footprint {
  /** The visit with its buffers, rounded outward to the practice's time unit. */
  readonly chair: Interval
  /** Sorted and apart from one another, each rounded outward; all in `chair`. */
  readonly practitioner: readonly Interval[]
}

/** What decides a footprint besides the visit's own start and end. */
type Shape = Pick<Reason, 'bufferBeforeMinutes' | 'bufferAfterMinutes' | 'segments' | 'durationMinutes'>

/**
 * The time that a visit for a reason takes when it begins at `start`.
 *
 * @param start - Epoch ms.
 */
export function footprintOfReason(
  practice: Pick<Practice, 'timeUnitMinutes'>,
  reason: Shape,
  start: number,
): Footprint {
  return footprint(practice, reason, start, start + reason.durationMinutes * MINUTE_MS)
}

/**
 * The time something takes that is in the book. The database claims exactly this.
 *
 * Its practitioners are taken in its reason's segments only while it is as long as the reason: of a visit that was made
 * longer or shorter nobody knows which parts they are needed for.
 *
 * @returns Epoch ms.
 * @example
 * footprintOf(compiled, { ...visit, start: 60_000, end: 1_800_000 }).chair // { start: 0, end: 1_800_000 }
 */
export function footprintOf(
  { practice, reasons }: Pick<Compiled, 'practice' | 'reasons'>,
  visit: Pick<Busy, 'start' | 'end' | 'reason' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>,
): Footprint {
  const reason = visit.reason === null ? undefined : reasons.get(visit.reason)
  const isAsLong = reason && visit.end - visit.start === reason.durationMinutes * MINUTE_MS
  const { bufferBeforeMinutes, bufferAfterMinutes } = visit
  const shape = {
    bufferBeforeMinutes,
    bufferAfterMinutes,
    segments: isAsLong ? reason.segments : undefined,
    durationMinutes: 0,
  }
  return footprint(practice, shape, visit.start, visit.end)
}

function footprint(
  { timeUnitMinutes }: Pick<Practice, 'timeUnitMinutes'>,
  shape: Shape,
  start: number,
  end: number,
): Footprint {
  const unit = timeUnitMinutes * MINUTE_MS
  const before = (shape.bufferBeforeMinutes ?? 0) * MINUTE_MS
  const after = (shape.bufferAfterMinutes ?? 0) * MINUTE_MS
  const chair = outward(unit, start - before, end + after)
  if (!shape.segments) return { chair, practitioner: [chair] }
  const parts = shape.segments.map(({ startMinutes, endMinutes }) => {
    const from = start + startMinutes * MINUTE_MS
    const to = start + endMinutes * MINUTE_MS
    // Buffers widen the first and the last part only where they touch the visit's ends.
    return outward(unit, from === start ? from - before : from, to === end ? to + after : to)
  })
  return { chair, practitioner: mergeIntervals(parts) }
}

function outward(unit: number, from: number, to: number): Interval {
  return { start: Math.floor(from / unit) * unit, end: Math.ceil(to / unit) * unit }
}
