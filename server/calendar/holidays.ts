import { instantOf, isSkippedDay } from '../../engine/clock.ts'
import { parseDate } from '../../engine/date.ts'
import { closedParts } from '../../engine/hours.ts'
import { mergeIntervals, subtractIntervals } from '../../engine/interval.ts'
import { zoneTable } from '../../engine/zone.ts'
import type { HolidayReply } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { addDays, todayOf } from '../dates.ts'
import { fieldProblem } from '../problem.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const YEARS = { first: 1970, last: 2099 }
const SOURCE =
  'Dates: date-holidays by commenthol and others, CC BY-SA 3.0, for the most part from Wikipedia. Check them against your own.'

/**
 * A year's public holidays in a country, by date, and on which the practice is closed already.
 *
 * @param query - As it was asked: the country where the practice's language is spoken, and this year, where left out.
 * @param now - Epoch ms.
 * @throws ProblemError for a country nobody knows the holidays of, and for a year out of reach.
 */
export async function holidaysFor(
  file: PracticeFile,
  query: { country?: string | undefined; year?: string | undefined },
  now: number,
): Promise<HolidayReply> {
  const year = yearOf(query.year || todayOf(file, now).slice(0, 4))
  // Some megabytes, of which only this answer has need.
  const { default: Holidays } = await import('date-holidays')
  const locale = new Intl.Locale(file.locale)
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region' })
  const countries = Object.entries(new Holidays().getCountries(locale.language))
    .map(([code, name]) => ({ code, name: regionName(names, code) ?? name }))
    .sort((a, b) => a.name.localeCompare(b.name, file.locale))
  const country = query.country || (locale.maximize().region ?? 'US')
  if (!countries.some(({ code }) => code === country)) {
    throw fieldProblem('/country', 'Name a country by its two letters, like US.')
  }
  const isClosed = closedIn(file, year)
  const holidays = new Holidays(country, { types: ['public'], languages: [locale.language, 'en'] })
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end, name }) =>
      datesOf(date.slice(0, 10), +end - +start).map((day) => ({ date: day, name })),
    )
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ date, name }) => ({ date, name, isClosed: isClosed(date) }))
  return { countries, holidays, source: SOURCE }
}

function regionName(names: Intl.DisplayNames, code: string): string | undefined {
  try {
    return names.of(code)
  } catch {
    return undefined
  }
}

/** One for each day; what begins or ends within a day isn't a day of its own. */
function datesOf(first: string, lengthMs: number): string[] {
  // Clocks may change meanwhile.
  const days = Math.max(1, Math.floor((lengthMs + 2 * HOUR_MS) / DAY_MS))
  return Array.from({ length: days }, (_, i) => addDays(first, i))
}

/** Is every location closed all day? */
function closedIn(file: PracticeFile, year: number): (date: string) => boolean {
  const [from, to] = [parseDate(`${year}-01-01`) - 1, parseDate(`${year}-12-31`) + 10]
  const places = file.locations.map(({ id, timeZone }) => {
    const zone = zoneTable(timeZone, from - 1, to + 1)
    const closures = file.closures.filter(({ location }) => location === undefined || location === id)
    return { zone, closed: mergeIntervals(closures.flatMap((closure) => closedParts(closure, '', zone, from, to))) }
  })
  return (date) =>
    places.every(({ zone, closed }) => {
      const day = parseDate(date)
      const whole = { start: instantOf(zone, day, 0), end: instantOf(zone, day + 1, 0) }
      return isSkippedDay(zone, day) || subtractIntervals([whole], closed).length === 0
    })
}

function yearOf(text: string): number {
  const year = /^\d{4}$/.test(text) ? Number(text) : Number.NaN
  if (!(year >= YEARS.first && year <= YEARS.last)) {
    throw fieldProblem('/year', `Name a year from ${YEARS.first} to ${YEARS.last}.`)
  }
  return year
}
