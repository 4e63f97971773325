import { describe, expect, it } from 'vitest'
import { whyFor } from '../../server/calendar/why.ts'
import { standingAt } from '../../server/calendar/why-words.ts'
import { WhyReply } from '../../server/contract/calendar.ts'
import { importPractice } from '../../server/import.ts'
import { createResidents } from '../../server/residents.ts'
import { at, type Desk, deskForEach, deskOf, putInSchedule, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, requestBody, send, type TestHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let desk: Desk
const rebuild = deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

async function why(time: string, query = 'reason=check&practitioner=ann', date = '2026-11-23') {
  const start = encodeURIComponent(`${date}T${time}:00-05:00`)
  const reply = await desk.get(`/why?start=${start}&${query}`)
  const text = await reply.text()
  expect([reply.status, text]).toEqual([200, text])
  return WhyReply.parse(JSON.parse(text))
}

const holdOf = (start: string) =>
  house.app.request('/v1/practices/oak/holds', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://oak.example.com' },
    body: JSON.stringify({ reason: 'check', practitioner: 'ann', start }),
  })
const block = (changes: object) => ({
  ...{ id: 'b1', practitioners: ['ann'], start: at('09:00'), end: at('10:00'), kind: 'staff', note: null },
  ...{ createdAt: MONDAY_8, createdBy: 'sync' },
  ...changes,
})
const putBlock = (changes: object) =>
  house.store.transaction(async (transaction) => {
    await transaction.lockVersions('oak')
    await transaction.putBlock('oak', block(changes) as Parameters<typeof transaction.putBlock>[1])
  })

describe('GET /why', () => {
  it('says to whom and with whom a time is offered', async () => {
    expect(await why('09:30', 'reason=check')).toEqual({
      start: '2026-11-23T09:30:00-05:00',
      isOffered: true,
      offeredTo: ['new', 'existing'],
      practitioners: [
        { id: 'ann', name: 'Dr Ann Ash' },
        { id: 'bob', name: 'Dr Bob Birch' },
      ],
      rules: [],
    })
    const first = await why('09:00', 'reason=first')
    expect([first.isOffered, first.offeredTo, first.practitioners.map(({ id }) => id)]).toEqual([
      true,
      ['new'],
      ['ann'],
    ])
    expect(first.rules).toEqual([
      {
        rule: 'patients',
        words: 'First visit is for new patients only.',
        records: [{ kind: 'rule', id: '/reasons/2/patients' }],
        remove: ['let existing patients have First visit'],
      },
    ])
    const existing = await why('09:00', 'reason=first&patients=existing')
    expect([existing.isOffered, existing.offeredTo, existing.practitioners]).toEqual([false, ['new'], []])
    const fresh = await why('09:00', 'reason=first&patients=new')
    expect([fresh.isOffered, fresh.rules]).toEqual([true, []])
  })

  it('agrees with what patients are offered', async () => {
    await putInSchedule(house, { id: 'a1', start: at('10:00') })
    const offered = await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')
    const quarters = Array.from(
      { length: 24 },
      (_, i) => `${String(7 + Math.floor(i / 4)).padStart(2, '0')}:${['00', '15', '30', '45'][i % 4]}`,
    )
    const told = []
    for (const time of quarters) if ((await why(time)).isOffered) told.push(time)
    expect(told).toEqual(offered)
  })

  it('names the reasons in order, what stands behind each, and what would change it', async () => {
    const request = await sendRequest(house, { start: '2026-11-23T10:00:00-05:00' })
    await putInSchedule(house, { id: 'a1', start: at('10:30'), chair: 'one' })
    await putInSchedule(house, { id: 'a2', start: at('10:30'), chair: 'two', practitioners: ['bob'] })
    const { isOffered, offeredTo, practitioners, rules } = await why('10:20')
    expect([isOffered, offeredTo, practitioners]).toEqual([false, [], []])
    expect(rules).toEqual([
      {
        rule: 'off-grid',
        words: "Visits with Dr Ann Ash don't begin at this minute.",
        records: [{ kind: 'rule', id: '/practitioners/0/schedules/0/windows/0' }],
        remove: ['begin there all the same'],
      },
      {
        rule: 'practitioner-full',
        words: 'Dr Ann Ash is taken: a request 10:00 – 10:30 AM and an appointment 10:30 – 11:00 AM.',
        records: [
          { kind: 'request', id: request.id },
          { kind: 'appointment', id: 'a1' },
        ],
        remove: ['move or cancel a request 10:00 – 10:30 AM', 'move or cancel an appointment 10:30 – 11:00 AM'],
      },
      {
        rule: 'no-chair',
        words:
          'No chair: Chair 1 is taken by a request 10:00 – 10:30 AM and an appointment 10:30 – 11:00 AM and Chair 2 is taken by an appointment 10:30 – 11:00 AM.',
        records: [
          { kind: 'request', id: request.id },
          { kind: 'appointment', id: 'a1' },
          { kind: 'appointment', id: 'a2' },
        ],
        remove: ['move or cancel a request 10:00 – 10:30 AM', 'move or cancel an appointment 10:30 – 11:00 AM'],
      },
    ])
    expect(JSON.stringify(rules)).not.toContain('Nadia')
  })

  it('names rules by where they stand: hours, weeks, exceptions, closures, windows, ceilings, chairs', async () => {
    await rebuild({
      practitioners: testPractice().practitioners.map((one) => ({
        ...one,
        weeks: [
          { week: '2026-11-30', windows: [{ weekday: 1, start: '09:00', end: '12:00', patients: 'new' as const }] },
        ],
        exceptions: [
          { date: '2026-11-24', remove: { start: '10:00', end: '11:00' }, note: 'Dentist herself' },
          { date: '2026-11-25', windows: [], note: 'Leave' },
        ],
      })),
      chairs: [
        {
          id: 'one',
          name: 'Chair 1',
          capacity: 1,
          schedules: [{ windows: [{ rrule: 'FREQ=DAILY', start: '09:00', end: '11:00' }] }],
        },
        { id: 'two', name: 'Chair 2', capacity: 1, schedules: [] },
      ],
      closures: [{ name: 'Thanksgiving', date: '2026-11-26' }],
      ceilings: [{ id: 'fridays', most: 0, rrule: 'FREQ=WEEKLY;BYDAY=FR' }],
    })
    const behind = async (time: string, date: string, query?: string) =>
      (await why(time, query, date)).rules.map(({ rule, records }) => [rule, ...records.map(({ id }) => id)])
    expect(await behind('10:00', '2026-11-24')).toEqual([['outside-hours', '/practitioners/0/exceptions/0']])
    expect(await behind('10:00', '2026-11-25')).toEqual([['outside-hours', '/practitioners/0/exceptions/1']])
    expect(await behind('10:00', '2026-11-26')).toEqual([['closed', '/closures/0']])
    expect(await behind('09:00', '2026-11-27')).toEqual([['ceiling', '/ceilings/0']])
    expect(await behind('09:00', '2026-12-05', 'reason=check&practitioner=bob')).toEqual([
      ['outside-hours', '/practitioners/1/weeks/0'],
    ])
    expect(await behind('09:00', '2026-11-30', 'reason=check&practitioner=ann&patients=existing')).toEqual([
      ['not-in-window', '/practitioners/0/weeks/0/windows/0'],
    ])
    expect(await behind('11:30', '2026-12-07')).toEqual([['no-chair', '/chairs/0/schedules', '/chairs/1/schedules']])
    expect(await behind('09:00', '2026-12-12')).toEqual([['outside-hours', '/practitioners/0/schedules']])
    expect(await behind('09:00', '2026-12-07', 'reason=clean&practitioner=ann')).toEqual([
      ['reason-not-given', '/practitioners/0/reasons'],
    ])
    expect((await why('10:00', undefined, '2026-11-25')).rules[0]!.words).toBe(
      'Outside the hours of Dr Ann Ash (Leave).',
    )
    expect((await why('10:00', undefined, '2026-11-26')).rules[0]).toMatchObject({
      words: 'Closed: Thanksgiving.',
      remove: ['open in spite of Thanksgiving'],
    })
    house.now = at('08:30')
    expect(await behind('09:00', '2026-11-23')).toEqual([['too-soon', '/noticeMinutes']])
  })

  it('says that somebody is choosing the time, and until when', async () => {
    expect((await holdOf('2026-11-23T09:30:00-05:00')).ok).toBe(true)
    const [full] = (await why('09:30')).rules
    expect(full).toMatchObject({
      rule: 'practitioner-full',
      words: 'Dr Ann Ash is taken: somebody is choosing 9:30 – 10:00 AM.',
      records: [{ kind: 'hold' }],
      remove: ['wait until they have sent it or left (at the latest Mon, Nov 23, 2026, 8:05 AM)'],
    })
    house.now += 6 * 60_000
    expect((await why('09:30')).isOffered).toBe(true)
  })

  it('tells a block by its kind: since when a schedule could not be read, what is taken elsewhere, what staff blocked', async () => {
    await putBlock({ note: 'Team meeting' })
    expect((await why('09:30')).rules[0]).toMatchObject({
      words: 'Dr Ann Ash is taken: blocked 9:00 – 10:00 AM (Team meeting).',
      records: [{ kind: 'block', id: 'b1' }],
      remove: ['remove the block 9:00 – 10:00 AM'],
    })
    await putBlock({ id: 'pms:1', kind: 'pms', start: at('10:00'), end: at('11:00') })
    expect((await why('10:30')).rules[0]).toMatchObject({
      words: 'Dr Ann Ash is taken: time taken in your own software 10:00 – 11:00 AM.',
      remove: ['move or cancel it in your own software'],
    })
    await putBlock({ id: 'stale:ann', kind: 'stale', start: at('07:10'), end: at('12:00', '2029-11-23') })
    const [stale, ...others] = (await why('10:30')).rules
    expect(others).toEqual([])
    expect(stale).toMatchObject({
      rule: 'practitioner-full',
      words: 'The schedule of Dr Ann Ash could not be read since Mon, Nov 23, 2026, 7:10 AM, so no times are offered.',
      remove: ['read the schedule again: see Connection', 'move or cancel it in your own software'],
    })
    // The block of a schedule that has been unknown for long begins later than that.
    const { practice, snapshot } = (await createResidents().present(house.store, 'oak', house.now))!
    const standing = await standingAt(house.store, practice, house.now)
    const ask = { start: at('10:30'), reason: 'check', practitioner: 'ann', patients: undefined }
    const unread = new Map([['ann', at('18:00', '2026-11-19')]])
    expect(whyFor({ practice, snapshot, version: '' }, { ...standing, unread }, ask).rules[0]!.words).toBe(
      'The schedule of Dr Ann Ash could not be read since Thu, Nov 19, 2026, 6:00 PM, so no times are offered.',
    )
  })

  it('says so of times that have passed or are too far ahead, however far', async () => {
    const told = async (date: string) =>
      (await why('09:30', undefined, date)).rules.map(({ rule, words }) => [rule, words])
    const past = ['past', 'That time has passed.']
    const far = ['too-far', 'Too far ahead: times are offered until 2027-11-23 08:00.']
    expect(await told('2026-11-20')).toEqual([past])
    expect(await told('2001-11-20')).toEqual([past])
    expect(await told('2027-11-24')).toEqual([far])
    expect(await told('2090-11-24')).toEqual([far])
    expect((await why('09:30', undefined, '2027-11-24')).rules[0]).toMatchObject({
      records: [{ kind: 'rule', id: '/horizonMonths' }],
      remove: ['offer times 13 months ahead'],
    })
    expect((await why('09:30', undefined, '2090-11-24')).rules[0]!.remove).toEqual([])
  })

  it('counts both places of a split calendar', async () => {
    const clean = requestBody({ reason: 'clean', practitioner: 'kim', start: '2026-11-23T10:00:00-05:00' })
    await send(house, clean)
    expect((await why('10:00', 'reason=clean')).isOffered).toBe(true)
    await send(house, clean)
    const { isOffered, rules } = await why('10:00', 'reason=clean')
    expect([isOffered, rules[0]!.records.map(({ kind }) => kind)]).toEqual([false, ['request', 'request']])
    expect(rules[0]!.words).toMatch(/^Kim Cedar has all 2 places taken: a request 10:00 – 11:00 AM/)
  })

  it.each([
    '',
    'reason=check',
    'start=noon&reason=check',
    'start=2026-11-23T09:30:00Z',
    'start=2026-11-23T09:30:00Z&reason=none',
    'start=2026-11-23T09:30:00Z&reason=check&practitioner=zoe',
    'start=2026-11-23T09:30:00Z&reason=check&patients=all',
  ])('refuses "%s"', async (query) => {
    expect((await desk.get(`/why?${query}`)).status).toBe(400)
  })

  it('knows nothing of another practice', async () => {
    await importPractice(house.store, testPractice({ id: 'elm', name: 'Elm Dental', origins: [] }), house.now)
    await putInSchedule(house, { id: 'ours' })
    const eve = await deskOf(house, 'eve@example.com', 'owner', 'elm')
    const query = 'start=2026-11-23T09:30:00-05:00&reason=check&practitioner=ann'
    expect((await eve.get(`/why?${query}`)).status).toBe(404)
    const reply = await house.app.request(`/portal/api/practices/elm/why?${query}`, { headers: { Cookie: eve.cookie } })
    expect(WhyReply.parse(await reply.json())).toMatchObject({ isOffered: true, rules: [] })
  })
})
