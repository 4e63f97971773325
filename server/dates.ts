import { formatDate, parseDate } from '../engine/date.ts'
import type { PracticeFile } from './contract/practice-file.ts'

/** Today's date at the practice's first location. */
export function todayOf(file: PracticeFile, now: number): string {
  return localIso(now, file.locations[0]!.timeZone).slice(0, 10)
}

export function addDays(date: string, days: number): string {
  return formatDate(parseDate(date) + days)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * An instant as people at the place read it, with the offset in force: `2026-11-24T09:00:00-05:00`.
 *
 * @param instant - Epoch ms.
 * @param timeZone - IANA name.
 */
export function localIso(instant: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    formats.set(timeZone, format)
  }
  const wall = format.format(instant).replace(' ', 'T')
  const minutes = Math.round((Date.parse(`${wall}Z`) - Math.floor(instant / 1000) * 1000) / 60_000)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const sign = minutes < 0 ? '-' : '+'
  return `${wall}${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
