import type {
  Ask,
  Busy,
  Ceiling,
  Chair,
  Closure,
  DatedWindow,
  Dates,
  PatientKind,
  Practice,
  Practitioner,
  Reason,
} from '../../engine/model.ts'

/*
 * What is offered, found the slow way: minute by minute, with Intl for the clock. It shares no code with the engine and
 * takes only its types, so that both can't be wrong in the same way. Rules must be weekly with BYDAY, or yearly with
 * BYMONTH and BYMONTHDAY.
 */

const MINUTE = 60_000
const DAY = 86_400_000
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const dead = ['cancelled', 'noshow', 'entered-in-error']

/** Starts offered in `[from, to)`, epoch ms. */
export function oracleStarts(
  practice: Practice,
  busy: readonly Busy[],
  ask: Ask,
  now: number,
  from: number,
  to: number,
) {
  const world = new World(practice, busy, ask, now, from, to)
  const starts: number[] = []
  for (let t = from; t < to; t += MINUTE) if (world.isOffered(t)) starts.push(t)
  return starts
}

interface Span {
  readonly start: number
  readonly end: number
}

interface Shift extends Span {
  readonly reasons?: readonly string[] | undefined
  readonly patients?: PatientKind | undefined
}

/** One who gives the visit, at one place, with everything looked up. */
interface Candidate {
  readonly team: readonly Practitioner[]
  readonly location: string
  readonly clock: Clock
  /** By team member: for this reason and patient. */
  readonly shifts: readonly (readonly Shift[])[]
  readonly removed: readonly (readonly Span[])[]
  readonly horizon: number
}

class World {
  private readonly practice: Practice
  private readonly reason: Reason
  private readonly kind: PatientKind | undefined
  private readonly ask: Ask
  private readonly now: number
  private readonly dates: readonly string[]
  private readonly candidates: readonly Candidate[]
  private readonly closed = new Map<string, readonly Span[]>()
  private readonly chairOpen = new Map<string, readonly Span[]>()
  /** By calendar: how many at each minute. */
  private readonly taken = new Map<string, Map<number, number>>()
  private readonly live: readonly Busy[]

  constructor(practice: Practice, busy: readonly Busy[], ask: Ask, now: number, from: number, to: number) {
    this.practice = practice
    this.ask = ask
    this.now = now
    this.reason = practice.reasons.find(({ id }) => id === ask.reason)!
    this.kind = ask.patients ?? this.reason.patients
    const dates: string[] = []
    for (let t = from - 4 * DAY; t < to + 4 * DAY; t += DAY) dates.push(new Date(t).toISOString().slice(0, 10))
    this.dates = dates
    const person = (id: string) => practice.practitioners.find((one) => one.id === id)!
    const teams = this.reason.together
      ? [this.reason.together.map(person)]
      : ask.practitioner != null
        ? [[person(ask.practitioner)]]
        : practice.practitioners.filter(({ reasons }) => reasons.includes(ask.reason)).map((one) => [one])
    const locations = practice.locations.filter(({ id }) => ask.location === undefined || ask.location === id)
    this.candidates = teams.flatMap((team) =>
      locations.map(({ id: location, timeZone }) => {
        const clock = clockOf(timeZone)
        const isHere = (window: DatedWindow) => (window.location ?? practice.locations[0]!.id) === location
        const isForThis = ({ reasons, patients }: DatedWindow) =>
          (!reasons || reasons.includes(ask.reason)) && (!patients || !this.kind || patients === this.kind)
        return {
          team,
          location,
          clock,
          shifts: team.map((one) => this.spans(clock, (date) => windowsOn(one, date).filter(isHere).filter(isForThis))),
          removed: team.map((one) => this.spans(clock, (date) => removedOn(one, date))),
          horizon: clock.monthsLater(now, practice.horizonMonths),
        }
      }),
    )
    for (const { id, timeZone } of practice.locations) {
      const here = practice.closures.filter((closure) => closure.location === undefined || closure.location === id)
      this.closed.set(id, [
        ...this.spans(clockOf(timeZone), (date) => here.flatMap((closure) => closedOn(closure, date))),
        ...here.flatMap((closure) =>
          'date' in closure || 'from' in closure || 'rrule' in closure
            ? []
            : [{ start: Date.parse(closure.start!), end: Date.parse(closure.end!) }],
        ),
      ])
    }
    for (const chair of practice.chairs) {
      if (!chair.schedules) continue
      const location = practice.locations.find(({ id }) => id === (chair.location ?? practice.locations[0]!.id))!
      const isHere = (window: DatedWindow) => (window.location ?? location.id) === location.id
      const own = { ...chair, schedules: chair.schedules }
      const clock = clockOf(location.timeZone)
      const away = this.spans(clock, (date) => removedOn(own, date))
      const open = this.spans(clock, (date) => windowsOn(own, date).filter(isHere))
      this.chairOpen.set(chair.id, cut(open, away))
    }
    this.live = busy
      .filter(({ status, start, end }) => !dead.includes(status) && end > start)
      .filter(
        ({ kind, linkedTo }) =>
          kind !== 'request' || !busy.some((other) => other.kind === 'appointment' && other.id === linkedTo),
      )
      .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
    this.take()
  }

  isOffered(t: number): boolean {
    const { practice, reason, ask } = this
    if (t < this.now + practice.noticeMinutes * MINUTE) return false
    if (reason.patients && ask.patients && reason.patients !== ask.patients) return false
    return this.candidates.some((candidate) => this.isOfferedBy(candidate, t))
  }

  private isOfferedBy({ team, location, clock, shifts, removed, horizon }: Candidate, t: number): boolean {
    const { practice, reason } = this
    const end = t + reason.durationMinutes * MINUTE
    if (t >= horizon) return false
    if (!shifts.some((own) => this.isOnGrid(own, clock, t))) return false
    if (this.closed.get(location)!.some((span) => span.start < end && span.end > t)) return false
    for (const [i, one] of team.entries()) {
      if (!one.reasons.includes(reason.id)) return false
      for (let m = t; m < end; m += MINUTE) if (!shifts[i]!.some(holds(m)) || removed[i]!.some(holds(m))) return false
      const counts = this.taken.get(`p:${one.id}`)
      const places = one.splitBooking ?? 1
      if (counts && this.needed(reason, t, end).some((m) => (counts.get(m) ?? 0) >= places)) return false
    }
    if ((practice.ceilings ?? []).some((ceiling) => this.isReached(ceiling, team, t))) return false
    if (!reason.chairs) return true
    const whole = this.whole(reason, t, end)
    return reason.chairs.some((id) => {
      const chair = practice.chairs.find((one) => one.id === id)!
      if ((chair.location ?? location) !== location) return false
      const open = this.chairOpen.get(id)
      if (open) for (let m = t; m < end; m += MINUTE) if (!open.some(holds(m))) return false
      return whole.every((m) => (this.taken.get(`c:${id}`)?.get(m) ?? 0) < (chair.capacity ?? 1))
    })
  }

  private isOnGrid(shifts: readonly Shift[], clock: Clock, t: number): boolean {
    const step = this.reason.stepMinutes ?? this.reason.durationMinutes
    if (this.practice.grid === 'window')
      return shifts.some((span) => holds(t)(span) && (t - span.start) % (step * MINUTE) === 0)
    // Back to where the joined windows begin, then on to the first round minute of the clock.
    const isIn = (m: number) => shifts.some(holds(m))
    let first = t
    while (isIn(first - MINUTE)) first -= MINUTE
    if (!isIn(first)) return false
    const unit = [60, 30, 20, 15, 10, 5, 1].find((each) => step % each === 0)!
    const offset = clock.offset(first)
    while ((first + offset) % (unit * MINUTE) !== 0) first += MINUTE
    return t >= first && (t - first) % (step * MINUTE) === 0
  }

  private isReached(ceiling: Ceiling, team: readonly Practitioner[], t: number): boolean {
    const counts = (
      reason: string | null,
      practitioners: readonly string[],
      patients: PatientKind | null | undefined,
    ) =>
      (!ceiling.reasons || (reason !== null && ceiling.reasons.includes(reason))) &&
      (!ceiling.patients || ceiling.patients === patients) &&
      (!ceiling.practitioners || ceiling.practitioners.some((id) => practitioners.includes(id)))
    const ids = team.map(({ id }) => id)
    if (!counts(this.reason.id, ids, this.kind)) return false
    const clock = clockOf(this.practice.locations[0]!.timeZone)
    const isOn = (date: string) => ceiling.rrule === undefined || isInRule(ceiling as { rrule: string }, date)
    const spans = this.spans(clock, (date) =>
      isOn(date) ? [{ start: ceiling.start ?? '00:00', end: ceiling.end ?? '24:00' }] : [],
    )
    return spans.filter(holds(t)).some((span) => {
      const inSpan = this.live.filter(
        (item) =>
          item.kind !== 'block' &&
          !this.ask.ignore?.includes(item.id) &&
          holds(item.start)(span) &&
          counts(item.reason, item.practitioners, item.patients),
      )
      return inSpan.length >= ceiling.most
    })
  }

  /** Minutes the chair is taken: with buffers, rounded outward to the time unit. */
  private whole(visit: Buffered, start: number, end: number): number[] {
    return this.minutes(
      start - (visit.bufferBeforeMinutes ?? 0) * MINUTE,
      end + (visit.bufferAfterMinutes ?? 0) * MINUTE,
    )
  }

  /** Minutes a practitioner is taken: the reason's segments, or all. */
  private needed(visit: Buffered & { segments?: Reason['segments'] }, start: number, end: number): number[] {
    if (!visit.segments) return this.whole(visit, start, end)
    const needed = new Set<number>()
    for (const { startMinutes, endMinutes } of visit.segments) {
      let from = start + startMinutes * MINUTE
      let to = start + endMinutes * MINUTE
      if (from === start) from -= (visit.bufferBeforeMinutes ?? 0) * MINUTE
      if (to === end) to += (visit.bufferAfterMinutes ?? 0) * MINUTE
      for (const m of this.minutes(from, to)) needed.add(m)
    }
    return [...needed]
  }

  private minutes(from: number, to: number): number[] {
    const unit = this.practice.timeUnitMinutes
    let first = Math.floor(from / MINUTE)
    let last = Math.ceil(to / MINUTE)
    while (first % unit !== 0) first--
    while (last % unit !== 0) last++
    return Array.from({ length: last - first }, (_, i) => (first + i) * MINUTE)
  }

  private take(): void {
    const places = (item: Busy) => (item.kind === 'block' ? 1000 : 1)
    // An ignored visit's chair is given as if it were there: others don't move because one is looked past.
    const isCounted = (item: Busy) => !this.ask.ignore?.includes(item.id)
    const chairs = new Map<string, Map<number, number>>()
    for (const item of this.live) {
      const reason = this.practice.reasons.find(({ id }) => id === item.reason)
      const isAsLong = reason !== undefined && item.end - item.start === reason.durationMinutes * MINUTE
      const needed = this.needed({ ...item, segments: isAsLong ? reason.segments : undefined }, item.start, item.end)
      if (isCounted(item))
        for (const id of new Set(item.practitioners)) add(this.taken, `p:${id}`, needed, places(item))
      if (item.chair === null) continue
      const whole = this.whole(item, item.start, item.end)
      add(chairs, item.chair, whole, places(item))
      if (isCounted(item)) add(this.taken, `c:${item.chair}`, whole, places(item))
    }
    for (const item of this.live) {
      if (item.chair !== null || item.kind === 'block') continue
      const reason = this.practice.reasons.find(({ id }) => id === item.reason)
      const allowed = reason ? (reason.chairs ?? []) : this.practice.chairs.map(({ id }) => id)
      const whole = this.whole(item, item.start, item.end)
      const free = allowed.find((id) => {
        const capacity = this.practice.chairs.find((chair) => chair.id === id)?.capacity ?? 1
        return whole.every((m) => (chairs.get(id)?.get(m) ?? 0) < capacity)
      })
      if (free === undefined) continue
      add(chairs, free, whole, 1)
      if (isCounted(item)) add(this.taken, `c:${free}`, whole, 1)
    }
  }

  private spans<T extends { start: string; end: string }>(clock: Clock, windowsOf: (date: string) => readonly T[]) {
    return this.dates.flatMap((date) =>
      windowsOf(date).flatMap((window) => {
        const span = clock.span(date, window.start, window.end)
        return span ? [{ ...window, ...span }] : []
      }),
    )
  }
}

type Buffered = { bufferBeforeMinutes?: number | undefined; bufferAfterMinutes?: number | undefined }

function add(counts: Map<string, Map<number, number>>, key: string, minutes: readonly number[], places: number): void {
  const own = counts.get(key) ?? new Map<number, number>()
  for (const m of minutes) own.set(m, (own.get(m) ?? 0) + places)
  counts.set(key, own)
}

function holds(m: number) {
  return (span: Span) => span.start <= m && m < span.end
}

/** What is left of open spans outside others, minute by minute. */
function cut(open: readonly Span[], away: readonly Span[]): Span[] {
  const left: Span[] = []
  for (const span of open) {
    for (let m = span.start; m < span.end; m += MINUTE)
      if (!away.some(holds(m))) left.push({ start: m, end: m + MINUTE })
  }
  return left
}

type Timetable =
  | Pick<Practitioner, 'schedules' | 'weeks' | 'exceptions'>
  | (Pick<Chair, 'exceptions'> & { schedules: Practitioner['schedules'] })

function windowsOn(timetable: Timetable, date: string): readonly DatedWindow[] {
  const replacing = (timetable.exceptions ?? [])
    .filter((exception) => exception.windows && covers(exception, date))
    .at(-1)
  if (replacing) return replacing.windows!
  const weeks = 'weeks' in timetable ? (timetable.weeks ?? []) : []
  const monday = new Date(mondayOf(date)).toISOString().slice(0, 10)
  const edited = weeks.filter(({ week }) => week === monday).at(-1)
  if (edited) {
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7
    return edited.windows.filter((window) => window.weekday === weekday)
  }
  let version: Practitioner['schedules'][number] | undefined
  for (const schedule of timetable.schedules) {
    const begins = schedule.from ?? '0000-00-00'
    if (begins <= date && (!version || begins >= (version.from ?? '0000-00-00'))) version = schedule
  }
  return (version?.windows ?? []).filter((window) => isInRule(window, date))
}

function removedOn({ exceptions = [] }: Timetable, date: string): { start: string; end: string }[] {
  return exceptions.flatMap((exception) => (exception.remove && covers(exception, date) ? [exception.remove] : []))
}

function closedOn(closure: Closure, date: string): { start: string; end: string }[] {
  const part = { start: closure.start ?? '00:00', end: closure.end ?? '24:00' }
  if ('rrule' in closure) return isInRule(closure, date) ? [part] : []
  if ('date' in closure || 'from' in closure) return covers(closure as Dates, date) ? [part] : []
  return []
}

function isInRule(
  rule: { rrule: string; dtstart?: string | undefined; exdates?: readonly string[] | undefined },
  date: string,
): boolean {
  const parts = Object.fromEntries(rule.rrule.split(';').map((part) => part.split('='))) as Record<string, string>
  if (rule.exdates?.includes(date) || (rule.dtstart !== undefined && date < rule.dtstart)) return false
  if (parts.FREQ === 'YEARLY') {
    return Number(date.slice(5, 7)) === Number(parts.BYMONTH) && Number(date.slice(8)) === Number(parts.BYMONTHDAY)
  }
  if (!parts.BYDAY!.split(',').includes(weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()]!)) return false
  const weeks = Number(parts.INTERVAL ?? 1)
  return weeks === 1 || Math.round((mondayOf(date) - mondayOf(rule.dtstart!)) / (7 * DAY)) % weeks === 0
}

function covers({ date, from, through }: Dates, day: string): boolean {
  return date !== undefined ? date === day : from! <= day && day <= through!
}

function mondayOf(date: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`)
  return noon - ((new Date(noon).getUTCDay() + 6) % 7) * DAY
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
  private readonly instants = new Map<string, number>()
  private readonly happened = new Map<string, boolean>()

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

  span(date: string, start: string, end: string): Span | null {
    if (!this.everShows(date)) return null
    const nextDate = new Date(Date.parse(`${date}T12:00:00Z`) + DAY).toISOString().slice(0, 10)
    const from = this.instant(date, start)
    const to = end === '24:00' ? this.instant(nextDate, '00:00') : this.instant(end <= start ? nextDate : date, end)
    return from < to ? { start: from, end: to } : null
  }

  private everShows(date: string): boolean {
    let shows = this.happened.get(date)
    if (shows === undefined) {
      shows = false
      const noon = Date.parse(`${date}T12:00:00Z`)
      for (let t = noon - 40 * 60 * MINUTE; t < noon + 40 * 60 * MINUTE; t += 15 * MINUTE) {
        shows ||= new Date(t + this.offset(t)).toISOString().startsWith(date)
      }
      this.happened.set(date, shows)
    }
    return shows
  }

  private instant(date: string, time: string): number {
    const key = `${date} ${time}`
    let found = this.instants.get(key)
    if (found === undefined) {
      found = this.find(Date.parse(`${date}T${time}:00Z`))
      this.instants.set(key, found)
    }
    return found
  }

  private find(wanted: number): number {
    let before = wanted - 30 * 60 * MINUTE
    for (let t = before; t < wanted + 30 * 60 * MINUTE; t += MINUTE) {
      const wall = t + this.offset(t)
      if (wall === wanted) return t
      // The clock jumped over it: what it read before tells how far it moves.
      if (wall > wanted) return wanted - this.offset(before)
      before = t
    }
    throw new Error(`no ${new Date(wanted).toISOString()}`)
  }

  monthsLater(now: number, months: number): number {
    const wall = new Date(now + this.offset(now))
    const target = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + months, 1))
    const lastDate = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
    target.setUTCDate(Math.min(wall.getUTCDate(), lastDate))
    return this.instant(target.toISOString().slice(0, 10), wall.toISOString().slice(11, 16)) + (wall.getTime() % MINUTE)
  }
}
