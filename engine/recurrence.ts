// rrule ships one CommonJS file; Node finds its names on the default export only, bundlers on both.
import * as library from 'rrule'
import { type Day, formatDate, parseDate } from './date.ts'
import type { Window } from './model.ts'

const { RRule } = 'RRule' in library ? library : (library as { default: typeof import('rrule') }).default

const DAY_MS = 86_400_000

/**
 * The days a window's rule names, from `from` up to, not including, `to`.
 *
 * @param window - Its `rrule` counts dates only (RFC 5545 §3.3.10 without the parts below a day).
 * @param from - Day.
 * @param to - Day.
 * @returns Ascending, without the window's `exdates`.
 * @throws RangeError when the rule can't be read, names times of day or needs a `dtstart` that isn't there.
 * @example
 * daysOf({ rrule: 'FREQ=WEEKLY;BYDAY=FR', start: '09:00', end: '12:00' }, parseDate('2026-11-23'), parseDate('2026-11-30'))
 * // [parseDate('2026-11-27')]
 */
export function daysOf(window: Pick<Window, 'rrule' | 'dtstart' | 'exdates'>, from: Day, to: Day): Day[] {
  const wrong = (why: string) =>
    new RangeError(
      `rrule must be an RFC 5545 rule over dates, like "FREQ=WEEKLY;BYDAY=MO,TU"; "${window.rrule}" ${why}`,
    )
  const options = readRule(window.rrule, wrong)
  if (window.dtstart === undefined && !standsAlone(options)) {
    throw wrong('needs a dtstart: with INTERVAL, COUNT, or no BYDAY or BYMONTHDAY it has no dates of its own')
  }
  // A rule that stands alone names the same dates whatever year it is counted from.
  const first = window.dtstart === undefined ? startOfYear(from) : parseDate(window.dtstart)
  const rule = attempt(() => new RRule({ ...options, dtstart: new Date(first * DAY_MS) }), wrong)
  const excluded = new Set(window.exdates?.map(parseDate))
  return rule
    .between(new Date(from * DAY_MS), new Date((to - 1) * DAY_MS), true)
    .map((date) => Math.floor(date.getTime() / DAY_MS))
    .filter((day) => !excluded.has(day))
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
