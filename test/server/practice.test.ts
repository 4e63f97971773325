import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Availability } from '../../server/contract/availability.ts'
import { PracticeReply } from '../../server/contract/practice.ts'
import { requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const get = async (path: string) => house.app.request(path)
const availability = async (query: string) =>
  (await (await get(`/v1/practices/oak/availability?${query}`)).json()) as Availability

describe('GET /v1/practices/{practice}', () => {
  it('answers all that the first screens need, in the shape of the contract', async () => {
    const reply = await get('/v1/practices/oak')
    const body = PracticeReply.parse(await reply.json())
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(body).toMatchObject({ name: 'Oak Dental', today: '2026-11-23', weekStart: 1, locale: 'en-US' })
    expect(body.reasons.map(({ id, practitioners, patients }) => [id, practitioners, patients])).toEqual([
      ['check', ['ann', 'bob'], undefined],
      ['clean', ['kim'], undefined],
      ['first', ['ann'], 'new'],
    ])
    const { slots, from, to, next } = body.availability.check!
    expect([from, to, next]).toEqual(['2026-11-23', '2026-12-07', '2026-12-07T09:00:00-05:00'])
    expect(slots).toHaveLength(60)
    expect(slots[0]).toEqual({ start: '2026-11-23T09:00:00-05:00', practitioners: ['ann', 'bob'] })
  })

  it('holds no emails, origins or other people', async () => {
    await send(house)
    const text = await (await get('/v1/practices/oak')).text()
    expect(text).not.toMatch(/Nadia|origins|oak\.example\.com/)
  })

  it('answers 404 for a practice that is not there', async () => {
    expect((await get('/v1/practices/elm')).status).toBe(404)
  })
})

describe('GET /v1/practices/{practice}/availability', () => {
  it('lists starts with the offset in force on their date', async () => {
    const { slots } = await availability('reason=clean&from=2027-03-12&to=2027-03-16')
    expect(slots).toEqual([
      { start: '2027-03-12T09:00:00-05:00', practitioners: ['kim'], places: 2 },
      { start: '2027-03-12T10:00:00-05:00', practitioners: ['kim'], places: 2 },
      { start: '2027-03-12T11:00:00-05:00', practitioners: ['kim'], places: 2 },
      { start: '2027-03-15T09:00:00-04:00', practitioners: ['kim'], places: 2 },
      { start: '2027-03-15T10:00:00-04:00', practitioners: ['kim'], places: 2 },
      { start: '2027-03-15T11:00:00-04:00', practitioners: ['kim'], places: 2 },
    ])
  })

  it('puts the practitioner with fewer visits that day first', async () => {
    await send(house)
    const { slots } = await availability('reason=check&from=2026-11-23&to=2026-11-24')
    expect(slots.map(({ practitioners }) => practitioners.join())).toEqual([
      'bob,ann',
      'bob',
      'bob,ann',
      'bob,ann',
      'bob,ann',
      'bob,ann',
    ])
  })

  it('lists one practitioner only when asked for one', async () => {
    await send(house, requestBody({ practitioner: 'bob' }))
    const { slots } = await availability('reason=check&practitioner=bob&from=2026-11-23&to=2026-11-24')
    expect(slots.map(({ start }) => start.slice(11, 16))).toEqual(['09:00', '10:00', '10:30', '11:00', '11:30'])
  })

  it('keeps the minimum notice, to the minute', async () => {
    house.now = Date.parse('2026-11-23T09:00:00-05:00')
    const today = async () => (await availability('reason=check&from=2026-11-23&to=2026-11-24')).slots[0]?.start
    expect(await today()).toBe('2026-11-23T10:00:00-05:00')
    house.now += 1
    expect(await today()).toBe('2026-11-23T10:30:00-05:00')
  })

  it('ends a year ahead, and says that nothing comes after', async () => {
    const { slots, next } = await availability('reason=clean&from=2027-11-23&to=2027-11-30')
    expect(slots.map(({ start }) => start)).toEqual([])
    expect(next).toBeNull()
    const before = await availability('reason=clean&from=2027-11-18&to=2027-11-30')
    expect(before.slots.at(-1)?.start).toBe('2027-11-22T11:00:00-05:00')
  })

  it.each([
    ['an unknown reason', 'reason=tattoo', '/reason'],
    ['no reason', '', '/reason'],
    ['an unknown practitioner', 'reason=check&practitioner=zoe', '/practitioner'],
    ['an unknown location', 'reason=check&location=mars', '/location'],
    ['a date that does not exist', 'reason=check&from=2026-02-30', '/from'],
    ['an end before the start', 'reason=check&from=2026-11-24&to=2026-11-24', '/to'],
    ['more than a year', 'reason=check&from=2026-11-24&to=2027-11-26', '/to'],
  ])('refuses %s', async (_what, query, pointer) => {
    const reply = await get(`/v1/practices/oak/availability?${query}`)
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([400, 'application/problem+json'])
    expect(await reply.json()).toMatchObject({ errors: [{ pointer }] })
  })

  it('answers dates far away with nothing, not with a fault', async () => {
    expect((await availability('reason=check&from=1990-01-01')).slots).toEqual([])
    expect((await availability('reason=check&from=2190-01-01')).slots).toEqual([])
  })
})
