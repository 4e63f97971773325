import { DateTime } from 'luxon'
import { minutesOf, type Peer, prepared, type Range, type Rules } from './peer.ts'
import { RRule, rruleWeekdays } from './rrule.ts'

/*
 * What is written first: rrule names the days, each start is a luxon DateTime of its time of day, and every start is held
 * against every booking.
 */

export const naive: Peer = {
  name: 'naive rrule + luxon',
  prepare(rules, bookings) {
    const taken = bookings.map(({ start, end }) => ({
      start: DateTime.fromMillis(start, { zone: rules.timeZone }),
      end: DateTime.fromMillis(end, { zone: rules.timeZone }),
    }))
    const ask = (range: Range) =>
      candidates(rules, range).filter((start) => {
        const end = start.plus({ minutes: rules.durationMinutes })
        return !taken.some((booking) => booking.start < end && booking.end > start)
      })
    return prepared(ask, (start) => start.toMillis() / 60_000)
  },
}

function candidates({ timeZone, windows, durationMinutes, stepMinutes }: Rules, { from, to }: Range): DateTime[] {
  const starts: DateTime[] = []
  for (const { weekdays, start, end } of windows) {
    const rule = new RRule(
      { freq: RRule.WEEKLY, byweekday: rruleWeekdays(weekdays), dtstart: new Date(Date.UTC(2026, 11, 1)) },
      true,
    )
    const length = (minutesOf(end) - minutesOf(start) + 1440) % 1440 || 1440
    for (const day of rule.between(new Date(from - 2 * 86_400_000), new Date(to + 86_400_000), true)) {
      const midnight = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() }
      for (let minutes = 0; minutes + durationMinutes <= length; minutes += stepMinutes) {
        const wall = minutesOf(start) + minutes
        const at = DateTime.fromObject(midnight, { zone: timeZone })
          .plus({ days: Math.floor(wall / 1440) })
          .set({ hour: Math.floor((wall % 1440) / 60), minute: wall % 60 })
        if (at.toMillis() >= from && at.toMillis() < to) starts.push(at)
      }
    }
  }
  return starts.sort((a, b) => a.toMillis() - b.toMillis())
}
