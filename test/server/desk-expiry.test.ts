import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expireRequests, startExpiring } from '../../server/expiry.ts'
import { createResidents } from '../../server/residents.ts'
import type { Store } from '../../server/store/store.ts'
import { at, deskOf, expectClaimsRight, rowsIn, sendRequest } from '../kit/desk.ts'
import { type TestHouse, testHouse, timesOn } from '../kit/house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const residents = createResidents()
const expire = () => expireRequests(house.store, residents, 'oak', house.now)

const rows = (sql: string) => rowsIn(house, sql)

describe('expireRequests', () => {
  it('ends the wait at the very start of the visit, frees its place, and says so once', async () => {
    const { id } = await sendRequest(house)
    house.now = at('09:30') - 1
    expect(await expire()).toBe(0)
    house.now += 1
    expect([await expire(), await expire()]).toEqual([1, 0])
    expect(await house.store.request('oak', id)).toMatchObject({
      state: 'expired',
      answer: { at: at('09:30'), by: 'clock', reason: null },
    })
    expect(rows("select topic, subject from outbox where topic <> 'request-sent'")).toEqual([
      { topic: 'request-expired', subject: `request:${id}` },
    ])
    expect((await house.store.auditOf('oak', `request:${id}`)).at(-1)).toEqual({
      at: at('09:30'),
      actor: 'clock',
      action: 'request-expired',
      subject: `request:${id}`,
      detail: { start: '2026-11-23T09:30:00-05:00' },
    })
    expect(rows('select 1 from claim')).toEqual([])
    await expectClaimsRight(house)
  })

  it('leaves what was answered', async () => {
    const desk = await deskOf(house)
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { how: { kind: 'create' } })
    house.now = at('11:00')
    expect(await expire()).toBe(0)
    expect((await house.store.request('oak', id))?.state).toBe('booked')
  })

  it('lets staff look, and no longer answer', async () => {
    const desk = await deskOf(house)
    const { id } = await sendRequest(house)
    house.now = at('09:30')
    await expire()
    expect(await (await desk.get('/requests?tab=action')).json()).toMatchObject({ counts: { action: 0 }, requests: [] })
    expect(await desk.refused(id, 'accept', { revision: 0, how: { kind: 'unlinked' } })).toMatchObject({
      type: '/problems/answered-already',
      answered: { by: 'clock', state: 'expired' },
    })
    const detail = await (await desk.get(`/requests/${id}`)).json()
    expect(detail.timeline[0]).toMatchObject({ what: 'request-expired', by: 'clock' })
  })

  it('goes through more than fit into one change', async () => {
    const request = await sendRequest(house)
    await house.store.transaction(async (transaction) => {
      for (let i = 0; i < 120; i++) {
        await transaction.addRequest('oak', { ...request, id: `copy-${i}`, reference: `COPY-${i}` })
      }
    })
    house.now = at('10:00')
    expect(await expire()).toBe(121)
    expect(await house.store.overdueRequests('oak', house.now, 1)).toEqual([])
  })
})

describe('startExpiring', () => {
  it('looks at once in every practice, and goes on after a fault', async () => {
    await sendRequest(house)
    house.now = at('09:30')
    const logged: unknown[] = []
    const store: Store = {
      ...house.store,
      practiceIds: async () => ['broken', 'oak'],
      async overdueRequests(practice, ...rest) {
        if (practice === 'broken') throw new RangeError('broken')
        return house.store.overdueRequests(practice, ...rest)
      },
    }
    const job = startExpiring(
      store,
      residents,
      () => house.now,
      (entry) => logged.push(entry),
    )
    await expect.poll(() => logged.length).toBe(2)
    await job.stop()
    expect(logged).toEqual([
      { level: 'error', message: 'not expired', practice: 'broken', fault: 'RangeError' },
      { level: 'info', message: 'expired', practice: 'oak', requests: 1 },
    ])
    expect(await timesOn(house, '2026-11-24')).toContain('09:30')
  })
})
