import { afterEach, beforeEach, expect, it } from 'vitest'
import { expectClaimsRight } from '../kit/desk.ts'
import { type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { type Joined, joined, visitThere } from '../kit/pms.ts'

let house: TestHouse
let desk: Joined
beforeEach(async () => {
  house = await testHouse()
  desk = await joined(house)
})
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const annsTimes = () => timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')

it('what slips past while pages are turned isn’t taken for deleted', async () => {
  desk.pms.enter(visitThere('1'))
  await desk.sync(true)
  const { connector } = desk.pms
  const { window } = connector
  Object.assign(connector, {
    window: async function* () {
      yield { items: [], cursor: null }
    },
  })
  expect(await desk.sync(true)).toBe('done')
  expect((await desk.kept('1'))?.status).toBe('booked')
  expect(await annsTimes()).not.toContain('09:30')
  Object.assign(connector, { window })
})
