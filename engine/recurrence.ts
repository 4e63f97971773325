import * as library from 'rrule'
import { type Day, formatDate, parseDate, weekdayOf } from './date.ts'

// rrule ships one CommonJS file: Node finds its names on the default export only, bundlers find no default export. The
// copy keeps bundlers from looking for one.
const exported: { readonly default?: unknown } = { ...library }
const { RRule } = (exported.default ?? library) as typeof library

const DAY_MS = 86_400_000
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Dates by a rule (RFC 5545 §3.3.10 without the parts below a day), less `exdates`. */
export interface DateRule {
  readonly rrule: string
  readonly dtstart?: string | undefined
  readonly exdates?: readonly string[] | undefined
}

/**
 * The days a rule names, from `from` up to, not including, `to`.
 *
 * @returns Ascending, without the rule's `exdates`.
 * @throws RangeError when the rule can't be read, names times of day or needs a `dtstart` that isn't there.
 * @example
 * daysOf({ rrule: 'FREQ=WEEKLY;BYDAY=FR' }, parseDate('2026-11-23'), parseDate('2026-11-30')).map(formatDate) // ['2026-11-27']
 */
export function daysOf(rule: DateRule, from: Day, to: Day): Day[] {
  const days = plainWeekly(rule, from, to) ?? byLibrary(rule, from, to)
  if (!rule.exdates?.length) return days
  const excluded = new Set(rule.exdates.map(parseDate))
  return days.filter((day) => !excluded.has(day))
}

/**
 * Weekly rules on named weekdays, which nearly all schedules are, by counting: the library takes 1.5 ms for a year of
 * one window, longer than everything else that is read. A test holds both to the same days.
 */
function plainWeekly({ rrule, dtstart }: DateRule, from: Day, to: Day): Day[] | undefined {
  const match =
    /^FREQ=WEEKLY;(?:INTERVAL=([1-9]\d?);)?BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/.exec(rrule)
  if (!match) return undefined
  const interval = Number(match[1] ?? 1)
  if (dtstart === undefined && interval > 1) return undefined
  const named = new Set(match[2]!.split(','))
  const isNamed = WEEKDAYS.map((weekday) => named.has(weekday))
  const first = dtstart === undefined ? from : parseDate(dtstart)
  // Weeks begin on Monday unless a rule says otherwise (§3.3.10, WKST), and are counted from the one of the first date.
  const weekOf = (day: Day) => Math.floor((day + 3) / 7)
  const days: Day[] = []
  for (let day = Math.max(from, first); day < to; day++) {
    if (isNamed[weekdayOf(day) - 1] && (weekOf(day) - weekOf(first)) % interval === 0) days.push(day)
  }
  return days
}

/** Any rule that the library reads. Exported so that a test can compare. */
export function byLibrary({ rrule, dtstart }: DateRule, from: Day, to: Day): Day[] {
  const wrong = (why: string) =>
    new RangeError(`rrule must be an RFC 5545 rule over dates, like "FREQ=WEEKLY;BYDAY=MO,TU"; "${rrule}" ${why}`)
  const options = readRule(rrule, wrong)
  if (dtstart === undefined && !standsAlone(options)) {
    throw wrong('needs a dtstart: with INTERVAL, COUNT, or no BYDAY or BYMONTHDAY it has no dates of its own')
  }
  // A rule that stands alone names the same dates whatever year it is counted from.
  const first = dtstart === undefined ? startOfYear(from) : parseDate(dtstart)
  const rule = attempt(() => new RRule({ ...options, dtstart: new Date(first * DAY_MS) }), wrong)
  return rule
    .between(new Date(from * DAY_MS), new Date((to - 1) * DAY_MS), true)
    .map((date) => Math.floor(date.getTime() / DAY_MS))
}

type RuleOptions = Partial<import('rrule').Options>
type Wrong = (why: string) => RangeError

function readRule(text: string, wrong: Wrong): RuleOptions {
  if (/[\s:]|DTSTART|TZID|RDATE|EXDATE/i.test(text)) throw wrong('holds more than a rule')
  if (/BYHOUR|BYMINUTE|BYSECOND|FREQ=(HOURLY|MINUTELY|SECONDLY)/i.test(text)) throw wrong('names times of day')
  const options = attempt(() => RRule.parseString(text), wrong)
  if (options.freq === undefined) throw wrong('has no FREQ')
  for (const [name, value] of [
    ['INTERVAL', options.interval],
    ['COUNT', options.count],
  ] as const) {
    if (value != null && !(value >= 1)) throw wrong(`must have ${name} 1 or more`)
  }
  return options
}

function attempt<T>(read: () => T, wrong: Wrong): T {
  try {
    return read()
  } catch (error) {
    throw wrong(`can't be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function standsAlone({ freq, interval, count, byweekday, bymonthday }: RuleOptions): boolean {
  const isPlain = (interval ?? 1) === 1 && count == null
  return isPlain && (freq === RRule.DAILY || byweekday != null || bymonthday != null)
}

function startOfYear(day: Day): Day {
  return parseDate(`${formatDate(day).slice(0, 4)}-01-01`)
}
