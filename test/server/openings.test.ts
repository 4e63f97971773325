import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAnswer, readSnapshot, slots } from '../../engine/index.ts'
import { createApp } from '../../server/app.ts'
import type { Availability } from '../../server/contract/availability.ts'
import { CompiledReply, OpeningsReply } from '../../server/contract/openings.ts'
import { importPractice } from '../../server/import.ts'
import { MONDAY_8, OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const MINUTE_MS = 60_000
const get = (path: string, headers: Record<string, string> = {}) =>
  Promise.resolve(house.app.request(`/v1/practices/oak/${path}`, { headers }))
const openings = async (query = 'reason=check') =>
  OpeningsReply.parse(await (await get(`openings?${query}`)).json()) as OpeningsReply
const availability = async (query: string) => (await (await get(`availability?${query}`)).json()) as Availability
const keep = () =>
  house.app.request('/v1/practices/oak/holds', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reason: 'check', practitioner: 'ann', start: '2026-11-24T09:00:00-05:00' }),
  })

describe('GET /v1/practices/{practice}/openings', () => {
  it('answers the whole year as availability lists it', async () => {
    await send(house)
    const { answer, today } = await openings()
    const listed = await availability('reason=check&from=2026-11-23&to=2027-11-24')
    expect(today).toBe('2026-11-23')
    expect(readAnswer(answer).map(({ date, time, practitioners }) => `${date}T${time} ${practitioners}`)).toEqual(
      listed.slots.map(({ start, practitioners }) => `${start.slice(0, 16)} ${practitioners}`),
    )
    expect(listed.slots.length).toBeGreaterThan(1500)
  })

  it('may always be shown, and is asked for again with its tag', async () => {
    const reply = await get('openings?reason=check')
    const tag = reply.headers.get('ETag')!
    expect([reply.headers.get('Cache-Control'), reply.headers.get('Content-Type'), tag]).toEqual([
      'public, max-age=0, must-revalidate',
      'application/json',
      expect.stringMatching(/^W\/"1\.\d+\.0\.2026-11-23\./),
    ])
    const again = await get('openings?reason=check', { 'If-None-Match': tag })
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag])
  })

  it.each<[string, boolean, () => unknown]>([
    ['somebody sends a request', true, () => send(house)],
    ['somebody keeps a time', true, keep],
    ['the rules change', true, () => importPractice(house.store, testPractice({ noticeMinutes: 0 }), MONDAY_8)],
    ['nothing becomes too soon', false, () => (house.now += 29 * MINUTE_MS)],
    ['the first time becomes too soon', true, () => (house.now += 30 * MINUTE_MS)],
    ['a day passes', true, () => (house.now += 24 * 60 * MINUTE_MS)],
  ])('when %s it is another: %j', async (_what, isOther, happens) => {
    house.now += 1
    const before = await get('openings?reason=check')
    await happens()
    const headers = { 'If-None-Match': before.headers.get('ETag')! }
    const after = await get('openings?reason=check', headers)
    expect(after.status).toBe(isOther ? 200 : 304)
    if (isOther) expect(await after.text()).not.toBe(await before.text())
  })

  it('is another when a hold ends by the clock', async () => {
    await keep()
    const during = await openings()
    house.now += 5 * MINUTE_MS
    const after = await openings()
    expect(after.version).not.toBe(during.version)
    expect(after.answer.starts.length).toBe(during.answer.starts.length - 1)
    expect(readAnswer(after.answer).find(({ date }) => date === '2026-11-24')?.practitioners).toEqual(['ann', 'bob'])
  })

  it('has the same version on every server', async () => {
    await keep()
    const { version } = await openings()
    house = await house.reopen()
    expect((await openings()).version).toBe(version)
  })

  it('can be asked of one location', async () => {
    const both = testPractice()
    const west = { id: 'west', name: 'West', address: '2 West Street', timeZone: 'America/Denver' }
    const window = { rrule: 'FREQ=DAILY', start: '09:00', end: '12:00', location: 'west' }
    const practitioners = both.practitioners.map((one) => ({
      ...one,
      schedules: one.schedules.map(({ windows }) => ({
        windows: [...windows.map((each) => ({ ...each, location: 'main' })), ...(one.id === 'kim' ? [window] : [])],
      })),
    }))
    const file = { ...both, locations: [...both.locations, west], practitioners }
    await importPractice(house.store, file, MONDAY_8)
    const of = async (query: string) => {
      const { answer } = await openings(`reason=clean${query}`)
      return [...new Set(readAnswer(answer).map(({ location }) => location))]
    }
    expect([await of(''), await of('&location=west')]).toEqual([['main', 'west'], ['west']])
  })

  it.each([
    ['an unknown reason', 'reason=tattoo', '/reason'],
    ['no reason', '', '/reason'],
    ['an unknown location', 'reason=check&location=mars', '/location'],
  ])('refuses %s', async (_what, query, pointer) => {
    const reply = await get(`openings?${query}`)
    expect([reply.status, await reply.json()]).toMatchObject([400, { errors: [{ pointer }] }])
  })

  it('answers 404 for a practice that is not there', async () => {
    expect((await house.app.request('/v1/practices/elm/openings?reason=check')).status).toBe(404)
  })
})

describe('GET /v1/practices/{practice}/compiled', () => {
  const compiled = async () => CompiledReply.parse(await (await get('compiled')).json())

  it('lists elsewhere what the server lists', async () => {
    await send(house, requestBody({ reason: 'clean', start: '2026-11-23T10:00:00-05:00' }))
    const snapshot = readSnapshot((await compiled()).written, MONDAY_8)
    const { slots: listed } = await availability('reason=clean&from=2026-11-23&to=2026-12-23')
    const range = { start: MONDAY_8, end: Date.parse('2026-12-23T00:00:00-05:00') }
    expect(slots(snapshot, { reason: 'clean' }, range).map(({ start, places }) => [start, places])).toEqual(
      listed.map(({ start, places }) => [Date.parse(start), places]),
    )
  })

  it('has the version of the openings, and is asked for again with its tag', async () => {
    const reply = await get('compiled')
    expect((await compiled()).version).toBe((await openings()).version)
    const headers = { 'If-None-Match': reply.headers.get('ETag')! }
    expect((await get('compiled', headers)).status).toBe(304)
    await send(house)
    expect((await get('compiled', headers)).status).toBe(200)
  })

  it('is about nobody', async () => {
    await send(house)
    const request = (await house.store.requests('oak', 'pending'))[0]!
    const text = await (await get('compiled')).text()
    expect(text).not.toMatch(/Nadia|Reyes|0117|example\.com/)
    expect(text).not.toContain(request.id)
  })

  it('says which time zone data it was read with', async () => {
    const { store, accounts, secret } = house
    const context = { store, accounts, secret, clock: () => house.now, log: () => {}, asset: () => null }
    const app = createApp({ ...context, zoneData: '2026c', ownOrigins: [OWN_ORIGIN], addressOf: () => undefined })
    const reply = await app.request('/v1/practices/oak/compiled')
    expect(await reply.json()).toMatchObject({ written: { zoneData: '2026c' } })
    expect(reply.headers.get('ETag')).toContain('2026c')
  })
})
