import type { CsvSource } from '../../contract/connection.ts'
import { readLocal } from '../local-time.ts'

type DateFormat = CsvSource['dateFormat']

/** What a cell says of a time: `HH:MM:SS` and the offset after it, as ISO 8601 writes both. */
export interface CellTime {
  readonly time: string
  /** `Z` or like `-05:00`; null: the practice's own clock. */
  readonly offset: string | null
}

export interface CellMoment {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** Null: the cell holds a date alone. */
  readonly time: CellTime | null
}

/** The instants that a date and time can mean, and how the clock on the wall reads. All epoch ms, `wall` as if it were UTC. */
export interface Reading {
  readonly earlier: number
  readonly later: number
  readonly wall: number
}

/** What is wrong with a cell, in words that don't repeat what stands in it. */
export class CellFault extends Error {
  override readonly name = 'CellFault'
}

const orders: Readonly<Record<DateFormat, { pattern: RegExp; parts: readonly ('year' | 'month' | 'day')[] }>> = {
  'YYYY-MM-DD': { pattern: /^(\d{4})-(\d{2})-(\d{2})(?!\d)/, parts: ['year', 'month', 'day'] },
  'MM/DD/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, parts: ['month', 'day', 'year'] },
  'DD/MM/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, parts: ['day', 'month', 'year'] },
  'DD.MM.YYYY': { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, parts: ['day', 'month', 'year'] },
}

/**
 * Reads a date, with or without a time after it.
 *
 * @throws CellFault for anything else. A year of two digits and a spreadsheet's count of days are named, not guessed at.
 */
export function readMoment(cell: string, format: DateFormat): CellMoment {
  const text = cell.trim()
  if (text === '') throw new CellFault('is empty')
  const { pattern, parts } = orders[format]
  const match = pattern.exec(text)
  if (!match) throw new CellFault(whyNoDate(text, format))
  const part = (name: 'year' | 'month' | 'day') => match[1 + parts.indexOf(name)]!.padStart(2, '0')
  const date = `${part('year')}-${part('month')}-${part('day')}`
  if (!existsOn(date)) throw new CellFault(`is no date that exists, read as ${format}`)
  const rest = text.slice(match[0].length)
  if (rest === '') return { date, time: null }
  if (!/^[T ]/i.test(rest)) throw new CellFault(`is not a date as ${format}`)
  return { date, time: readTime(rest.slice(1)) }
}

/**
 * Reads `14:30`, `14:30:00`, `9:05` or `2:30 PM`, with or without an offset after it.
 *
 * @throws CellFault for anything else.
 */
export function readTime(cell: string): CellTime {
  const text = cell.trim()
  if (text === '') throw new CellFault('is empty')
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:\s*([AP])\.?M\.?)?(?:\s*(Z|[+-]\d{2}:?\d{2}))?$/i.exec(
    text,
  )
  if (!match) {
    const isCount = /^\d*[.,]\d+$/.test(text)
    throw new CellFault(
      isCount ? 'is a number as spreadsheets keep times: export it as text' : 'is not a time like 14:30',
    )
  }
  const [, hours, minutes, seconds = '00', half, offset] = match
  const isTwelve = half !== undefined
  const hour = Number(hours)
  if (isTwelve ? hour < 1 || hour > 12 : hour > 23) throw new CellFault('is no time that exists')
  if (Number(minutes) > 59 || Number(seconds) > 59) throw new CellFault('is no time that exists')
  const past = isTwelve ? (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0) : hour
  const time = `${String(past).padStart(2, '0')}:${minutes}:${seconds}`
  return { time, offset: offset === undefined ? null : offsetOf(offset) }
}

/** @param zone - IANA name; counts where no offset is given. */
export function readingOf(date: string, { time, offset }: CellTime, zone: string): Reading {
  const wall = Date.parse(`${date}T${time}Z`)
  if (offset !== null) {
    const instant = Date.parse(`${date}T${time}${offset}`)
    if (Number.isNaN(instant)) throw new CellFault('has no offset that exists')
    return { earlier: instant, later: instant, wall }
  }
  const local = readLocal(date, time, zone)
  if (!local) throw new CellFault('is no date or time that exists')
  return { ...local, wall }
}

/** A birth date as `YYYY-MM-DD`; what can't be read stays as it is, null when it is empty. */
export function readBirthDate(cell: string, format: DateFormat): string | null {
  const text = cell.trim()
  if (text === '') return null
  try {
    return readMoment(text, format).date
  } catch {
    return text.slice(0, 40)
  }
}

function offsetOf(text: string): string {
  if (text.toUpperCase() === 'Z') return 'Z'
  return text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`
}

function existsOn(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date)
}

function whyNoDate(text: string, format: DateFormat): string {
  if (/^\d{4,6}(?:[.,]\d+)?$/.test(text)) {
    return `is a number as spreadsheets keep dates: export it as text, as ${format}`
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)/.test(text)) {
    return `has a year of two digits, which may be of this century or the last: export it as ${format}`
  }
  return `is not a date as ${format}`
}
