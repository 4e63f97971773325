import { expect, it } from 'vitest'
import { type DeskTab, RequestListQuery as Query, type RequestListQuery } from '../../server/contract/desk.ts'
import { listFor } from '../../server/desk/lists.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { reportFor } from '../../server/report.ts'
import type { StoredAppointment } from '../../server/store/model.ts'
import { MONDAY_8, OWN_ORIGIN } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'
import { type Received, receive } from '../kit/received.ts'
import { describeOnBoth } from '../kit/stores.ts'

/* What the desk's lists hold and count, on both databases. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TABS: readonly DeskTab[] = ['action', 'today', 'upcoming', 'all']

/** A month of everything a report tells apart; the rest is the same for all. */
const month: readonly Received[] = [
  { at: '2026-11-02T09:00:00-05:00', state: 'booked', answeredAfterMinutes: 15 },
  { at: '2026-11-02T09:05:00-05:00', state: 'fulfilled', answeredAfterMinutes: 16, practitioner: 'bob' },
  { at: '2026-11-03T09:00:00-05:00', state: 'arrived', answeredAfterMinutes: 60, answeredBy: 'sync' },
  { at: '2026-11-03T09:00:00-05:00', state: 'noshow', answeredAfterMinutes: 240, reason: 'clean', practitioner: 'kim' },
  { at: '2026-11-04T09:00:00-05:00', state: 'cancelled', answeredAfterMinutes: 1440 },
  {
    at: '2026-11-05T09:00:00-05:00',
    state: 'booked',
    answeredAfterMinutes: 3,
    movedMinutes: 60,
    changeCause: 'no-chair',
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
  // Moved before it was rejected: no changed time, since it never took place.
  {
    at: '2026-11-09T09:00:00-05:00',
    state: 'rejected',
    answeredAfterMinutes: 1500,
    answerReason: 'unreachable',
    movedMinutes: 60,
    changeCause: 'no-chair',
    source: { utmSource: 'Google', utmMedium: 'cpc' },
  },
  {
    at: '2026-11-09T09:00:00-05:00',
    state: 'rejected',
    answeredAfterMinutes: 60,
    source: { referrer: 'www.bing.com' },
  },
  { at: '2026-11-11T09:00:00-05:00', state: 'expired', answeredAfterMinutes: 2880, answeredBy: 'clock' },
  { at: '2026-11-12T09:00:00-05:00', state: 'cancelled', answeredAfterMinutes: 5, answeredBy: 'patient' },
  { at: '2026-11-12T09:00:00-05:00', state: 'cancelled', origin: OWN_ORIGIN },
  { at: '2026-11-13T09:00:00-05:00', state: 'cancelled', isReplaced: true },
  { at: '2026-11-13T09:10:00-05:00', origin: null },
  { at: '2026-10-31T23:59:59-04:00' },
]

describeOnBoth('the desk’s lists', (store, database) => {
  async function practiceOf(id: string) {
    const file = testPractice({ id })
    await importPractice(store(), file, MONDAY_8)
    return { file, rulesVersion: 1 }
  }
  type Practice = Awaited<ReturnType<typeof practiceOf>>
  const listOf = async (practice: Practice, query: Partial<RequestListQuery> | object, now = MONDAY_8) =>
    (await listFor(store(), practice, [OWN_ORIGIN], now, Query.parse(query))).list

  it('are as long as the report says, for every number of it', async () => {
    const practice = await practiceOf('oak')
    await receive(store(), 'oak', month)
    const range = { from: '2026-10-01', to: '2026-12-01' }
    const report = await reportFor(store(), practice, [OWN_ORIGIN], range)
    const [told, listed]: [Record<string, number>, Record<string, number>] = [{}, {}]
    async function compare(count: number, query: object) {
      const key = JSON.stringify(query)
      const { requests, total } = await listOf(practice, { tab: 'all', ...range, ...query })
      told[key] = count
      listed[key] = total
      expect(requests).toHaveLength(total)
    }
    const groups = [
      { all: [report.all], narrowed: () => ({}) },
      { all: report.byReason, narrowed: ({ key }: { key: string }) => ({ reason: key }) },
      { all: report.byPractitioner, narrowed: ({ key }: { key: string }) => ({ practitioner: key }) },
      { all: report.bySource, narrowed: ({ key }: { key: string }) => ({ source: key }) },
      {
        all: report.byMonth,
        narrowed: ({ key }: { key: string }) => ({
          from: `${key}-01`,
          to: key === '2026-10' ? '2026-11-01' : '2026-12-01',
        }),
      },
    ]
    for (const { all, narrowed } of groups) {
      for (const group of all) {
        const query = narrowed(group as { key: string } & typeof report.all)
        await compare(group.received, query)
        await compare(group.changed, { ...query, changed: 'yes' })
        for (const outcome of ['pending', 'accepted', 'rejected', 'cancelled', 'expired'] as const) {
          await compare(group[outcome], { ...query, outcome })
        }
      }
    }
    for (const { cause, count } of report.causes) await compare(count, { cause: cause ?? 'none' })
    for (const { reason, count } of report.rejections) await compare(count, { rejection: reason ?? 'none' })
    for (const [i, { upToMs, count }] of report.answerTimes.entries()) {
      const before = report.answerTimes[i - 1]?.upToMs
      await compare(count, {
        ...(before == null ? {} : { answeredAbove: before / MINUTE }),
        ...(upToMs === null ? {} : { answeredUpTo: upToMs / MINUTE }),
      })
    }
    expect(listed).toEqual(told)
    expect(Object.keys(told).length).toBeGreaterThan(90)
    expect([report.all.received, report.all.changed, report.answerTimes.map(({ count }) => count)]).toEqual([
      15,
      3,
      [2, 5, 1, 1, 1],
    ])
  })

  it('count every tab alike, whichever is looked at', async () => {
    const practice = await practiceOf('elm')
    const visitAt = (start: number, state: Received['state']): Received => ({
      at: start - DAY,
      ...(state ? { state } : {}),
    })
    await receive(store(), 'elm', [
      visitAt(MONDAY_8 + HOUR, 'booked'),
      visitAt(MONDAY_8 - HOUR, 'arrived'),
      visitAt(MONDAY_8 + 2 * HOUR, 'rejected'),
      visitAt(MONDAY_8 + 3 * DAY, 'booked'),
      visitAt(MONDAY_8 + 4 * DAY, 'pending'),
      visitAt(MONDAY_8 + 5 * DAY, 'pending'),
      visitAt(MONDAY_8 - 5 * DAY, 'fulfilled'),
    ])
    const scheduled = (id: string, start: number, status: StoredAppointment['status'] = 'booked') => ({
      id,
      status,
      reason: 'check',
      practitioners: ['ann'] as const,
      chair: 'one',
      start,
      end: start + 30 * MINUTE,
      patient: null,
    })
    await importAppointments(
      store(),
      practice.file.id,
      [
        scheduled('a1', MONDAY_8 + 4 * HOUR),
        scheduled('a2', MONDAY_8 + 6 * DAY),
        scheduled('a3', MONDAY_8 + 6 * DAY, 'cancelled'),
        scheduled('a4', MONDAY_8 + 3 * DAY),
        scheduled('a5', MONDAY_8 + 500 * DAY),
      ],
      MONDAY_8,
    )
    const { rows } = await store().listRequests('elm', { tab: 'all', withUnlinked: false, now: MONDAY_8, limit: 9 })
    const linked = rows.find(({ start }) => start === MONDAY_8 + 3 * DAY)!
    await store().transaction(async (transaction) => {
      await transaction.linkAppointment('elm', 'a4', linked.id)
      await transaction.changeRequest('elm', linked.id, linked.revision, { appointment: 'a4' })
    })
    for (const tab of TABS) {
      const { counts, total } = await listOf(practice, { tab })
      expect([tab, counts, total]).toEqual([tab, { action: 2, today: 3, upcoming: 2, all: 7 }, counts[tab]])
    }
    expect((await listOf(practice, { tab: 'today', practitioner: 'bob' })).counts.today).toBe(3)
  })

  it('refuse what is no list', async () => {
    const practice = await practiceOf('fir')
    const wrong = [
      { tab: 'action', from: '2026-11-01', to: '2026-12-01' },
      { tab: 'all', outcome: 'accepted' },
      { tab: 'all', from: '2026-11-01' },
      { tab: 'all', from: '2026-11-02', to: '2026-11-02' },
      { tab: 'all', from: '0001-01-01', to: '0001-02-01' },
    ]
    for (const query of wrong)
      await expect(listOf(practice, query)).rejects.toMatchObject({ refusal: 'invalid-request' })
    expect(
      (await listOf(practice, { tab: 'all', from: '2026-11-01', to: '2026-12-01', source: 'site:none' })).total,
    ).toBe(0)
  })

  it('show their first part soon with 10,000 requests and a full schedule', async () => {
    const practice = await practiceOf('big')
    const spread = (i: number) => MONDAY_8 - 180 * DAY + i * 25 * MINUTE
    await receive(
      store(),
      'big',
      Array.from({ length: 10_000 }, (_, i): Received => {
        // A hundred wait; the others went their way.
        const state = i >= 9900 ? 'pending' : (['booked', 'rejected', 'cancelled', 'fulfilled'] as const)[i % 4]!
        return { at: spread(i), state, source: { utmSource: `link-${i % 20}` } }
      }),
    )
    await importAppointments(
      store(),
      'big',
      Array.from({ length: 3000 }, (_, i) => ({
        id: `s${i}`,
        status: 'booked' as const,
        reason: 'check',
        practitioners: ['ann'] as const,
        chair: null,
        start: MONDAY_8 - 20 * DAY + i * 20 * MINUTE,
        end: MONDAY_8 - 20 * DAY + i * 20 * MINUTE + 20 * MINUTE,
        patientId: `p${i}`,
        patient: {
          given: `Given${i}`,
          family: `Family${i % 500}`,
          birthDate: `19${50 + (i % 50)}-0${1 + (i % 9)}-1${i % 10}`,
          mobile: `(206) 555-0${100 + (i % 100)}`,
          email: `p${i}@example.com`,
        },
      })),
      MONDAY_8,
    )
    const questions: Record<string, object> = {
      action: { tab: 'action' },
      today: { tab: 'today' },
      upcoming: { tab: 'upcoming' },
      all: { tab: 'all' },
      counted: { tab: 'all', from: '2026-01-01', to: '2026-12-01', source: 'link:link-7', outcome: 'accepted' },
    }
    const took: Record<string, number> = {}
    for (const [name, query] of Object.entries(questions)) {
      // The best of several: others may be at work on the machine.
      const times = []
      for (let i = 0; i < 5; i++) {
        const before = performance.now()
        await listOf(practice, query)
        times.push(performance.now() - before)
      }
      took[name] = Math.round(Math.min(...times))
    }
    if (process.env.TIMES) console.info(database, took)
    expect(Object.entries(took).filter(([, ms]) => ms >= 200)).toEqual([])
  }, 120_000)
})
