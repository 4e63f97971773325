import { describe, expect, it } from 'vitest'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { changedParts, isSetUp } from '../../server/rules/parts.ts'
import { pointerOf } from '../../server/rules/reading.ts'
import { differencesOf } from '../../server/rules/words.ts'
import { testPractice } from '../kit/practice.ts'

const oak = testPractice()
type Practitioner = PracticeFile['practitioners'][number]
const ann = (change: Partial<Practitioner>): PracticeFile => ({
  ...oak,
  practitioners: oak.practitioners.map((one) => (one.id === 'ann' ? { ...one, ...change } : one)),
})
const on = (days: string, start: string, end: string) => ({ rrule: `FREQ=WEEKLY;BYDAY=${days}`, start, end })
const week = (start: string, weekday = 2) => ({ week: start, windows: [{ weekday, start: '08:00', end: '12:00' }] })
const weeks = ['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21'].map((each) => week(each))

describe('differencesOf', () => {
  it.each<[string, PracticeFile, PracticeFile, string[]]>([
    ['nothing', oak, testPractice(), []],
    [
      'one weekday',
      oak,
      ann({ schedules: [{ windows: [on('MO,WE,TH,FR', '09:00', '12:00'), on('TU', '08:00', '12:00')] }] }),
      ['Dr Ann Ash: Tuesdays 09:00–12:00 → 08:00–12:00'],
    ],
    [
      'days that change alike, and one that falls away',
      oak,
      ann({ schedules: [{ windows: [on('MO,TU,WE', '08:00', '12:00'), on('TH', '09:00', '12:00')] }] }),
      ['Dr Ann Ash: Mondays to Wednesdays 09:00–12:00 → 08:00–12:00', 'Dr Ann Ash: Fridays 09:00–12:00 → none'],
    ],
    [
      'a default from a week on, against the one that is in force then',
      oak,
      ann({
        schedules: [
          ...oak.practitioners[0]!.schedules,
          { from: '2027-01-04', windows: [on('MO,TU,WE,TH', '09:00', '12:00')] },
        ],
      }),
      ['Dr Ann Ash, from Mon, Jan 4, 2027: Fridays 09:00–12:00 → none'],
    ],
    [
      'for whom a window is',
      oak,
      ann({
        schedules: [{ windows: [{ ...on('MO,TU,WE,TH,FR', '09:00', '12:00'), reasons: ['first'], patients: 'new' }] }],
      }),
      ['Dr Ann Ash: Mondays to Fridays 09:00–12:00 → 09:00–12:00 (only First visit; only new patients)'],
    ],
    ['a week', oak, ann({ weeks: [weeks[0]!] }), ['Dr Ann Ash: week of Mon, Nov 30, 2026 edited by hand']],
    [
      'a week edited again',
      ann({ weeks: [weeks[0]!] }),
      ann({ weeks: [week('2026-11-30', 3)] }),
      [
        'Dr Ann Ash, week of Mon, Nov 30, 2026: Tuesday 08:00–12:00 → none',
        'Dr Ann Ash, week of Mon, Nov 30, 2026: Wednesday none → 08:00–12:00',
      ],
    ],
    [
      'many weeks',
      ann({ weeks }),
      oak,
      ['Dr Ann Ash: 4 weeks by the default hours again, Mon, Nov 30, 2026 – Mon, Dec 21, 2026'],
    ],
    [
      'leave',
      oak,
      ann({ exceptions: [{ from: '2026-12-14', through: '2026-12-18', windows: [], note: 'Leave' }] }),
      ['Dr Ann Ash: exception added, Mon, Dec 14, 2026 – Fri, Dec 18, 2026: away (Leave)'],
    ],
    ['a split booking value', oak, ann({ splitBooking: 2 }), ['Dr Ann Ash: visits at the same time 1 → 2']],
    ['what somebody gives', oak, ann({ reasons: ['check'] }), ['Dr Ann Ash: reasons Check-up, First visit → Check-up']],
    [
      'closures',
      { ...oak, closures: [{ name: 'Move', date: '2026-12-01' }] },
      {
        ...oak,
        closures: [
          { name: 'Christmas', rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25' },
          { name: 'Move', date: '2026-12-02', start: '09:00', end: '10:00' },
        ],
      },
      ['Closure added: Christmas, every 25 December', 'Closure changed: Move, Wed, Dec 2, 2026, 09:00–10:00'],
    ],
    [
      'somebody new, and somebody gone',
      oak,
      {
        ...oak,
        practitioners: [...oak.practitioners.slice(1), { ...oak.practitioners[0]!, id: 'eve', name: 'Dr Eve Elm' }],
      },
      ['Practitioner removed: Dr Ann Ash', 'Practitioner added: Dr Eve Elm'],
    ],
    ['an order', oak, { ...oak, chairs: oak.chairs.toReversed() }, ['Chairs: in another order']],
    [
      'set-up',
      oak,
      {
        ...oak,
        phone: '555-0199',
        email: 'oak@example.com',
        retentionMonths: 1,
        noticeMinutes: 1440,
        proofOfWork: true,
      },
      [
        'Phone: 555-0100 → 555-0199',
        'Shortest notice: 1 hour → 1 day',
        'How long patients’ data is kept: 24 months → 1 month',
        'Proof of work: off → on',
        'Email: nothing → oak@example.com',
      ],
    ],
  ])('tells %s', (_what, before, after, words) => {
    expect(differencesOf(before, after)).toEqual(words)
  })
})

describe('changedParts', () => {
  it('names what differs, and who was added as one part', () => {
    const eve = { ...oak.practitioners[0]!, id: 'eve', name: 'Dr Eve Elm' }
    const after = { ...ann({ splitBooking: 2 }), closures: [{ name: 'Move', date: '2026-12-01' }] }
    const parts = changedParts(oak, { ...after, practitioners: [...after.practitioners, eve] })
    expect(parts.sort()).toEqual(['closures', 'practitioners', 'practitioners/ann/splitBooking', 'practitioners/eve'])
    expect(parts.filter(isSetUp)).toEqual(['practitioners', 'practitioners/eve'])
  })
})

describe('pointerOf', () => {
  it.each([
    ['', ''],
    ['noticeMinutes', '/noticeMinutes'],
    ['practitioners[0].weeks[2].week', '/practitioners/0/weeks/2/week'],
    ['reasons[1].names["zh-Hans"]', '/reasons/1/names/zh-Hans'],
  ])('turns %j into %j', (path, pointer) => expect(pointerOf(path)).toBe(pointer))
})
