import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionMode } from '../../server/contract/desk.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { expireRequests } from '../../server/expiry.ts'
import { createResidents } from '../../server/residents.ts'
import type { DeskRequest } from '../../server/store/model.ts'
import { at, type Desk, deskOf, expectClaimsRight, putInSchedule, putSettings } from '../kit/desk.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

/* Whatever staff do in whatever order, each place is held by what counts and by nothing else, and what is refused changes
   nothing. */

let house: TestHouse
let desk: Desk
beforeEach(async () => {
  const ceilings = [{ id: 'new', most: 2, patients: 'new' as const, start: '09:00', end: '12:00' }]
  house = await testHouse(testPractice({ ceilings }))
  desk = await deskOf(house)
})
afterEach(() => house.close())

/** `SEED=…` tries another order. */
const seed = Number(process.env.SEED ?? 6)

const clocks = ['09:00', '09:30', '09:45', '10:00', '10:30', '11:00', '11:30', '14:00']
const step = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('send') },
    { weight: 3, arbitrary: fc.constant('enter') },
    { weight: 1, arbitrary: fc.constant('expire') },
    { weight: 6, arbitrary: fc.constantFrom('create', 'link', 'unlinked') },
    { weight: 8, arbitrary: fc.constantFrom('unlink', 'reject', 'cancel', 'move', 'go on') },
  ),
  which: fc.nat(40),
  clock: fc.constantFrom(...clocks),
  day: fc.constantFrom('2026-11-23', '2026-11-24'),
  practitioner: fc.constantFrom('ann', 'bob', 'kim'),
  chair: fc.constantFrom(null, 'one', 'two'),
  isNew: fc.boolean(),
  overrule: fc.constantFrom(
    [],
    ['off-grid'],
    ['practitioner-full', 'no-chair', 'ceiling'],
    ['outside-hours', 'off-grid', 'reason-not-given'],
  ),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const all = async () => {
  const states = ['pending', 'booked', 'cancelled'] as const
  const lists = await Promise.all(states.map((state) => house.store.requests('oak', state)))
  return lists.flat().sort((a, b) => (a.reference < b.reference ? -1 : 1))
}
const ofIndex = <T>(list: readonly T[], i: number): T | undefined => list[i % Math.max(1, list.length)]

let entered = 0
async function take(now: Step): Promise<void> {
  const { what, clock, day, practitioner, chair, isNew, overrule } = now
  const start = at(clock, day)
  if (what === 'send') {
    const reason = practitioner === 'kim' ? 'clean' : 'check'
    await send(house, requestBody({ reason, practitioner, start: new Date(start).toISOString(), isNewPatient: isNew }))
    return expectClaimsRight(house)
  }
  if (what === 'enter') {
    await putInSchedule(house, { id: `p${++entered}`, start, practitioners: [practitioner], chair })
    return expectClaimsRight(house)
  }
  if (what === 'expire') {
    house.now = Math.min(house.now + 10 * 60_000, at('10:00'))
    await expireRequests(house.store, createResidents(), 'oak', house.now)
    return expectClaimsRight(house)
  }
  const request = ofIndex(await all(), now.which)
  if (!request) return
  const appointments = await house.store.appointments('oak', { start: MONDAY_8, end: at('23:59', '2026-11-30') })
  const appointment = ofIndex(appointments, now.which * 7)?.id ?? 'none'
  const time = { start: new Date(start).toISOString(), practitioner, chair, overrule }
  const bodies: Record<string, [string, object]> = {
    create: ['accept', { how: { kind: 'create', ...(isNew ? { time } : {}) }, cause: 'other' }],
    link: ['accept', { how: { kind: 'link', appointment, isCorrected: true }, cause: 'other' }],
    unlinked: ['accept', { how: { kind: 'unlinked' } }],
    unlink: ['unlink', {}],
    reject: ['reject', { reason: 'other' }],
    cancel: ['cancel', { reason: 'other' }],
    move: ['reschedule', { time, cause: 'other' }],
    'go on': ['reschedule', { appointment, cause: 'other' }],
  }
  const [action, body] = bodies[what]!
  await answered(request, action, body, appointments)
}

let counts: Record<string, number> = {}

async function answered(request: DeskRequest, action: string, body: object, before: unknown): Promise<void> {
  const reply = await desk.post(`/requests/${request.id}/${action}`, { revision: request.revision, ...body })
  counts[`${action} ${reply.status}`] = (counts[`${action} ${reply.status}`] ?? 0) + 1
  await expectClaimsRight(house)
  if (reply.ok) return
  const problem = (await reply.json()) as Problem
  expect([reply.status < 500, problem.type]).toEqual([true, problem.type])
  expect(await house.store.request('oak', request.id)).toEqual(request)
  expect(await house.store.appointments('oak', { start: MONDAY_8, end: at('23:59', '2026-11-30') })).toEqual(before)
}

describe('answers in any order', () => {
  it.each(['own', 'reads', 'writes', 'link-only'] satisfies ConnectionMode[])(
    'keep every claim right in mode %s',
    async (mode) => {
      await putSettings(house, { mode })
      counts = {}
      const steps = fc.sample(step, { numRuns: 150, seed })
      for (const each of steps) {
        try {
          await take(each)
        } catch (error) {
          const at = steps.indexOf(each)
          throw new Error(`seed ${seed}, step ${at}: ${JSON.stringify(each)}`, { cause: error })
        }
      }
      expect(Object.keys(counts).filter((key) => key.endsWith(' 200')).length).toBeGreaterThan(2)
    },
  )
})
