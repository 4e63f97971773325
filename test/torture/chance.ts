/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** At least 0, less than 1. */
  next(): number
  /** A whole number of `[0, n)`. */
  below(n: number): number
  pick<T>(list: readonly T[]): T
  /** True `share` of the time. */
  happens(share: number): boolean
}

/** Mulberry32: small, fast, and alike everywhere. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    happens: (share) => next() < share,
  }
}
