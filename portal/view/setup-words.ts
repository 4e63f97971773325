import type { Language } from '../../server/contract/language.ts'
import type { SetupPlace } from '../model/setup-address.ts'
import { type Closure, closureKind, partOf, yearlyOf } from '../model/setup-closures.ts'
import { type Exception, exceptionDates, exceptionKind } from '../model/setup-time-off.ts'

export const placeWords: Record<SetupPlace, string> = {
  practice: 'Practice',
  locations: 'Locations',
  practitioners: 'Practitioners',
  chairs: 'Chairs',
  reasons: 'Reasons for a visit',
  closures: 'Closures',
  'time-off': 'Leave and extra days',
}

/** The languages that patients can read, each in its own words. */
export const languageWords: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  ar: 'العربية',
  'zh-Hans': '简体中文',
}

/** `Thu 24 Dec 2026` of a date; the date itself where it is none. */
export function dateText(locale: string, date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at)) return date || 'No date yet'
  const parts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...parts }).format(at)
}

export function rangeText(locale: string, from: string, through: string): string {
  const [first, last] = [from, through].map((date) => Date.parse(`${date}T00:00:00Z`)) as [number, number]
  if (from === through || !(first <= last)) return dateText(locale, from)
  const parts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...parts }).formatRange(first, last)
}

/** `Months of the year`, from January. */
export function monthNames(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' })
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 1)))
}

/** When a closure is, in words. `momentText`: of instants. */
export function closureText(locale: string, closure: Closure, momentText: (at: number) => string): string {
  const part = partOf(closure)
  const times = part ? `, ${part.start}–${part.end}` : ''
  switch (closureKind(closure)) {
    case 'day':
      return dateText(locale, ('date' in closure && closure.date) || '') + times
    case 'days': {
      const { from = '', through = '' } = closure as { from?: string; through?: string }
      return rangeText(locale, from, through) + times
    }
    case 'yearly': {
      const { month, day } = yearlyOf(closure)!
      const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long' })
      // In a leap year, so that 29 February is one.
      return `Every year on ${format.format(Date.UTC(2028, month - 1, day))}${times}`
    }
    case 'other':
      if ('rrule' in closure) return `By the rule ${closure.rrule}${times}`
      return [closure.start, closure.end].map((at) => momentText(Date.parse(at ?? ''))).join(' – ')
  }
}

/** What an exception is, in words. */
export function exceptionText(locale: string, exception: Exception): string {
  const { from, through } = exceptionDates(exception)
  const dates = rangeText(locale, from, through)
  const spans = (list: readonly { start: string; end: string }[]) =>
    new Intl.ListFormat('en').format(list.map(({ start, end }) => `${start}–${end}`))
  switch (exceptionKind(exception)) {
    case 'away':
      return `${dates}: away`
    case 'away-part':
      return `${dates}: away ${spans([exception.remove!])}`
    case 'works':
      return `${dates}: works ${spans(exception.windows!)}`
  }
}

/** `2 hours`, `1 day and 30 minutes`. */
export function minutesText(minutes: number): string {
  if (!Number.isInteger(minutes) || minutes < 0) return ''
  const units = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor((minutes % 1440) / 60)],
    ['minute', minutes % 60],
  ] as const
  const said = units
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return said.length > 0 ? new Intl.ListFormat('en').format(said) : 'none'
}
