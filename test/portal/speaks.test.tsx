import { describe, expect, it } from 'vitest'
import { apart, speaks } from '../../portal/model/answer/speaks.ts'
import { field } from './answer-kit.tsx'

describe('speaks', () => {
  it.each([
    ['nickname', 'given', 'for', 'Given name is a short form of the other'],
    ['number-prefix', 'mobile', 'for', 'Mobile is the same but for a country or area code'],
    ['mail-tag', 'email', 'for', 'Email leads to the same mailbox'],
    ['digits-swapped', 'mobile', 'against', 'Mobile has two digits the other way round'],
    ['day-month-swapped', 'birthDate', 'against', 'Date of birth has day and month the other way round'],
    ['twin', 'given', 'against', 'Another given name with the same birth date: this may be a twin'],
    ['unheard-of', 'family', 'against', 'Family name is another'],
  ] as const)('puts %s of %s %s it', (because, name, side, words) => {
    const fields = [
      field(name, { verdict: because === 'twin' || because === 'unheard-of' ? 'differs' : 'close', because }),
    ]
    expect(speaks(fields, 0)[side]).toEqual([words])
  })

  it('says together what is the same and what is missing', () => {
    const fields = [
      field('given'),
      field('birthDate'),
      field('mobile', { verdict: 'missing', known: null }),
      field('duration', { verdict: 'differs', asked: '50 min', known: '30 min' }),
    ]
    expect(speaks(fields, 0)).toEqual({
      for: ['Given name and date of birth are the same'],
      against: ['Takes 30 min instead of 50 min', 'Mobile is not known on one side'],
    })
  })
})

it.each([
  [0, 'Same time'],
  [20, '20 min later'],
  [-90, '1 h 30 min earlier'],
  [14 * 1440 + 240, '14 d later'],
])('apart: %i minutes are %s', (minutes, words) => {
  expect(apart(0, minutes * 60_000)).toBe(words)
})
