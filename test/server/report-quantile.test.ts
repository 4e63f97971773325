import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile } from '../../server/quantile.ts'

describe('quantile', () => {
  it('is the smallest value within which the share lies', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([7], 0.9)).toBe(7)
    expect(quantile([30, 10, 20, 40], 0.5)).toBe(20)
    expect(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9)).toBe(9)
    expect(quantile([3, 1, 2], 1)).toBe(3)
  })

  it('is what sorting finds', () => {
    const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 40 }), { minLength: 1, maxLength: 200 }),
        share,
        (values, part) => {
          const before = [...values]
          const sorted = [...values].sort((a, b) => a - b)
          expect(quantile(values, part)).toBe(sorted[Math.ceil(values.length * part) - 1])
          expect(values).toEqual(before)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
