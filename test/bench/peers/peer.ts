export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'

/** Times of day `HH:MM` on weekdays; at or before `start`, the end is on the next day. */
export interface OpenHours {
  readonly weekdays: readonly Weekday[]
  readonly start: string
  readonly end: string
}

export interface Rules {
  readonly timeZone: string
  readonly windows: readonly OpenHours[]
  readonly durationMinutes: number
  readonly stepMinutes: number
}

/** Epoch ms, half-open. */
export interface Booking {
  readonly start: number
  readonly end: number
}

/** Instants, half-open. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A question that can be put again and again. */
export interface Prepared {
  /** Answers in the form the peer gives by nature, and says how many starts it has. This is what is timed. */
  count(range: Range): number
  /** The same answer as epoch minutes. */
  starts(range: Range): ArrayLike<number>
}

/** One way to say which starts are free for one practitioner, one visit at a time. */
export interface Peer {
  readonly name: string
  /** Whatever a process may keep between questions is made here, outside the time. */
  prepare(rules: Rules, bookings: readonly Booking[]): Prepared
}

export function prepared<T>(ask: (range: Range) => readonly T[], epochMinutes: (start: T) => number): Prepared {
  return {
    count: (range) => ask(range).length,
    starts: (range) => ask(range).map(epochMinutes),
  }
}

/** For peers whose answer is epoch minutes already. */
export function preparedMinutes(ask: (range: Range) => Int32Array): Prepared {
  return { count: (range) => ask(range).length, starts: ask }
}

/** "Anyone": each start at which at least one of several is free, by marking a year's quarters of an hour. */
export function countOfAny(several: readonly Prepared[], range: Range): number {
  if (several.length === 1) return several[0]!.count(range)
  const marks = new Uint8Array(Math.ceil((range.to - range.from) / QUARTER_MS))
  const first = range.from / MINUTE_MS
  let count = 0
  for (const one of several) {
    const starts = one.starts(range)
    for (let i = 0; i < starts.length; i++) {
      const quarter = (starts[i]! - first) / 15
      if (marks[quarter] === 0) count++
      marks[quarter] = 1
    }
  }
  return count
}

export const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
export const DAY_MS = 86_400_000

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

export function byStart(bookings: readonly Booking[]): Booking[] {
  return [...bookings].sort((a, b) => a.start - b.start)
}

/**
 * Keeps the candidates that overlap no booking, in one pass over both: what is called "sorted merge" in the tables.
 *
 * @param windows - Epoch ms, ascending.
 * @param sorted - By start.
 */
export function mergeWindows(
  windows: readonly Booking[],
  sorted: readonly Booking[],
  { durationMinutes, stepMinutes }: Rules,
  { from, to }: Range,
): number[] {
  const duration = durationMinutes * MINUTE_MS
  const step = stepMinutes * MINUTE_MS
  const starts: number[] = []
  let b = 0
  for (const { start, end } of windows) {
    for (let at = start; at + duration <= end; at += step) {
      while (b < sorted.length && sorted[b]!.end <= at) b++
      if (b < sorted.length && sorted[b]!.start < at + duration) continue
      if (at >= from && at < to) starts.push(at)
    }
  }
  return starts
}
