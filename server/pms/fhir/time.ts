import { type LocalReading, readLocal } from '../local-time.ts'

const MINUTE_MS = 60_000
const LAST_YEAR = '2200'
const pattern =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?<zone>Z|[+-]\d{2}:?\d{2})?$/

/**
 * Reads a FHIR instant (`2026-11-24T09:00:00-05:00`); where there is no offset, wall time where the practice is.
 *
 * @param timeZone - IANA name.
 * @returns Twice the same, but for wall time that comes twice. Null: it is no time, or no day of the calendar.
 * @example
 * readInstant('2026-11-01T01:30:00', 'America/New_York') // { earlier: 05:30Z, later: 06:30Z }, as epoch ms
 */
export function readInstant(text: string, timeZone: string): LocalReading | null {
  const { date, time, zone } = pattern.exec(text.trim())?.groups ?? {}
  if (date === undefined || time === undefined || date.slice(0, 4) > LAST_YEAR) return null
  if (zone === undefined) return readLocal(date, time, timeZone)
  const read = readLocal(date, time, 'UTC')
  const offset = offsetOf(zone)
  return read && offset !== null ? { earlier: read.earlier - offset, later: read.later - offset } : null
}

function offsetOf(zone: string): number | null {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS
}
