import {
  type Compiled,
  type Hours,
  joinHours,
  type OpenWindow,
  type PractitionerHours,
  withIndexes,
} from './compiled.ts'
import type { Snapshot } from './evaluate.ts'
import { type Interval, MINUTE_MS } from './interval.ts'
import type { PatientKind, Practice } from './model.ts'
import { type Book, bookOf, type Occupancy, occupancyOf, peakOf, take, takenDuring } from './occupancy.ts'

/** The form below; another number can't be read. */
const FORM = 1

/** Intervals as minutes: gap to the one before, length, gap, length, … The first gap counts from 1970. */
type Minutes = readonly number[]

/**
 * A practice at one moment as JSON: its rules read for a span, and how much is taken. Nothing in it is about anyone: of
 * what is taken there are only counts, of the rules nothing but times.
 */
export interface WrittenSnapshot {
  readonly form: typeof FORM
  /** Version of the time zone data the rules were read with, like `2026c`; a cache must not mix them. */
  readonly zoneData: string
  /** Epoch ms. */
  readonly now: number
  readonly span: Interval
  readonly practice: Practice
  readonly zones: readonly { readonly changes: readonly number[]; readonly offsets: readonly number[] }[]
  readonly hours: readonly WrittenHours[]
  readonly chairHours: readonly { readonly chair: number; readonly open: Minutes }[]
  /** By location. */
  readonly closed: readonly Minutes[]
  readonly ceilings: readonly { readonly spans: Minutes; readonly counted: Minutes }[]
  readonly practitioners: readonly WrittenBook[]
  readonly chairs: readonly WrittenBook[]
}

interface WrittenHours {
  readonly practitioner: number
  readonly location: number
  readonly windows: Minutes
  /** By window: which of `filters` it has; left out when none has any. */
  readonly filtered?: readonly number[]
  readonly filters?: readonly { readonly reasons?: readonly string[]; readonly patients?: PatientKind }[]
  readonly removed: Minutes
}

/** How full a calendar is: `steps` are stretches with the same count, as gap, length, count, gap, … */
interface WrittenBook {
  readonly steps: Minutes
  /** When visits begin, as minutes since the one before. */
  readonly visits: Minutes
}

/**
 * Writes a snapshot down, to be answered from elsewhere: a browser with older time zone data then says what the server
 * said. What is revived lists the same slots, and refuses for the same reasons, but names no ids and no rules.
 *
 * @param zoneData - Version of the time zone data, like Node's `process.versions.tz`.
 * @example
 * readSnapshot(writeSnapshot({ compiled, occupancy, now }, '2026c')).now === now // true
 */
export function writeSnapshot({ compiled, occupancy, now }: Snapshot, zoneData: string): WrittenSnapshot {
  const { practice } = compiled
  const locationIds = practice.locations.map(({ id }) => id)
  const practitionerIds = practice.practitioners.map(({ id }) => id)
  return {
    form: FORM,
    zoneData,
    now,
    span: compiled.span,
    practice: withoutTimes(practice),
    zones: locationIds.map((id) => {
      const { changes, offsets } = compiled.zones.get(id)!
      return { changes, offsets }
    }),
    hours: compiled.hours.map((hours) => ({
      practitioner: practitionerIds.indexOf(hours.practitioner),
      location: locationIds.indexOf(hours.location),
      windows: writeIntervals(hours.windows),
      ...writeFilters(hours),
      removed: writeIntervals(hours.removed),
    })),
    chairHours: [...compiled.chairHours].map(([id, hours]) => ({
      chair: practice.chairs.findIndex((chair) => chair.id === id),
      open: writeIntervals(hours.stretches),
    })),
    closed: locationIds.map((id) => writeIntervals(compiled.closed.get(id) ?? [])),
    ceilings: compiled.ceilings.map(({ ceiling, spans }) => ({
      spans: writeIntervals(spans),
      counted: writeInstants((occupancy.counted.get(ceiling.id) ?? []).map(({ start }) => start)),
    })),
    practitioners: practice.practitioners.map(({ id, splitBooking = 1 }) =>
      writeBook(occupancy.practitioners.get(id), splitBooking),
    ),
    chairs: practice.chairs.map(({ id, capacity = 1 }) => writeBook(occupancy.chairs.get(id), capacity)),
  }
}

/**
 * Revives what {@link writeSnapshot} wrote. Needs neither luxon nor rrule.
 *
 * @param now - Epoch ms; left out: when it was written.
 * @throws RangeError when it was written in a form that isn't this one.
 * @example
 * slots(readSnapshot(written), { reason: 'check' }, { start: now, end: now + 7 * 86_400_000 }).length // 12
 */
export function readSnapshot(written: WrittenSnapshot, now: number = written.now): Snapshot {
  if (written.form !== FORM) {
    throw new RangeError(`form must be ${FORM}, what this version reads; got ${JSON.stringify(written.form)}`)
  }
  const { practice } = written
  const locationIds = practice.locations.map(({ id }) => id)
  const zones = new Map(practice.locations.map(({ id, timeZone }, i) => [id, { name: timeZone, ...written.zones[i]! }]))
  const compiled: Compiled = withIndexes(practice, {
    practice,
    span: written.span,
    zones,
    hours: written.hours.map((hours) => {
      const location = locationIds[hours.location]!
      const windows = readIntervals(hours.windows).map(
        (interval, i): OpenWindow => ({
          ...interval,
          location,
          rule: '',
          reasons: undefined,
          patients: undefined,
          ...hours.filters?.[hours.filtered![i]!],
        }),
      )
      const removed = readIntervals(hours.removed).map((interval) => ({ ...interval, rule: '' }))
      return {
        ...joinHours(location, zones.get(location)!, windows, removed),
        practitioner: practice.practitioners[hours.practitioner]!.id,
        hasFilters: hours.filters !== undefined,
      }
    }),
    chairHours: new Map(
      written.chairHours.map(({ chair, open }) => {
        const { id, location = locationIds[0]! } = practice.chairs[chair]!
        return [id, chairHoursOf(location, zones.get(location)!, open)]
      }),
    ),
    closed: new Map(
      written.closed.map((closed, i) => [
        locationIds[i]!,
        readIntervals(closed).map((interval) => ({ ...interval, rule: '' })),
      ]),
    ),
    ceilings: (practice.ceilings ?? []).map((ceiling, i) => ({
      ceiling,
      spans: readIntervals(written.ceilings[i]!.spans),
    })),
  })
  const occupancy = occupancyOf(compiled, [])
  for (const [i, { id }] of practice.practitioners.entries()) {
    readBook(occupancy, bookOf(occupancy, 'practitioners', id), written.practitioners[i]!)
  }
  for (const [i, { id }] of practice.chairs.entries()) {
    readBook(occupancy, bookOf(occupancy, 'chairs', id), written.chairs[i]!)
  }
  for (const [i, { id }] of (practice.ceilings ?? []).entries()) {
    const starts = readInstants(written.ceilings[i]!.counted)
    occupancy.counted.set(
      id,
      starts.map((start) => ({ start, id: '' })),
    )
  }
  return { compiled, occupancy, now }
}

function chairHoursOf(location: string, zone: Hours['zone'], open: Minutes): Hours {
  const windows = readIntervals(open).map((interval) => ({
    ...interval,
    location,
    rule: '',
    reasons: undefined,
    patients: undefined,
  }))
  return joinHours(location, zone, windows, [])
}

/** What answers need besides times; the practice may know more, which is nobody's business. */
function withoutTimes(practice: Practice): Practice {
  const { reasons, ceilings, noticeMinutes, horizonMonths, timeUnitMinutes, grid } = practice
  return {
    locations: practice.locations.map(({ id, timeZone }) => ({ id, timeZone })),
    chairs: practice.chairs.map(({ id, location, capacity }) => ({ id, location, capacity })),
    reasons: reasons.map(
      ({
        id,
        durationMinutes,
        stepMinutes,
        bufferBeforeMinutes,
        bufferAfterMinutes,
        segments,
        chairs,
        patients,
        together,
      }) => ({
        id,
        durationMinutes,
        stepMinutes,
        bufferBeforeMinutes,
        bufferAfterMinutes,
        segments,
        chairs,
        patients,
        together,
      }),
    ),
    practitioners: practice.practitioners.map(({ id, splitBooking, reasons: given }) => ({
      id,
      splitBooking,
      reasons: given,
      schedules: [],
    })),
    closures: [],
    ceilings: ceilings?.map(({ id, most, reasons: counted, patients, practitioners }) => ({
      id,
      most,
      reasons: counted,
      patients,
      practitioners,
    })),
    noticeMinutes,
    horizonMonths,
    timeUnitMinutes,
    grid,
  }
}

function writeFilters({ windows, hasFilters }: PractitionerHours): Pick<WrittenHours, 'filtered' | 'filters'> {
  if (!hasFilters) return {}
  const kinds = windows.map(({ reasons, patients }) =>
    JSON.stringify({ ...(reasons && { reasons }), ...(patients && { patients }) }),
  )
  const distinct = [...new Set(kinds)]
  return { filtered: kinds.map((kind) => distinct.indexOf(kind)), filters: distinct.map((kind) => JSON.parse(kind)) }
}

function writeBook(book: Book | undefined, places: number): WrittenBook {
  if (!book) return { steps: [], visits: [] }
  const edges = [...new Set(book.taken.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const steps: number[] = []
  let last = 0
  for (let i = 0; i + 1 < edges.length; i++) {
    const piece = { start: edges[i]!, end: edges[i + 1]! }
    // Beyond its places a calendar is full; by how much nobody else needs to know.
    const count = Math.min(places, peakOf(takenDuring(book, piece), piece))
    if (count === 0) continue
    steps.push((piece.start - last) / MINUTE_MS, (piece.end - piece.start) / MINUTE_MS, count)
    last = piece.end
  }
  return { steps, visits: writeInstants(book.visitStarts) }
}

function readBook(occupancy: Occupancy, book: Book, { steps, visits }: WrittenBook): void {
  let at = 0
  for (let i = 0; i < steps.length; i += 3) {
    const start = at + steps[i]! * MINUTE_MS
    at = start + steps[i + 1]! * MINUTE_MS
    for (let count = steps[i + 2]!; count > 0; count--)
      take(occupancy, book, { start, end: at, id: '', takesAll: false })
  }
  book.visitStarts.push(...readInstants(visits))
}

function writeIntervals(intervals: readonly Interval[]): Minutes {
  let last = 0
  return intervals.flatMap(({ start, end }) => {
    const written = [(start - last) / MINUTE_MS, (end - start) / MINUTE_MS]
    last = end
    return written
  })
}

function readIntervals(minutes: Minutes): Interval[] {
  const intervals: Interval[] = []
  let at = 0
  for (let i = 0; i < minutes.length; i += 2) {
    // A closure may begin within a minute: fractions come back to the millisecond.
    const start = Math.round(at + minutes[i]! * MINUTE_MS)
    at = Math.round(start + minutes[i + 1]! * MINUTE_MS)
    intervals.push({ start, end: at })
  }
  return intervals
}

function writeInstants(instants: readonly number[]): Minutes {
  const minutes = instants.map((instant) => Math.floor(instant / MINUTE_MS))
  return minutes.map((minute, i) => minute - (minutes[i - 1] ?? 0))
}

function readInstants(minutes: Minutes): number[] {
  let at = 0
  return minutes.map((minute) => {
    at += minute * MINUTE_MS
    return at
  })
}
