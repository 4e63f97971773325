import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Report } from '../../server/contract/report.ts'
import { importPractice } from '../../server/import.ts'
import { reportFor } from '../../server/report.ts'
import { reportCsv } from '../../server/report-csv.ts'
import { MONDAY_8, OWN_ORIGIN } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'
import { type Received, receive } from '../kit/received.ts'
import { describeOnBoth } from '../kit/stores.ts'

const FROM = Date.parse('2026-09-01T00:00:00-04:00')
const TO = Date.parse('2026-12-01T00:00:00-05:00')
const NOVEMBER = Date.parse('2026-11-01T00:00:00-04:00')
const OCTOBER = Date.parse('2026-10-01T00:00:00-04:00')

const anyReceived: fc.Arbitrary<Received> = fc
  .record({
    at: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: FROM - 86_400_000, max: TO + 86_400_000 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(FROM - 1, FROM, OCTOBER - 1, OCTOBER, NOVEMBER - 1, NOVEMBER, TO - 1, TO),
      },
    ),
    state: fc.constantFrom('pending', 'booked', 'rejected', 'cancelled', 'expired', 'noshow', 'arrived', 'fulfilled'),
    answeredAfterMinutes: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }),
    answeredBy: fc.constantFrom('staff:dana', 'staff:lee', 'sync', 'patient', 'clock'),
    answerReason: fc.constantFrom(null, 'unreachable', 'other'),
    changeCause: fc.constantFrom(null, 'no-chair', 'other'),
    movedMinutes: fc.option(fc.constantFrom(-30, 60), { nil: undefined }),
    isReplaced: fc.boolean(),
    reason: fc.constantFrom('check', 'clean', 'gone'),
    practitioner: fc.constantFrom('ann', 'bob'),
    source: fc.constantFrom(null, {}, { utmSource: 'Maps' }, { referrer: 'www.bing.com' }, { utmMedium: 'cpc' }),
    origin: fc.constantFrom(null, OWN_ORIGIN, 'https://oak.example.com'),
  })
  .map(({ answeredAfterMinutes, movedMinutes, ...rest }) => ({
    ...rest,
    ...(answeredAfterMinutes === undefined ? {} : { answeredAfterMinutes }),
    ...(movedMinutes === undefined ? {} : { movedMinutes }),
  }))

/** The definitions once more, one request at a time. */
function plainCount(list: readonly Received[]) {
  const answeredByPractice = (item: Received) =>
    item.answeredAfterMinutes !== undefined && !['patient', 'clock'].includes(item.answeredBy!)
  const counted = list.filter(
    (item) =>
      Number(item.at) >= FROM &&
      Number(item.at) < TO &&
      !(item.state === 'cancelled' && item.isReplaced && !answeredByPractice(item)),
  )
  const isOf = (item: Received, outcome: string) => {
    const visited = ['booked', 'noshow', 'arrived', 'fulfilled'].includes(item.state!)
    const calledOff = item.state === 'cancelled' && answeredByPractice(item)
    if (outcome === 'accepted') return visited || calledOff
    if (outcome === 'cancelled') return item.state === 'cancelled' && !calledOff
    return item.state === outcome
  }
  const of = (items: readonly Received[]) => {
    const count = (outcome: string) => items.filter((item) => isOf(item, outcome)).length
    const [accepted, rejected, expired] = [count('accepted'), count('rejected'), count('expired')]
    const decided = accepted + rejected + expired
    const times = items
      .filter((item) => (isOf(item, 'accepted') || item.state === 'rejected') && answeredByPractice(item))
      .map((item) => item.answeredAfterMinutes! * 60_000)
      .sort((a, b) => a - b)
    return {
      received: items.length,
      pending: count('pending'),
      accepted,
      changed: items.filter((item) => isOf(item, 'accepted') && item.movedMinutes !== undefined).length,
      rejected,
      cancelled: count('cancelled'),
      expired,
      medianAnswerMs: times[Math.ceil(times.length / 2) - 1] ?? null,
      rate: decided === 0 ? null : accepted / decided,
    }
  }
  const monthOf = ({ at }: Received) =>
    Number(at) < OCTOBER ? '2026-09' : Number(at) < NOVEMBER ? '2026-10' : '2026-11'
  const sourceOf = ({ source, origin }: Received) => {
    if (source?.utmSource) return 'link:maps'
    if (source?.referrer) return 'site:bing.com'
    return origin === null ? 'program' : origin === OWN_ORIGIN ? 'hosted-page' : 'website'
  }
  const by = (keyOf: (item: Received) => string, keys = [...new Set(counted.map(keyOf))]) =>
    Object.fromEntries(keys.map((key) => [key, of(counted.filter((item) => keyOf(item) === key))]))
  return {
    all: of(counted),
    byMonth: by(monthOf, ['2026-09', '2026-10', '2026-11']),
    byReason: by((item) => item.reason!),
    byPractitioner: by((item) => item.practitioner!),
    bySource: by(sourceOf),
    lines: counted.length,
  }
}

const keyed = (groups: Report['byMonth']) =>
  Object.fromEntries(groups.map(({ key, name: _, ...counts }) => [key, counts]))

describeOnBoth('the report', (store) => {
  it('counts as one would by hand, whatever came', async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyReceived, { maxLength: 60 }), async (list) => {
        // A practice of its own for each, so that nothing need be emptied.
        const id = `oak-${++number}`
        const file = testPractice({ id })
        await importPractice(store(), file, MONDAY_8)
        await receive(store(), id, list)
        const practice = { file, rulesVersion: 1 }
        const asked = { from: '2026-09-01', to: '2026-12-01' }
        const report = await reportFor(store(), practice, [OWN_ORIGIN], asked)
        let csv = ''
        for await (const part of reportCsv(store(), practice, [OWN_ORIGIN], asked)) csv += part
        expect({
          all: report.all,
          byMonth: keyed(report.byMonth),
          byReason: keyed(report.byReason),
          byPractitioner: keyed(report.byPractitioner),
          bySource: keyed(report.bySource),
          lines: csv.trimEnd().split('\r\n').length - 1,
        }).toEqual(plainCount(list))
        const total = (groups: readonly { count: number }[]) => groups.reduce((sum, { count }) => sum + count, 0)
        expect(total(report.causes)).toBe(report.all.changed)
        expect(total(report.rejections)).toBe(report.all.rejected)
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})
