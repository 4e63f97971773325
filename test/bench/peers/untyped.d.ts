declare module 'time-slots-generator' {
  /** Minutes of one day, at the interval, outside the blocks; the flags let a start lie on a block's first or last minute. */
  export function getTimeSlots(
    blocks: readonly (readonly [from: number, to: number])[],
    asText: false,
    interval: 'tenth' | 'quarter' | 'half' | 'one',
    includeFirst: boolean,
    includeLast: boolean,
  ): number[]
}
