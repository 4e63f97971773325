/*
 * A zone's clock by Intl alone, apart from the engine and from luxon: read like a clock on the wall, never reckoned from
 * a table of offsets.
 */

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An instant at which a zone's offset changes; offsets in ms to add to an instant to get its wall time. */
export interface Change {
  readonly at: number
  readonly before: number
  readonly after: number
}

/** Every change of a zone's offset in `[from, to)`, to the second. Two changes within 3 hours would be missed. */
export function changesOf(timeZone: string, from: number, to: number): Change[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const nameAt = (instant: number) => /GMT.*$/.exec(format.format(instant))![0]
  const changes: Change[] = []
  let name = nameAt(from)
  for (let at = from; at < to; at += 3 * HOUR_MS) {
    const later = Math.min(at + 3 * HOUR_MS, to)
    const next = nameAt(later)
    if (next === name) continue
    let low = at
    let high = later
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000
      if (nameAt(middle) === name) low = middle
      else high = middle
    }
    changes.push({ at: high, before: offsetOfName(name), after: offsetOfName(next) })
    name = next
  }
  return changes
}

/** `GMT-03:30` as ms. */
function offsetOfName(name: string): number {
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name)
  if (!match) throw new Error(`Intl gave an offset that can't be read: ${name}`)
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1000
  return sign === '-' ? -size : size
}

export interface Span {
  readonly start: number
  readonly end: number
}

/** What a zone's clock reads at every quarter of an hour around some dates. */
export class ReadClock {
  /** `2027-03-14 01:45` → the first instant at which the clock reads so. */
  private readonly firstPass = new Map<string, number>()
  private readonly gaps: { readonly after: string; readonly before: string; readonly size: number }[] = []
  private readonly dates = new Set<string>()

  /** Windows that begin on `firstDate` to `lastDate`, both included, can be asked for. */
  constructor(timeZone: string, firstDate: string, lastDate: string) {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    const end = Date.parse(`${lastDate}T00:00Z`) + 4 * DAY_MS
    let previous: string | undefined
    for (let t = Date.parse(`${firstDate}T00:00Z`) - 2 * DAY_MS; t < end; t += QUARTER_MS) {
      const full = format.format(t)
      const reading = full.slice(0, 16)
      if (!/:(00|15|30|45):00$/.test(full)) throw new Error(`${timeZone} reads ${full}, not a quarter of an hour`)
      if (!this.firstPass.has(reading)) this.firstPass.set(reading, t)
      this.dates.add(reading.slice(0, 10))
      const size = previous === undefined ? 0 : msOf(reading) - msOf(previous) - QUARTER_MS
      if (size > 0) this.gaps.push({ after: previous!, before: reading, size })
      previous = reading
    }
  }

  /** Did the clock ever show this date? */
  shows(date: string): boolean {
    return this.dates.has(date)
  }

  /** A window's instants; null when it opens nothing. */
  span(date: string, start: string, end: string): Span | null {
    if (!this.shows(date)) return null
    const from = this.instant(`${date} ${start}`)
    const endDate = end === '24:00' || end <= start ? dateAfter(date, 1) : date
    const to = this.instant(`${endDate} ${end === '24:00' ? '00:00' : end}`)
    return from < to ? { start: from, end: to } : null
  }

  private instant(reading: string): number {
    const found = this.firstPass.get(reading)
    if (found !== undefined) return found
    const gap = this.gaps.find(({ after, before }) => after < reading && reading < before)
    const moved = gap && textOf(msOf(reading) + gap.size)
    const instant = moved === undefined ? undefined : this.firstPass.get(moved)
    if (instant === undefined) throw new Error(`no instant at which the clock reads ${reading}`)
    return instant
  }
}

function msOf(reading: string): number {
  return Date.parse(`${reading.replace(' ', 'T')}Z`)
}

/** A wall time (epoch ms as if it were UTC) as `2027-03-14 01:45`. */
export function textOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16).replace('T', ' ')
}

export function dateAfter(date: string, days: number): string {
  return textOf(msOf(`${date} 00:00`) + days * DAY_MS).slice(0, 10)
}
