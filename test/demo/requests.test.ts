import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { seedRequests } from '../../demo/requests.ts'
import { seedAppointments } from '../../demo/seed.ts'
import { checkClaims } from '../../server/check.ts'
import { importAppointments } from '../../server/import.ts'
import { readPracticeFile } from '../../server/practice-file.ts'
import { type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
afterEach(() => house.close())

describe('seedRequests', () => {
  it.each([
    '2026-11-22T03:10:00Z',
    '2026-11-24T10:17:00-05:00',
    '2027-01-01T09:00:00-05:00',
    '2027-03-14T03:30:00-04:00',
    '2027-07-05T23:59:00-04:00',
  ])('makes requests in every state, whenever it is started: %s', async (moment) => {
    const now = Date.parse(moment)
    const answer = readPracticeFile(
      readFileSync(new URL('../../demo/practice.json', import.meta.url), 'utf8'),
      moment.slice(0, 10),
    )
    if (!answer.ok) throw new Error('the demo practice has faults')
    house = await testHouse(answer.file)
    const appointments = seedAppointments(answer.file, now)
    await importAppointments(
      house.store,
      'elm',
      appointments.map((one) => ({ ...one, practitioners: [one.practitioner] })),
      now,
    )
    const { userId } = await house.accounts.addStaff({ email: 'desk@elm.example.com', password: 'long enough, this' })
    await seedRequests(house, 'elm', now, userId)
    const states: Record<string, number> = {}
    for (const state of ['pending', 'booked', 'rejected', 'cancelled', 'expired'] as const) {
      states[state] = (await house.store.requests('elm', state)).length
    }
    expect(states).toEqual({ pending: 6, booked: 3, rejected: 1, cancelled: 1, expired: 1 })
    const booked = await house.store.requests('elm', 'booked')
    expect(booked.filter(({ wish }) => wish !== null)).toHaveLength(1)
    expect(booked.filter(({ asked }) => asked !== null)).toHaveLength(1)
    expect(await checkClaims(house.store, 'elm', now)).toEqual([])
  })
})
