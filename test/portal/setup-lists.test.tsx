import { describe, expect, it } from 'vitest'
import { asKind } from '../../portal/model/setup-closures.ts'
import { closeOn, closureOn } from '../../portal/model/setup-holidays.ts'
import { addEntry, moveEntry, removeEntry } from '../../portal/model/setup-lists.ts'
import { barOf } from '../../portal/model/setup-reason.ts'
import { asException, withDates } from '../../portal/model/setup-time-off.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { file } from './setup-kit.tsx'

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('addEntry', () => {
  it('gives everything its location once there are two', () => {
    const { file: two, id } = addEntry(file(), null, 'locations', 'Oak Street', 'UTC')
    expect(id).toBe('oak-street')
    expect(two.locations.at(-1)).toEqual({ id, name: 'Oak Street', address: '', timeZone: 'America/New_York' })
    expect(two.practitioners[0]!.schedules[0]!.windows[0]!.location).toBe('elm-street')
    expect(two.chairs.map(({ location }) => location)).toEqual(['elm-street', 'elm-street'])
  })

  it('adds what the contract takes, of every list', () => {
    for (const list of ['locations', 'practitioners', 'chairs', 'reasons'] as const) {
      expect(PracticeFile.safeParse(plain(addEntry(file(), null, list, 'New one', 'UTC').file)).success).toBe(true)
    }
  })

  it('does not take the id of what is about to be removed', () => {
    const without = removeEntry(file(), 'chairs', 'chair-1')
    expect(addEntry(without, file(), 'chairs', 'Chair 1', 'UTC').id).toBe('chair-1-2')
  })
})

describe('removeEntry', () => {
  it('leaves nothing that names what is gone', () => {
    const counted = file({ ceilings: [{ id: 'few', most: 2, reasons: ['check-up'] }] })
    expect(JSON.stringify(removeEntry(counted, 'reasons', 'check-up'))).not.toContain('check-up')
    expect(removeEntry(counted, 'reasons', 'check-up').ceilings).toEqual([])
    expect(plain(removeEntry(file(), 'chairs', 'chair-1')).reasons[0].chairs).toEqual(['chair-2'])
  })

  it('takes away hours that were only for a reason that is gone, and no others', () => {
    const [osei, brandt] = file().practitioners
    const windows = [
      { rrule: 'FREQ=WEEKLY', start: '09:00', end: '12:00', reasons: ['filling'] },
      { rrule: 'FREQ=WEEKLY', start: '13:00', end: '17:00', reasons: ['filling', 'check-up'] },
    ]
    const both = file({ practitioners: [{ ...osei!, schedules: [{ windows }] }, brandt!] })
    expect(plain(removeEntry(both, 'reasons', 'filling')).practitioners[0].schedules[0].windows).toEqual([
      { rrule: 'FREQ=WEEKLY', start: '13:00', end: '17:00', reasons: ['check-up'] },
    ])
  })

  it('keeps leave when it takes the location of extra hours away', () => {
    const { file: two } = addEntry(file(), null, 'locations', 'Oak', 'UTC')
    const [osei, brandt] = two.practitioners
    const exceptions = [
      { date: '2027-02-01', windows: [] },
      { date: '2027-02-06', windows: [{ start: '09:00', end: '12:00', location: 'oak' }] },
    ]
    const less = removeEntry({ ...two, practitioners: [{ ...osei!, exceptions }, brandt!] }, 'locations', 'oak')
    expect(less.practitioners[0]!.exceptions).toEqual([{ date: '2027-02-01', windows: [] }])
  })
})

describe('moveEntry', () => {
  it('moves one by one place and stops at the ends', () => {
    expect(moveEntry(file(), 'practitioners', 'brandt', -1).practitioners.map(({ id }) => id)).toEqual([
      'brandt',
      'osei',
    ])
    const same = file()
    expect(moveEntry(same, 'practitioners', 'osei', -1)).toBe(same)
  })
})

describe('closures', () => {
  it('keep name, place and times when they are told in another way', () => {
    const eve = { name: 'Christmas Eve', location: 'elm-street', date: '2026-12-24', start: '12:30', end: '24:00' }
    const yearly = asKind(eve, 'yearly', '2026-11-23')
    expect(yearly).toEqual({
      ...{ name: 'Christmas Eve', location: 'elm-street', start: '12:30', end: '24:00' },
      rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24',
    })
    expect(asKind(yearly, 'day', '2026-12-25')).toEqual({ ...eve, date: '2027-12-24' })
  })

  it('of a holiday come once and go alone', () => {
    const christmas = { date: '2026-12-25', name: 'Christmas Day' }
    const closed = closeOn(file(), christmas, true)
    expect(closed.closures.at(-1)).toEqual(christmas)
    expect(closeOn(closed, christmas, true)).toBe(closed)
    expect(closeOn(closed, christmas, false).closures).toEqual(file().closures)
    // Part of a day, or several days, is something else.
    expect(closureOn(file(), '2026-12-24')).toBeNull()
    const days = file({ closures: [{ name: 'Break', from: '2026-12-24', through: '2026-12-27' }] })
    expect(closeOn(days, christmas, false)).toBe(days)
  })
})

describe('exceptions', () => {
  it('are written as one date or as a range, with one meaning at a time', () => {
    const course = { date: '2027-01-20', remove: { start: '14:00', end: '17:00' }, note: 'Course' }
    expect(withDates(asException(course, 'away', undefined), '2027-01-20', '2027-01-22')).toEqual({
      ...{ from: '2027-01-20', through: '2027-01-22', windows: [], note: 'Course' },
    })
  })
})

describe('barOf', () => {
  it('draws buffers and segments to scale', () => {
    const reason = { ...file().reasons[1]!, durationMinutes: 60, bufferBeforeMinutes: 20, bufferAfterMinutes: 20 }
    const segments = [{ startMinutes: 0, endMinutes: 20 }]
    expect(barOf({ ...reason, segments })).toEqual([
      { kind: 'buffer', from: 0, size: 20 },
      { kind: 'waiting', from: 20, size: 60 },
      { kind: 'needed', from: 20, size: 20 },
      { kind: 'buffer', from: 80, size: 20 },
    ])
    expect(barOf({ ...reason, durationMinutes: Number.NaN })).toEqual([])
  })
})
