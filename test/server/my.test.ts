import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkClaims } from '../../server/check.ts'
import { MyReply } from '../../server/contract/my.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { RequestReply } from '../../server/contract/request.ts'
import { importPractice } from '../../server/import.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { deskOf, rowsIn } from '../kit/desk.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const DAY_MS = 86_400_000
const HALF_PAST_NINE = Date.parse('2026-11-23T09:30:00-05:00')
const VISIT_END = HALF_PAST_NINE + 30 * 60_000

const sendOne = async (changes: Record<string, unknown> = {}, key?: string) =>
  RequestReply.parse(await (await send(house, requestBody(changes), key === undefined ? {} : { key })).json())
const linkOf = async (changes: Record<string, unknown> = {}) => (await sendOne(changes)).link!

let keys = 0
const post = (path: string, body: unknown, headers: Record<string, string> = {}, practice = 'oak') =>
  Promise.resolve(
    house.app.request(`/v1/practices/${practice}/my${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  )
const mine = async (link: string) => MyReply.parse(await (await post('', { link })).json())
const cancel = (link: string) => post('/cancel', { link })
const askAnother = (link: string, time: string, changes: object = {}, key = `another-${++keys}`) =>
  post(
    '/ask-another',
    { link, practitioner: null, start: `2026-11-23T${time}:00-05:00`, ...changes },
    { 'Idempotency-Key': key },
  )
const problemOf = async (reply: Response) => {
  const { type, status } = (await reply.json()) as Problem
  return [status, type]
}
const setState = (state: 'booked' | 'rejected') =>
  house.store.transaction(async (transaction) => {
    const [request] = await transaction.requests('oak', 'pending')
    await transaction.setRequestState('oak', request!.id, 'pending', state)
  })

const rows = (sql: string) => rowsIn(house, sql)

describe('the private link of a request', () => {
  it('comes with the answer, and again when it is sent again, also after a restart', async () => {
    const first = await sendOne({}, 'one-key-1')
    expect(first.link).toMatch(/^[\w-]{43}$/)
    house = await house.reopen()
    expect(await sendOne({}, 'one-key-1')).toEqual(first)
    expect(await linkOf()).not.toBe(first.link)
  })

  it('stands nowhere: not in the database, not in the log', async () => {
    const link = await linkOf()
    await mine(link)
    await askAnother(link, '10:00')
    await cancel(link)
    const tables = rows("select name from sqlite_schema where type = 'table'").map(({ name }) => String(name))
    const all = JSON.stringify(tables.flatMap((table) => rows(`select * from "${table}"`)))
    expect(all).toContain('Nadia')
    expect(all).not.toContain(link)
    expect(JSON.stringify(house.logged)).not.toContain(link)
  })

  it('is answered as before by what was kept before there were links', async () => {
    const { link, ...before } = await sendOne({}, 'one-key-2')
    const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
    database.prepare("update idempotency set reply = json_remove(reply, '$.id')").run()
    database.close()
    expect(await sendOne({}, 'one-key-2')).toEqual(before)
  })

  it('ends 30 days after the visit, in the same words as one that never was', async () => {
    const link = await linkOf()
    house.now = VISIT_END + 30 * DAY_MS - 1
    expect((await mine(link)).canCancel).toBe(false)
    house.now += 1
    const texts = []
    for (const [body, practice] of [
      [{ link }, 'oak'],
      [{ link: 'x'.repeat(43) }, 'oak'],
      [{ link: '' }, 'oak'],
      [{ link }, 'elm'],
    ] as const) {
      for (const path of ['', '/cancel', '/calendar']) texts.push(await (await post(path, body, {}, practice)).text())
    }
    expect(new Set(texts).size).toBe(1)
    expect(JSON.parse(texts[0]!)).toMatchObject({ type: '/problems/link-ended', status: 404 })
    expect(await problemOf(await askAnother(link, '10:00'))).toEqual([404, '/problems/link-ended'])
  })

  it('is another practice’s business as little as anybody’s', async () => {
    await importPractice(house.store, testPractice({ id: 'elm' }), MONDAY_8)
    const link = await linkOf()
    expect(await problemOf(await post('/cancel', { link }, {}, 'elm'))).toEqual([404, '/problems/link-ended'])
    expect((await mine(link)).state).toBe('pending')
  })

  it('does nothing by being opened', async () => {
    const link = await linkOf()
    for (const path of ['my', 'my/cancel', 'my/ask-another', 'my/calendar']) {
      expect((await house.app.request(`/v1/practices/oak/${path}?link=${link}`)).status).toBe(404)
    }
    expect((await mine(link)).state).toBe('pending')
  })
})

describe('POST /v1/practices/{practice}/my', () => {
  it('tells how the request stands, and of the patient no more than the given name', async () => {
    const { link, reference } = await sendOne({ note: 'My left knee', practitioner: 'ann' })
    const reply = await post('', { link })
    expect(await reply.json()).toEqual({
      reference,
      state: 'pending',
      start: '2026-11-23T09:30:00-05:00',
      end: '2026-11-23T10:00:00-05:00',
      reason: { id: 'check', name: 'Check-up' },
      practitioner: { id: 'ann', name: 'Dr Ann Ash' },
      anyone: false,
      location: { id: 'main', name: 'Oak Street', address: '1 Oak Street' },
      given: 'Nadia',
      practice: { id: 'oak', name: 'Oak Dental', phone: '555-0100' },
      sentAt: '2026-11-23T08:00:00-05:00',
      answeredAt: null,
      asked: null,
      wish: null,
      canCancel: true,
    })
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
  })

  it('follows what staff decide', async () => {
    const link = await linkOf()
    await setState('booked')
    expect(await mine(link)).toMatchObject({ state: 'booked', canCancel: true })
    house.now = HALF_PAST_NINE
    expect((await mine(link)).canCancel).toBe(false)
  })

  it('goes on when the practice no longer knows the reason', async () => {
    const link = await linkOf()
    house.now = HALF_PAST_NINE + DAY_MS
    await house.store.transaction((transaction) => {
      const { reasons, ...rest } = testPractice()
      return transaction.putPractice(
        'oak',
        { file: { ...rest, reasons: reasons.slice(1) }, rulesVersion: 2 },
        house.now,
      )
    })
    expect((await mine(link)).reason).toEqual({ id: 'check', name: 'check' })
  })

  it.each([
    ['no link', {}, 400],
    ['a link that is no text', { link: 7 }, 400],
    ['more than a link', { link: 'x', state: 'booked' }, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await post('', body)).status).toBe(status)
  })
})

describe('POST /v1/practices/{practice}/my/cancel', () => {
  it('cancels, frees the time, and tells the practice once', async () => {
    const link = await linkOf({ practitioner: 'ann' })
    const replies = await Promise.all([cancel(link), cancel(link), cancel(link)])
    for (const reply of replies) expect(await reply.json()).toMatchObject({ state: 'cancelled', canCancel: false })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
    const [request] = await house.store.requests('oak', 'cancelled')
    const entry = { topic: 'request-cancelled', subject: `request:${request!.id}` }
    expect(rows("select topic, subject from outbox where topic <> 'request-sent'")).toEqual([entry])
    expect(rows("select actor, action from audit where action like 'request-c%'")).toEqual([
      { actor: 'patient', action: 'request-cancelled' },
    ])
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('cancels what is confirmed', async () => {
    const link = await linkOf()
    await setState('booked')
    expect((await (await cancel(link)).json()) as MyReply).toMatchObject({ state: 'cancelled' })
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('refuses when the visit has begun, or the practice said no', async () => {
    const link = await linkOf()
    house.now = HALF_PAST_NINE
    expect(await problemOf(await cancel(link))).toEqual([409, '/problems/not-changeable'])
    house.now = MONDAY_8
    await setState('rejected')
    expect(await problemOf(await cancel(link))).toEqual([409, '/problems/not-changeable'])
    expect(rows('select topic from outbox')).toEqual([{ topic: 'request-sent' }])
  })
})

describe('POST /v1/practices/{practice}/my/ask-another', () => {
  it('sends a new request with the same details, and gives the old time up', async () => {
    const { link, reference } = await sendOne({ note: 'Slowly, please', practitioner: 'ann', language: 'en-GB' })
    const reply = await askAnother(link!, '10:30', { practitioner: 'ann' })
    const sent = RequestReply.parse(await reply.json())
    expect([reply.status, sent]).toMatchObject([201, { state: 'pending', start: '2026-11-23T10:30:00-05:00' }])
    expect(sent.reference).not.toBe(reference)
    const [old] = await house.store.requests('oak', 'cancelled')
    const [request] = await house.store.requests('oak', 'pending')
    expect(request).toEqual({
      ...old,
      id: request!.id,
      reference: sent.reference,
      state: 'pending',
      answer: null,
      revision: 0,
      start: HALF_PAST_NINE + 60 * 60_000,
      end: VISIT_END + 60 * 60_000,
    })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toEqual([
      '09:00',
      '09:30',
      '10:00',
      '11:00',
      '11:30',
    ])
    expect(rows('select topic from outbox order by topic').map(({ topic }) => topic)).toEqual([
      'request-replaced',
      'request-sent',
      'request-sent',
    ])
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('leads the link that the patient has to the new request, and gives one of its own', async () => {
    const link = await linkOf()
    const { link: next, reference } = RequestReply.parse(await (await askAnother(link, '11:30')).json())
    expect(next).not.toBe(link)
    expect((await mine(next!)).reference).toBe(reference)
    expect((await mine(link)).reference).toBe(reference)
    const { reference: third } = RequestReply.parse(await (await askAnother(link, '11:00')).json())
    for (const each of [link, next!]) expect((await mine(each)).reference).toBe(third)
    expect(rows("select 1 from request where state = 'cancelled'")).toHaveLength(2)
  })

  it('may overlap the time that it gives up', async () => {
    const link = await linkOf({ reason: 'clean', start: '2026-11-23T10:00:00-05:00' })
    await sendOne({ reason: 'clean', start: '2026-11-23T10:00:00-05:00' })
    const again = await askAnother(link, '10:00', { practitioner: 'kim' })
    expect(again.status).toBe(201)
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('can ask for another reason', async () => {
    const link = await linkOf()
    const reply = RequestReply.parse(await (await askAnother(link, '11:00', { reason: 'clean' })).json())
    expect([reply.reason.id, reply.practitioner.id]).toEqual(['clean', 'kim'])
  })

  it('answers the same for the same key and body, and moves once', async () => {
    const link = await linkOf()
    const replies = await Promise.all([1, 2, 3].map(() => askAnother(link, '10:00', {}, 'one-key-3')))
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect([replies.map(({ status }) => status), new Set(texts).size]).toEqual([[201, 201, 201], 1])
    expect(await problemOf(await askAnother(link, '10:30', {}, 'one-key-3'))).toEqual([422, '/problems/key-reused'])
    expect(rows("select 1 from request where state = 'cancelled'")).toHaveLength(1)
  })

  it('leaves the request as it stood when the new time was taken, and offers others', async () => {
    const link = await linkOf({ practitioner: 'ann' })
    await sendOne({ practitioner: 'ann', start: '2026-11-23T10:00:00-05:00' })
    const reply = await askAnother(link, '10:00', { practitioner: 'ann' })
    expect([reply.status, ((await reply.json()) as Problem).alternatives?.length]).toEqual([409, 6])
    expect(await mine(link)).toMatchObject({ state: 'pending', start: '2026-11-23T09:30:00-05:00' })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('09:30')
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it.each([
    ['a time that is not offered', '09:40', {}, 422],
    ['an unknown practitioner', '10:00', { practitioner: 'zoe' }, 400],
    ['an unknown reason', '10:00', { reason: 'tattoo' }, 400],
    ['a visit for new patients only', '10:00', { reason: 'first' }, 422],
  ])('refuses %s, and leaves the request as it stood', async (_what, time, changes, status) => {
    const link = await linkOf()
    expect((await askAnother(link, time, changes)).status).toBe(status)
    expect(await mine(link)).toMatchObject({ state: 'pending', start: '2026-11-23T09:30:00-05:00' })
  })

  it('refuses without a key, and once it is cancelled', async () => {
    const link = await linkOf()
    expect((await askAnother(link, '10:00', {}, '')).status).toBe(400)
    await cancel(link)
    expect(await problemOf(await askAnother(link, '10:00'))).toEqual([409, '/problems/not-changeable'])
  })
})

describe('another time for a visit that is confirmed', () => {
  const accepted = async (changes: Record<string, unknown> = {}) => {
    const desk = await deskOf(house)
    const link = await linkOf({ practitioner: 'ann', ...changes })
    const [request] = await house.store.requests('oak', 'pending')
    await desk.answer(request!.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    return { desk, link, id: request!.id }
  }

  it('is a wish: the visit stands with its place until the practice acts', async () => {
    const { desk, link, id } = await accepted()
    const reply = await askAnother(link, '10:30', { practitioner: 'bob' })
    expect([reply.status, RequestReply.parse(await reply.json())]).toMatchObject([
      201,
      { state: 'booked', start: '2026-11-23T09:30:00-05:00', practitioner: { id: 'ann' }, link },
    ])
    expect(await mine(link)).toMatchObject({
      state: 'booked',
      start: '2026-11-23T09:30:00-05:00',
      sentAt: '2026-11-23T08:00:00-05:00',
      answeredAt: '2026-11-23T08:00:00-05:00',
      asked: null,
      wish: { start: '2026-11-23T10:30:00-05:00' },
    })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('09:30')
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=bob')).toContain('10:30')
    expect(rows("select topic from outbox where topic <> 'request-sent'")).toEqual([{ topic: 'wish-sent' }])
    const list = await (await desk.get('/requests?tab=action')).json()
    expect(list).toMatchObject({ counts: { action: 1 }, requests: [{ id, hasWish: true }] })
    const body = {
      time: { start: '2026-11-23T10:30:00-05:00', practitioner: 'bob', chair: null },
      cause: 'patient-asked',
    }
    await desk.answer(id, 'reschedule', body)
    expect(await mine(link)).toMatchObject({
      start: '2026-11-23T10:30:00-05:00',
      asked: { start: '2026-11-23T09:30:00-05:00' },
      wish: null,
    })
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('is answered the same for the same key and body, and noted once', async () => {
    const { link } = await accepted()
    const replies = await Promise.all([1, 2, 3].map(() => askAnother(link, '10:00', {}, 'one-key-8')))
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect([replies.map(({ status }) => status), new Set(texts).size]).toEqual([[201, 201, 201], 1])
    expect(await problemOf(await askAnother(link, '10:30', {}, 'one-key-8'))).toEqual([422, '/problems/key-reused'])
    expect(rows("select 1 from audit where action = 'wish-sent'")).toHaveLength(1)
  })

  it('must be offered, the visit’s own place aside', async () => {
    const { link } = await accepted()
    await sendOne({ practitioner: 'ann', start: '2026-11-23T11:00:00-05:00' })
    expect((await askAnother(link, '11:00', { practitioner: 'ann' })).status).toBe(409)
    expect((await askAnother(link, '09:40', { practitioner: 'ann' })).status).toBe(422)
    expect((await askAnother(link, '10:00', { reason: 'tattoo' })).status).toBe(400)
    expect((await mine(link)).wish).toBeNull()
    expect((await askAnother(link, '09:30', { practitioner: 'ann' })).status).toBe(201)
  })

  it('takes the place of an earlier wish, and ends when the visit is cancelled', async () => {
    const { link } = await accepted()
    await askAnother(link, '10:00')
    await askAnother(link, '11:00')
    expect((await mine(link)).wish).toEqual({ start: '2026-11-23T11:00:00-05:00' })
    expect(await (await cancel(link)).json()).toMatchObject({ state: 'cancelled', wish: null })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
    expect(rows('select status from appointment')).toEqual([{ status: 'cancelled' }])
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('is not taken once the visit has begun, and an open one is over then', async () => {
    const { link, desk } = await accepted()
    await askAnother(link, '10:30')
    house.now = HALF_PAST_NINE - 1
    expect(await (await desk.get('/requests?tab=action')).json()).toMatchObject({ counts: { action: 1 } })
    house.now = HALF_PAST_NINE
    expect(await (await desk.get('/requests?tab=action')).json()).toMatchObject({ counts: { action: 0 } })
    expect(await problemOf(await askAnother(link, '11:00'))).toEqual([409, '/problems/not-changeable'])
  })
})

describe('POST /v1/practices/{practice}/my/calendar', () => {
  const calendar = async (link: string) => (await post('/calendar', { link })).text()

  it('is an entry that says it is a request', async () => {
    const { link, reference } = await sendOne()
    const [request] = await house.store.requests('oak', 'pending')
    const reply = await post('/calendar', { link })
    expect([reply.headers.get('Content-Type'), reply.headers.get('Content-Disposition')]).toEqual([
      'text/calendar; charset=utf-8; method=PUBLISH',
      `attachment; filename="${reference}.ics"`,
    ])
    const text = await reply.text()
    expect(text.replaceAll('\r\n ', '')).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//chairtime//chairtime//EN',
        'METHOD:PUBLISH',
        'BEGIN:VTIMEZONE',
        'TZID:America/New_York',
        'BEGIN:STANDARD',
        'DTSTART:19700101T000000',
        'TZOFFSETFROM:-0500',
        'TZOFFSETTO:-0500',
        'END:STANDARD',
        'BEGIN:DAYLIGHT',
        'DTSTART:20260308T020000',
        'TZOFFSETFROM:-0500',
        'TZOFFSETTO:-0400',
        'END:DAYLIGHT',
        'BEGIN:STANDARD',
        'DTSTART:20261101T020000',
        'TZOFFSETFROM:-0400',
        'TZOFFSETTO:-0500',
        'END:STANDARD',
        'END:VTIMEZONE',
        'BEGIN:VEVENT',
        `UID:${request!.id}@chairtime`,
        'DTSTAMP:20261123T130000Z',
        'SEQUENCE:0',
        'DTSTART;TZID=America/New_York:20261123T093000',
        'DTEND;TZID=America/New_York:20261123T100000',
        'SUMMARY:Requested: Check-up\\, Oak Dental',
        `DESCRIPTION:This is a request. The practice confirms it.\\n${reference}\\nOak Dental\\, 555-0100`,
        'LOCATION:Oak Street\\, 1 Oak Street',
        'STATUS:TENTATIVE',
        'CLASS:PRIVATE',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    )
    expect(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true)
  })

  it('is the same entry again, further on, when it is confirmed and when it is cancelled', async () => {
    const link = await linkOf()
    const entry = async () => {
      const event = new ICAL.Event(ICAL.Component.fromString(await calendar(link)).getFirstSubcomponent('vevent')!)
      return [event.uid, event.sequence, event.component.getFirstPropertyValue('status'), event.summary]
    }
    const [uid] = await entry()
    await setState('booked')
    expect(await entry()).toEqual([uid, 1, 'CONFIRMED', 'Check-up, Oak Dental'])
    await cancel(link)
    expect(await entry()).toEqual([uid, 2, 'CANCELLED', 'Cancelled: Check-up, Oak Dental'])
  })

  it('is written in the patient’s language', async () => {
    const text = (await calendar(await linkOf({ language: 'es-MX' }))).replaceAll('\r\n ', '')
    expect(text).toContain('SUMMARY:Solicitud: Check-up\\, Oak Dental')
    expect(text).toContain('DESCRIPTION:Esto es una solicitud.')
  })

  it.each([
    ['Europe/Kyiv', '2027-07-05T09:00:00+03:00'],
    ['Asia/Kolkata', '2027-07-05T09:00:00+05:30'],
    ['Australia/Sydney', '2027-01-04T09:00:00+11:00'],
    ['America/St_Johns', '2026-12-31T09:00:00-03:30'],
  ])('means the same instant to a calendar that knows nothing of %s', async (timeZone, start) => {
    const [location] = testPractice().locations
    await importPractice(house.store, testPractice({ locations: [{ ...location!, timeZone }] }), MONDAY_8)
    const text = await calendar(await linkOf({ start, practitioner: 'ann' }))
    const component = ICAL.Component.fromString(text)
    const timezone = new ICAL.Timezone(component.getFirstSubcomponent('vtimezone')!)
    const time = component.getFirstSubcomponent('vevent')!.getFirstPropertyValue('dtstart') as ICAL.Time
    time.zone = timezone
    expect(time.toJSDate().toISOString()).toBe(new Date(start).toISOString())
  })

  it('names a time that the clock shows twice so that it is only one', async () => {
    const always = { windows: [{ rrule: 'FREQ=DAILY', start: '00:00', end: '24:00' }] }
    const [ann, ...others] = testPractice().practitioners
    await importPractice(
      house.store,
      testPractice({ practitioners: [{ ...ann!, schedules: [always] }, ...others] }),
      MONDAY_8,
    )
    const startOf = async (start: string) =>
      /^DTSTART.*2027.*$/m.exec((await calendar(await linkOf({ start, practitioner: 'ann' }))).split('VEVENT')[1]!)?.[0]
    expect([await startOf('2027-11-07T01:30:00-04:00'), await startOf('2027-11-07T01:30:00-05:00')]).toEqual([
      'DTSTART;TZID=America/New_York:20271107T013000',
      'DTSTART:20271107T063000Z',
    ])
  })
})
