import { DateTime } from 'luxon'
import { getTimeSlots } from 'time-slots-generator'
import { byStart, minutesOf, type Peer, prepared, type Range, type Rules, type Weekday } from './peer.ts'

/*
 * The library knows one day of minutes, blocks and no length of a visit. So a day's hours and bookings are given to it as
 * blocks that begin a visit's length early, and luxon turns its minutes into instants.
 */

const weekdays: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const intervals = { 10: 'tenth', 15: 'quarter', 30: 'half', 60: 'one' } as const

export const timeSlotsGenerator: Peer = {
  name: 'time-slots-generator (npm) + luxon',
  prepare(rules, bookings) {
    const zone = rules.timeZone
    const taken = new Map<string, [from: number, to: number][]>()
    for (const booking of byStart(bookings)) {
      const start = DateTime.fromMillis(booking.start, { zone })
      const end = DateTime.fromMillis(booking.end, { zone })
      const wall = start.hour * 60 + start.minute
      const list = taken.get(start.toISODate()!) ?? []
      list.push([wall - rules.durationMinutes, wall + end.diff(start, 'minutes').minutes])
      taken.set(start.toISODate()!, list)
    }
    const ask = ({ from, to }: Range) => {
      const starts: number[] = []
      const last = DateTime.fromMillis(to, { zone })
      for (let day = DateTime.fromMillis(from, { zone }).startOf('day'); day < last; day = day.plus({ days: 1 })) {
        const closed = closedOn(rules, day.weekday)
        if (!closed) continue
        const blocks = [...closed, ...(taken.get(day.toISODate()!) ?? [])]
        const interval = intervals[rules.stepMinutes as keyof typeof intervals]
        for (const minute of getTimeSlots(blocks, false, interval, true, true)) {
          const start = day.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis()
          if (start >= from && start < to) starts.push(start)
        }
      }
      return starts
    }
    return prepared(ask, (start) => start / 60_000)
  },
}

/** Minutes of a weekday at which no visit may begin; undefined when it is closed all day. */
function closedOn({ windows, durationMinutes }: Rules, weekday: number): [from: number, to: number][] | undefined {
  const open: [from: number, to: number][] = []
  for (const window of windows) {
    const [start, end] = [minutesOf(window.start), minutesOf(window.end)]
    const isOvernight = end <= start
    if (window.weekdays.includes(weekdays[weekday - 1]!)) open.push([start, isOvernight ? 1440 + durationMinutes : end])
    if (isOvernight && window.weekdays.includes(weekdays[(weekday + 5) % 7]!)) open.push([0, end])
  }
  if (open.length === 0) return undefined
  open.sort((a, b) => a[0] - b[0])
  const ends = [-1440, ...open.map(([, end]) => end)]
  return [...open.map(([start]) => start), 2880].map((start, i) => [ends[i]! - durationMinutes, start])
}
