import { describe, expect, it } from 'vitest'
import { accountRoute, formatAppointment, formatRoom, formatRoute, parseRoute } from '../../portal/model/route.ts'
import { createWords, span } from '../../portal/model/words.ts'

const at = Date.parse
const now = at('2026-11-23T08:42:00-05:00')
const british = createWords('en-GB', 'America/New_York')
const american = createWords('en-US', 'America/New_York')

describe('times and dates', () => {
  it('follows the zone of the practice, not that of the process', () => {
    expect(british.moment(at('2026-11-24T15:30:00Z'), now)).toBe('Tue 24 Nov, 10:30')
    expect(createWords('en-GB', 'Australia/Sydney').moment(at('2026-11-24T15:30:00Z'), now)).toBe('Wed 25 Nov, 02:30')
  })

  it('follows the locale of the practice, with plain spaces only', () => {
    expect(american.moment(at('2026-11-24T10:30:00-05:00'), now)).toBe('Tue, Nov 24, 10:30 AM')
    expect(american.time(at('2026-11-24T08:05:00-05:00'))).toBe('8:05 AM')
    expect(british.time(at('2026-11-24T08:05:00-05:00'))).toBe('08:05')
    expect(createWords('de-DE', 'Europe/Berlin').moment(at('2026-11-24T10:30:00+01:00'), now)).toBe(
      'Di., 24. Nov., 10:30',
    )
  })

  it('says today by the day of the practice', () => {
    expect(british.moment(at('2026-11-23T23:30:00-05:00'), now)).toBe('Today, 23:30')
    expect(british.moment(at('2026-11-24T00:00:00-05:00'), now)).toBe('Tue 24 Nov, 00:00')
    expect(british.momentInSentence(at('2026-11-23T23:30:00-05:00'), now)).toBe('today, 23:30')
  })

  it('names the year only when it is not this one', () => {
    expect(british.moment(at('2027-01-04T09:00:00-05:00'), now)).toBe('Mon 4 Jan 2027, 09:00')
    expect(british.dayInFull(now)).toBe('Mon 23 Nov 2026')
  })

  it('spells a range out', () => {
    const [from, to] = [at('2026-11-24T10:30:00-05:00'), at('2026-11-24T11:20:00-05:00')]
    expect(british.timeRange(from, to)).toBe('10:30 – 11:20')
    expect(american.timeRange(from, to)).toBe('10:30 – 11:20 AM')
  })

  it('keeps a date of birth the day it is, in any zone', () => {
    expect(createWords('en-US', 'Pacific/Honolulu').birthDate('1991-03-14')).toEqual({
      text: 'Mar 14, 1991',
      digits: '03/14/1991',
    })
  })

  it.each([
    ['1991-11-23', '35 years'],
    ['1991-11-24', '34 years'],
    ['2024-11-23', '2 years'],
    ['2024-11-24', '23 months'],
    ['2026-10-23', '1 month'],
    ['2026-11-23', '0 months'],
  ])('gives %s the age of %s', (born, age) => {
    expect(british.yearsOld(born, now)).toBe(age)
  })
})

describe('span', () => {
  it.each([
    [59_999, '0 min'],
    [22 * 60_000, '22 min'],
    [60 * 60_000, '1 h'],
    [100 * 60_000, '1 h 40 min'],
    [6 * 3_600_000 + 59 * 60_000, '6 h'],
    [14 * 3_600_000, '14 h'],
    [24 * 3_600_000, '1 d'],
    [47 * 3_600_000, '1 d 23 h'],
    [-1, '0 min'],
  ])('writes %i ms as %s', (ms, words) => {
    expect(span(ms)).toBe(words)
  })
})

describe('isOverdue', () => {
  it.each([
    ['a day within the week', '2026-11-17T09:00:00-05:00', '2026-11-18T09:00:00-05:00', true],
    ['just less than that', '2026-11-17T09:00:00-05:00', '2026-11-18T08:59:00-05:00', false],
    ['Friday afternoon to Monday morning', '2026-11-20T16:00:00-05:00', '2026-11-23T08:42:00-05:00', false],
    ['Friday afternoon to Monday afternoon', '2026-11-20T16:00:00-05:00', '2026-11-23T16:00:00-05:00', true],
    ['Saturday to Monday evening', '2026-11-21T12:00:00-05:00', '2026-11-23T20:00:00-05:00', false],
  ])('%s', (_what, since, until, expected) => {
    expect(british.isOverdue(at(since), at(until))).toBe(expected)
  })
})

describe('routes', () => {
  const desk = (practice: string | null, tab: string | null = null, open: object | null = null) => ({
    at: 'desk',
    practice,
    tab,
    open,
  })

  it('reads back what it writes', () => {
    expect(parseRoute(formatRoute('elm'))).toEqual(desk('elm', 'action'))
    expect(parseRoute(formatRoute('elm', null, 'today'))).toEqual(desk('elm', 'today'))
    expect(parseRoute(formatRoute('elm', 'a/b c'))).toEqual(desk('elm', 'action', { kind: 'request', id: 'a/b c' }))
    expect(parseRoute(formatAppointment('elm', 'a1'))).toEqual(desk('elm', null, { kind: 'appointment', id: 'a1' }))
    expect(parseRoute(formatRoom('elm', 'report'))).toEqual({ at: 'room', practice: 'elm', room: 'report' })
    expect(parseRoute(accountRoute)).toEqual({ at: 'account' })
    expect(parseRoute('#/invitation/elm/t0k')).toEqual({ at: 'invitation', practice: 'elm', token: 't0k' })
  })

  it.each(['', '#', '#/', '#/%E0%A4%A', '#//requests/r1'])('takes %j for the list of the first practice', (hash) => {
    expect(parseRoute(hash)).toEqual(desk(null))
  })

  it('takes an unknown room for the list', () => {
    expect(parseRoute('#/elm/cellar/r1')).toEqual(desk('elm'))
  })
})
