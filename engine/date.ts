/**
 * Dates as whole days since 1970-01-01, so that the loop over a year counts integers. A day never meets a zone here.
 */
export type Day = number

const DAY_MS = 86_400_000

/**
 * Reads `YYYY-MM-DD`.
 *
 * @throws RangeError when the text isn't a date that exists.
 * @example
 * parseDate('1970-01-02') // 1
 */
export function parseDate(date: string): Day {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || formatDate(ms / DAY_MS) !== date) {
    throw new RangeError(`date must be a date that exists, like "2026-11-24"; got ${JSON.stringify(date)}`)
  }
  return ms / DAY_MS
}

/**
 * Writes a day as `YYYY-MM-DD`.
 *
 * @example
 * formatDate(1) // '1970-01-02'
 */
export function formatDate(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The day an instant falls on when its wall clock reads as `wallMs` (epoch ms of that wall time as if it were UTC). */
export function dayOf(wallMs: number): Day {
  return Math.floor(wallMs / DAY_MS)
}

/** ISO weekday of a day: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** Minutes after midnight of a wall time `HH:MM`, `00:00` to `24:00`. */
export function parseWallTime(time: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN
  if (!match || Number(match[2]) > 59 || minutes > 1440) {
    throw new RangeError(`time must be "00:00" to "24:00"; got ${JSON.stringify(time)}`)
  }
  return minutes
}
