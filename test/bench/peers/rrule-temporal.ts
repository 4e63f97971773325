import { RRuleTemporal } from 'rrule-temporal'
import { byStart, mergeWindows, minutesOf, type Peer, prepared, type Range } from './peer.ts'

/*
 * The library brings a Temporal of its own where the runtime has none. A window ends at its wall time on the day it began
 * or the next; what is free is found as by the tidy peer.
 */

export const rruleTemporal: Peer = {
  name: 'rrule-temporal + sorted merge',
  prepare(rules, bookings) {
    const sorted = byStart(bookings)
    const read = rules.windows.map(({ weekdays, start, end }) => {
      const rule = new RRuleTemporal({
        rruleString: `DTSTART;TZID=${rules.timeZone}:20261201T${start.replace(':', '')}00\nRRULE:FREQ=WEEKLY;BYDAY=${weekdays.join()}`,
      })
      const [hour, minute] = [Math.floor(minutesOf(end) / 60) % 24, minutesOf(end) % 60]
      return { rule, days: minutesOf(end) <= minutesOf(start) || end === '24:00' ? 1 : 0, hour, minute }
    })
    const ask = (range: Range) => {
      const windows = read.flatMap(({ rule, days, hour, minute }) =>
        rule.between(new Date(range.from - 2 * 86_400_000), new Date(range.to), true).map((open) => ({
          start: open.epochMilliseconds,
          end: open.add({ days }).with({ hour, minute }).epochMilliseconds,
        })),
      )
      return mergeWindows(byStart(windows), sorted, rules, range)
    }
    return prepared(ask, (start) => start / 60_000)
  },
}
