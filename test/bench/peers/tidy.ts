import { DateTime } from 'luxon'
import { type Booking, byStart, mergeWindows, minutesOf, type Peer, prepared, type Range, type Rules } from './peer.ts'
import { RRule, rruleWeekdays } from './rrule.ts'

/*
 * What a careful program makes of the same libraries: rrule is given the zone, luxon reckons where a window ends, and
 * candidates and sorted bookings are merged in one pass. Rule objects and sorted bookings are kept; rrule's own cache is
 * off, because it helps only whoever asks for exactly the same range again.
 */

export const tidy: Peer = {
  name: 'tidy rrule(tzid) + luxon + sorted merge',
  prepare(rules, bookings) {
    const ask = asking(rules, bookings)
    return prepared(
      (range) => ask(range).map((start) => DateTime.fromMillis(start, { zone: rules.timeZone })),
      (start) => start.toMillis() / 60_000,
    )
  },
}

export const tidyNumbers: Peer = {
  name: 'the same, answered as numbers',
  prepare: (rules, bookings) => prepared(asking(rules, bookings), (start) => start / 60_000),
}

function asking(rules: Rules, bookings: readonly Booking[]): (range: Range) => number[] {
  const sorted = byStart(bookings)
  const read = rules.windows.map(({ weekdays, start, end }) => {
    const [startMinutes, endMinutes] = [minutesOf(start), minutesOf(end)]
    const rule = new RRule(
      {
        freq: RRule.WEEKLY,
        byweekday: rruleWeekdays(weekdays),
        dtstart: new Date(Date.UTC(2026, 11, 1, 0, startMinutes)),
        tzid: rules.timeZone,
      },
      true,
    )
    const until = {
      days: endMinutes <= startMinutes ? 1 : 0,
      hour: Math.floor(endMinutes / 60),
      minute: endMinutes % 60,
    }
    return { rule, until }
  })
  return (range) => {
    const windows = read.flatMap(({ rule, until: { days, hour, minute } }) =>
      rule.between(new Date(range.from - 2 * 86_400_000), new Date(range.to), true).map((date) => {
        const open = DateTime.fromJSDate(date, { zone: rules.timeZone })
        return { start: open.toMillis(), end: open.plus({ days }).set({ hour, minute }).toMillis() }
      }),
    )
    return mergeWindows(byStart(windows), sorted, rules, range)
  }
}
