import { describe, expect, it } from 'vitest'
import file from '../cases/availability.json' with { type: 'json' }
import { type CaseFile, startsOf } from '../kit/case-adapter.ts'

describe('the availability cases', () => {
  it.each((file as unknown as CaseFile).cases.map((each) => [each.id, each] as const))(
    '%s',
    (_id, { input, expect: starts }) => {
      expect(startsOf(input)).toEqual(starts)
    },
  )
})
