import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import * as engine from '../../engine/index.ts'
import { laws } from '../kit/laws.ts'
import { mutants } from '../kit/mutants.ts'

// The oracle looks at every minute of three days.
vi.setConfig({ testTimeout: 60_000 })

describe('the laws of availability', () => {
  it.each(laws.map((law) => [law.name, law] as const))('%s', (_name, law) => {
    fc.assert(law.property(engine), { numRuns: 120 })
  })

  it('each have a planted bug, and notice it', () => {
    expect(Object.keys(mutants)).toEqual(laws.map(({ name }) => name))
    const unnoticed = laws.filter((law) => {
      const result = fc.check(law.property({ ...engine, ...mutants[law.name] }), {
        numRuns: 3000,
        seed: 1,
        endOnFailure: true,
      })
      return !result.failed
    })
    expect(unnoticed.map(({ name }) => name)).toEqual([])
  })
})
