import { isSkippedDay } from '../../engine/clock.ts'
import { parseDate } from '../../engine/date.ts'
import { type Compiled, compile, occupancyOf, type Practice, type Practitioner, starts } from '../../engine/index.ts'
import { zoneTable } from '../../engine/zone.ts'
import { type Change, changesOf, dateAfter, ReadClock, type Span, textOf } from './intl-clock.ts'
import type { Score } from './score.ts'

const MINUTE_MS = 60_000
const STEP_MS = 15 * MINUTE_MS
const AROUND_MS = 60 * MINUTE_MS
export const years = { first: '2026-01-01', last: '2028-12-31' }

/** Names that runtimes know but not all of them list: older and newer ones of one place, and some of no place. */
const otherNames = [
  ['UTC', 'Etc/UTC', 'Etc/GMT+5', 'Etc/GMT-14', 'GB', 'US/Eastern', 'US/Pacific', 'NZ', 'NZ-CHAT', 'Asia/Calcutta'],
  ['Asia/Kolkata', 'Asia/Katmandu', 'Asia/Kathmandu', 'Europe/Kiev', 'Europe/Kyiv', 'Africa/Asmera', 'Australia/ACT'],
  ['America/Buenos_Aires', 'America/Godthab', 'America/Nuuk', 'Pacific/Enderbury', 'Australia/LHI', 'Egypt', 'EST5EDT'],
].flat()

interface Hours {
  readonly start: string
  readonly end: string
}

/** Hours that matter on every date, whenever the clock changes: past midnight, to midnight, whole days, working days. */
const plainHours: readonly Hours[] = [
  '22:00-02:00 23:30-00:30 23:45-00:15 23:00-01:00 18:00-06:00 21:15-03:45 23:00-04:00 12:00-11:45',
  '23:30-24:00 23:45-24:00 20:00-24:00 22:00-24:00 12:00-24:00 00:15-24:00 22:00-00:00',
  '00:00-24:00 00:00-00:00 12:00-12:00 00:00-00:15 00:00-01:00 00:00-12:00 08:00-17:00 23:00-23:15',
]
  .join(' ')
  .split(' ')
  .map((text) => ({ start: text.slice(0, 5), end: text.slice(6) }))

/** Names of all zones that are compared: what the runtime lists and what it knows besides. */
export function allZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ...otherNames])]
}

/** Compares the engine's hours on every date around a change of every zone with what Intl says. */
export function compareHours(score: Score): void {
  const totals = { zones: 0, steady: 0, changes: 0, dates: 0, starts: 0 }
  for (const timeZone of allZones()) {
    totals.zones++
    const changes = changesIn(timeZone)
    totals.changes += changes.length
    compareChanges(score, timeZone, changes)
    if (changes.length === 0) {
      totals.steady++
      // The second night runs into a year of which no other date is asked.
      for (const date of ['2026-06-17', '2027-12-31']) {
        totals.starts += compareDates(score, timeZone, [date], plainHours)
      }
    }
    for (const change of changes) {
      const dates = datesAround(change)
      totals.dates += dates.length
      totals.starts += compareDates(score, timeZone, dates, hoursAround(change))
    }
  }
  const listed = Intl.supportedValuesOf('timeZone').length
  console.log(`${totals.zones} zones, ${totals.zones - listed} of them not in the runtime's list`)
  console.log(
    `${totals.zones - totals.steady} zones change ${totals.changes} times from ${years.first} to ${years.last}`,
  )
  console.log(`${totals.dates} dates around those changes, and two in each of the ${totals.steady} other zones`)
  console.log(`${score.count('window')} windows compared`)
  console.log(`${score.count('starts')} lists of starts compared, ${totals.starts} starts in them`)
}

/** Dates that a zone's clock never showed, and those beside them. */
export function compareSkippedDays(score: Score): void {
  const skipped = [
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Fakaofo', '2011-12-30'],
    ['Pacific/Kiritimati', '1994-12-31'],
    ['Pacific/Kwajalein', '1993-08-21'],
  ] as const
  let never = 0
  for (const [timeZone, date] of skipped) {
    const dates = [-2, -1, 0, 1, 2].map((days) => dateAfter(date, days))
    const clock = new ReadClock(timeZone, dates[0]!, dates.at(-1)!)
    for (const each of dates) {
      const day = parseDate(each)
      const expected = !clock.shows(each)
      const got = isSkippedDay(zoneTable(timeZone, day - 3, day + 3), day)
      if (expected) never++
      score.check('skipped', got === expected, () => `${timeZone} ${each}: isSkippedDay ${got}, by Intl ${expected}`)
    }
    compareDates(score, timeZone, dates, plainHours)
  }
  score.check(
    'skipped dates',
    never === skipped.length,
    () => `by Intl ${never} of ${skipped.length} dates never happened`,
  )
  console.log(`${score.count('skipped')} dates asked whether they ever happened, ${never} of them never did`)
}

function changesIn(timeZone: string): Change[] {
  return changesOf(timeZone, Date.parse(years.first), Date.parse(dateAfter(years.last, 1)))
}

function compareChanges(score: Score, timeZone: string, changes: readonly Change[]): void {
  const table = zoneTable(timeZone, parseDate(years.first), parseDate(years.last))
  const expected = JSON.stringify(changes.map(({ at, after }) => [at, after]))
  const got = JSON.stringify(table.changes.map((at, i) => [at, table.offsets[i + 1]]))
  score.check('changes', got === expected, () => `${timeZone}: changes ${got}, by Intl ${expected}`)
}

/** The date or dates on which the clock changes, the one before and the one after. */
function datesAround({ at, before, after }: Change): string[] {
  const last = dateAfter(textOf(at + after).slice(0, 10), 1)
  const dates: string[] = []
  for (let date = dateAfter(textOf(at + before - 1).slice(0, 10), -1); date <= last; date = dateAfter(date, 1)) {
    dates.push(date)
  }
  return dates
}

/** From each wall time before, in and after the gap or the repeated time to each other, and to midnight. */
function hoursAround({ at, before, after }: Change): Hours[] {
  const times: string[] = []
  const last = at + Math.max(before, after) + AROUND_MS
  for (let wall = at + Math.min(before, after) - AROUND_MS; wall <= last; wall += STEP_MS) {
    times.push(textOf(wall).slice(11))
  }
  const around = times.flatMap((start) => [...times, '24:00'].map((end) => ({ start, end })))
  return [...plainHours, ...around]
}

/** @returns How many starts were in the lists compared. */
function compareDates(score: Score, timeZone: string, dates: readonly string[], hours: readonly Hours[]): number {
  const clock = new ReadClock(timeZone, dates[0]!, dates.at(-1)!)
  compareWindows(score, timeZone, dates, hours, clock)
  return compareStarts(score, timeZone, dates, hours, clock)
}

/** Hours by each way that opens time: exceptions on dates, a weekly rule, edited weeks. */
function compareWindows(
  score: Score,
  timeZone: string,
  dates: readonly string[],
  hours: readonly Hours[],
  clock: ReadClock,
): void {
  const [first, end] = [dates[0]!, dateAfter(dates.at(-1)!, 1)]
  const weeks = [...new Set(dates.map(mondayOf))].map((week) => ({
    week,
    windows: dates
      .filter((date) => mondayOf(date) === week)
      .flatMap((date) => plainHours.map((window) => ({ ...window, date, weekday: weekdayOf(date) }))),
  }))
  const everyDay = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU'
  const weekly = plainHours.map((window) => ({ ...window, rrule: everyDay }))
  const compiled = compileFor(timeZone, first, end, 'window', [
    { ...nobody, id: 'dated', exceptions: dates.map((date) => ({ date, windows: hours })) },
    {
      ...nobody,
      id: 'weekly',
      schedules: [
        { from: first, windows: weekly },
        { from: end, windows: [] },
      ],
    },
    { ...nobody, id: 'edited', weeks },
  ])
  const opened = new Map<string, Span[]>()
  for (const { start, end, rule } of compiled.hours.flatMap(({ windows }) => windows)) {
    const spans = opened.get(rule)
    if (spans) spans.push({ start, end })
    else opened.set(rule, [{ start, end }])
  }
  const compare = (rule: string, on: readonly string[], { start, end }: Hours) => {
    const expected = on.flatMap((date) => clock.span(date, start, end) ?? [])
    const got = opened.get(rule) ?? []
    const isSame = got.length === expected.length && got.every((span, i) => isEqual(span, expected[i]!))
    const where = `${timeZone} ${on.join(' ')} ${start}-${end} ${rule}`
    const difference = () => `${where}: window ${written(got)}, by Intl ${written(expected)}`
    // One rule that opens several dates is as many windows.
    for (const _ of on) score.check('window', isSame, difference)
  }
  for (const [d, date] of dates.entries()) {
    for (const [w, each] of hours.entries()) compare(`/practitioners/0/exceptions/${d}/windows/${w}`, [date], each)
  }
  for (const [w, each] of plainHours.entries()) compare(`/practitioners/1/schedules/0/windows/${w}`, dates, each)
  for (const [i, { windows }] of weeks.entries()) {
    for (const [w, each] of windows.entries()) compare(`/practitioners/2/weeks/${i}/windows/${w}`, [each.date], each)
  }
}

/** Some of the hours, each somebody's own, as starts of visits of 30 minutes every 15. */
function compareStarts(
  score: Score,
  timeZone: string,
  dates: readonly string[],
  hours: readonly Hours[],
  clock: ReadClock,
): number {
  // Another ninth on each date, and by another ninth of the calls, so that in the end all are seen.
  const turn = score.count('starts')
  const asked = dates.flatMap((date, d) =>
    hours
      .filter((_, w) => w < plainHours.length || (w + d + turn) % 9 === 0)
      .map((window) => ({ date, ...window, id: `${date} ${window.start}-${window.end}` })),
  )
  const unique = [...new Map(asked.map((each) => [each.id, each])).values()]
  let total = 0
  for (const grid of ['window', 'clock'] as const) {
    // One date more, because starts past midnight belong to the next.
    const compiled = compileFor(
      timeZone,
      dates[0]!,
      dateAfter(dates.at(-1)!, 2),
      grid,
      unique.map(({ id, date, start, end }) => ({ ...nobody, id, exceptions: [{ date, windows: [{ start, end }] }] })),
    )
    const snapshot = { compiled, occupancy: occupancyOf(compiled, []), now: compiled.span.start }
    for (const { id, date, start, end } of unique) {
      const span = clock.span(date, start, end)
      const expected: number[] = []
      for (let t = span?.start ?? 0; t + 2 * STEP_MS <= (span?.end ?? 0); t += STEP_MS) expected.push(t / MINUTE_MS)
      const got = [...starts(snapshot, { reason: 'visit', practitioner: id }, compiled.span)]
      total += got.length
      score.check('starts', got.join() === expected.join(), () => {
        const [ours, theirs] = [got, expected].map((minutes) => minutes.map((minute) => iso(minute * MINUTE_MS)).join())
        return `${timeZone} ${id} grid ${grid}: starts ${ours || 'none'}, by Intl ${theirs || 'none'}`
      })
    }
  }
  return total
}

const nobody: Practitioner = { id: '', reasons: ['visit'], schedules: [] }

function compileFor(
  timeZone: string,
  from: string,
  to: string,
  grid: Practice['grid'],
  practitioners: readonly Practitioner[],
): Compiled {
  const practice: Practice = {
    locations: [{ id: 'here', timeZone }],
    chairs: [],
    reasons: [{ id: 'visit', durationMinutes: 30, stepMinutes: 15 }],
    practitioners,
    closures: [],
    noticeMinutes: 0,
    horizonMonths: 12,
    timeUnitMinutes: 5,
    grid,
  }
  return compile(practice, { from, to })
}

function isEqual(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end
}

function written(spans: readonly Span[]): string {
  return spans.length === 0 ? 'none' : spans.map(({ start, end }) => `[${iso(start)}, ${iso(end)})`).join(' ')
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace(':00.000Z', 'Z')
}

/** As ISO 8601 counts: 1 is Monday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T12:00Z`).getUTCDay() || 7
}

function mondayOf(date: string): string {
  return dateAfter(date, 1 - weekdayOf(date))
}
