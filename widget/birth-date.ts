import { addDays } from './calendar.ts'
import type { DatePart } from './text/date-text.ts'
import * as en from './text/en.ts'

const plain = (word: string) => word.replace('.', '').toLowerCase()
const twoDigits = (typed: string | number) => `${typed}`.padStart(2, '0')

/** "3", "Mar" and "March" as "03"; anything else as it is, which makes no date. */
const monthOf = (typed: string, names: readonly string[]): string => {
  const index = names.findIndex((name) => plain(name).startsWith(plain(typed)))
  return twoDigits(typed.length < 3 || index < 0 ? typed : (index % 12) + 1)
}

/**
 * Reads a date of birth typed in three boxes.
 *
 * @param typed - As typed, without spaces around; the month as a number or as three letters or more of its name.
 * @param order - The boxes as they stand on the screen; the first of those that are wrong is named.
 * @param months - Names, January first; several languages may follow each other, twelve names each.
 * @param today - `YYYY-MM-DD`. The date must lie before it, and at most 130 years.
 * @returns The date as `YYYY-MM-DD`, or the first box to change and what is wrong.
 * @example
 * parseBirthDate({ day: '7', month: 'Mar', year: '1984' }, ['day', 'month', 'year'], ['January', 'February', 'March'], '2026-11-21')
 * // { date: '1984-03-07' }
 */
export const parseBirthDate = (
  typed: { readonly [part in DatePart]: string },
  order: readonly DatePart[],
  months: readonly string[],
  today: string,
): { date: string; field?: undefined } | { field: DatePart; text: string } => {
  const { day, month, year } = typed
  const missing = order.find((part) => !typed[part])
  if (missing) return { field: missing, text: en.enterBirthDate }
  if (!/^\d{4}$/.test(year)) return { field: 'year', text: en.fourDigits }
  const date = `${year}-${monthOf(month, months)}-${twoDigits(day)}`
  // Some browsers roll 31 February over to March instead of refusing it.
  const isReal = !Number.isNaN(Date.parse(date)) && addDays(date, 0) === date
  if (!isReal || +year < +today.slice(0, 4) - 130) return { field: order[0]!, text: en.realDate }
  return date < today ? { date } : { field: 'year', text: en.pastDate }
}
