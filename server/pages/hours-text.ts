import { addDays } from '../dates.ts'
import type { ComingClosure, Opening, WeekdayHours } from './hours.ts'
import type { PageWords } from './text/en.ts'
import { fill } from './words.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Wall times are written as if they were UTC, so that no zone moves them. */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  formats.set(key, made)
  return made
}

/** "Monday"; ISO, 1 is Monday. */
export function weekdayName(weekday: number, locale: string): string {
  return format(locale, { weekday: 'long' }).format(Date.UTC(2026, 5, weekday))
}

/** "8:30 AM – 12:30 PM" for each stretch of a weekday, and whether it is so every week; closed: one line saying so. */
export function hoursLines({ openings, regularity }: WeekdayHours, words: PageWords, locale: string): string[] {
  if (openings.length === 0) return [words.closed]
  const lines = openings.map((opening) =>
    isWholeDay(opening) ? words.wholeDay : `${time(opening.start, locale)} – ${time(opening.end, locale)}`,
  )
  return regularity === 'weekly' ? lines : [...lines, words[regularity]]
}

/** "Thursday, November 26 – Saturday, November 28", or the part of a date. */
export function closureTime({ start, end }: ComingClosure, words: PageWords, locale: string): string {
  const days = format(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const [from, last] = [start.slice(0, 10), isMidnight(end) ? addDays(end.slice(0, 10), -1) : end.slice(0, 10)]
  const date = days.format(Date.parse(from))
  if (isMidnight(start) && isMidnight(end)) {
    return from === last ? date : days.formatRange(Date.parse(from), Date.parse(last))
  }
  if (from !== last) {
    return [
      [date, time(start, locale)],
      [days.format(Date.parse(last)), time(end, locale)],
    ]
      .map((moment) => moment.join(words.comma))
      .join(' – ')
  }
  if (isMidnight(end)) return fill(words.fromTime, { date, time: time(start, locale) })
  if (isMidnight(start)) return fill(words.untilTime, { date, time: time(end, locale) })
  return `${date}${words.comma}${time(start, locale)} – ${time(end, locale)}`
}

/** Does it last from midnight to midnight? */
export function isWholeDay({ start, end }: Opening): boolean {
  return isMidnight(start) && isMidnight(end)
}

function isMidnight(wall: string): boolean {
  return wall.endsWith('T00:00')
}

function time(wall: string, locale: string): string {
  return format(locale, { hour: 'numeric', minute: '2-digit' }).format(Date.parse(`${wall}Z`))
}
