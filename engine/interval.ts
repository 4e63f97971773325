/** Half-open: `start` belongs to it, `end` doesn't. Epoch milliseconds. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** A stretch of time and the rule it comes from. */
export interface RuledInterval extends Interval {
  /** Where it stands in the practice: a JSON Pointer. */
  readonly rule: string
}

export const MINUTE_MS = 60_000

/**
 * Joins intervals that overlap or touch. Empty and reversed ones vanish.
 *
 * @param intervals - Any order. Not changed.
 * @returns Sorted and disjoint, with gaps between.
 * @example
 * mergeIntervals([{ start: 5, end: 9 }, { start: 0, end: 5 }]) // [{ start: 0, end: 9 }]
 */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  const merged: { start: number; end: number }[] = []
  for (const { start, end } of sorted) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}

/**
 * What is left of `whole` outside `holes`.
 *
 * @param whole - Sorted and disjoint.
 * @param holes - Sorted and disjoint.
 * @example
 * subtractIntervals([{ start: 0, end: 9 }], [{ start: 3, end: 5 }]) // [{ start: 0, end: 3 }, { start: 5, end: 9 }]
 */
export function subtractIntervals(whole: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let h = 0
  for (const { start, end } of whole) {
    while (h < holes.length && holes[h]!.end <= start) h++
    let from = start
    for (let i = h; i < holes.length && holes[i]!.start < end; i++) {
      if (holes[i]!.start > from) left.push({ start: from, end: holes[i]!.start })
      from = Math.max(from, holes[i]!.end)
    }
    if (from < end) left.push({ start: from, end })
  }
  return left
}

/**
 * What two sorted, disjoint lists have in common.
 *
 * @example
 * intersectIntervals([{ start: 0, end: 9 }], [{ start: 3, end: 12 }]) // [{ start: 3, end: 9 }]
 */
export function intersectIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = []
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const start = Math.max(a[i]!.start, b[k]!.start)
    const end = Math.min(a[i]!.end, b[k]!.end)
    if (start < end) common.push({ start, end })
    if (a[i]!.end < b[k]!.end) i++
    else k++
  }
  return common
}

/**
 * Index of the first item of a list sorted by `key` whose key isn't below `value`; the list's length when all are.
 */
export function lowerBound<T>(list: readonly T[], value: number, key: (item: T) => number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (key(list[middle]!) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Does one interval of a sorted, disjoint list hold all of `[start, end)`? */
export function containsInterval(list: readonly Interval[], start: number, end: number): boolean {
  const candidate = list[lowerBound(list, start + 1, (interval) => interval.start) - 1]
  return candidate !== undefined && candidate.end >= end
}

/** The intervals of a list sorted by start that overlap `[start, end)`, when none is longer than `longest` ms. */
export function overlapping<T extends Interval>(list: readonly T[], start: number, end: number, longest: number): T[] {
  const found: T[] = []
  for (let i = lowerBound(list, start - longest, (item) => item.start); i < list.length; i++) {
    const item = list[i]!
    if (item.start >= end) break
    if (item.end > start) found.push(item)
  }
  return found
}
