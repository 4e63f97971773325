import { describe, expect, it } from 'vitest'
import { createAxis } from '../../portal/model/calendar-axis.ts'
import { pictureOf } from '../../portal/model/calendar-picture.ts'
import { layTracks } from '../../portal/model/calendar-tracks.ts'
import { at, lane, week } from './calendar-kit.tsx'

const minutes = 60_000
const day = (date: string, start: string, end: string) => ({ date, start: Date.parse(start), end: Date.parse(end) })

describe('createAxis', () => {
  it('leaves the skipped hour’s place empty, and puts what comes after where its time of day is', () => {
    const spring = day('2027-03-14', '2027-03-14T00:00:00-05:00', '2027-03-15T00:00:00-04:00')
    const axis = createAxis([spring], 'America/New_York', [], [0, 24]).days.get('2027-03-14')!
    expect(axis.change).toMatchObject({ kind: 'skipped', wall: 120, minutes: 60 })
    expect(axis.missing).toEqual([{ from: 120, to: 180, isSkipped: true }])
    expect(axis.down(Date.parse('2027-03-14T01:59:00-05:00'))).toBe(119)
    expect(axis.down(Date.parse('2027-03-14T03:00:00-04:00'))).toBe(180)
    expect(axis.instant(150)).toBeNull()
    expect(axis.instant(180)).toBe(Date.parse('2027-03-14T03:00:00-04:00'))
  })

  it('has the repeated hour twice, and on the other days of the week a gap in its second place', () => {
    const days = [
      day('2026-10-31', '2026-10-31T00:00:00-04:00', '2026-11-01T00:00:00-04:00'),
      day('2026-11-01', '2026-11-01T00:00:00-04:00', '2026-11-02T00:00:00-05:00'),
    ]
    const axis = createAxis(days, 'America/New_York', [], [0, 24])
    const [saturday, sunday] = days.map(({ date }) => axis.days.get(date)!)
    expect(axis.to).toBe(25 * 60)
    expect(axis.hours.slice(0, 5).map(({ time, isAgain }) => (isAgain ? `${time} again` : time))).toEqual([
      '00:00',
      '01:00',
      '01:00 again',
      '02:00',
      '03:00',
    ])
    // Nine in the morning is at the same height on both.
    expect(saturday!.down(Date.parse('2026-10-31T09:00:00-04:00'))).toBe(600)
    expect(sunday!.down(Date.parse('2026-11-01T09:00:00-05:00'))).toBe(600)
    expect(saturday!.missing).toEqual([{ from: 120, to: 180, isSkipped: false }])
    for (const down of [0, 59, 60, 119, 180, 600, 1499]) expect(saturday!.down(saturday!.instant(down)!)).toBe(down)
    for (const down of [0, 60, 119, 120, 179, 180, 1499]) expect(sunday!.down(sunday!.instant(down)!)).toBe(down)
  })

  it('reaches from the earliest to the latest that is to be seen', () => {
    const one = day('2026-11-24', at('2026-11-24', '00:00'), at('2026-11-25', '00:00'))
    const seen = [{ start: Date.parse(at('2026-11-24', '06:20')), end: Date.parse(at('2026-11-24', '20:10')) }]
    expect(createAxis([one], 'America/New_York', seen, [8, 17])).toMatchObject({ from: 5.5 * 60, to: 21.5 * 60 })
    expect(createAxis([one], 'America/New_York', [], [8, 17])).toMatchObject({ from: 7.5 * 60, to: 17.5 * 60 })
  })
})

describe('layTracks', () => {
  const span = (start: number, end: number) => ({ start: start * minutes, end: end * minutes })
  it('lays what overlaps beside each other, and gives a place free again', () => {
    expect(layTracks([span(0, 60), span(30, 90), span(60, 80)], 2)).toEqual([
      { track: 0, tracks: 2 },
      { track: 1, tracks: 2 },
      { track: 0, tracks: 2 },
    ])
  })
  it('makes room for more than there are places, only where they are', () => {
    expect(layTracks([span(0, 30), span(0, 30), span(30, 60)], 1)).toEqual([
      { track: 0, tracks: 2 },
      { track: 1, tracks: 2 },
      { track: 0, tracks: 1 },
    ])
  })
})

describe('pictureOf', () => {
  it('closes for a place only who works there', () => {
    const closure = { name: 'Repairs', start: at('2026-11-24', '00:00'), end: at('2026-11-25', '00:00') }
    const closed = (location: string) =>
      pictureOf(week({ closures: [{ ...closure, location }] }), ['2026-11-24'], [lane()]).columns[0]!.closed.length
    expect([closed('pine'), closed('harbor')]).toEqual([1, 0])
  })

  it('marks every change of the count, and writes what would cover another below it', () => {
    const taken = (from: string, to: string, count: number) => ({
      start: at('2026-11-24', from),
      end: at('2026-11-24', to),
      taken: count,
    })
    const counted = lane({
      places: 2,
      taken: [
        taken('09:00', '09:30', 1),
        taken('09:30', '10:00', 1),
        taken('10:00', '10:10', 2),
        taken('10:10', '11:00', 1),
      ],
    })
    const [column] = pictureOf(week(), ['2026-11-24'], [counted]).columns
    const time = (at: number) => new Date(at).toISOString().slice(11, 16)
    expect(column!.taken.map(({ start, taken, labelAt }) => [time(start), taken, time(labelAt)])).toEqual([
      ['14:00', 1, '14:00'],
      ['15:00', 2, '15:00'],
      ['15:10', 1, '15:14'],
      ['16:00', 0, '16:00'],
    ])
  })
})
