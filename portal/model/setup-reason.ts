import type { Entry } from './setup-lists.ts'

export type Segment = { startMinutes: number; endMinutes: number }

/** A list with nothing in it is left out of the file: that is how it says "none". */
export const orNone = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined)

/** What stands where in a visit with its buffers, in percent of the whole; empty while its lengths make no visit. */
export function barOf(
  reason: Entry<'reasons'>,
): { kind: 'buffer' | 'needed' | 'waiting'; from: number; size: number }[] {
  const { durationMinutes: length, bufferBeforeMinutes: before, bufferAfterMinutes: after } = reason
  const whole = before + length + after
  if (!(length > 0 && before >= 0 && after >= 0) || !Number.isFinite(whole)) return []
  const percent = (minutes: number) => (100 * minutes) / whole
  const part = (kind: 'buffer' | 'needed' | 'waiting', start: number, end: number) => ({
    kind,
    from: percent(start),
    size: percent(end - start),
  })
  const needed = (reason.segments ?? [{ startMinutes: 0, endMinutes: length }])
    .map(({ startMinutes, endMinutes }) => [Math.max(0, startMinutes), Math.min(length, endMinutes)] as const)
    .filter(([start, end]) => start < end)
  return [
    part('buffer', 0, before),
    part('waiting', before, before + length),
    ...needed.map(([start, end]) => part('needed', before + start, before + end)),
    part('buffer', before + length, whole),
  ].filter(({ size }) => size > 0)
}

/** One more segment in what is left behind the last. */
export function withSegment(segments: readonly Segment[], durationMinutes: number): Segment[] {
  const last = segments.at(-1)
  if (!last) return [{ startMinutes: 0, endMinutes: durationMinutes }]
  const left = durationMinutes - last.endMinutes
  const start = last.endMinutes + (left >= 20 ? 10 : 0)
  return [...segments, { startMinutes: start, endMinutes: Math.max(durationMinutes, start) }]
}
