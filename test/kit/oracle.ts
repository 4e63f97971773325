import type { Ask, Busy, DatedWindow, Practice, Reason } from '../../engine/model.ts'

/*
 * What is offered, found the slow way: minute by minute, with Intl for the clock. It shares no code with the engine and
 * takes only its types, so that both can't be wrong in the same way. Rules must be weekly with BYDAY.
 */

const MINUTE = 60_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** Starts offered in `[from, to)`, epoch ms. */
export function oracleStarts(
  practice: Practice,
  busy: readonly Busy[],
  ask: Ask,
  now: number,
  from: number,
  to: number,
) {
  const reason = practice.reasons.find(({ id }) => id === ask.reason)!
  const teams = reason.together
    ? [reason.together]
    : ask.practitioner != null
      ? [[ask.practitioner]]
      : practice.practitioners.filter(({ reasons }) => reasons.includes(reason.id)).map(({ id }) => [id])
  const world = new World(practice, busy, from, to)
  const starts: number[] = []
  for (let t = from; t < to; t += MINUTE) {
    if (teams.some((team) => practice.locations.some(({ id }) => world.isOffered(reason, team, id, ask, now, t))))
      starts.push(t)
  }
  return starts
}

class World {
  private readonly clocks = new Map<string, Clock>()
  /** By practitioner and location: minute → how it is open. */
  private readonly windows = new Map<string, { start: number; end: number }[]>()
  private readonly removed = new Map<string, { start: number; end: number }[]>()
  private readonly closed = new Map<string, { start: number; end: number }[]>()
  private readonly taken = new Map<string, Map<number, number>>()

  private readonly practice: Practice

  constructor(practice: Practice, busy: readonly Busy[], from: number, to: number) {
    this.practice = practice
    const dates: string[] = []
    for (let t = from - 4 * 86_400_000; t < to + 4 * 86_400_000; t += 86_400_000)
      dates.push(new Date(t).toISOString().slice(0, 10))
    for (const { id: location, timeZone } of practice.locations) {
      const clock = clockOf(timeZone)
      this.clocks.set(location, clock)
      for (const practitioner of practice.practitioners) {
        const key = `${practitioner.id}@${location}`
        const open = dates.flatMap((date) =>
          this.windowsOn(practitioner, date)
            .filter((window) => (window.location ?? practice.locations[0]!.id) === location)
            .map((window) => clock.span(date, window.start, window.end)),
        )
        this.windows.set(
          key,
          open.filter((span) => span !== null),
        )
        const away = dates.flatMap((date) =>
          (practitioner.exceptions ?? [])
            .filter((exception) => exception.remove && covers(exception, date))
            .map((exception) => clock.span(date, exception.remove!.start, exception.remove!.end)),
        )
        this.removed.set(
          key,
          away.filter((span) => span !== null),
        )
      }
      const closures = practice.closures
        .filter((closure) => closure.location === undefined || closure.location === location)
        .flatMap((closure) =>
          'date' in closure || 'from' in closure
            ? dates
                .filter((date) => covers(closure as { date?: string }, date))
                .map((date) => clock.span(date, closure.start ?? '00:00', closure.end ?? '24:00'))
            : [{ start: Date.parse(closure.start!), end: Date.parse(closure.end!) }],
        )
      this.closed.set(
        location,
        closures.filter((span) => span !== null),
      )
    }
    this.take(busy)
  }

  isOffered(reason: Reason, team: readonly string[], location: string, ask: Ask, now: number, t: number): boolean {
    const { practice } = this
    const end = t + reason.durationMinutes * MINUTE
    const clock = this.clocks.get(location)!
    if (ask.location !== undefined && ask.location !== location) return false
    if (t < now + practice.noticeMinutes * MINUTE) return false
    if (!clock.isBeforeHorizon(t, now, practice.horizonMonths)) return false
    if (reason.patients && ask.patients && reason.patients !== ask.patients) return false
    if (this.closed.get(location)!.some((span) => span.start < end && span.end > t)) return false
    for (const id of team) {
      const practitioner = practice.practitioners.find((one) => one.id === id)!
      if (!practitioner.reasons.includes(reason.id)) return false
      for (let m = t; m < end; m += MINUTE) if (!this.isOpen(id, location, m)) return false
      const places = practitioner.splitBooking ?? 1
      if (this.minutes(reason, t, end).some((m) => (this.taken.get(`p:${id}`)?.get(m) ?? 0) >= places)) return false
    }
    if (!team.some((id) => this.isOnGrid(id, location, clock, reason.stepMinutes ?? reason.durationMinutes, t)))
      return false
    if (!reason.chairs) return true
    return reason.chairs.some((id) => {
      const chair = practice.chairs.find((one) => one.id === id)!
      if ((chair.location ?? location) !== location) return false
      return this.minutes(reason, t, end).every((m) => (this.taken.get(`c:${id}`)?.get(m) ?? 0) < (chair.capacity ?? 1))
    })
  }

  private isOpen(id: string, location: string, m: number): boolean {
    const holds = (span: { start: number; end: number }) => span.start <= m && m < span.end
    const key = `${id}@${location}`
    return this.windows.get(key)!.some(holds) && !this.removed.get(key)!.some(holds)
  }

  private isOnGrid(id: string, location: string, clock: Clock, step: number, t: number): boolean {
    const windows = this.windows.get(`${id}@${location}`)!
    if (this.practice.grid === 'window') {
      return windows.some((span) => span.start <= t && t < span.end && (t - span.start) % (step * MINUTE) === 0)
    }
    // Back to where the joined windows begin, then on to the first round minute of the clock.
    const isIn = (m: number) => windows.some((span) => span.start <= m && m < span.end)
    let first = t
    while (isIn(first - MINUTE)) first -= MINUTE
    if (!isIn(first)) return false
    const unit = [60, 30, 20, 15, 10, 5, 1].find((each) => step % each === 0)!
    const offset = clock.offset(first)
    while ((first + offset) % (unit * MINUTE) !== 0) first += MINUTE
    return t >= first && (t - first) % (step * MINUTE) === 0
  }

  /** Minutes of a visit with its buffers, rounded outward to the time unit. */
  private minutes(
    visit: { bufferBeforeMinutes?: number | undefined; bufferAfterMinutes?: number | undefined },
    start: number,
    end: number,
  ): number[] {
    const unit = this.practice.timeUnitMinutes
    let first = Math.floor(start / MINUTE) - (visit.bufferBeforeMinutes ?? 0)
    let last = Math.ceil(end / MINUTE) + (visit.bufferAfterMinutes ?? 0)
    while (first % unit !== 0) first--
    while (last % unit !== 0) last++
    return Array.from({ length: last - first }, (_, i) => (first + i) * MINUTE)
  }

  private take(busy: readonly Busy[]): void {
    const live = busy
      .filter(({ status, start, end }) => !['cancelled', 'noshow', 'entered-in-error'].includes(status) && end > start)
      .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
    for (const item of live) {
      const minutes = this.minutes(item, item.start, item.end)
      for (const id of new Set(item.practitioners)) this.add(`p:${id}`, minutes, item.kind === 'block' ? 1000 : 1)
      if (item.chair !== null) this.add(`c:${item.chair}`, minutes, item.kind === 'block' ? 1000 : 1)
    }
    for (const item of live) {
      if (item.chair !== null || item.kind === 'block') continue
      const reason = this.practice.reasons.find(({ id }) => id === item.reason)
      const allowed = reason ? (reason.chairs ?? []) : this.practice.chairs.map(({ id }) => id)
      const minutes = this.minutes(item, item.start, item.end)
      const free = allowed.find((id) => {
        const capacity = this.practice.chairs.find((chair) => chair.id === id)?.capacity ?? 1
        return minutes.every((m) => (this.taken.get(`c:${id}`)?.get(m) ?? 0) < capacity)
      })
      if (free !== undefined) this.add(`c:${free}`, minutes, 1)
    }
  }

  private add(key: string, minutes: readonly number[], places: number): void {
    const counts = this.taken.get(key) ?? new Map<number, number>()
    for (const m of minutes) counts.set(m, (counts.get(m) ?? 0) + places)
    this.taken.set(key, counts)
  }

  private windowsOn(practitioner: Practice['practitioners'][number], date: string): readonly DatedWindow[] {
    const replacing = (practitioner.exceptions ?? [])
      .filter((exception) => exception.windows && covers(exception, date))
      .at(-1)
    if (replacing) return replacing.windows!
    let version: Practice['practitioners'][number]['schedules'][number] | undefined
    for (const schedule of practitioner.schedules) {
      const begins = schedule.from ?? '0000-00-00'
      if (begins <= date && (!version || begins >= (version.from ?? '0000-00-00'))) version = schedule
    }
    return (version?.windows ?? []).filter(({ rrule, dtstart, exdates }) => {
      const parts = Object.fromEntries(rrule.split(';').map((part) => part.split('='))) as Record<string, string>
      const noon = new Date(`${date}T12:00:00Z`)
      if (!parts.BYDAY!.split(',').includes(weekdays[noon.getUTCDay()]!)) return false
      if (exdates?.includes(date) || (dtstart !== undefined && date < dtstart)) return false
      const weeks = Number(parts.INTERVAL ?? 1)
      return weeks === 1 || Math.round((mondayOf(date) - mondayOf(dtstart!)) / (7 * 86_400_000)) % weeks === 0
    })
  }
}

const kept = new Map<string, Clock>()

function clockOf(timeZone: string): Clock {
  const clock = kept.get(timeZone) ?? new Clock(timeZone)
  kept.set(timeZone, clock)
  return clock
}

/** Wall times by Intl alone, each minute looked at. */
class Clock {
  private readonly format: Intl.DateTimeFormat
  private readonly offsets = new Map<number, number>()

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  }

  /** Clocks change on whole quarters of an hour of UTC, so one look a quarter is enough. */
  offset(instant: number): number {
    const quarter = Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE
    let offset = this.offsets.get(quarter)
    if (offset === undefined) {
      offset = Date.parse(`${this.format.format(quarter).replace(' ', 'T')}Z`) - quarter
      this.offsets.set(quarter, offset)
    }
    return offset
  }

  wall(instant: number): string {
    return new Date(instant + this.offset(instant)).toISOString().slice(0, 16)
  }

  span(date: string, start: string, end: string): { start: number; end: number } | null {
    const noon = Date.parse(`${date}T12:00:00Z`)
    let happened = false
    for (let t = noon - 40 * 60 * MINUTE; t < noon + 40 * 60 * MINUTE; t += 15 * MINUTE)
      happened ||= this.wall(t).startsWith(date)
    if (!happened) return null
    const nextDate = new Date(noon + 86_400_000).toISOString().slice(0, 10)
    const from = this.instant(date, start)
    const to = end === '24:00' ? this.instant(nextDate, '00:00') : this.instant(end <= start ? nextDate : date, end)
    return from < to ? { start: from, end: to } : null
  }

  private instant(date: string, time: string): number {
    const wanted = Date.parse(`${date}T${time}:00Z`)
    let before: number | undefined
    for (let t = wanted - 30 * 60 * MINUTE; t < wanted + 30 * 60 * MINUTE; t += MINUTE) {
      const wall = t + this.offset(t)
      if (wall === wanted) return t
      // The clock jumped over it: what it read before tells how far it moves.
      if (wall > wanted) return wanted - this.offset(before ?? t)
      before = t
    }
    throw new Error(`no ${date} ${time}`)
  }

  isBeforeHorizon(t: number, now: number, months: number): boolean {
    const wall = new Date(now + this.offset(now))
    const target = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + months, 1))
    const lastDate = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
    target.setUTCDate(Math.min(wall.getUTCDate(), lastDate))
    const date = target.toISOString().slice(0, 10)
    const seconds = wall.getTime() % MINUTE
    return t < this.instant(date, wall.toISOString().slice(11, 16)) + seconds
  }
}

function covers(
  { date, from, through }: { date?: string | undefined; from?: string | undefined; through?: string | undefined },
  day: string,
) {
  return date !== undefined ? date === day : from! <= day && day <= through!
}

function mondayOf(date: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`)
  return noon - ((new Date(noon).getUTCDay() + 6) % 7) * 86_400_000
}
