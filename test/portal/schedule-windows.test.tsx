import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesBetween } from '../../portal/model/schedule-changes.ts'
import { readWeekly, writeWeekly } from '../../portal/model/schedule-rrule.ts'
import { applyFrom, isEachWeekAlike, weeklyOf } from '../../portal/model/schedule-versions.ts'
import { defaultWeek, weekOf, withWeek } from '../../portal/model/schedule-week.ts'
import { addWindow, endOf, moveEdge, splitWindow, type WeekWindow } from '../../portal/model/schedule-windows.ts'
import { file } from './schedule-kit.tsx'

const area = (weekday: number, start: string, end: string): WeekWindow => ({ weekday, start, end })

describe('moveEdge', () => {
  const day = [area(1, '08:00', '12:00'), area(1, '13:00', '17:00'), area(2, '08:00', '12:00')]
  const moved = (index: number, edge: 'start' | 'end', minutes: number) => {
    const { start, end } = moveEdge(day, index, edge, minutes)[index]!
    return `${start}–${end}`
  }

  it('moves an edge as far as the area beside it and the ends of the day', () => {
    expect(moved(0, 'end', 12 * 60 + 30)).toBe('08:00–12:30')
    expect(moved(0, 'end', 16 * 60)).toBe('08:00–13:00')
    expect(moved(1, 'start', 9 * 60)).toBe('12:00–17:00')
    expect(moved(0, 'start', -30)).toBe('00:00–12:00')
    expect(moved(1, 'end', 25 * 60)).toBe('13:00–24:00')
  })

  it('leaves an area at least 5 minutes', () => {
    expect(moved(0, 'end', 60)).toBe('08:00–08:05')
    expect(moved(0, 'start', 20 * 60)).toBe('11:55–12:00')
  })

  it('leaves the end of hours that run past midnight', () => {
    const night = [area(5, '20:00', '02:00')]
    expect(moveEdge(night, 0, 'end', 23 * 60)).toEqual(night)
    expect(endOf(night[0]!)).toBe(26 * 60)
  })

  it('never makes areas of a day overlap', () => {
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.constantFrom('start' as const, 'end' as const),
        fc.integer({ max: 2000 }),
        (...move) => {
          const [first, second] = moveEdge(day, ...move)
          return endOf(first!) <= Number(second!.start.slice(0, 2)) * 60 + Number(second!.start.slice(3))
        },
      ),
    )
  })
})

describe('splitting and adding', () => {
  it('splits at a time inside, and nowhere else', () => {
    expect(splitWindow([area(1, '08:00', '12:00')], 0, 600)).toEqual([
      area(1, '08:00', '10:00'),
      area(1, '10:00', '12:00'),
    ])
    expect(splitWindow([area(1, '08:00', '12:00')], 0, 480)).toEqual([area(1, '08:00', '12:00')])
  })

  it('adds after the last hours of a day, while there is room', () => {
    expect(addWindow([area(1, '08:00', '12:00')], 1)?.at(-1)).toEqual(area(1, '13:00', '17:00'))
    expect(addWindow([], 6)).toEqual([area(6, '08:00', '12:00')])
    expect(addWindow([area(1, '08:00', '24:00')], 1)).toBeNull()
  })
})

describe('rules of weekdays', () => {
  it('are read back as they were written', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 52 }), (weekdays, everyWeeks) => {
        const sorted = [...weekdays].sort((a, b) => a - b)
        expect(readWeekly(writeWeekly({ weekdays, everyWeeks }))).toEqual({ weekdays: sorted, everyWeeks })
      }),
    )
  })

  it('are not read where there is more to them', () => {
    for (const rrule of [
      'FREQ=MONTHLY;BYMONTHDAY=1',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
      'FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101',
      'FREQ=WEEKLY;BYDAY=MO;WKST=SU',
      'FREQ=WEEKLY;BYDAY=1MO',
    ]) {
      expect(readWeekly(rrule), rrule).toBeNull()
    }
  })
})

describe('the hours of a week', () => {
  const osei = file().practitioners[0]!

  it('are worked out of the default, every second week too', () => {
    const days = (monday: string) => defaultWeek(osei.schedules, monday).map(({ weekday }) => weekday)
    expect(days('2026-11-23')).toEqual([1, 2, 3, 4, 5, 6])
    expect(days('2026-11-30')).toEqual([1, 2, 3, 4, 5])
    expect(days('2026-12-07')).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('change in the middle of a week where a version begins there', () => {
    const schedules = [...osei.schedules, { from: '2026-12-03', windows: [] }]
    expect(defaultWeek(schedules, '2026-11-30').map(({ weekday }) => weekday)).toEqual([1, 2, 3])
  })

  it('are those edited by hand, until that is taken back', () => {
    expect(weekOf(osei, '2026-12-21')).toEqual({ windows: [area(1, '08:00', '10:00')], isEdited: true })
    const back = withWeek(file(), 'osei', '2026-12-21', null).practitioners[0]!
    expect(weekOf(back, '2026-12-21').isEdited).toBe(false)
    expect(weekOf(back, '2026-12-21').windows).toHaveLength(6)
  })
})

describe('applying to the remaining weeks', () => {
  it('keeps what was before, and puts later versions aside', () => {
    const [first] = file().practitioners[0]!.schedules
    const windows = [{ rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '10:00', end: '11:00' }]
    expect(applyFrom([first!, { from: '2027-02-01', windows: [] }], windows, '2026-12-07')).toEqual([
      first,
      { from: '2026-12-07', windows },
    ])
  })

  it('writes one week as rules that give the same week again', () => {
    const week = [area(1, '08:00', '12:00'), area(1, '13:00', '17:00'), area(3, '08:00', '12:00')]
    expect(weeklyOf(week)).toEqual([
      { rrule: 'FREQ=WEEKLY;BYDAY=MO,WE', start: '08:00', end: '12:00' },
      { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '13:00', end: '17:00' },
    ])
    expect(defaultWeek([{ windows: weeklyOf(week) }], '2026-12-07')).toEqual(week)
  })

  it('is not for a week that is not like the others', () => {
    expect(isEachWeekAlike(file().practitioners[0]!.schedules, '2026-12-07')).toBe(false)
    expect(isEachWeekAlike([{ windows: weeklyOf([area(1, '08:00', '12:00')]) }], '2026-12-07')).toBe(true)
  })
})

describe('changesBetween', () => {
  it('says what is gained and lost, and nothing of hours only split', () => {
    expect(changesBetween([area(2, '08:00', '17:00')], [area(2, '07:30', '12:00'), area(2, '12:00', '15:00')])).toEqual(
      [
        { weekday: 2, from: 450, to: 480, kind: 'gained' },
        { weekday: 2, from: 900, to: 1020, kind: 'lost' },
      ],
    )
  })
})
