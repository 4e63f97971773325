import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RequestList } from '../../server/contract/desk.ts'
import { linkTo } from '../../server/links.ts'
import { cancelMine } from '../../server/my.ts'
import { createResidents } from '../../server/residents.ts'
import { at, type Desk, deskOf, putInSchedule, putSettings, sendRequest } from '../kit/desk.ts'
import { type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
let desk: Desk
beforeEach(async () => {
  house = await testHouse()
  desk = await deskOf(house)
})
afterEach(() => house.close())

const waiting = async () => {
  const list = RequestList.parse(await (await desk.get('/requests?tab=action')).json())
  expect(list.counts.action).toBe(list.requests.length)
  return list.requests.map(({ id, isToCancel }) => [id, isToCancel])
}
/** A visit that is linked to an appointment of the practice's own system. */
async function linked(): Promise<string> {
  await putSettings(house, { mode: 'link-only' })
  const { id } = await sendRequest(house)
  await putInSchedule(house, { id: 'there' })
  await desk.answer(id, 'accept', { how: { kind: 'link', appointment: 'there' }, mail: 'no' })
  return id
}
async function cancelledByPatient(id: string): Promise<void> {
  const { token } = await linkTo(house.secret, 'oak', id)
  await cancelMine(house.store, createResidents(), house.now, 'oak', token)
}

const asTheSyncSays = (status: 'booked' | 'cancelled') =>
  house.store.transaction((transaction) => transaction.changeAppointment('oak', 'there', { status }))

describe('a visit that its patient cancels, where the schedule is kept elsewhere', () => {
  it('needs action until staff say that it is cancelled there; its time stays taken until the schedule says so', async () => {
    const id = await linked()
    expect(await waiting()).toEqual([])
    await cancelledByPatient(id)
    expect(await waiting()).toEqual([[id, true]])
    const { request, mail } = await desk.answer(id, 'cancelled-there')
    expect([request.isToCancel, request.state, mail]).toEqual([false, 'cancelled', 'none'])
    expect(request.timeline[0]).toMatchObject({ what: 'cancelled-there' })
    expect(await waiting()).toEqual([])
    expect((await house.store.appointment('oak', 'there'))?.status).toBe('booked')
  })

  it('needs none once the schedule has it cancelled, or its time is over', async () => {
    const id = await linked()
    await cancelledByPatient(id)
    await asTheSyncSays('cancelled')
    expect(await waiting()).toEqual([])
    await asTheSyncSays('booked')
    expect(await waiting()).toEqual([[id, true]])
    house.now = at('10:01')
    expect(await waiting()).toEqual([])
  })

  it('needs none in a schedule of our own, which cancels it by itself, nor when staff cancelled it', async () => {
    const own = await sendRequest(house, { start: '2026-11-24T09:30:00-05:00' })
    await desk.answer(own.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await cancelledByPatient(own.id)
    expect(await waiting()).toEqual([])
    const id = await linked()
    await desk.answer(id, 'cancel', { reason: 'practice-closed' })
    expect(await waiting()).toEqual([])
  })

  it('can be said of nothing else', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'cancelled-there')).type).toBe('/problems/not-changeable')
  })
})
