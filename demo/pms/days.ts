import { addDays, localIso } from '../../server/dates.ts'

/** `YYYY-MM-DD` where the practice is. */
export function todayIn(timeZone: string, now: number): string {
  return localIso(now, timeZone).slice(0, 10)
}

export const dayBefore = (date: string) => addDays(date, -1)
export const dayAfter = (date: string) => addDays(date, 1)

const long = new Intl.DateTimeFormat('en-US', {
  ...{ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' },
})

/** As people read it: `Tuesday, December 1, 2026`. */
export function longDate(date: string): string {
  return long.format(Date.parse(`${date}T00:00:00Z`))
}
