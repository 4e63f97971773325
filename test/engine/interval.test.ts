import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containsInterval, mergeIntervals, overlapping, subtractIntervals } from '../../engine/interval.ts'

const span = (start: number, end: number) => ({ start, end })
const list = fc.array(
  fc.tuple(fc.nat(40), fc.nat(40)).map(([start, end]) => span(start, end)),
  { maxLength: 8 },
)
const minutes = (intervals: readonly { start: number; end: number }[]) =>
  Array.from({ length: 41 }, (_, i) => intervals.some(({ start, end }) => start <= i && i < end))

describe('mergeIntervals', () => {
  it('joins what overlaps or touches, and drops what is empty', () => {
    expect(mergeIntervals([span(6, 9), span(0, 3), span(3, 4), span(5, 5), span(8, 7), span(7, 12)])).toEqual([
      span(0, 4),
      span(6, 12),
    ])
  })

  it('covers the same instants, sorted, with gaps between', () => {
    fc.assert(
      fc.property(list, (intervals) => {
        const merged = mergeIntervals(intervals)
        expect(minutes(merged)).toEqual(minutes(intervals))
        for (const [i, { start, end }] of merged.entries()) {
          expect(start).toBeLessThan(end)
          if (i > 0) expect(merged[i - 1]!.end).toBeLessThan(start)
        }
      }),
    )
  })
})

describe('subtractIntervals', () => {
  it('leaves the parts outside the holes; a second time changes nothing', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const [whole, holes] = [mergeIntervals(a), mergeIntervals(b)]
        const left = subtractIntervals(whole, holes)
        const inHole = minutes(holes)
        expect(minutes(left)).toEqual(minutes(whole).map((isIn, i) => isIn && !inHole[i]))
        expect(subtractIntervals(left, holes)).toEqual(left)
      }),
    )
  })
})

describe('containsInterval', () => {
  it('is true only within one interval', () => {
    const open = [span(0, 10), span(20, 30)]
    expect(
      [
        [0, 10],
        [5, 10],
        [5, 11],
        [9, 21],
        [20, 20.5],
        [10, 20],
      ].map(([a, b]) => containsInterval(open, a!, b!)),
    ).toEqual([true, true, false, false, true, false])
  })
})

describe('overlapping', () => {
  it('finds what begins before the range and reaches into it, and nothing that only touches it', () => {
    const items = [span(0, 20), span(5, 6), span(10, 15), span(15, 16)]
    expect(overlapping(items, 10, 15, 20)).toEqual([span(0, 20), span(10, 15)])
  })
})
