import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HoldReply } from '../../server/contract/hold.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { importPractice } from '../../server/import.ts'
import { networkOf } from '../../server/limits.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const post = async (path: string, body: unknown, origin = 'https://oak.example.com') =>
  house.app.request(`/v1/practices/oak/holds${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify(body),
  })
const choice = (time: string, changes: object = {}) => ({
  reason: 'check',
  practitioner: 'ann',
  start: `2026-11-23T${time}:00-05:00`,
  ...changes,
})
const keep = async (time: string, changes: object = {}) =>
  HoldReply.parse(await (await post('', choice(time, changes))).json())
const annsTimes = () => timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')
const MINUTE_MS = 60_000

describe('a hold', () => {
  it('keeps the time for five minutes and then lets it go by itself', async () => {
    const { hold, ...rest } = await keep('09:30')
    expect(rest).toEqual({
      start: '2026-11-23T09:30:00-05:00',
      practitioner: 'ann',
      heldUntil: '2026-11-23T08:05:00-05:00',
    })
    expect(hold).toMatch(/^[\w-]{32}$/)
    expect(await annsTimes()).toEqual(['09:00', '10:00', '10:30', '11:00', '11:30'])
    house.now = MONDAY_8 + 5 * MINUTE_MS - 1
    expect(await annsTimes()).not.toContain('09:30')
    house.now = MONDAY_8 + 5 * MINUTE_MS
    expect(await annsTimes()).toContain('09:30')
    expect((await send(house, requestBody({ practitioner: 'ann' }))).status).toBe(201)
  })

  it('is handed over to the request that is sent with it', async () => {
    const { hold } = await keep('09:30')
    expect((await send(house, requestBody({ practitioner: 'ann' }))).status).toBe(409)
    expect((await send(house, requestBody({ practitioner: 'ann', hold }))).status).toBe(201)
    expect(await house.store.liveHolds('oak', house.now)).toEqual([])
    expect(await annsTimes()).not.toContain('09:30')
  })

  it('takes one of two places, and the request sent with it takes no second', async () => {
    const clean = { reason: 'clean', practitioner: null, start: '2026-11-23T10:00:00-05:00' }
    const { hold } = await keep('10:00', clean)
    expect((await send(house, requestBody(clean))).status).toBe(201)
    expect((await send(house, requestBody(clean))).status).toBe(409)
    expect((await send(house, requestBody({ ...clean, hold }))).status).toBe(201)
    expect((await send(house, requestBody(clean))).status).toBe(409)
  })

  it('lets a request be sent again with changes: the one before gives way', async () => {
    const { hold } = await keep('09:30')
    expect((await send(house, requestBody({ practitioner: 'ann', hold }))).status).toBe(201)
    const again = requestBody({ practitioner: 'ann', hold, start: '2026-11-23T10:00:00-05:00' })
    expect((await send(house, again)).status).toBe(201)
    expect((await house.store.requests('oak', 'pending')).map(({ start }) => new Date(start).toISOString())).toEqual([
      '2026-11-23T15:00:00.000Z',
    ])
    expect(await house.store.requests('oak', 'cancelled')).toHaveLength(1)
    expect(await annsTimes()).toEqual(['09:00', '09:30', '10:30', '11:00', '11:30'])
  })

  it('gives up the time chosen before when another is chosen', async () => {
    const first = await keep('09:30')
    await keep('10:00', { hold: first.hold })
    expect(await annsTimes()).toEqual(['09:00', '09:30', '10:30', '11:00', '11:30'])
    const overlapping = await keep('09:00')
    expect((await post('', choice('09:00', { hold: overlapping.hold }))).status).toBe(201)
  })

  it('is renewed while the form is in use, for three quarters of an hour at most', async () => {
    const { hold } = await keep('11:30')
    for (let minutes = 4; minutes <= 44; minutes += 4) {
      house.now = MONDAY_8 + minutes * MINUTE_MS
      expect((await post('/renew', { hold })).status).toBe(200)
    }
    expect(await annsTimes()).not.toContain('11:30')
    house.now = MONDAY_8 + 45 * MINUTE_MS
    const reply = await post('/renew', { hold })
    expect([reply.status, ((await reply.json()) as Problem).type]).toEqual([410, '/problems/hold-ended'])
    expect(await annsTimes()).toContain('11:30')
  })

  it('is given up at once when asked, twice if need be', async () => {
    const { hold } = await keep('09:30')
    expect((await post('/release', { hold })).status).toBe(204)
    expect((await post('/release', { hold })).status).toBe(204)
    expect(await annsTimes()).toContain('09:30')
  })

  it('is refused to a visitor who has three already, until one ends', async () => {
    for (const time of ['09:00', '09:30', '10:00']) await keep(time)
    expect((await post('', choice('10:30'))).status).toBe(429)
    house.now += 5 * MINUTE_MS
    expect((await post('', choice('10:30'))).status).toBe(201)
  })

  it('outlives a restart', async () => {
    const { hold } = await keep('09:30')
    house = await house.reopen()
    expect(await annsTimes()).not.toContain('09:30')
    expect((await post('/renew', { hold })).status).toBe(200)
  })

  it('keeps its token nowhere', async () => {
    const { hold } = await keep('09:30')
    expect(JSON.stringify(await house.store.liveHolds('oak', house.now))).not.toContain(hold)
    expect(JSON.stringify(house.logged)).not.toContain(hold)
  })

  it.each([
    ['a time that was taken', () => keep('09:30').then(() => post('', choice('09:30'))), 409],
    ['a time that is not offered', () => post('', choice('09:40')), 422],
    ['an unknown reason', () => post('', choice('09:30', { reason: 'tattoo' })), 400],
    ['a token that is none', () => post('/renew', { hold: 'x' }), 400],
    ['a token nobody has', () => post('/renew', { hold: 'x'.repeat(32) }), 410],
    ['a website that is not listed', () => post('', choice('09:30'), 'https://new.example.com'), 403],
  ])('is refused for %s', async (_what, ask, status) => {
    expect((await ask()).status).toBe(status)
  })
})

describe('importing rules', () => {
  it('leaves live holds their places', async () => {
    await keep('09:30')
    await importPractice(house.store, testPractice(), MONDAY_8)
    expect((await send(house, requestBody({ practitioner: 'ann' }))).status).toBe(409)
    expect(await house.store.transaction((inner) => inner.claims('oak', ['practitioner:ann'], 0, 1e9))).toHaveLength(6)
  })
})

describe('networkOf', () => {
  it('counts a household as one, whatever address of its network it uses', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:9:9:9:9'))
    expect([networkOf('192.0.2.7'), networkOf('::ffff:192.0.2.7')]).toEqual(['192.0.2.7', '::ffff:192.0.2.7'])
  })
})
