import { offsetAt, type ZoneTable } from '../engine/clock.ts'
import { dayOf, formatDate, parseDate } from '../engine/date.ts'
import type { PracticeFile } from './contract/practice-file.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Today's date at the practice's first location. */
export function todayOf(file: PracticeFile, now: number): string {
  return localIso(now, file.locations[0]!.timeZone).slice(0, 10)
}

export function addDays(date: string, days: number): string {
  return formatDate(parseDate(date) + days)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * An instant as people at the place read it, with the offset in force: `2026-11-24T09:00:00-05:00`. For thousands of
 * instants within what a practice was compiled for, {@link isoWriter} is much faster.
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
  const offset = Date.parse(`${wall}Z`) - Math.floor(instant / 1000) * 1000
  return `${wall}${offsetText(Math.round(offset / MINUTE_MS))}`
}

/** Every minute of a day, with the seconds: `T09:05:00`. */
const clocks = Array.from({ length: 24 * 60 }, (_, minute) => `T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`)

/** As {@link localIso} for whole minutes, by a zone's table; fastest for instants in order. */
export function isoWriter(zone: ZoneTable): (instant: number) => string {
  let date = { day: Number.NaN, text: '' }
  let shift = { offset: Number.NaN, text: '' }
  return (instant) => {
    const offset = offsetAt(zone, instant)
    const day = dayOf(instant + offset)
    if (day !== date.day) date = { day, text: formatDate(day) }
    if (offset !== shift.offset) shift = { offset, text: offsetText(offset / MINUTE_MS) }
    return date.text + clocks[(instant + offset - day * DAY_MS) / MINUTE_MS] + shift.text
  }
}

function offsetText(minutes: number): string {
  const ahead = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
