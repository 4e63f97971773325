import { searchWords } from '../store/search-text.ts'

/** Of a number whatever stands before so many digits may be its country, which isn't always kept. */
const DIGITS_THAT_TELL = 9

/**
 * The words that staff look for patients by, as they are kept: names folded, a birth date as `YYYY-MM-DD` however the
 * practice writes dates, a number as its digits.
 *
 * @param locale - The practice's, BCP 47: it says whether the day or the month comes first.
 * @example
 * searchedWords('3/7/1984', 'en-US') // ['1984-03-07']
 * searchedWords('+1 (206) 555-0119', 'en-US') // ['065550119']
 */
export function searchedWords(text: string, locale: string): string[] {
  const typed = text.trim()
  const [, first, second, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(typed) ?? []
  if (first && second && year) {
    const [day, month] = isMonthFirst(locale) ? [second, first] : [first, second]
    return [`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`]
  }
  const isDate = /^\d{4}-\d\d(-\d\d)?$/.test(typed)
  if (isDate || !/^[+()\d\s./-]*\d[+()\d\s./-]*$/.test(typed)) return searchWords(typed)
  return [typed.replace(/\D/g, '').slice(-DIGITS_THAT_TELL)]
}

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(0)
  return parts.find(({ type }) => type === 'day' || type === 'month')?.type === 'month'
}
