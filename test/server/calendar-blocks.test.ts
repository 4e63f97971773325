import { describe, expect, it } from 'vitest'
import { AddBlockReply } from '../../server/contract/calendar.ts'
import { importPractice } from '../../server/import.ts'
import { at, type Desk, deskForEach, deskOf, putInSchedule, rowsIn, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, OWN_ORIGIN, type TestHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let desk: Desk
deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

const morning = {
  practitioners: ['ann'],
  start: '2026-11-23T09:00:00-05:00',
  end: '2026-11-23T11:00:00-05:00',
  note: ' Team meeting ',
}
const add = async (changes: object = {}) => desk.post('/blocks', { ...morning, ...changes })
const idOf = async (reply: Response) => AddBlockReply.parse(await reply.json()).id
const offered = () => timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')

describe('POST /blocks', () => {
  it('takes the time from those named, and from nobody else', async () => {
    const before = await offered()
    const id = await idOf(await add())
    expect(await offered()).toEqual(['11:00', '11:30'])
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=bob')).toEqual(before)
    expect(await house.store.blocks('oak', 0)).toMatchObject([
      {
        id,
        practitioners: ['ann'],
        start: at('09:00'),
        end: at('11:00'),
        kind: 'staff',
        note: 'Team meeting',
        createdAt: MONDAY_8,
      },
    ])
  })

  it('leaves what stands there as it is', async () => {
    const request = await sendRequest(house)
    await putInSchedule(house, { id: 'a1', start: at('10:00') })
    await add()
    expect(await house.store.request('oak', request.id)).toEqual(request)
    expect(await house.store.appointment('oak', 'a1')).toMatchObject({ status: 'booked', start: at('10:00') })
  })

  it('notes who blocked what, and not the note', async () => {
    const id = await idOf(await add())
    const [entry] = await house.store.auditOf('oak', `block:${id}`)
    expect(entry).toMatchObject({
      action: 'block-added',
      detail: { practitioners: ['ann'], start: '2026-11-23T09:00:00-05:00', end: '2026-11-23T11:00:00-05:00' },
    })
    expect(entry!.actor).toMatch(/^staff:/)
    expect(JSON.stringify(rowsIn(house, 'select * from audit'))).not.toContain('meeting')
  })

  it.each([
    ['an end at the start', { end: morning.start }, '/end'],
    ['an end before the start', { end: '2026-11-23T08:00:00-05:00' }, '/end'],
    ['more than 400 days', { end: '2027-12-28T09:00:01-05:00' }, '/end'],
    ['an unknown practitioner', { practitioners: ['ann', 'zoe'] }, '/practitioners/1'],
    ['nobody', { practitioners: [] }, '/practitioners'],
    ['a time without its offset', { start: '2026-11-23T09:00:00' }, '/start'],
    ['a long note', { note: 'x'.repeat(201) }, '/note'],
  ])('refuses %s', async (_what, changes, pointer) => {
    const reply = await add(changes)
    expect([reply.status, (await reply.json()).errors[0].pointer]).toEqual([400, pointer])
    expect(await house.store.blocks('oak', 0)).toEqual([])
  })

  it('takes 400 days', async () => {
    expect((await add({ end: '2027-12-28T09:00:00-05:00' })).status).toBe(201)
  })
})

describe('POST /blocks/remove', () => {
  it('gives the time back, and notes who did', async () => {
    const before = await offered()
    const id = await idOf(await add())
    expect((await desk.post('/blocks/remove', { id })).status).toBe(204)
    expect(await offered()).toEqual(before)
    const noted = await house.store.auditOf('oak', `block:${id}`)
    expect(noted.map(({ action }) => action)).toEqual(['block-added', 'block-removed'])
    expect((await desk.post('/blocks/remove', { id })).status).toBe(404)
  })

  it.each(['pms', 'stale'] as const)('refuses to free what is taken by the software (%s)', async (kind) => {
    const id = `${kind}:ann`
    await house.store.transaction(async (transaction) => {
      await transaction.lockVersions('oak')
      await transaction.putBlock('oak', {
        ...{ id, kind, practitioners: ['ann'], start: at('09:00'), end: at('12:00') },
        ...{ note: null, createdAt: MONDAY_8, createdBy: 'sync' },
      })
    })
    expect((await desk.post('/blocks/remove', { id })).status).toBe(409)
    expect(await house.store.blocks('oak', 0)).toHaveLength(1)
  })

  it('reaches nothing of another practice', async () => {
    await importPractice(house.store, testPractice({ id: 'elm', name: 'Elm Dental', origins: [] }), house.now)
    const id = await idOf(await add())
    const eve = await deskOf(house, 'eve@example.com', 'owner', 'elm')
    expect((await eve.post('/blocks/remove', { id })).status).toBe(404)
    const own = await house.app.request('/portal/api/practices/elm/blocks/remove', {
      method: 'POST',
      headers: { Cookie: eve.cookie, Origin: OWN_ORIGIN, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id }),
    })
    expect(own.status).toBe(404)
    expect(await house.store.blocks('oak', 0)).toHaveLength(1)
  })
})
