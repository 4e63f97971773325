import { localOf } from './local-time.ts'

const minuteMs = 60_000
const dayMinutes = 1440
const marginMinutes = 30

/** A local day, as the calendar's reply says it. `start`, `end`: epoch ms; 23 or 25 hours apart where clocks change. */
export type Day = { readonly date: string; readonly start: number; readonly end: number }

/** A change of clocks: minutes of the day as clocks show them. */
type Change = {
  readonly kind: 'skipped' | 'repeated'
  /** Epoch ms. */
  readonly at: number
  /** What they would show without the change. */
  readonly wall: number
  readonly minutes: number
}

/** How one day lies along an axis. */
export type DayAxis = {
  readonly day: Day
  /** The clocks change on it. */
  readonly change: Change | null
  /** Minutes down the axis of an instant of this day; what is before it or after it is cut to its ends. */
  down(at: number): number
  /** The instant so many minutes down; null where the day has none, as in the hour that is skipped. */
  instant(down: number): number | null
  /** Parts of the axis that this day doesn't have: what its clocks skip, and what another day of the week repeats. */
  readonly missing: readonly { readonly from: number; readonly to: number; readonly isSkipped: boolean }[]
}

export type Axis = {
  /** Minutes down the axis between which something is to be seen. */
  readonly from: number
  readonly to: number
  readonly days: ReadonlyMap<string, DayAxis>
  /** Whole hours to be written beside it. `isAgain`: clocks show it for the second time. */
  readonly hours: readonly { readonly down: number; readonly time: string; readonly isAgain: boolean }[]
}

/**
 * One axis for several days, on which the same time of day is at the same height. An hour that clocks show twice on one of
 * the days is there twice; on the others its second place stays empty. An hour that is skipped leaves an empty place.
 *
 * @param days - At least one, in order.
 * @param seen - Spans in epoch ms that must be on it.
 * @param least - Hours of the day that are on it in any case, like `[8, 17]`.
 */
export function createAxis(
  days: readonly Day[],
  timeZone: string,
  seen: readonly { start: number; end: number }[],
  least: readonly [number, number],
): Axis {
  const changes = new Map(days.map((day) => [day.date, changeOf(day, timeZone)]))
  const repeated = [...changes.values()].find((change) => change?.kind === 'repeated') ?? null
  const axes = new Map(days.map((day) => [day.date, dayAxis(day, changes.get(day.date) ?? null, repeated)]))
  const whole = dayMinutes + (repeated?.minutes ?? 0)
  const toAxis = (wall: number) => wall + (repeated && wall >= repeated.wall ? repeated.minutes : 0)

  let [from, to] = [toAxis(least[0] * 60), toAxis(least[1] * 60)]
  for (const { start, end } of seen) {
    for (const axis of axes.values()) {
      if (end <= axis.day.start || start >= axis.day.end) continue
      from = Math.min(from, axis.down(Math.max(start, axis.day.start)))
      to = Math.max(to, end >= axis.day.end ? whole : axis.down(end))
    }
  }
  // A little of what is before and after, or the first and last line would be the edge.
  from = Math.max(0, Math.floor(from / 60) * 60 - marginMinutes)
  to = Math.min(whole, Math.ceil(to / 60) * 60 + marginMinutes)

  const hours = []
  for (let hour = 0; hour < 24; hour++) {
    hours.push({ down: toAxis(hour * 60), time: `${String(hour).padStart(2, '0')}:00`, isAgain: false })
    const isTwice = repeated && hour * 60 >= repeated.wall - repeated.minutes && hour * 60 < repeated.wall
    if (isTwice) {
      hours.push({ down: hour * 60 + repeated.minutes, time: `${String(hour).padStart(2, '0')}:00`, isAgain: true })
    }
  }
  return {
    from,
    to,
    days: axes,
    hours: hours.filter(({ down }) => down >= from && down <= to).sort((a, b) => a.down - b.down),
  }
}

function dayAxis(day: Day, change: Change | null, repeated: Change | null): DayAxis {
  const insert = repeated?.minutes ?? 0
  const whole = dayMinutes + insert
  const shifted = (wall: number) => wall + (repeated && wall >= repeated.wall ? insert : 0)

  function down(at: number): number {
    if (at < day.start) return 0
    if (at >= day.end) return whole
    const passed = (at - day.start) / minuteMs
    if (!change || at < change.at) return shifted(passed)
    // The second time round stands below the first, where nothing else is.
    if (change.kind === 'repeated') return passed
    return shifted(passed + change.minutes)
  }

  const missing: { from: number; to: number; isSkipped: boolean }[] = []
  if (change?.kind === 'skipped') {
    const from = shifted(change.wall)
    missing.push({ from, to: from + change.minutes, isSkipped: true })
  }
  if (repeated && change?.kind !== 'repeated') {
    missing.push({ from: repeated.wall, to: repeated.wall + insert, isSkipped: false })
  }

  return {
    day,
    change,
    down,
    missing,
    instant(minutes) {
      if (minutes < 0 || minutes >= whole || missing.some(({ from, to }) => minutes >= from && minutes < to))
        return null
      const inserted = repeated && change?.kind !== 'repeated' && minutes >= repeated.wall + insert ? insert : 0
      const skipped = change?.kind === 'skipped' && minutes - inserted >= change.wall ? change.minutes : 0
      return day.start + (minutes - inserted - skipped) * minuteMs
    },
  }
}

/** When on a day of 23 or 25 hours the clocks change: the first minute after which they show something else. */
function changeOf(day: Day, timeZone: string): Change | null {
  const lacking = dayMinutes - (day.end - day.start) / minuteMs
  if (lacking === 0) return null
  const isChanged = (at: number) => localOf(at, timeZone).time !== wallWords((at - day.start) / minuteMs)
  // At midnight itself, as in Beirut, there is nothing before.
  let [before, after] = [day.start, isChanged(day.start) ? day.start : day.end - minuteMs]
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs
    if (isChanged(middle)) after = middle
    else before = middle
  }
  return {
    kind: lacking > 0 ? 'skipped' : 'repeated',
    at: after,
    wall: (after - day.start) / minuteMs,
    minutes: Math.abs(lacking),
  }
}

const wallWords = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
