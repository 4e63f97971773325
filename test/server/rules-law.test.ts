import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Busy,
  compile,
  evaluate,
  footprintOf,
  type Interval,
  occupancyOf,
  type Snapshot,
} from '../../engine/index.ts'
import { PreviewReply, RulesReply } from '../../server/contract/calendar.ts'
import { RequestList } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { compileFor } from '../../server/residents.ts'
import { previewRules } from '../../server/rules/preview.ts'
import { bookOf } from '../../server/rules/reading.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { at, type Desk, deskOf, expectClaimsRight, putInSchedule } from '../kit/desk.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { oracleStarts } from '../kit/oracle.ts'
import { testPractice } from '../kit/practice.ts'
import { type World, worlds } from '../kit/random-practice.ts'

/* However the rules are edited: nothing booked is lost, hidden or moved; what a preview says comes true; and what is on
   offer afterwards is what the saved rules say. */

/** `SEED=…` tries another order. */
const seed = Number(process.env.SEED ?? 8)

type Practitioner = PracticeFile['practitioners'][number]
type Edit = (file: PracticeFile) => PracticeFile

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const mondays = ['2026-11-23', '2026-11-30', '2026-12-07']
const dates = ['2026-11-23', '2026-11-24', '2026-12-01', '2026-12-07']

/** What T calls "load default schedule": the default's windows as they fall into a week. */
function defaultOf({ schedules }: Practitioner, week: string) {
  const inForce = schedules
    .filter(({ from }) => from === undefined || from <= week)
    .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
    .at(-1)
  return (inForce?.windows ?? []).flatMap(({ rrule, start, end }) =>
    days.flatMap((day, i) =>
      rrule.split('BYDAY=')[1]!.split(',').includes(day) ? [{ weekday: i + 1, start, end }] : [],
    ),
  )
}

const clock = fc.constantFrom('08:00', '09:00', '09:10', '10:00', '11:00')
const untilNoon = fc.constantFrom('11:30', '12:00', '13:00', '17:00')
const byDay = fc.subarray(days.slice(0, 6), { minLength: 1 }).map((on) => `FREQ=WEEKLY;BYDAY=${on.join()}`)
const windows = fc.array(fc.record({ rrule: byDay, start: clock, end: untilNoon }), { maxLength: 2 })

const ofPractitioner: fc.Arbitrary<(one: Practitioner) => Practitioner> = fc.oneof(
  windows.map((list) => (one: Practitioner) => ({ ...one, schedules: [{ windows: list }] })),
  // "Apply to remaining weeks": a version from a week on; weeks edited by hand go or stay.
  fc
    .tuple(fc.constantFrom(...mondays), windows, fc.boolean())
    .map(([from, list, isKeeping]) => (one: Practitioner) => ({
      ...one,
      schedules: [...one.schedules.filter((schedule) => schedule.from !== from), { from, windows: list }],
      weeks: isKeeping ? one.weeks : one.weeks.filter(({ week }) => week < from),
    })),
  fc.constantFrom(...mondays).map((week) => (one: Practitioner) => ({
    ...one,
    weeks: [...one.weeks.filter((edited) => edited.week !== week), { week, windows: defaultOf(one, week) }],
  })),
  fc
    .tuple(fc.constantFrom(...mondays), fc.integer({ min: 1, max: 6 }), clock, untilNoon)
    .map(([week, weekday, start, end]) => (one: Practitioner) => ({
      ...one,
      weeks: [...one.weeks.filter((edited) => edited.week !== week), { week, windows: [{ weekday, start, end }] }],
    })),
  fc.constant((one: Practitioner) => ({ ...one, weeks: [] })),
  fc.integer({ min: 1, max: 3 }).map((splitBooking) => (one: Practitioner) => ({ ...one, splitBooking })),
  fc
    .tuple(fc.constantFrom(...dates), fc.constantFrom(undefined, { start: '10:00', end: '11:00' }))
    .map(([date, remove]) => (one: Practitioner) => ({
      ...one,
      exceptions: [...one.exceptions, remove ? { date, remove } : { date, windows: [] }].slice(-3),
    })),
)

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('ann', 'bob', 'kim'), ofPractitioner)
      .map(([id, change]) => (file: PracticeFile) => ({
        ...file,
        practitioners: file.practitioners.map((one) => (one.id === id ? change(one) : one)),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(...dates).map((date) => ({ name: 'Away', date })),
        { maxLength: 2 },
      )
      .map((closures) => (file: PracticeFile) => ({ ...file, closures })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<PracticeFile['ceilings']>([], [{ id: 'few', most: 1 }], [{ id: 'new', most: 0, patients: 'new' }])
      .map((ceilings) => (file: PracticeFile) => ({ ...file, ceilings })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 2 }).map((capacity) => (file: PracticeFile) => ({
      ...file,
      chairs: file.chairs.map((chair) => ({ ...chair, capacity })),
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(1 as const, 5 as const).map((timeUnitMinutes) => (file: PracticeFile) => ({
      ...file,
      timeUnitMinutes,
    })),
  },
)

describe('saving rules', () => {
  let house: TestHouse
  let desk: Desk
  beforeEach(async () => {
    house = await testHouse()
    desk = await deskOf(house)
  })
  afterEach(() => house.close())

  /** Every row of what is booked, as it lies in the file. */
  const rows = () => {
    const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
    const all = ['request', 'appointment', 'hold', 'block'].map((table) =>
      database.prepare(`select * from "${table}" order by practice, id`).all(),
    )
    database.close()
    return JSON.stringify(all)
  }
  const listed = async () => {
    const lists = await Promise.all(
      ['action', 'today', 'upcoming', 'all'].map(async (tab) =>
        RequestList.parse(await (await desk.get(`/requests?tab=${tab}`)).json()),
      ),
    )
    return lists.map(({ requests }) =>
      requests.map(({ id, start, state, practitioner }) => [id, start, state, practitioner]),
    )
  }

  it('loses, hides and moves nothing, keeps claims right, and offers what the saved rules say', async () => {
    await putInSchedule(
      house,
      { id: 'a1', start: at('09:30') },
      { id: 'a2', start: at('10:00', '2026-11-24'), practitioners: ['bob'], chair: 'two' },
      { id: 'a3', start: at('10:10', '2026-12-01'), chair: null },
      { id: 'a4', start: at('10:00', '2026-12-07'), practitioners: ['kim'], chair: null, reason: 'clean' },
      { id: 'a5', start: at('10:00', '2026-11-24'), status: 'cancelled' },
    )
    for (const [reason, start] of [
      ['clean', '2026-11-24T10:00:00-05:00'],
      ['clean', '2026-11-24T10:00:00-05:00'],
      ['check', '2026-11-30T09:00:00-05:00'],
      ['first', '2026-12-01T11:00:00-05:00'],
    ] as const) {
      const reply = await send(house, requestBody({ reason, start, isNewPatient: reason === 'first' }))
      expect(reply.status).toBe(201)
    }
    const before = [rows(), await listed()]

    let changes = 0
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), async (edits, isUndone) => {
        const { file, base } = RulesReply.parse(await (await desk.get('/rules')).json())
        const next = edits.reduce((draft, change) => change(draft), file)
        const reply = await desk.post('/rules', { file: next, base })
        const text = await reply.text()
        expect([reply.status, text]).toEqual([200, text])
        let saved = RulesReply.parse(JSON.parse(text))
        expect(saved.file).toEqual(JSON.parse(JSON.stringify(next)))
        if (saved.base === base) return
        changes++
        await looksRight(saved.file)
        if (!isUndone) return
        saved = RulesReply.parse(await (await desk.post('/rules/undo', { base: saved.base })).json())
        expect(saved.file).toEqual(file)
        await looksRight(saved.file)
      }),
      { seed, numRuns: 40, endOnFailure: true },
    )
    expect(changes).toBeGreaterThan(20)

    async function looksRight(file: PracticeFile) {
      expect([rows(), await listed()]).toEqual(before)
      await expectClaimsRight(house)
      const compiled = compileFor(file, house.now)
      const { busy } = await bookOf(house.store, 'oak', house.now)
      const snapshot = { compiled, occupancy: occupancyOf(compiled, busy), now: house.now }
      for (const date of dates) {
        for (const reason of ['check', 'clean']) {
          const expected: string[] = []
          for (let t = at('00:00', date); t < at('00:00', date) + DAY_MS; t += 5 * MINUTE_MS) {
            if (evaluate(snapshot, { reason }, t).offered)
              expected.push(new Date(t - 5 * 3_600_000).toISOString().slice(11, 16))
          }
          expect([date, reason, await timesOn(house, date, `reason=${reason}`)]).toEqual([date, reason, expected])
        }
      }
    }
  }, 120_000)

  it('brings about what its preview said', async () => {
    for (const start of ['2026-11-24T10:00:00-05:00', '2026-12-01T09:00:00-05:00']) {
      for (const reason of ['check', 'clean', 'clean']) await send(house, requestBody({ reason, start }))
    }
    await fc.assert(
      fc.asyncProperty(edit, async (change) => {
        const { file, base } = RulesReply.parse(await (await desk.get('/rules')).json())
        const next = change(file)
        const said = PreviewReply.parse(await (await desk.post('/rules/preview', { file: next })).json())
        const saved = RulesReply.parse(await (await desk.post('/rules', { file: next, base })).json())
        expect(said.what.length > 0).toBe(saved.base !== base)
        if (saved.base === base) return
        expect(saved.undo!.what).toEqual(said.what)
        // The way back gains what was lost, and loses what was gained.
        const back = PreviewReply.parse(await (await desk.post('/rules/preview', { file })).json())
        const turned = (list: readonly { gained: number; lost: number }[]) =>
          list.map(({ gained, lost, ...rest }) => ({ ...rest, gained: lost, lost: gained }))
        expect([turned(back.weeks), turned(back.practitioners)]).toEqual([said.weeks, said.practitioners])
      }),
      { seed, numRuns: 25, endOnFailure: true },
    )
  }, 120_000)
})

describe('previewRules', () => {
  /** A practice of the engine's words as a file: names are ids. */
  const asFile = (practice: World['practice']) => {
    const named = <T extends { id: string }>(list: readonly T[]) => list.map((item) => ({ name: item.id, ...item }))
    const { chairs, reasons, practitioners } = practice
    const file = { ...practice, id: 'oak', locale: 'en-US', origins: [], ceilings: practice.ceilings ?? [] }
    const lists = { chairs: named(chairs), reasons: named(reasons), practitioners: named(practitioners) }
    return { ...file, ...lists } as unknown as PracticeFile
  }

  it('counts openings as one who looks at each minute does', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), ({ practice: drawn, busy, now, from, to }, pick) => {
        // One time in three all are needed together.
        const together = drawn.practitioners.map(({ id }) => id)
        const team = drawn.reasons.map((reason) => ({ ...reason, together }))
        const practice = pick % 3 === 0 ? { ...drawn, reasons: team } : drawn
        const others = [
          { ...practice, closures: [] },
          { ...practice, ceilings: [], noticeMinutes: 0 },
          { ...practice, practitioners: practice.practitioners.map((one) => ({ ...one, weeks: [], exceptions: [] })) },
          { ...practice, practitioners: practice.practitioners.map((one) => ({ ...one, splitBooking: 2 })) },
          {
            ...practice,
            practitioners: practice.practitioners.slice(1),
            reasons: practice.reasons.map((reason) => ({ ...reason, together: undefined })),
            ceilings: [],
          },
        ]
        const after = others[pick % others.length]!
        if (after.practitioners.length === 0) return
        const range = { start: from, end: to }
        const found = previewRules(asFile(practice), asFile(after), { busy, locations: new Map(), now, range })
        const open = (of: typeof practice, id: string) => {
          const starts = new Set<number>()
          for (const reason of of.reasons) {
            const isIn = reason.together
              ? reason.together.includes(id)
              : of.practitioners.some((one) => one.id === id && one.reasons.includes(reason.id))
            if (!isIn) continue
            for (const start of oracleStarts(of, busy, { reason: reason.id, practitioner: id }, now, from, to))
              starts.add(start)
          }
          return starts
        }
        const expected = practice.practitioners.flatMap(({ id }) => {
          const [old, next] = [open(practice, id), open(after, id)]
          const gained = [...next].filter((start) => !old.has(start)).length
          const lost = [...old].filter((start) => !next.has(start)).length
          return gained + lost === 0 ? [] : [{ id, name: id, gained, lost }]
        })
        expect([...found.practitioners].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected)
        const sum = (list: readonly { gained: number; lost: number }[]) =>
          list.reduce(([g, l], { gained, lost }) => [g! + gained, l! + lost], [0, 0])
        expect(sum(found.weeks)).toEqual(sum(expected))
      }),
      { seed, numRuns: 120 },
    )
  }, 120_000)

  const visit = fc
    .record({
      // Few days, so that they meet.
      day: fc.constantFrom(0, 1, 8),
      time: fc.integer({ min: 8 * 6, max: 12 * 6 }).map((tens) => tens * 10),
      practitioners: fc.constantFrom(['ann'], ['bob'], ['kim'], ['ann', 'bob']),
      chair: fc.constantFrom('one', 'two', null),
      kind: fc.constantFrom('appointment', 'request', 'hold', 'block'),
      status: fc.constantFrom('booked', 'booked', 'booked', 'cancelled'),
      buffer: fc.constantFrom(0, 5, 7),
    })
    .map(({ day, time, chair, kind, buffer, ...rest }) => {
      const start = at('00:00') + day * DAY_MS + time * MINUTE_MS
      const isBlock = kind === 'block'
      return {
        ...{ ...rest, kind, start, end: start + 40 * MINUTE_MS, bufferAfterMinutes: buffer },
        // One that names no chair and whose reason needs none takes none.
        ...{ chair: isBlock ? null : chair, reason: isBlock ? null : 'clean', patients: 'existing' as const },
      }
    })
  const visits = fc
    .array(visit, { maxLength: 16 })
    .map((list) => list.map((item, i) => ({ ...item, id: `v${i}` }) as Busy))

  const twice = fc
    .tuple(fc.array(edit, { maxLength: 3 }), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map((edits) => {
      const [before, after] = [edits[0], edits.flat()].map((list) =>
        list.reduce<PracticeFile>((draft, change) => change(draft), testPractice()),
      )
      return { before: before!, after: after! }
    })

  it('names weeks as one who looks at each start of three weeks does', () => {
    fc.assert(
      fc.property(twice, visits, ({ before, after }, busy) => {
        const range = { start: MONDAY_8, end: MONDAY_8 + 21 * DAY_MS }
        const { weeks } = previewRules(before, after, { busy, locations: new Map(), now: MONDAY_8, range })
        expect(weeks).toEqual(weeksBetween(before, after, busy, range))
      }),
      { seed, numRuns: 15 },
    )
  }, 120_000)

  it('names what is affected as one who looks at each minute of it does', () => {
    fc.assert(
      fc.property(twice, visits, ({ before, after }, busy) => {
        const range = { start: MONDAY_8, end: MONDAY_8 + DAY_MS }
        const { affected } = previewRules(before, after, { busy, locations: new Map(), now: MONDAY_8, range })
        const expected = busy
          .filter(({ kind, status }) => (kind === 'appointment' || kind === 'request') && status !== 'cancelled')
          .filter(({ end }) => end > MONDAY_8)
          .flatMap((item) => {
            const why = troubleOf(after, busy, item)
            return why && !troubleOf(before, busy, item) ? [[item.id, why]] : []
          })
        expect(affected.map(({ item, why }) => [item.id, why]).sort()).toEqual(expected.sort())
      }),
      { seed, numRuns: 250 },
    )
  }, 120_000)

  const snapshotOf = (file: PracticeFile, busy: readonly Busy[]): Snapshot => {
    const compiled = compile(file, { from: '2026-11-22', to: '2026-12-30' })
    return { compiled, occupancy: occupancyOf(compiled, busy), now: MONDAY_8 }
  }

  function weeksBetween(before: PracticeFile, after: PracticeFile, busy: readonly Busy[], range: Interval) {
    const [old, next] = [snapshotOf(before, busy), snapshotOf(after, busy)]
    const weeks = new Map<string, { week: string; gained: number; lost: number }>()
    for (let t = range.start; t < range.end; t += 5 * MINUTE_MS) {
      for (const { id, reasons } of before.practitioners) {
        const isOffered = (snapshot: Snapshot) =>
          reasons.some((reason) => evaluate(snapshot, { reason, practitioner: id }, t).offered)
        const [was, is] = [isOffered(old), isOffered(next)]
        if (was === is) continue
        const week = mondays.findLast((monday) => at('00:00', monday) <= t)!
        const change = weeks.get(week) ?? { week, gained: 0, lost: 0 }
        weeks.set(week, change)
        change[is ? 'gained' : 'lost']++
      }
    }
    return [...weeks.values()]
  }

  /** Minute by minute, from the windows as they are written. */
  function troubleOf(file: PracticeFile, busy: readonly Busy[], item: Busy): string | null {
    const date = new Date(item.start - 5 * 3_600_000).toISOString().slice(0, 10)
    if (file.closures.some((closure) => 'date' in closure && closure.date === date)) return 'closed'
    const minutes = Array.from({ length: 40 }, (_, i) => item.start + i * MINUTE_MS)
    const isThere = item.practitioners.every((id) => {
      const one = file.practitioners.find((each) => each.id === id)!
      return minutes.every((minute) => spansOn(one, date).some(({ start, end }) => start <= minute && minute < end))
    })
    if (!isThere) return 'outside-hours'
    const compiled = { practice: file, reasons: new Map(file.reasons.map((reason) => [reason.id, reason])) }
    const live = busy.filter(({ kind, status }) => kind !== 'block' && status !== 'cancelled')
    const { start, end } = footprintOf(compiled, item).chair
    for (let minute = start; minute < end; minute += MINUTE_MS) {
      const here = live.filter((other) => {
        const { chair } = footprintOf(compiled, other)
        return chair.start <= minute && minute < chair.end
      })
      for (const id of item.practitioners) {
        const places = file.practitioners.find((one) => one.id === id)!.splitBooking
        if (here.filter(({ practitioners }) => practitioners.includes(id)).length > places) return 'over-capacity'
      }
      const chair = file.chairs.find(({ id }) => id === item.chair)
      if (chair && here.filter((other) => other.chair === chair.id).length > chair.capacity) return 'over-capacity'
    }
    const dayOf = (each: Busy) => new Date(each.start - 5 * 3_600_000).toISOString().slice(0, 10)
    const ofDay = live.filter((each) => dayOf(each) === date)
    for (const { most, patients } of file.ceilings) {
      const isCounted = (each: Busy) => patients === undefined || each.patients === patients
      if (isCounted(item) && ofDay.filter(isCounted).length > most) return 'over-capacity'
    }
    return null
  }

  function spansOn(one: Practitioner, date: string): Interval[] {
    const span = ({ start, end }: { start: string; end: string }) => ({ start: at(start, date), end: at(end, date) })
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7
    const monday = new Date(Date.parse(`${date}T12:00:00Z`) - (weekday - 1) * DAY_MS).toISOString().slice(0, 10)
    const replaced = one.exceptions.findLast((each) => each.windows && each.date === date)
    const edited = one.weeks.findLast(({ week }) => week === monday)
    const version = one.schedules
      .filter(({ from }) => from === undefined || from <= date)
      .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
      .at(-1)
    const open = replaced
      ? replaced.windows!.map(span)
      : edited
        ? edited.windows.filter((window) => window.weekday === weekday).map(span)
        : (version?.windows ?? []).filter(({ rrule }) => rrule.includes(days[weekday - 1]!)).map(span)
    const removed = one.exceptions.flatMap(({ remove, date: on }) => (remove && on === date ? [span(remove)] : []))
    return open.flatMap(({ start, end }) => {
      const left: Interval[] = []
      for (let t = start; t < end; t += MINUTE_MS) {
        if (!removed.some((part) => part.start <= t && t < part.end)) left.push({ start: t, end: t + MINUTE_MS })
      }
      return left
    })
  }
})
