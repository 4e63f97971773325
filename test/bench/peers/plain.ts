import {
  type Booking,
  byStart,
  MINUTE_MS,
  minutesOf,
  type Peer,
  preparedMinutes,
  type Range,
  type Rules,
  type Weekday,
} from './peer.ts'

/*
 * The baseline to beat: what one writes by hand, with care, without a library or an index. The zone's offset is kept for
 * every day, bookings are kept sorted and joined, and one pass over the days' starts and the bookings gives the answer.
 * All in epoch minutes.
 */

export const plain: Peer = {
  name: 'plain JS, offsets cached per day, sorted merge',
  prepare(rules, bookings) {
    const calendar = readCalendar(rules.timeZone)
    const openings = readOpenings(rules)
    const taken = joinTaken(bookings)
    return preparedMinutes((range) => merge(rules, openings, calendar, taken, range))
  },
}

interface Opening {
  /** Minutes after midnight; the end may be on the next day. */
  readonly start: number
  readonly end: number
}

interface Calendar {
  readonly firstDay: number
  /** By day: minutes to add to UTC at its midnight. */
  readonly offsets: Int32Array
  /** By day: when the offset changes on it; 0 on nearly all. */
  readonly changes: Int32Array
}

interface Taken {
  readonly from: Int32Array
  readonly to: Int32Array
}

function merge(
  { durationMinutes, stepMinutes }: Rules,
  openings: readonly (readonly Opening[])[],
  calendar: Calendar,
  taken: Taken,
  range: Range,
): Int32Array {
  const from = range.from / MINUTE_MS
  const to = range.to / MINUTE_MS
  const firstDay = Math.floor(from / 1440) - 1
  const lastDay = Math.floor(to / 1440)
  const starts = new Int32Array((lastDay - firstDay + 1) * Math.ceil(1440 / stepMinutes))
  const bookings = taken.from.length
  let next = firstAfter(taken.to, from)
  let count = 0
  for (let day = firstDay; day <= lastDay; day++) {
    for (const { start, end } of openings[(day + 4) % 7]!) {
      const open = instantOf(calendar, day, start)
      const close = Math.min(instantOf(calendar, day, end) - durationMinutes, to - 1)
      for (let at = open; at <= close; at += stepMinutes) {
        while (next < bookings && taken.to[next]! <= at) next++
        if ((next < bookings && taken.from[next]! < at + durationMinutes) || at < from) continue
        starts[count++] = at
      }
    }
  }
  return starts.subarray(0, count)
}

/** A time that is skipped moves forward by the gap, one that comes twice means its first pass. */
function instantOf({ firstDay, offsets, changes }: Calendar, day: number, minutes: number): number {
  const i = day - firstDay + (minutes >= 1440 ? 1 : 0)
  const wall = day * 1440 + minutes
  const before = wall - offsets[i]!
  if (changes[i] === 0 || before < changes[i]!) return before
  const after = wall - offsets[i + 1]!
  return after >= changes[i]! ? after : before
}

function firstAfter(sorted: Int32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

function readOpenings({ windows }: Rules): Opening[][] {
  const weekdays: readonly Weekday[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
  return weekdays.map((weekday) =>
    windows
      .filter((window) => window.weekdays.includes(weekday))
      .map((window) => {
        const start = minutesOf(window.start)
        const end = minutesOf(window.end)
        return { start, end: end <= start ? end + 1440 : end }
      }),
  )
}

function joinTaken(bookings: readonly Booking[]): Taken {
  const joined: { start: number; end: number }[] = []
  for (const { start, end } of byStart(bookings)) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return {
    from: Int32Array.from(joined, ({ start }) => start / MINUTE_MS),
    to: Int32Array.from(joined, ({ end }) => end / MINUTE_MS),
  }
}

const calendars = new Map<string, Calendar>()

/** Offsets of 2026-12-20 to 2028-01-10. */
function readCalendar(timeZone: string): Calendar {
  const kept = calendars.get(timeZone)
  if (kept) return kept
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const offsetAt = (minute: number): number => {
    const name = format.formatToParts(minute * MINUTE_MS).find(({ type }) => type === 'timeZoneName')!.value
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name)!
    return sign ? (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1) : 0
  }
  const firstDay = Date.UTC(2026, 11, 20) / 86_400_000
  const days = 387
  const midnight = (i: number) => (firstDay + i) * 1440
  const offsets = Int32Array.from({ length: days }, (_, i) => {
    const near = offsetAt(midnight(i))
    return offsetAt(midnight(i) - near)
  })
  const changes = Int32Array.from({ length: days - 1 }, (_, i) => {
    if (offsets[i] === offsets[i + 1]) return 0
    let low = midnight(i) - offsets[i]!
    let high = midnight(i + 1) - offsets[i + 1]!
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (offsetAt(middle) === offsets[i]) low = middle
      else high = middle
    }
    return high
  })
  const calendar = { firstDay, offsets, changes }
  calendars.set(timeZone, calendar)
  return calendar
}
