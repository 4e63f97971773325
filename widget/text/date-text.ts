import { dateOf } from '../calendar.ts'
import { list } from './fill.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The first formatter of a page takes tens of milliseconds, so each is made once, and none before the first paint. */
const formatter = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = locale + JSON.stringify(options)
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  formatters.set(key, made)
  return made
}

/** One part of a date of birth. */
export type DatePart = 'day' | 'month' | 'year'

export type DateText = ReturnType<typeof createDateText>

/**
 * Dates and times in words, as the practice's locale writes them. Wall times are formatted as if they were UTC: the
 * browser's zone never moves them.
 *
 * @param locale - BCP 47; decides the order of dates and 12 or 24 hours.
 * @param today - `YYYY-MM-DD`. Dates of another year say their year.
 */
export const createDateText = (locale: string, today: string) => {
  const format = (wall: string | number, options: Intl.DateTimeFormatOptions) =>
    formatter(locale, options).format(new Date(wall))
  const year = (date: string) => (date < `${+today.slice(0, 4) + 1}` ? undefined : 'numeric')
  const time = (start: string) => format(`${start.slice(0, 16)}Z`, { hour: 'numeric', minute: '2-digit' })
  const long = (date: string) => format(date, { weekday: 'long', day: 'numeric', month: 'long', year: year(date) })
  const short = (start: string) => format(dateOf(start), { weekday: 'short', day: 'numeric', month: 'short' })
  const brief = (start: string) => list(short(start), time(start))

  return {
    /** "9:00" or "9:00 AM": the practice's wall time of a start. */
    time,
    /** "Tuesday 24 November", with its year if that is not this one. */
    long,
    /** "Tuesday 24 November, 9:00" of a start. */
    full: (start: string) => list(long(dateOf(start)), time(start)),
    /** "Tue 24 Nov" of a start. */
    short,
    /** "Tue 24 Nov, 9:00" of a start. */
    brief,
    /** "Tue", "Tuesday" or "T" */
    weekday: (date: string, weekday: 'short' | 'long' | 'narrow' = 'short') => format(date, { weekday }),
    /** "November 2026" */
    month: (date: string) => format(date, { month: 'long', year: 'numeric' }),
    /** "23 – 29 November": from and through, both included. */
    range: (from: string, through: string) =>
      formatter(locale, {
        day: 'numeric',
        month: from.slice(5, 7) === through.slice(5, 7) ? 'long' : 'short',
        year: year(through),
      }).formatRange(new Date(from), new Date(through)),
    /** The parts of a date in the order in which the locale writes them. */
    order: (): DatePart[] =>
      formatter(locale, {})
        .formatToParts(0)
        .map(({ type }) => type as DatePart)
        .filter((type) => /day|month|year/.test(type)),
    /** Month names, January first. */
    months: (): string[] => [...Array(12).keys()].map((month) => format(Date.UTC(2026, month), { month: 'long' })),
    /**
     * A start as the clock beside the patient shows it, with its date if that differs; undefined if that clock says the
     * same as the practice's.
     */
    own: (start: string): string | undefined => {
      const at = new Date(start)
      const local = new Date(+at - at.getTimezoneOffset() * 60_000).toISOString()
      const isSame = local.slice(0, 16) === start.slice(0, 16)
      return isSame ? undefined : dateOf(local) === dateOf(start) ? time(local) : brief(local)
    },
  }
}
