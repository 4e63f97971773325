import type { PracticeFile } from '../contract/practice-file.ts'

/* Dates and times of rules in words. Wall times stand as they do in the file. */

type Closure = PracticeFile['closures'][number]
type Exception = PracticeFile['practitioners'][number]['exceptions'][number]

const formats = new Map<string, Intl.DateTimeFormat>()

/** `Mon 23 Nov 2026`, as the practice writes dates. */
export function dateText(date: string, locale: string): string {
  const known = formats.get(locale)
  const format =
    known ??
    new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    })
  if (!known) formats.set(locale, format)
  const at = Date.parse(`${date.slice(0, 10)}T12:00:00Z`)
  return Number.isNaN(at) ? date : format.format(at)
}

/** `90 minutes`, `2 hours`, `3 days`. */
export function minutesText(minutes: number): string {
  const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (minutes > 0 && minutes % 1440 === 0) return plural(minutes / 1440, 'day')
  if (minutes > 0 && minutes % 60 === 0) return plural(minutes / 60, 'hour')
  return plural(minutes, 'minute')
}

export function closureText(closure: Closure, { locale, locations }: PracticeFile): string {
  const place = locations.find(({ id }) => id === closure.location)
  const { start, end } = closure
  const part = start === undefined && end === undefined ? [] : [`${start ?? '00:00'}–${end ?? '24:00'}`]
  const when = 'rrule' in closure ? [ruleText(closure.rrule), ...part] : [...datesText(closure, locale), ...part]
  return [closure.name, ...when, ...(place ? [place.name] : [])].join(', ')
}

export function exceptionText(exception: Exception, locale: string): string {
  const { windows, remove, note } = exception
  const dates = datesText(exception, locale).join('')
  const what = remove
    ? `away ${remove.start}–${remove.end}`
    : windows?.length
      ? windows.map(({ start, end }) => `${start}–${end}`).join(', ')
      : 'away'
  return `${dates}: ${what}${note ? ` (${note})` : ''}`
}

/** A rule that isn't simply weekly: yearly ones by their day, others as they are written. */
export function ruleText(rrule: string): string {
  const parts = Object.fromEntries(rrule.split(';').map((part) => part.split('='))) as Record<string, string>
  const { FREQ, BYMONTH, BYMONTHDAY, ...others } = parts
  if (FREQ !== 'YEARLY' || !/^\d+$/.test(BYMONTH ?? '') || !/^\d+$/.test(BYMONTHDAY ?? '')) return rrule
  if (Object.keys(others).length > 0) return rrule
  const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
  return `every ${BYMONTHDAY} ${month.format(Date.UTC(2026, Number(BYMONTH) - 1, 15))}`
}

function datesText(dates: { date?: string; from?: string; through?: string } | object, locale: string): string[] {
  const { date, from, through } = dates as { date?: string; from?: string; through?: string }
  if (date !== undefined) return [dateText(date, locale)]
  return from !== undefined && through !== undefined ? [`${dateText(from, locale)} – ${dateText(through, locale)}`] : []
}
