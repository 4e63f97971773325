import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../server/contract/problem.ts'
import type { RequestReply } from '../../server/contract/request.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const problemOf = async (reply: Response) => (await reply.json()) as Problem
const pending = () => house.store.requests('oak', 'pending')

describe('POST /v1/practices/{practice}/requests', () => {
  it('keeps the request, assigns who and where, and answers with a reference', async () => {
    const reply = await send(house)
    expect(reply.status).toBe(201)
    const sent = (await reply.json()) as RequestReply
    expect(sent).toEqual({
      reference: expect.stringMatching(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/),
      state: 'pending',
      start: '2026-11-23T09:30:00-05:00',
      end: '2026-11-23T10:00:00-05:00',
      reason: { id: 'check', name: 'Check-up' },
      practitioner: { id: 'ann', name: 'Dr Ann Ash' },
      location: { id: 'main', name: 'Oak Street', address: '1 Oak Street' },
      link: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(await pending()).toEqual([
      expect.objectContaining({
        reference: sent.reference,
        chair: 'one',
        anyone: true,
        createdAt: MONDAY_8,
        patient: {
          given: 'Nadia',
          family: 'Reyes',
          birthDate: '1984-03-07',
          mobile: '555-0117',
          email: 'nadia@example.com',
        },
        consent: { email: true, text: false },
        origin: 'https://oak.example.com',
      }),
    ])
  })

  it('keeps every request over a restart', async () => {
    await send(house)
    house = await house.reopen()
    expect((await pending()).map(({ patient }) => patient.family)).toEqual(['Reyes'])
    expect((await send(house, requestBody({ practitioner: 'ann' }))).status).toBe(409)
  })

  it('no longer offers a time once everyone who gives the visit is taken', async () => {
    await send(house)
    expect(await timesOn(house, '2026-11-23')).toContain('09:30')
    await send(house)
    expect(await timesOn(house, '2026-11-23')).toEqual(['09:00', '10:00', '10:30', '11:00', '11:30'])
  })

  it('still offers a time with split booking when one of two places is filled', async () => {
    const clean = requestBody({ reason: 'clean', start: '2026-11-23T10:00:00-05:00' })
    expect((await send(house, clean)).status).toBe(201)
    expect(await timesOn(house, '2026-11-23', 'reason=clean')).toEqual(['09:00', '10:00', '11:00'])
    expect((await send(house, clean)).status).toBe(201)
    expect(await timesOn(house, '2026-11-23', 'reason=clean')).toEqual(['09:00', '11:00'])
    expect((await send(house, clean)).status).toBe(409)
  })

  it('lets exactly as many through as there are places when many ask at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 30 }, () =>
        send(house, requestBody({ reason: 'clean', start: '2026-11-23T10:00:00-05:00' })),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, ...Array(28).fill(409)])
    expect(await pending()).toHaveLength(2)
  })

  it('keeps a ceiling over what was requested, also after a restart', async () => {
    await house.close()
    house = await testHouse(testPractice({ ceilings: [{ id: 'mornings', most: 1, patients: 'new', end: '12:00' }] }))
    const asNew = (start: string) => requestBody({ isNewPatient: true, start: `2026-11-23T${start}:00-05:00` })
    expect((await send(house, asNew('09:30'))).status).toBe(201)
    const problem = await problemOf(await send(house, asNew('11:00')))
    expect([problem.status, problem.detail]).toEqual([422, 'No more of these visits are taken then.'])
    house = await house.reopen()
    expect((await send(house, asNew('11:00'))).status).toBe(422)
    expect((await send(house, { ...asNew('11:00'), isNewPatient: false })).status).toBe(201)
  })

  it('answers the same for the same key and body, and makes one request', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => send(house, requestBody(), { key: 'one-key-1' })))
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(texts).size).toBe(1)
    expect(await pending()).toHaveLength(1)
  })

  it('answers the same when the fields stand in another order', async () => {
    const body = requestBody()
    const reversed = Object.fromEntries(Object.entries(body).reverse())
    const first = await (await send(house, body, { key: 'one-key-2' })).text()
    expect(await (await send(house, reversed, { key: 'one-key-2' })).text()).toBe(first)
  })

  it('refuses a key that was used for other details', async () => {
    await send(house, requestBody(), { key: 'one-key-3' })
    const reply = await send(house, requestBody({ note: 'Later, please' }), { key: 'one-key-3' })
    expect([reply.status, (await problemOf(reply)).type]).toEqual([422, '/problems/key-reused'])
    expect(await pending()).toHaveLength(1)
  })

  it('offers the nearest times instead of one that was taken', async () => {
    await send(house)
    await send(house)
    const problem = await problemOf(await send(house))
    expect(problem).toMatchObject({ type: '/problems/slot-taken', status: 409, title: 'That time has just been taken' })
    expect(problem.alternatives?.map(({ start }) => start)).toEqual([
      '2026-11-23T09:00:00-05:00',
      '2026-11-23T10:00:00-05:00',
      '2026-11-23T10:30:00-05:00',
      '2026-11-23T11:00:00-05:00',
      '2026-11-23T11:30:00-05:00',
      '2026-11-24T09:00:00-05:00',
    ])
  })

  it.each([
    ['a time that has passed', { start: '2026-11-20T09:30:00-05:00' }, '/start', 'That time has passed.'],
    ['less notice than the practice wants', { start: '2026-11-23T08:30:00-05:00' }, '/start', /too soon/],
    ['a time between two starts', { start: '2026-11-23T09:10:00-05:00' }, '/start', /do not begin/],
    ['a time outside hours', { start: '2026-11-23T20:00:00-05:00' }, '/start', /outside the hours/],
    ['a time more than a year ahead', { start: '2027-11-24T09:30:00-05:00' }, '/start', /too far/],
    ['a time in another century', { start: '2126-11-23T09:30:00-05:00' }, '/start', /too far/],
    ['a visit for new patients only', { reason: 'first' }, '/isNewPatient', /not for you/],
  ])('refuses %s', async (_what, changes, pointer, detail) => {
    const reply = await send(house, requestBody(changes))
    const problem = await problemOf(reply)
    expect([reply.status, problem.type]).toEqual([422, '/problems/not-offered'])
    expect(problem.errors).toEqual([
      { pointer, detail: typeof detail === 'string' ? detail : expect.stringMatching(detail) },
    ])
    expect(await pending()).toEqual([])
  })

  const patient = (changes: object) => ({ patient: { ...(requestBody().patient as object), ...changes } })

  it.each([
    ['an unknown reason', { reason: 'tattoo' }, '/reason'],
    ['an unknown practitioner', { practitioner: 'zoe' }, '/practitioner'],
    ['an unknown location', { location: 'mars' }, '/location'],
    ['a time without an offset', { start: '2026-11-23T09:30:00' }, '/start'],
    ['a time that is no time', { start: 'soon' }, '/start'],
    ['no birth date', patient({ birthDate: undefined }), '/patient/birthDate'],
    ['a birth date that does not exist', patient({ birthDate: '1984-02-30' }), '/patient/birthDate'],
    ['a birth date in the future', patient({ birthDate: '2026-11-24' }), '/patient/birthDate'],
    ['a birth date 131 years ago', patient({ birthDate: '1895-11-22' }), '/patient/birthDate'],
    ['no name', patient({ given: '  ' }), '/patient/given'],
    ['a name with a line break', patient({ family: 'Rey\nes' }), '/patient/family'],
    ['neither mobile nor email', patient({ mobile: '', email: undefined }), '/patient/mobile'],
    ['an email that is none', patient({ email: 'nadia' }), '/patient/email'],
    ['no word about being new', { isNewPatient: 'yes' }, '/isNewPatient'],
    ['no consent', { consent: undefined }, '/consent'],
    ['a note of 1,001 characters', { note: 'x'.repeat(1001) }, '/note'],
  ])('refuses %s and names the field', async (_what, changes, pointer) => {
    const reply = await send(house, requestBody(changes))
    const problem = await problemOf(reply)
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([400, 'application/problem+json'])
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer])
    expect(await pending()).toEqual([])
  })

  it('takes a birth date of today and one 130 years ago', async () => {
    expect((await send(house, requestBody(patient({ birthDate: '2026-11-23' })))).status).toBe(201)
    expect((await send(house, requestBody(patient({ birthDate: '1896-11-23' })))).status).toBe(201)
  })

  it.each([
    ['a body of 1 MB', 'x'.repeat(1_000_000), {}, 413],
    ['a body that is not JSON', '{"reason":', {}, 400],
    ['a list', '[]', {}, 400],
    ['null', 'null', {}, 400],
    ['a NUL in a name', JSON.stringify(requestBody({ note: 'a\0b' })), {}, 400],
    ['half a surrogate pair', '{"note":"\\ud800"}', {}, 400],
    ['a form', 'reason=check', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', JSON.stringify(requestBody()), { 'Content-Type': 'text/plain' }, 415],
    ['no key', JSON.stringify(requestBody()), { 'Idempotency-Key': '' }, 400],
  ])('refuses %s', async (_what, body, headers, status) => {
    const reply = await send(house, body, { headers })
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([status, 'application/problem+json'])
    expect(await reply.text()).not.toMatch(/at .*\.ts|node_modules/)
  })

  it('refuses a website that is not listed, remembers it, and lets it through once staff allow it', async () => {
    const reply = await send(house, requestBody(), { origin: 'https://new.example.com' })
    expect([reply.status, (await problemOf(reply)).detail]).toEqual([403, expect.stringContaining('not yet allowed')])
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*')
    await send(house, requestBody(), { origin: 'https://new.example.com' })
    expect(await house.store.refusedOrigins('oak')).toEqual([
      { origin: 'https://new.example.com', times: 2, lastAt: MONDAY_8 },
    ])
    await house.store.transaction((transaction) => transaction.allowOrigin('oak', 'https://new.example.com', MONDAY_8))
    expect((await send(house, requestBody(), { origin: 'https://new.example.com' })).status).toBe(201)
  })

  it('refuses a sandboxed page, and does not list "null"', async () => {
    expect((await send(house, requestBody(), { origin: 'null' })).status).toBe(403)
    expect(await house.store.refusedOrigins('oak')).toEqual([])
  })

  it('takes a request from a program, which has no website', async () => {
    expect((await send(house, requestBody(), { origin: null })).status).toBe(201)
  })

  it('answers 404 for a practice that is not there', async () => {
    expect((await send(house, requestBody(), { practice: 'elm' })).status).toBe(404)
  })

  it('writes nothing of a patient into the log', async () => {
    await send(house)
    await send(house, requestBody({ start: 'Nadia Reyes' }))
    await send(house, requestBody({ 'Nadia Reyes': 1 }))
    expect(house.logged.length).toBeGreaterThanOrEqual(3)
    expect(JSON.stringify(house.logged)).not.toMatch(/Nadia|Reyes|1984|0117|nadia/)
    expect(house.logged[0]).toMatchObject({ route: '/v1/practices/:practice/requests', status: 201 })
  })

  it('leaves nothing behind and says nothing of the fault when the database fails half-way', async () => {
    const { transaction } = house.store
    Object.assign(house.store, {
      transaction: (run: Parameters<typeof transaction>[0]) =>
        transaction((inner) =>
          run({ ...inner, addAudit: () => Promise.reject(new Error('disk I/O error near Nadia Reyes')) }),
        ),
    })
    const reply = await send(house, requestBody(), { key: 'faulty-key' })
    expect(reply.status).toBe(500)
    expect(await reply.text()).not.toMatch(/disk|Nadia/)
    expect(JSON.stringify(house.logged)).not.toMatch(/Nadia/)
    expect(await pending()).toEqual([])
    Object.assign(house.store, { transaction })
    expect((await send(house, requestBody(), { key: 'faulty-key' })).status).toBe(201)
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('09:30')
  })
})
