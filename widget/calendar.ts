/**
 * Moves a date by whole days. Dates never meet a time zone here: UTC has no gaps, so the sum is exact.
 *
 * @param date - `YYYY-MM-DD`.
 * @param days - Whole; negative goes back.
 * @example
 * addDays('2026-12-31', 1) // '2027-01-01'
 */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/**
 * The first date of the week that holds a date.
 *
 * @param date - `YYYY-MM-DD`.
 * @param weekStart - ISO weekday, 1 is Monday, 7 is Sunday.
 * @example
 * weekOf('2026-11-24', 1) // '2026-11-23'
 */
export const weekOf = (date: string, weekStart: number): string =>
  addDays(date, -((new Date(date).getUTCDay() - weekStart + 7) % 7))

/** The practice's own date of a start: its first ten characters, whatever zone the browser is in. */
export const dateOf = (start: string): string => start.slice(0, 10)
