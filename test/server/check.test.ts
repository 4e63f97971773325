import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkClaims, describeClaimFaults } from '../../server/check.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const HALF_PAST_9 = Date.parse('2026-11-23T09:30:00-05:00') / 60_000
const check = () => checkClaims(house.store, 'oak', house.now)
const booked = (id: string, start: string) => ({
  id,
  status: 'booked' as const,
  practitioners: ['ann'] as const,
  chair: 'one',
  reason: 'check',
  start: Date.parse(start),
  end: Date.parse(start) + 30 * 60_000,
  patient: null,
})

/** Changes the file behind the server's back. */
function spoil(sql: string): void {
  const database = openSqlite(join(house.dataDir, 'chairtime.sqlite'))
  database.exec(sql)
  database.close()
}

const keep = () =>
  house.app.request('/v1/practices/oak/holds', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://oak.example.com' },
    body: JSON.stringify({ reason: 'check', practitioner: 'bob', start: '2026-11-23T11:00:00-05:00' }),
  })

describe('checkClaims', () => {
  it('finds nothing after requests, holds, appointments beyond capacity and an import of the rules', async () => {
    await send(house)
    await keep()
    await importAppointments(
      house.store,
      'oak',
      [booked('a', '2026-11-23T09:30:00-05:00'), booked('b', '2026-11-24T09:30:00-05:00')],
      MONDAY_8,
    )
    expect(await check()).toEqual([])
    await importPractice(house.store, testPractice({ ceilings: [{ id: 'mornings', most: 9, end: '12:00' }] }), MONDAY_8)
    expect(await check()).toEqual([])
  })

  it('takes no offence at a hold that has just run out, nor at what is over', async () => {
    await send(house)
    await keep()
    house.now += 10 * 60_000
    expect(await check()).toEqual([])
    house.now += 4 * 86_400_000
    expect(await check()).toEqual([])
  })

  it('names a place that is taken and not claimed: it could be sold again', async () => {
    await send(house)
    spoil(`delete from claim where resource = 'chair:one' and quantum = ${HALF_PAST_9 + 5}`)
    const [{ id } = { id: '' }] = await house.store.requests('oak', 'pending')
    expect(await check()).toEqual([{ kind: 'missing', holder: id, resource: 'chair:one', quantum: HALF_PAST_9 + 5 }])
    expect(describeClaimFaults(await check())).toEqual([
      `missing: chair:one, 1 place from 2026-11-23T14:35:00.000Z, held by ${id}`,
    ])
  })

  it('names a place that is claimed for nobody: it can never be sold', async () => {
    await send(house)
    spoil("update request set state = 'rejected'")
    expect(describeClaimFaults(await check())).toEqual([
      expect.stringMatching(/^superfluous: chair:one, 6 places from 2026-11-23T14:30:00\.000Z, held by [\w-]{36}$/),
      expect.stringMatching(/^superfluous: practitioner:ann, 6 places from 2026-11-23T14:30/),
    ])
  })

  it('names lanes beyond capacity, and overflow where a lane is free', async () => {
    await send(house)
    spoil(`update claim set lane = 1 where resource = 'chair:one' and quantum = ${HALF_PAST_9}`)
    spoil(`update claim set lane = 1000 where resource = 'practitioner:ann' and quantum = ${HALF_PAST_9}`)
    expect((await check()).map(({ kind, resource }) => [kind, resource])).toEqual([
      ['beyond-capacity', 'chair:one'],
      ['needless-overflow', 'practitioner:ann'],
    ])
  })

  it('sees a request whose time was changed behind its claims', async () => {
    await send(house, requestBody({ practitioner: 'ann' }))
    spoil('update request set start_at = start_at + 1800000, end_at = end_at + 1800000')
    const kinds = (await check()).map(({ kind }) => kind)
    expect([kinds.filter((kind) => kind === 'missing').length, kinds.length]).toEqual([12, 24])
  })

  it('refuses a practice that is not there', async () => {
    await expect(checkClaims(house.store, 'elm', MONDAY_8)).rejects.toThrow('there is no practice "elm"')
  })
})
