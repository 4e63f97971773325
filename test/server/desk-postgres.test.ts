import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AnswerReply } from '../../server/contract/answer.ts'
import { RequestReply } from '../../server/contract/request.ts'
import { expireRequests } from '../../server/expiry.ts'
import { createResidents } from '../../server/residents.ts'
import { at, type Desk, deskOf, expectClaimsRight, putInSchedule, putSettings, sendRequest } from '../kit/desk.ts'
import { requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'

/* Where changes run at the same time, and each may find that another was quicker. */

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

let house: TestHouse
let dana: Desk
let lee: Desk
beforeEach(async () => {
  house = await testHouse(undefined, undefined, await postgres.newDatabase())
  dana = await deskOf(house)
  lee = await deskOf(house, 'lee@example.com')
}, 30_000)
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const create = { how: { kind: 'create' }, mail: 'yes' }
const all = { start: at('00:00'), end: at('23:59', '2027-01-01') }
const audit = async (id: string) => (await house.store.auditOf('oak', `request:${id}`)).map(({ action }) => action)

describe('on Postgres', () => {
  it('lets one of two staff accept at once, and tells the other who it was', async () => {
    for (const start of ['09:30', '10:00', '10:30', '11:00']) {
      const { id } = await sendRequest(house, { start: `2026-11-23T${start}:00-05:00` })
      const body = { revision: 0, ...create }
      const replies = await Promise.all([dana, lee].map((desk) => desk.post(`/requests/${id}/accept`, body)))
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
      const refused = replies.find(({ status }) => status === 409)!
      const { by } = (await house.store.request('oak', id))!.answer!
      expect(by).toMatch(/^staff:/)
      expect(await refused.json()).toMatchObject({
        type: '/problems/answered-already',
        answered: { by: 'Dana', state: 'booked' },
      })
    }
    expect(await house.store.appointments('oak', all)).toHaveLength(4)
  })

  it('makes one appointment of a double click', async () => {
    const { id } = await sendRequest(house)
    const body = { revision: 0, ...create }
    const replies = await Promise.all([1, 2, 3, 4].map(() => dana.post(`/requests/${id}/accept`, body)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await house.store.appointments('oak', all)).toHaveLength(1)
    expect((await audit(id)).filter((action) => action === 'request-accepted')).toHaveLength(1)
  })

  it('links an appointment to one of two requests', async () => {
    await putSettings(house, { mode: 'reads' })
    const one = await sendRequest(house)
    const two = await sendRequest(house, { start: '2026-11-23T10:00:00-05:00' })
    await putInSchedule(house, { start: at('11:00') })
    const how = { kind: 'link', appointment: 'a1', isCorrected: true }
    const body = { revision: 0, how, cause: 'other' }
    const replies = await Promise.all([one, two].map(({ id }) => dana.post(`/requests/${id}/accept`, body)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('moves one of two visits to the same new time', async () => {
    const visits = await Promise.all(
      ['09:30', '10:00'].map((time) => sendRequest(house, { start: `2026-11-23T${time}:00-05:00` })),
    )
    for (const { id } of visits) await dana.answer(id, 'accept', create)
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'ann', chair: null }
    const move = { revision: 1, time, cause: 'patient-asked' }
    const replies = await Promise.all(visits.map(({ id }) => dana.post(`/requests/${id}/reschedule`, move)))
    expect(replies.map(({ status }) => status === 200).sort()).toEqual([false, true])
    const starts = (await house.store.appointments('oak', all)).map(({ start }) => start)
    expect(starts).toContain(at('11:00'))
    expect(new Set(starts).size).toBe(2)
  })

  it('answers or expires a request, never both', async () => {
    const residents = createResidents()
    for (const start of ['09:30', '10:00', '10:30']) {
      const { id } = await sendRequest(house, { start: `2026-11-23T${start}:00-05:00` })
      const before = house.now
      house.now = Date.parse(`2026-11-23T${start}:00-05:00`)
      const [reply] = await Promise.all([
        dana.post(`/requests/${id}/reject`, { revision: 0, reason: 'unreachable' }),
        expireRequests(house.store, residents, 'oak', house.now),
      ])
      const { state } = (await house.store.request('oak', id))!
      expect([reply.status, state]).toEqual(reply.ok ? [200, 'rejected'] : [409, 'expired'])
      expect((await audit(id)).filter((action) => /rejected|expired/.test(action))).toHaveLength(1)
      house.now = before
    }
  })

  it('keeps a wish, moves, unlinks and cancels', async () => {
    const reply = RequestReply.parse(await (await send(house, requestBody({ practitioner: 'ann' }))).json())
    const { id } = (await house.store.requests('oak', 'pending'))[0]!
    await dana.answer(id, 'accept', create)
    const ask = { link: reply.link, practitioner: null, start: '2026-11-23T11:00:00-05:00' }
    const wished = await house.app.request('/v1/practices/oak/my/ask-another', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'one-wish-1' },
      body: JSON.stringify(ask),
    })
    expect([wished.status, (await wished.json()).state]).toEqual([201, 'booked'])
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'bob', chair: 'two' }
    const moved = await dana.answer(id, 'reschedule', { time, cause: 'patient-asked' })
    expect(moved.request).toMatchObject({ practitioner: 'Dr Bob Birch', chair: 'Chair 2', wish: null })
    const back = await dana.answer(id, 'unlink')
    expect(back.request).toMatchObject({ state: 'pending', start: '2026-11-23T09:30:00-05:00' })
    const again = AnswerReply.parse(await dana.answer(id, 'accept', create))
    expect(again.mail).toBe('sent')
    expect((await dana.answer(id, 'cancel', { reason: 'practice-closed' })).request.state).toBe('cancelled')
    expect(await house.store.appointments('oak', all)).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }])
  })
})
