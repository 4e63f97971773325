import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDate, parseDate } from '../../engine/date.ts'
import { byLibrary, daysOf } from '../../engine/recurrence.ts'

const dates = (rule: Parameters<typeof daysOf>[0], from: string, to: string) =>
  daysOf(rule, parseDate(from), parseDate(to)).map(formatDate)

describe('daysOf', () => {
  it('names dates from the first, included, to the last, not included', () => {
    expect(dates({ rrule: 'FREQ=WEEKLY;BYDAY=MO,FR' }, '2026-11-23', '2026-11-30')).toEqual([
      '2026-11-23',
      '2026-11-27',
    ])
  })

  it('counts every other week from its first date', () => {
    const rule = { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', dtstart: '2026-01-02' }
    expect(dates(rule, '2026-11-21', '2026-12-31')).toEqual(['2026-12-04', '2026-12-18'])
  })

  it('leaves excluded dates out', () => {
    const rule = { rrule: 'FREQ=DAILY', exdates: ['2026-11-24'] }
    expect(dates(rule, '2026-11-23', '2026-11-26')).toEqual(['2026-11-23', '2026-11-25'])
  })

  it('knows the first Friday of the month', () => {
    expect(dates({ rrule: 'FREQ=MONTHLY;BYDAY=1FR' }, '2026-11-01', '2027-01-31')).toEqual([
      '2026-11-06',
      '2026-12-04',
      '2027-01-01',
    ])
  })

  it('names the same days as the library where it counts them itself', () => {
    const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
    const day = (least: string, most: string) => fc.integer({ min: parseDate(least), max: parseDate(most) })
    fc.assert(
      fc.property(
        fc.uniqueArray(weekday, { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        day('2024-01-01', '2027-12-31'),
        day('2026-01-01', '2027-12-31'),
        fc.integer({ min: 1, max: 400 }),
        (on, interval, first, from, length) => {
          const rrule = `FREQ=WEEKLY;${interval > 1 ? `INTERVAL=${interval};` : ''}BYDAY=${on.join()}`
          const rule = { rrule, dtstart: formatDate(first) }
          expect(daysOf(rule, from, from + length)).toEqual(byLibrary(rule, from, from + length))
        },
      ),
    )
  })

  it.each([
    ['DTSTART:20260101\nRRULE:FREQ=DAILY', 'holds more than a rule'],
    ['FREQ=DAILY;BYHOUR=9', 'names times of day'],
    ['FREQ=HOURLY', 'names times of day'],
    ['BYDAY=MO', 'has no FREQ'],
    ['FREQ=WEEKLY;BYDAY=XX', "can't be read"],
    ['FREQ=DAILY;INTERVAL=0', 'must have INTERVAL 1 or more'],
    ['FREQ=WEEKLY;COUNT=0;BYDAY=MO', 'must have COUNT 1 or more'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', 'needs a dtstart'],
    ['FREQ=WEEKLY', 'needs a dtstart'],
  ])('refuses %j', (rrule, why) => {
    expect(() => dates({ rrule }, '2026-11-23', '2026-11-30')).toThrow(why)
    expect(() => dates({ rrule }, '2026-11-23', '2026-11-30')).toThrow(RangeError)
  })
})
