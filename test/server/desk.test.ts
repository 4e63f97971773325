import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RequestDetail, RequestList } from '../../server/contract/desk.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { putSettings, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, OWN_ORIGIN, requestBody, send, signIn, type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const desk = '/portal/api/practices/oak'
const get = async (path: string, cookie?: string) =>
  house.app.request(path, cookie === undefined ? {} : { headers: { Cookie: cookie } })

describe('the desk', () => {
  it('shows nothing before sign-in', async () => {
    await send(house)
    for (const path of ['/portal/api/me', `${desk}/requests`, `${desk}/requests/x`, `${desk}/origins`]) {
      const reply = await get(path)
      expect([path, reply.status]).toEqual([path, 401])
      expect(await reply.text()).not.toMatch(/Nadia/)
    }
  })

  it('says who is signed in and for which practices they work', async () => {
    const reply = await get('/portal/api/me', await signIn(house))
    expect(await reply.json()).toMatchObject({
      user: { name: 'Dana', email: 'dana@example.com' },
      practices: [
        {
          id: 'oak',
          name: 'Oak Dental',
          locale: 'en-US',
          timeZone: 'America/New_York',
          role: 'owner',
          mode: 'own',
          chairs: [
            { id: 'one', name: 'Chair 1' },
            { id: 'two', name: 'Chair 2' },
          ],
        },
      ],
    })
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
  })

  it('lists pending requests, oldest first', async () => {
    const cookie = await signIn(house)
    await send(house)
    house.now += 60_000
    await send(house, requestBody({ start: '2026-11-24T09:00:00-05:00', practitioner: 'bob', isNewPatient: true }))
    const { requests } = RequestList.parse(await (await get(`${desk}/requests`, cookie)).json())
    expect(
      requests.map(({ start, practitioner, anyone, isNewPatient, receivedAt }) => [
        start,
        practitioner,
        anyone,
        isNewPatient,
        receivedAt,
      ]),
    ).toEqual([
      ['2026-11-23T09:30:00-05:00', 'Dr Ann Ash', true, false, '2026-11-23T08:00:00-05:00'],
      ['2026-11-24T09:00:00-05:00', 'Dr Bob Birch', false, true, '2026-11-23T08:01:00-05:00'],
    ])
    expect((await get(`${desk}/requests?tab=lost`, cookie)).status).toBe(400)
  })

  it('notes once for each who saw which request in a list', async () => {
    await send(house)
    const dana = await signIn(house)
    const listed = () => {
      const database = openSqlite(join(house.dataDir, 'chairtime.sqlite'))
      const [row] = database.prepare("select count(*) as n from audit where action = 'request-listed'").all()
      database.close()
      return row!.n
    }
    await get(`${desk}/requests`, dana)
    await get(`${desk}/requests`, dana)
    expect(listed()).toBe(1)
    await get(`${desk}/requests`, await signIn(house, 'lee@example.com'))
    expect(listed()).toBe(2)
    await send(house, requestBody({ start: '2026-11-24T09:00:00-05:00' }))
    await get(`${desk}/requests`, dana)
    expect(listed()).toBe(3)
  })

  it('shows one request whole', async () => {
    const cookie = await signIn(house)
    await send(
      house,
      requestBody({ note: 'It hurts', guardian: { given: 'Ines', family: 'Reyes' }, source: { utmSource: 'maps' } }),
    )
    const { id } = RequestList.parse(await (await get(`${desk}/requests`, cookie)).json()).requests[0]!
    const detail = RequestDetail.parse(await (await get(`${desk}/requests/${id}`, cookie)).json())
    expect(detail).toMatchObject({
      patient: {
        given: 'Nadia',
        family: 'Reyes',
        birthDate: '1984-03-07',
        mobile: '555-0117',
        email: 'nadia@example.com',
      },
      guardian: { given: 'Ines', family: 'Reyes' },
      note: 'It hurts',
      consent: { email: true, text: false },
      durationMinutes: 30,
      chair: 'Chair 1',
      location: 'Oak Street',
      source: { utmSource: 'maps' },
      origin: 'https://oak.example.com',
    })
    expect((await get(`${desk}/requests/nothing`, cookie)).status).toBe(404)
  })

  it("answers another practice's rows as if they were not there", async () => {
    await send(house)
    const [request] = await house.store.requests('oak', 'pending')
    const stranger = await signIn(house, 'sam@example.com', 'elm')
    for (const path of ['requests', `requests/${request!.id}`, 'origins']) {
      expect((await get(`${desk}/${path}`, stranger)).status).toBe(404)
    }
    const allow = await house.app.request(`${desk}/origins`, {
      method: 'POST',
      headers: { Cookie: stranger, Origin: OWN_ORIGIN, 'Content-Type': 'application/json' },
      body: JSON.stringify({ origin: 'https://new.example.com' }),
    })
    expect(allow.status).toBe(404)
  })

  const allow = (cookie: string, origin: string, from = OWN_ORIGIN) =>
    Promise.resolve(
      house.app.request(`${desk}/origins`, {
        method: 'POST',
        headers: { Cookie: cookie, Origin: from, 'Content-Type': 'application/json' },
        body: JSON.stringify({ origin }),
      }),
    )

  it('shows a website that was refused, and lets it send after one tap', async () => {
    const cookie = await signIn(house)
    await send(house, requestBody(), { origin: 'https://new.example.com' })
    expect(await (await get(`${desk}/origins`, cookie)).json()).toEqual({
      refused: [{ origin: 'https://new.example.com', times: 1, lastAt: '2026-11-23T08:00:00-05:00' }],
    })
    expect((await allow(cookie, 'https://new.example.com')).status).toBe(204)
    expect(await (await get(`${desk}/origins`, cookie)).json()).toEqual({ refused: [] })
    expect((await send(house, requestBody(), { origin: 'https://new.example.com' })).status).toBe(201)
  })

  it('refuses a change that comes from another website, and an origin that is none', async () => {
    const cookie = await signIn(house)
    expect((await allow(cookie, 'https://new.example.com', 'https://evil.example.com')).status).toBe(403)
    expect((await allow(cookie, 'https://new.example.com/page')).status).toBe(400)
    expect(await house.store.isOriginAllowed('oak', 'https://new.example.com')).toBe(false)
  })

  it('answers no request to sign up', async () => {
    const reply = await house.app.request('/portal/auth/sign-up/email', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN },
      body: JSON.stringify({ email: 'eve@example.com', password: 'a long enough password', name: 'Eve' }),
    })
    expect(reply.status).toBe(404)
  })

  it('keeps the moment a request was sent in the history', async () => {
    await send(house)
    expect((await house.store.requests('oak', 'pending'))[0]?.createdAt).toBe(MONDAY_8)
  })
})

describe('a request', () => {
  it('tells whoever may read it whether cancellations are mailed', async () => {
    const cookie = await signIn(house, 'rita@example.com', 'oak', 'read-only')
    const { id } = await sendRequest(house)
    const told = async () =>
      RequestDetail.parse(await (await get(`${desk}/requests/${id}`, cookie)).json()).isCancellationTold
    expect(await told()).toBe(true)
    await putSettings(house, { isCancellationTold: false })
    expect(await told()).toBe(false)
  })
})
