/*
 * How full a calendar is, as bits. Time is cut into quanta of the practice's time unit, counted from an origin; level k
 * has the bit of every quantum in which more than k things are taken. A calendar with v places has v levels, and what
 * is beyond v isn't counted: the last level alone says where no place is left. So asking whether a visit fits is
 * looking at a word or two, and a year of one calendar is 13 kB a level.
 */
export type Levels = readonly Int32Array[]

/** Levels with nothing taken. */
export function emptyLevels(quanta: number, places: number): Levels {
  return Array.from({ length: places }, () => new Int32Array((quanta + 31) >>> 5))
}

/** The bits of `[from, to)` that lie in word `w`. */
function maskIn(w: number, from: number, to: number): number {
  let mask = -1
  if (w === from >>> 5) mask &= -1 << (from & 31)
  if (w === (to - 1) >>> 5) mask &= -1 >>> (31 - ((to - 1) & 31))
  return mask
}

/** Counts one more in `[from, to)`: what was already on a level carries to the next. */
export function raise(levels: Levels, from: number, to: number): void {
  for (let w = from >>> 5; w <= (to - 1) >>> 5; w++) {
    let carry = maskIn(w, from, to)
    for (const level of levels) {
      const next = level[w]! & carry
      level[w]! |= carry
      carry = next
    }
  }
}

/** Takes every place in `[from, to)`. */
export function fill(levels: Levels, from: number, to: number): void {
  for (const level of levels) for (let w = from >>> 5; w <= (to - 1) >>> 5; w++) level[w]! |= maskIn(w, from, to)
}

/** Takes nothing any more in `[from, to)`; what still is there must be counted again. */
export function clear(levels: Levels, from: number, to: number): void {
  for (const level of levels) for (let w = from >>> 5; w <= (to - 1) >>> 5; w++) level[w]! &= ~maskIn(w, from, to)
}

/** Has the level a bit in `[from, to)`? */
export function anyIn(level: Int32Array, from: number, to: number): boolean {
  const first = from >>> 5
  const last = (to - 1) >>> 5
  const head = level[first]! & (-1 << (from & 31))
  const tail = -1 >>> (31 - ((to - 1) & 31))
  if (first === last) return (head & tail) !== 0
  if (head !== 0) return true
  for (let w = first + 1; w < last; w++) if (level[w] !== 0) return true
  return (level[last]! & tail) !== 0
}

/** The most that are taken at once in `[from, to)`, up to the number of levels. */
export function peakIn(levels: Levels, from: number, to: number): number {
  let peak = 0
  while (peak < levels.length && anyIn(levels[peak]!, from, to)) peak++
  return peak
}
