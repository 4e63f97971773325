import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PreviewReply, RulesReply } from '../../server/contract/calendar.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { importPractice } from '../../server/import.ts'
import { appointment, at, type Desk, deskOf, expectClaimsRight, putInSchedule, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let desk: Desk
beforeEach(async () => {
  house = await testHouse()
  desk = await deskOf(house)
})
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const read = async (as = desk) => RulesReply.parse(await (await as.get('/rules')).json())
const preview = async (file: unknown) => PreviewReply.parse(await (await desk.post('/rules/preview', { file })).json())

async function save(file: unknown, base: string, as = desk): Promise<RulesReply> {
  const reply = await as.post('/rules', { file, base })
  expect([reply.status, reply.ok ? '' : await reply.text()]).toEqual([200, ''])
  return RulesReply.parse(await reply.json())
}

async function refused(path: string, body: object, as = desk) {
  const reply = await as.post(path, body)
  const { type, detail, errors } = (await reply.json()) as Problem
  return { refusal: type.replace('/problems/', ''), detail, errors }
}

type Practitioner = PracticeFile['practitioners'][number]
const withOne = (file: PracticeFile, id: string, change: (one: Practitioner) => Practitioner): PracticeFile => ({
  ...file,
  practitioners: file.practitioners.map((one) => (one.id === id ? change(one) : one)),
})
const opens = (file: PracticeFile, id: string, start: string, end = '12:00') =>
  withOne(file, id, (one) => ({
    ...one,
    schedules: [{ windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start, end }] }],
  }))
const christmas = { name: 'Christmas', date: '2026-12-25' }
const audit = () => house.store.auditOf('oak', 'rules')

describe('GET rules', () => {
  it('gives the file as it stands, and who saved last', async () => {
    expect(await read()).toMatchObject({ file: testPractice(), saved: null, undo: null, canSplit: true })
  })

  it('gives another base after each change, and the same while nothing changes', async () => {
    const { file, base } = await read()
    expect((await read()).base).toBe(base)
    await house.store.transaction(async (transaction) => {
      await transaction.lockVersions('oak')
      const block = { id: 'b', practitioners: ['ann'], start: at('09:00'), end: at('10:00'), note: null }
      await transaction.putBlock('oak', { ...block, kind: 'staff', createdAt: 0, createdBy: 'staff:x' })
    })
    expect((await read()).base).toBe(base)
    const saved = await save(opens(file, 'ann', '08:00'), base)
    expect(saved.base).not.toBe(base)
  })
})

describe('POST rules', () => {
  it('puts hours in force at once, and says who saved', async () => {
    const { file, base } = await read()
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).toHaveLength(6)
    const reply = await save(opens(file, 'ann', '11:00'), base)
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).toEqual(['11:00', '11:30'])
    const saved = { at: '2026-11-23T08:00:00-05:00', by: 'Dana' }
    expect(reply).toMatchObject({
      saved,
      undo: { ...saved, what: ['Dr Ann Ash: Mondays to Fridays 09:00–12:00 → 11:00–12:00'] },
    })
  })

  it('notes the names of what was changed, and nothing that stands in it', async () => {
    const { file, base } = await read()
    await save({ ...opens(file, 'ann', '08:00'), closures: [christmas] }, base)
    expect(await audit()).toMatchObject([
      { action: 'rules-saved', detail: { parts: ['practitioners/ann/schedules', 'closures'] } },
    ])
  })

  it('refuses what is wrong, each by where it stands', async () => {
    const { file, base } = await read()
    const wrong = withOne(file, 'ann', (one) => ({ ...one, reasons: ['check', 'tattoo'], splitBooking: 1 }))
    const answer = await refused('/rules', { file: { ...wrong, closures: [{ name: 'Odd' }] }, base })
    expect(answer.refusal).toBe('invalid-request')
    expect(answer.errors).toEqual([
      { pointer: '/file/practitioners/0/reasons/1', detail: 'Must be one of reasons: check, clean, first.' },
      { pointer: '/file/closures/0', detail: 'Must have a date, or from and through.' },
    ])
    expect((await read()).base).toBe(base)
  })

  it('refuses another id', async () => {
    const { file, base } = await read()
    expect((await refused('/rules', { file: { ...file, id: 'elm' }, base })).errors).toMatchObject([
      { pointer: '/file/id' },
    ])
  })

  it('refuses to take out what something ahead stands on', async () => {
    const places = [
      { id: 'main', name: 'Oak Street', address: '1 Oak Street', timeZone: 'America/New_York' },
      { id: 'side', name: 'Side Street', address: '2 Side Street', timeZone: 'America/New_York' },
    ]
    const there = (file: PracticeFile, location: string) => ({
      ...file,
      practitioners: file.practitioners.map((one) => ({
        ...one,
        schedules: one.schedules.map(({ windows }) => ({
          windows: windows.map((window) => ({ ...window, location })),
        })),
      })),
    })
    await importPractice(house.store, there(testPractice({ locations: places }), 'main'), MONDAY_8)
    await putInSchedule(house, { reason: 'first', practitioners: ['bob'], chair: 'two', location: 'side' })
    const { file, base } = await read()
    const without = <T extends { id: string }>(list: readonly T[], id: string) => list.filter((each) => each.id !== id)
    const less = there(
      {
        ...file,
        locations: without(file.locations, 'side'),
        chairs: without(file.chairs, 'two'),
        reasons: without(file.reasons, 'first').map((reason) =>
          reason.chairs ? { ...reason, chairs: ['one'] } : reason,
        ),
        practitioners: without(file.practitioners, 'bob').map((one) => ({
          ...one,
          reasons: one.reasons.filter((id) => id !== 'first'),
        })),
      },
      'main',
    )
    const needed = 'can’t be taken out: 1 appointment or request ahead needs it.'
    const faults = [
      { pointer: '/practitioners', detail: `“Dr Bob Birch” ${needed}` },
      { pointer: '/chairs', detail: `“Chair 2” ${needed}` },
      { pointer: '/reasons', detail: `“First visit” ${needed}` },
      { pointer: '/locations', detail: `“Side Street” ${needed}` },
    ]
    expect((await preview(less)).faults).toEqual(faults)
    const { errors } = await refused('/rules', { file: less, base })
    expect(errors).toEqual(faults.map(({ pointer, detail }) => ({ pointer: `/file${pointer}`, detail })))
    house.now = at('12:00')
    await save(less, base)
  })

  it('refuses to overwrite what a colleague saved, and takes the same twice', async () => {
    const { file, base } = await read()
    const first = await save(opens(file, 'ann', '08:00'), base)
    expect(await save(opens(file, 'ann', '08:00'), base)).toEqual(first)
    expect((await refused('/rules', { file: opens(file, 'bob', '08:00'), base })).refusal).toBe('changed-meanwhile')
    expect(await audit()).toHaveLength(1)
  })

  it('lets staff change hours and places, and owners alone the set-up', async () => {
    const staff = await deskOf(house, 'sam@example.com', 'staff')
    const { file, base } = await read(staff)
    const hours = withOne(opens(file, 'ann', '08:00'), 'kim', (one) => ({ ...one, splitBooking: 3 }))
    const { base: next } = await save({ ...hours, closures: [christmas] }, base, staff)
    const setUps: Partial<PracticeFile>[] = [
      { phone: '555-0199' },
      { origins: [] },
      { retentionMonths: 1 },
      { locations: [{ ...file.locations[0]!, name: 'Elsewhere' }] },
      { reasons: file.reasons.map((reason) => ({ ...reason, durationMinutes: 60 })) },
      { practitioners: file.practitioners.map((one) => ({ ...one, name: `${one.name} II` })) },
      { practitioners: hours.practitioners.toReversed() },
    ]
    for (const setUp of setUps) {
      const { refusal, detail } = await refused(
        '/rules',
        { file: { ...hours, closures: [christmas], ...setUp }, base: next },
        staff,
      )
      expect([setUp, refusal]).toEqual([setUp, 'not-allowed'])
      expect(detail).toMatch(/by an owner only: [a-z]/)
    }
    const owners = await save({ ...hours, closures: [christmas], phone: '555-0199' }, next)
    expect((await refused('/rules/undo', { base: owners.base }, staff)).refusal).toBe('not-allowed')
  })

  it('takes away what a website may that is no longer in the file', async () => {
    const { file, base } = await read()
    await save({ ...file, origins: ['https://new.example.com'] }, base)
    expect(await house.store.allowedOrigins('oak')).toEqual(['https://new.example.com'])
  })

  it('moves and drops nothing, and sells nothing where it is over', async () => {
    const { id } = await sendRequest(house, {
      reason: 'clean',
      practitioner: 'kim',
      start: '2026-11-24T10:00:00-05:00',
    })
    const other = await sendRequest(house, { reason: 'clean', practitioner: 'kim', start: '2026-11-24T10:00:00-05:00' })
    const before = [await house.store.request('oak', id), await house.store.request('oak', other.id)]
    const { file, base } = await read()
    const less = withOne(file, 'kim', (one) => ({ ...one, splitBooking: 1 }))
    await save(less, base)
    expect([await house.store.request('oak', id), await house.store.request('oak', other.id)]).toEqual(before)
    expect(await timesOn(house, '2026-11-24', 'reason=clean')).toEqual(['09:00', '11:00'])
  })

  it('takes a file of three hundred kilobytes, and no body of that size elsewhere', async () => {
    const { file, base } = await read()
    const weeks = Array.from({ length: 900 }, (_, i) => ({
      week: new Date(Date.UTC(2026, 10, 23 + 7 * i)).toISOString().slice(0, 10),
      windows: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start: '09:00', end: '12:00', location: 'main' })),
    }))
    const large = withOne(file, 'ann', (one) => ({ ...one, weeks }))
    expect(JSON.stringify(large).length).toBeGreaterThan(300_000)
    await save(large, base)
    expect((await desk.post('/search', { text: 'x'.repeat(300_000) })).status).toBe(413)
  })
})

describe('POST rules/undo', () => {
  it('puts back what the last save replaced, and does it again when undone', async () => {
    const { file, base } = await read()
    const changed = opens(file, 'ann', '11:00')
    const saved = await save(changed, base)
    const undone = RulesReply.parse(await (await desk.post('/rules/undo', { base: saved.base })).json())
    expect(undone.file).toEqual(file)
    expect(undone.base).not.toBe(base)
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).toHaveLength(6)
    const redone = RulesReply.parse(await (await desk.post('/rules/undo', { base: undone.base })).json())
    expect(redone.file).toEqual(changed)
    expect((await audit()).map(({ action }) => action)).toEqual(['rules-saved', 'rules-undone', 'rules-undone'])
  })

  it('refuses where somebody has saved meanwhile, also where the file is the same again', async () => {
    const { file, base } = await read()
    const first = await save(opens(file, 'ann', '11:00'), base)
    const second = await save(opens(file, 'ann', '08:00'), first.base)
    await save(opens(file, 'ann', '11:00'), second.base)
    expect((await refused('/rules/undo', { base: first.base })).refusal).toBe('changed-meanwhile')
  })

  it('refuses where there is nothing to undo', async () => {
    expect((await refused('/rules/undo', { base: (await read()).base })).refusal).toBe('not-changeable')
  })

  it('keeps the last fifty', async () => {
    let { file, base } = await read()
    for (let i = 0; i < 52; i++) ({ file, base } = await save({ ...file, noticeMinutes: 100 + i }, base))
    const rows = await house.store.transaction(async (transaction) => transaction.lastReplaced('oak'))
    expect(rows).toMatchObject({ place: 52, file: { noticeMinutes: 150 } })
  })
})

describe('POST rules/preview', () => {
  it('tells openings gained and lost by week and practitioner, and changes nothing', async () => {
    const { file, base } = await read()
    const before = house.store.generation()
    const answer = await preview(
      withOne(file, 'ann', (one) => ({
        ...one,
        weeks: [{ week: '2026-11-30', windows: [{ weekday: 2, start: '08:00', end: '12:00' }] }],
      })),
    )
    // Eight half hours on Tuesday; lost are six a day on four days.
    expect(answer).toEqual({
      faults: [],
      weeks: [{ week: '2026-11-30', gained: 2, lost: 24 }],
      practitioners: [{ id: 'ann', name: 'Dr Ann Ash', gained: 2, lost: 24 }],
      affected: [],
      what: ['Dr Ann Ash: week of Mon, Nov 30, 2026 edited by hand'],
    })
    expect([await read(), house.store.generation()]).toMatchObject([{ base }, before])
  })

  it('tells what it leaves outside hours, closed or over, and not what was so before', async () => {
    await putInSchedule(
      house,
      appointment({ id: 'early', start: at('07:00', '2026-11-24') }),
      appointment({ id: 'late', start: at('11:30', '2026-11-24') }),
      appointment({ id: 'bobs', practitioners: ['bob'], chair: 'two', start: at('09:30', '2026-11-25') }),
    )
    const request = await sendRequest(house, {
      reason: 'clean',
      practitioner: 'kim',
      start: '2026-11-24T10:00:00-05:00',
    })
    const second = await sendRequest(house, {
      reason: 'clean',
      practitioner: 'kim',
      start: '2026-11-24T10:00:00-05:00',
    })
    const { file } = await read()
    const less = withOne(opens(file, 'ann', '09:00', '11:00'), 'kim', (one) => ({ ...one, splitBooking: 1 }))
    const { affected } = await preview({ ...less, closures: [{ name: 'Away', date: '2026-11-25' }] })
    const nadia = { given: 'Nadia', family: 'Reyes' }
    const over = [request.id, second.id].sort().map((id) => ({
      ...{ kind: 'request', id, request: id, start: '2026-11-24T10:00:00-05:00', practitioner: 'Kim Cedar' },
      ...{ reason: 'Cleaning', patient: nadia, why: 'over-capacity' },
    }))
    expect(affected).toEqual([
      ...over,
      {
        ...{ kind: 'appointment', id: 'late', request: null, start: '2026-11-24T11:30:00-05:00' },
        ...{ practitioner: 'Dr Ann Ash', reason: 'Check-up', patient: nadia, why: 'outside-hours' },
      },
      {
        ...{ kind: 'appointment', id: 'bobs', request: null, start: '2026-11-25T09:30:00-05:00' },
        ...{ practitioner: 'Dr Bob Birch', reason: 'Check-up', patient: nadia, why: 'closed' },
      },
    ])
    const noted = await house.store.auditOf('oak', `request:${request.id}`)
    expect(noted.map(({ action }) => action)).toContain('request-listed')
  })

  it('tells faults by where they stand in the file', async () => {
    const { file } = await read()
    expect(await preview({ ...file, noticeMinutes: -5 })).toMatchObject({
      faults: [{ pointer: '/noticeMinutes' }],
      weeks: [],
      what: [],
    })
  })
})
