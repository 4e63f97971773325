import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SyncRoom } from '../../server/pms/sync.ts'
import { runSync } from '../../server/pms/sync.ts'
import { createSyncing } from '../../server/pms/syncing.ts'
import { writerFor } from '../../server/pms/writing.ts'
import { createResidents } from '../../server/residents.ts'
import { appointment, at, type Desk, deskOf, expectClaimsRight, putInSchedule, sendRequest } from '../kit/desk.ts'
import { OWN_ORIGIN, type TestHouse, testHouse, timesOn } from '../kit/house.ts'

/* A practice whose schedule is kept here has no connector: the store is the schedule itself. What connectors promise
   (test/kit/connector-contract.ts), as far as it means anything without a second copy. */

const MONDAY = '2026-11-23'
const DAY = { start: at('00:00'), end: at('00:00') + 86_400_000 }

let house: TestHouse
let desk: Desk
let room: SyncRoom

beforeEach(async () => {
  house = await testHouse()
  desk = await deskOf(house)
  room = {
    store: house.store,
    residents: createResidents(),
    clock: () => house.now,
    log: (entry) => house.logged.push(entry),
    publicUrl: OWN_ORIGIN,
    openConnector: async () => {
      throw new Error('nobody may ask for a connector')
    },
  }
})
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const window = async () => house.store.appointments('oak', DAY)
const annsTimes = () => timesOn(house, MONDAY, 'reason=check&practitioner=ann')
const accepted = async () => {
  const request = await sendRequest(house)
  await desk.answer(request.id, 'accept', { how: { kind: 'create' }, mail: 'yes' })
  return (await house.store.request('oak', request.id))!
}

describe('the own calendar, as every connector', () => {
  it('lists nothing where there is nothing', async () => {
    expect(await window()).toEqual([])
  })

  it('gives an appointment with its time, status and patient', async () => {
    const request = await accepted()
    expect(await window()).toMatchObject([
      {
        id: request.appointment,
        status: 'booked',
        start: request.start,
        end: request.end,
        patient: { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', email: 'nadia@example.com' },
      },
    ])
  })

  it('makes an appointment once, also when staff press twice', async () => {
    const { id } = await sendRequest(house)
    const revision = (await house.store.request('oak', id))!.revision
    const body = { revision, how: { kind: 'create' }, mail: 'yes' }
    const replies = await Promise.all([1, 2].map(() => desk.post(`/requests/${id}/accept`, body)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(await window()).toHaveLength(1)
  })

  it('moves an appointment, and gives its old time back', async () => {
    const { id } = await accepted()
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'ann', chair: null }
    await desk.answer(id, 'reschedule', { time, cause: 'patient-asked' })
    expect(await window()).toMatchObject([{ status: 'booked', start: at('11:00') }])
    expect(await annsTimes()).toContain('09:30')
    expect(await annsTimes()).not.toContain('11:00')
  })

  it('gives cancelled appointments too, as such, and their time back', async () => {
    const { id } = await accepted()
    await desk.answer(id, 'cancel', { reason: 'patient-asked' })
    expect(await window()).toMatchObject([{ status: 'cancelled' }])
    expect(await annsTimes()).toContain('09:30')
  })

  it('leaves alone what was changed since it was read', async () => {
    const { id, revision } = await accepted()
    await desk.answer(id, 'cancel', { reason: 'patient-asked' })
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'ann', chair: null }
    const problem = await desk.refused(id, 'reschedule', { revision, time, cause: 'patient-asked' })
    expect(problem.status).toBe(409)
    expect(await window()).toMatchObject([{ status: 'cancelled', start: at('09:30') }])
  })

  it('takes time at once, and is never out of date', async () => {
    await putInSchedule(house, appointment({ patient: null }))
    expect(await annsTimes()).not.toContain('09:30')
    house.now += 7 * 86_400_000
    await createSyncing(room).lookAtAll()
    expect(await timesOn(house, '2026-12-01')).not.toEqual([])
    expect(await house.store.blocks('oak', 0)).toEqual([])
  })
})

describe('without a connection', () => {
  it('nothing is read, and nothing is written elsewhere', async () => {
    expect(await runSync(room, 'oak')).toBe('none')
    const syncing = createSyncing(room)
    await syncing.lookAtAll()
    await syncing.idle()
    const { id } = await sendRequest(house)
    const answer = { action: 'accept', body: { revision: 0, how: { kind: 'create' }, mail: 'yes' } } as const
    expect(await writerFor(room, { practice: 'oak', request: id, userId: 'dana', answer })).toBeNull()
    expect(house.logged.filter(({ level }) => level !== 'info')).toEqual([])
    expect(await house.store.connection('oak')).toBeNull()
  })
})
