const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** A rule that can be shown as ticked weekdays, every so many weeks. */
export type WeeklyRule = {
  /** ISO, 1 is Monday; in order, at least one. */
  weekdays: readonly number[]
  everyWeeks: number
}

/**
 * Reads a rule that only says which weekdays, and every how many weeks; null for all others, which are kept as they are.
 *
 * @example
 * readWeekly('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE') // { weekdays: [1, 3], everyWeeks: 2 }
 */
export function readWeekly(rrule: string): WeeklyRule | null {
  const parts = new Map(rrule.split(';').map((part) => part.split('=', 2) as [string, string]))
  if (parts.size !== rrule.split(';').length || parts.get('FREQ') !== 'WEEKLY') return null
  if (![...parts].every(([name, value]) => isShown(name, value))) return null
  const days = parts.get('BYDAY')?.split(',') ?? []
  const read = days.map((day) => weekdays.indexOf(day as (typeof weekdays)[number]) + 1)
  if (read.length === 0 || read.includes(0) || new Set(read).size < read.length) return null
  return { weekdays: read.sort((a, b) => a - b), everyWeeks: Number(parts.get('INTERVAL') ?? 1) }
}

/** Weeks begin on Monday unless a rule says otherwise (RFC 5545 §3.3.10, WKST). */
const isShown = (name: string, value: string) =>
  name === 'FREQ' ||
  name === 'BYDAY' ||
  (name === 'INTERVAL' && /^[1-9]\d?$/.test(value)) ||
  (name === 'WKST' && value === 'MO')

/** The rule as text; {@link readWeekly} reads it back. */
export function writeWeekly({ weekdays: days, everyWeeks }: WeeklyRule): string {
  const names = [...days].sort((a, b) => a - b).map((day) => weekdays[day - 1])
  return `FREQ=WEEKLY;${everyWeeks > 1 ? `INTERVAL=${everyWeeks};` : ''}BYDAY=${names.join(',')}`
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const weekdayName = (weekday: number) => dayNames[weekday - 1] ?? ''
