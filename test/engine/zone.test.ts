import { describe, expect, it } from 'vitest'
import { instantOf, isSkippedDay, offsetAt } from '../../engine/clock.ts'
import { parseDate } from '../../engine/date.ts'
import { zoneTable } from '../../engine/zone.ts'

const HOUR_MS = 3_600_000
const table = (zone: string, year: number) => zoneTable(zone, parseDate(`${year}-06-01`), parseDate(`${year}-06-02`))
const at = (zone: string, date: string, minutes: number) =>
  new Date(instantOf(table(zone, Number(date.slice(0, 4))), parseDate(date), minutes)).toISOString()

describe('zoneTable', () => {
  it('finds each change of the year to the minute', () => {
    expect(table('America/New_York', 2027)).toEqual({
      name: 'America/New_York',
      changes: [Date.UTC(2027, 2, 14, 7), Date.UTC(2027, 10, 7, 6)],
      offsets: [-5 * HOUR_MS, -4 * HOUR_MS, -5 * HOUR_MS],
    })
  })

  it('finds the two changes of a Ramadan that lie a month apart', () => {
    expect(table('Africa/Casablanca', 2024).changes).toEqual([Date.UTC(2024, 2, 10, 2), Date.UTC(2024, 3, 14, 2)])
  })

  it('finds a change on the first day of a year once', () => {
    expect(zoneTable('Africa/Sao_Tome', parseDate('2017-12-31'), parseDate('2019-01-02'))).toEqual({
      name: 'Africa/Sao_Tome',
      changes: [Date.UTC(2018, 0, 1, 1), Date.UTC(2019, 0, 1, 1)],
      offsets: [0, HOUR_MS, 0],
    })
  })

  it('refuses a zone nobody knows', () => {
    expect(() => table('America/Elm', 2027)).toThrow(
      'timeZone must be an IANA name, like "America/New_York"; got "America/Elm"',
    )
  })
})

describe('instantOf', () => {
  it.each([
    ['an ordinary time', 'America/New_York', '2027-06-07', 9 * 60, '2027-06-07T13:00:00.000Z'],
    [
      'a time the clock skips, moved forward by the gap',
      'America/New_York',
      '2027-03-14',
      150,
      '2027-03-14T07:30:00.000Z',
    ],
    ['the first minute after a gap', 'America/New_York', '2027-03-14', 180, '2027-03-14T07:00:00.000Z'],
    ['the first pass of a time that comes twice', 'America/New_York', '2027-11-07', 90, '2027-11-07T05:30:00.000Z'],
    ['the first time after the repeated hour', 'America/New_York', '2027-11-07', 120, '2027-11-07T07:00:00.000Z'],
    ['midnight at the end of a day', 'Asia/Kathmandu', '2027-06-07', 1440, '2027-06-07T18:15:00.000Z'],
    ['midnight that the clock skips', 'Africa/Cairo', '2027-04-30', 0, '2027-04-29T22:00:00.000Z'],
    [
      'a skipped time before a change to yet another offset',
      'Pacific/Apia',
      '2011-09-24',
      210,
      '2011-09-24T14:30:00.000Z',
    ],
    ['a gap of half an hour', 'Australia/Lord_Howe', '2027-10-03', 135, '2027-10-02T15:45:00.000Z'],
  ])('gives %s', (_what, zone, date, minutes, expected) => {
    expect(at(zone, date, minutes)).toBe(expected)
  })
})

describe('offsetAt', () => {
  it('changes at the instant of the change, not before', () => {
    const zone = table('America/New_York', 2027)
    const change = Date.UTC(2027, 2, 14, 7)
    expect([offsetAt(zone, change - 1), offsetAt(zone, change)]).toEqual([-5 * HOUR_MS, -4 * HOUR_MS])
  })
})

describe('isSkippedDay', () => {
  it('knows the Friday that Samoa never had, and no other', () => {
    const zone = table('Pacific/Apia', 2011)
    const days = ['2011-12-29', '2011-12-30', '2011-12-31']
    expect(days.map((date) => isSkippedDay(zone, parseDate(date)))).toEqual([false, true, false])
  })
})
