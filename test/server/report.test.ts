import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Report } from '../../server/contract/report.ts'
import { OWN_ORIGIN, signIn, type TestHouse, testHouse } from '../kit/house.ts'
import { type Received, receive } from '../kit/received.ts'

let house: TestHouse
let cookie: string
beforeEach(async () => {
  house = await testHouse()
  cookie = await signIn(house)
})
afterEach(() => house.close())

const path = '/portal/api/practices/oak/report'
const get = (query = '', with_: string | null = cookie, at = path) =>
  Promise.resolve(house.app.request(`${at}${query}`, with_ === null ? {} : { headers: { Cookie: with_ } }))
const reportOf = async (query: string) => Report.parse(await (await get(query)).json())
const NOVEMBER = '?from=2026-11-01&to=2026-12-01'

/** A month made by hand: 17 received, of which one is pending and one is counted nowhere. */
const november: Received[] = [
  // Accepted at the time asked for; answered within 10, 20, 40 and 90 minutes.
  { at: '2026-11-02T09:00:00-05:00', state: 'booked', answeredAfterMinutes: 10 },
  { at: '2026-11-02T09:05:00-05:00', state: 'fulfilled', answeredAfterMinutes: 20, practitioner: 'bob' },
  { at: '2026-11-03T09:00:00-05:00', state: 'arrived', answeredAfterMinutes: 40, answeredBy: 'sync' },
  { at: '2026-11-03T09:00:00-05:00', state: 'noshow', answeredAfterMinutes: 90, reason: 'clean', practitioner: 'kim' },
  // Accepted, and called off later: the first answer is kept.
  { at: '2026-11-04T09:00:00-05:00', state: 'cancelled', answeredAfterMinutes: 120 },
  // Accepted at another time.
  {
    at: '2026-11-05T09:00:00-05:00',
    state: 'booked',
    answeredAfterMinutes: 30,
    movedMinutes: 60,
    changeCause: 'no-chair',
  },
  {
    at: '2026-11-05T10:00:00-05:00',
    state: 'booked',
    answeredAfterMinutes: 300,
    movedMinutes: -60,
    changeCause: 'length-too-short',
    source: { utmSource: 'Google' },
  },
  {
    at: '2026-11-06T09:00:00-05:00',
    state: 'cancelled',
    answeredAfterMinutes: 30,
    movedMinutes: 30,
    changeCause: 'length-too-short',
    source: { utmSource: 'google ' },
  },
  { at: '2026-11-06T10:00:00-05:00', state: 'booked', answeredAfterMinutes: 30, movedMinutes: 1440 },
  // Rejected: two of them for the same reason.
  { at: '2026-11-09T09:00:00-05:00', state: 'rejected', answeredAfterMinutes: 1500, answerReason: 'unreachable' },
  {
    at: '2026-11-09T09:00:00-05:00',
    state: 'rejected',
    answeredAfterMinutes: 60,
    answerReason: 'unreachable',
    source: { referrer: 'www.bing.com' },
  },
  { at: '2026-11-10T09:00:00-05:00', state: 'rejected', answeredAfterMinutes: 15, answerReason: 'duplicate' },
  // Nobody answered in time.
  { at: '2026-11-11T09:00:00-05:00', state: 'expired', answeredAfterMinutes: 2880, answeredBy: 'clock' },
  // Withdrawn by the patient before an answer.
  { at: '2026-11-12T09:00:00-05:00', state: 'cancelled', answeredAfterMinutes: 5, answeredBy: 'patient' },
  { at: '2026-11-12T09:00:00-05:00', state: 'cancelled', origin: OWN_ORIGIN },
  // Withdrawn by sending another, which is the one that waits.
  { at: '2026-11-13T09:00:00-05:00', state: 'cancelled', isReplaced: true },
  { at: '2026-11-13T09:10:00-05:00', origin: null },
]

describe('GET /portal/api/practices/{practice}/report', () => {
  it('counts a month made by hand', async () => {
    await receive(house.store, 'oak', november)
    const minutes = (count: number) => count * 60_000
    expect(await reportOf(NOVEMBER)).toEqual({
      from: '2026-11-01',
      to: '2026-12-01',
      aim: 0.9,
      // 9 of 9 + 3 + 1 were accepted. Twelve answers: 10 15 20 30 30 30 40 60 90 120 300 1500 minutes.
      all: {
        received: 16,
        pending: 1,
        accepted: 9,
        changed: 4,
        rejected: 3,
        cancelled: 2,
        expired: 1,
        medianAnswerMs: minutes(30),
        rate: 9 / 13,
      },
      within: minutes(300),
      byMonth: [
        {
          key: '2026-11',
          name: '2026-11',
          received: 16,
          pending: 1,
          accepted: 9,
          changed: 4,
          rejected: 3,
          cancelled: 2,
          expired: 1,
          medianAnswerMs: minutes(30),
          rate: 9 / 13,
        },
      ],
      byReason: [
        {
          key: 'check',
          name: 'Check-up',
          received: 15,
          pending: 1,
          accepted: 8,
          changed: 4,
          rejected: 3,
          cancelled: 2,
          expired: 1,
          medianAnswerMs: minutes(30),
          rate: 8 / 12,
        },
        {
          key: 'clean',
          name: 'Cleaning',
          received: 1,
          pending: 0,
          accepted: 1,
          changed: 0,
          rejected: 0,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: minutes(90),
          rate: 1,
        },
      ],
      byPractitioner: [
        {
          key: 'ann',
          name: 'Dr Ann Ash',
          received: 14,
          pending: 1,
          accepted: 7,
          changed: 4,
          rejected: 3,
          cancelled: 2,
          expired: 1,
          medianAnswerMs: minutes(30),
          rate: 7 / 11,
        },
        {
          key: 'bob',
          name: 'Dr Bob Birch',
          received: 1,
          pending: 0,
          accepted: 1,
          changed: 0,
          rejected: 0,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: minutes(20),
          rate: 1,
        },
        {
          key: 'kim',
          name: 'Kim Cedar',
          received: 1,
          pending: 0,
          accepted: 1,
          changed: 0,
          rejected: 0,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: minutes(90),
          rate: 1,
        },
      ],
      bySource: [
        {
          key: 'website',
          name: 'Website',
          received: 11,
          pending: 0,
          accepted: 7,
          changed: 2,
          rejected: 2,
          cancelled: 1,
          expired: 1,
          medianAnswerMs: minutes(30),
          rate: 7 / 10,
        },
        {
          key: 'link:google',
          name: 'google',
          received: 2,
          pending: 0,
          accepted: 2,
          changed: 2,
          rejected: 0,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: minutes(30),
          rate: 1,
        },
        {
          key: 'program',
          name: 'Another program',
          received: 1,
          pending: 1,
          accepted: 0,
          changed: 0,
          rejected: 0,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: null,
          rate: null,
        },
        {
          key: 'hosted-page',
          name: 'Hosted page',
          received: 1,
          pending: 0,
          accepted: 0,
          changed: 0,
          rejected: 0,
          cancelled: 1,
          expired: 0,
          medianAnswerMs: null,
          rate: null,
        },
        {
          key: 'site:bing.com',
          name: 'bing.com',
          received: 1,
          pending: 0,
          accepted: 0,
          changed: 0,
          rejected: 1,
          cancelled: 0,
          expired: 0,
          medianAnswerMs: minutes(60),
          rate: 0,
        },
      ],
      causes: [
        { cause: 'length-too-short', count: 2 },
        { cause: 'no-chair', count: 1 },
        { cause: null, count: 1 },
      ],
      rejections: [
        { reason: 'unreachable', count: 2 },
        { reason: 'duplicate', count: 1 },
      ],
      answerTimes: [
        { upToMs: minutes(15), count: 2 },
        { upToMs: minutes(60), count: 6 },
        { upToMs: minutes(240), count: 2 },
        { upToMs: minutes(1440), count: 1 },
        { upToMs: null, count: 1 },
      ],
      sources: [
        { key: 'program', name: 'Another program' },
        { key: 'hosted-page', name: 'Hosted page' },
        { key: 'website', name: 'Website' },
        { key: 'site:bing.com', name: 'bing.com' },
        { key: 'link:google', name: 'google' },
      ],
    })
  })

  it('begins and ends months at midnight where the practice is', async () => {
    await receive(house.store, 'oak', [
      { at: '2026-10-31T23:59:59-04:00' },
      { at: '2026-11-01T00:00:00-04:00' },
      // The clock went back at two.
      { at: '2026-11-30T23:59:59-05:00' },
      { at: '2026-12-01T00:00:00-05:00' },
    ])
    const { byMonth } = await reportOf('?from=2026-09-15&to=2027-01-01')
    expect(byMonth.map(({ key, received }) => [key, received])).toEqual([
      ['2026-09', 0],
      ['2026-10', 1],
      ['2026-11', 2],
      ['2026-12', 1],
    ])
  })

  it('is about this month and the five before it when nothing is said', async () => {
    const { from, to, byMonth, all } = await reportOf('')
    expect([from, to, byMonth.length]).toEqual(['2026-06-01', '2026-11-24', 6])
    expect(all).toEqual({
      received: 0,
      pending: 0,
      accepted: 0,
      changed: 0,
      rejected: 0,
      cancelled: 0,
      expired: 0,
      medianAnswerMs: null,
      rate: null,
    })
  })

  it('is narrowed by reason, practitioner and source, and says which sources are left to choose', async () => {
    await receive(house.store, 'oak', november)
    expect((await reportOf(`${NOVEMBER}&reason=clean`)).all.received).toBe(1)
    expect((await reportOf(`${NOVEMBER}&practitioner=bob`)).all.received).toBe(1)
    const google = await reportOf(`${NOVEMBER}&source=link:google&practitioner=ann`)
    expect([google.all.received, google.bySource.map(({ key }) => key)]).toEqual([2, ['link:google']])
    expect(google.sources).toHaveLength(5)
    expect((await reportOf(`${NOVEMBER}&reason=gone`)).all.received).toBe(0)
  })

  it('never counts what another practice received', async () => {
    await receive(house.store, 'elm', november)
    expect((await reportOf(NOVEMBER)).all.received).toBe(0)
    expect((await get(NOVEMBER, cookie, '/portal/api/practices/elm/report')).status).toBe(404)
  })

  it('refuses dates that make no range', async () => {
    for (const query of ['?from=2026-11-31', '?from=2026-11-02&to=2026-11-02', '?from=2023-01-01&to=2026-11-02']) {
      expect([query, (await get(query)).status]).toEqual([query, 400])
    }
    expect((await get('?from=0001-01-01&to=0001-02-01')).status).toBe(400)
  })

  it('is for staff who have signed in', async () => {
    for (const at of [path, `${path}.csv`]) expect((await get(NOVEMBER, null, at)).status).toBe(401)
  })
})

describe('GET /portal/api/practices/{practice}/report.csv', () => {
  const csv = async (query = NOVEMBER) => {
    const reply = await get(query, cookie, `${path}.csv`)
    const bytes = new Uint8Array(await reply.arrayBuffer())
    // Without the mark, Excel reads another encoding.
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    return { reply, text: new TextDecoder().decode(bytes) }
  }

  it('has one line a request, in order, with the same filters, and nothing about patients', async () => {
    await receive(house.store, 'oak', november)
    const { reply, text } = await csv(`${NOVEMBER}&source=link:google`)
    expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
    expect(reply.headers.get('Content-Disposition')).toBe(
      'attachment; filename="online-scheduling-oak-2026-11-01-2026-12-01.csv"',
    )
    expect(text).toBe(
      [
        '"received","month","reason","practitioner","source","counted as","state","asked start","scheduled start","minutes to answer","change cause","rejection reason"',
        '"2026-11-05 10:00","2026-11","Check-up","Dr Ann Ash","google","accepted","booked","2026-11-06 10:00","2026-11-06 09:00",300,"length-too-short",',
        '"2026-11-06 09:00","2026-11","Check-up","Dr Ann Ash","google","accepted","cancelled","2026-11-07 09:00","2026-11-07 09:30",30,"length-too-short",',
        '',
      ].join('\r\n'),
    )
  })

  it('has as many lines as the report counts', async () => {
    await receive(house.store, 'oak', november)
    const { text } = await csv()
    expect(text.trim().split('\r\n')).toHaveLength(1 + 16)
    expect(text).not.toMatch(/Nadia|Reyes|1984|0117|hurts|R-\d/)
  })

  it('has only its titles when nothing was received', async () => {
    expect((await csv()).text.trim().split('\r\n')).toHaveLength(1)
  })

  it('lets no text be a formula', async () => {
    const formulas = ['=cmd|" /C calc"!A0', '+1', '-1', '@sum(a1)', '＝1', 'a;=1', 'a\n=1', '\t=1']
    await receive(
      house.store,
      'oak',
      formulas.map((utmSource, i) => ({ at: Date.parse('2026-11-02T09:00:00-05:00') + i, source: { utmSource } })),
    )
    const { text } = await csv()
    const sources = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => /^(?:"[^"]*",){4}("(?:[^"]|"")*"),/.exec(line)?.[1])
    expect(sources).toEqual([
      '"\'=cmd|"" /c calc""!a0"',
      '"\'+1"',
      '"\'-1"',
      '"\'@sum(a1)"',
      '"\'＝1"',
      '"a;=1"',
      '"a =1"',
      '"\'=1"',
    ])
  })

  it('is noted, without what it says', async () => {
    await csv()
    const [noted] = await house.store.auditOf('oak', 'report')
    expect(noted).toMatchObject({
      action: 'report-downloaded',
      detail: { from: '2026-11-01', to: '2026-12-01' },
    })
  })

  it('goes on over many parts', async () => {
    const at = Date.parse('2026-11-02T09:00:00-05:00')
    await receive(
      house.store,
      'oak',
      Array.from({ length: 4001 }, (_, i) => ({ at: at + Math.floor(i / 10) })),
    )
    const lines = (await csv()).text.trim().split('\r\n')
    expect(lines).toHaveLength(1 + 4001)
  })
})
