import { visitsThatDate } from './assign.ts'
import { instantOf, offsetAt, type ZoneTable } from './clock.ts'
import {
  type Compiled,
  ceilingsFor,
  dayAt,
  type Hours,
  hoursAt,
  hoursFor,
  isFor,
  isOnGrid,
  isOpen,
  type PractitionerHours,
  rulesDuring,
} from './compiled.ts'
import { dayOf, formatDate } from './date.ts'
import { containsInterval, type Interval, lowerBound, MINUTE_MS, overlapping } from './interval.ts'
import type { Against, Ask, Evaluation, PatientKind, Practitioner, Reason, Removal, Slot } from './model.ts'
import { type Book, type Occupancy, peakOf, type Taken, takenDuring } from './occupancy.ts'
import { footprintOfReason } from './visit.ts'

/** Everything an answer depends on: the rules, what is taken, and the time. */
export interface Snapshot {
  readonly compiled: Compiled
  readonly occupancy: Occupancy
  /** Epoch ms. */
  readonly now: number
}

/**
 * May a visit start then? This is the definition: listing, sending, accepting and "why not" all ask it.
 *
 * @param ask - Ids of the practice; see {@link Ask}.
 * @param start - Epoch ms, within the span the practice was compiled for.
 * @returns The slot, with the practitioners who can give it there in the order of assignment; or every reason against,
 *   practitioner by practitioner in listed order, rule by rule in the order of {@link Against}. A time outside every
 *   window isn't also called off-grid. Where several locations are meant, reasons are given for those that are open then.
 * @throws RangeError when an id or rule isn't known, or `start` is outside the span.
 * @example
 * evaluate({ compiled, occupancy, now }, { reason: 'check' }, Date.parse('2026-11-24T14:00:00Z')).offered // true
 */
export function evaluate(snapshot: Snapshot, ask: Ask, start: number): Evaluation {
  const { compiled } = snapshot
  if (!(start >= compiled.span.start && start < compiled.span.end)) {
    throw new RangeError(`start must be an instant (epoch ms) in the compiled span; got ${start}`)
  }
  const question = questionOf(compiled, ask)
  const answers = question.teams.flatMap((team) => {
    const places = question.locations.map((location) => evaluateAt(snapshot, question, team, location, start))
    const open = places.filter(
      (answer) => answer.offered || !answer.against.some(({ rule }) => rule === 'outside-hours'),
    )
    return open.length > 0 ? open : places
  })
  const offered = answers.filter((answer) => answer.offered)
  if (offered.length === 0) {
    return { offered: false, against: distinct(answers.flatMap((answer) => (answer.offered ? [] : answer.against))) }
  }
  const [first, ...others] = inOrderOfAssignment(snapshot, offered, ask.ignore)
  if (question.reason.together) return first!
  const practitioners = [first!, ...others]
    .filter(({ slot }) => slot.location === first!.slot.location)
    .map(({ slot }) => slot.practitioners[0]!)
  return { ...first!, slot: { ...first!.slot, practitioners } }
}

/** An ask whose ids are known to be the practice's. */
export interface Question {
  readonly ask: Ask
  readonly reason: Reason
  /** The kind of patient asked for, or the only kind that the reason is for. */
  readonly patients: PatientKind | undefined
  /** Who might give the visit: one practitioner each, or all whom the reason needs at once. */
  readonly teams: readonly (readonly Practitioner[])[]
  readonly locations: readonly string[]
}

/** Looks up what an ask names. Throws RangeError for what the practice doesn't have. */
export function questionOf(compiled: Compiled, ask: Ask): Question {
  const reason = known(compiled.reasons, 'reason', ask.reason)
  const teams = reason.together
    ? [reason.together.map((id) => known(compiled.practitioners, 'practitioner', id))]
    : ask.practitioner != null
      ? [[known(compiled.practitioners, 'practitioner', ask.practitioner)]]
      : compiled.practice.practitioners.filter(({ reasons }) => reasons.includes(reason.id)).map((one) => [one])
  if (ask.location !== undefined) known(compiled.zones, 'location', ask.location)
  for (const rule of ask.overrule ?? []) {
    if (!overrulable.includes(rule)) {
      throw new RangeError(`overrule must name rules that can be overruled (${overrulable.join(', ')}); got "${rule}"`)
    }
  }
  return {
    ask,
    reason,
    patients: ask.patients ?? reason.patients,
    teams,
    locations: ask.location === undefined ? [...compiled.zones.keys()] : [ask.location],
  }
}

/** What staff may overrule: everything but time itself. */
export const overrulable: readonly Against['rule'][] = [
  'reason-not-given',
  'patients',
  'too-soon',
  'too-far',
  'closed',
  'outside-hours',
  'not-in-window',
  'off-grid',
  'practitioner-full',
  'no-chair',
  'ceiling',
]

function known<T>(list: ReadonlyMap<string, T>, what: string, id: string): T {
  const found = list.get(id)
  if (found === undefined) {
    throw new RangeError(`${what} must be one of the practice's (${[...list.keys()].join(', ')}); got "${id}"`)
  }
  return found
}

/** How far apart starts are, in minutes. */
export function stepOf(reason: Reason): number {
  return reason.stepMinutes ?? reason.durationMinutes
}

/** The first instant that is too far ahead: the same wall time so many calendar months on, at the end of a short month. */
export function horizonEnd(zone: ZoneTable, now: number, months: number): number {
  const wall = now + offsetAt(zone, now)
  const [year, month, date] = formatDate(dayOf(wall)).split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const day = dayOf(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)))
  const sinceMidnight = wall - dayOf(wall) * 86_400_000
  return instantOf(zone, day, Math.floor(sinceMidnight / MINUTE_MS)) + (sinceMidnight % MINUTE_MS)
}

/** The first instant that is soon enough. */
export function noticeEnd({ compiled, now }: Snapshot): number {
  return now + compiled.practice.noticeMinutes * MINUTE_MS
}

type Offered = Extract<Evaluation, { offered: true }>

function inOrderOfAssignment(
  { compiled, occupancy }: Snapshot,
  offered: readonly Offered[],
  ignore: readonly string[] | undefined,
): Offered[] {
  if (offered.length === 1) return [...offered]
  return offered
    .map((answer) => ({
      answer,
      visits: visitsThatDate(
        compiled,
        occupancy,
        answer.slot.practitioners[0]!,
        answer.slot.location,
        answer.slot.start,
        ignore,
      ).visits,
    }))
    .sort((a, b) => a.visits - b.visits)
    .map(({ answer }) => answer)
}

/** One team at one location: each rule is asked on its own. */
function evaluateAt(
  snapshot: Snapshot,
  { ask, reason, patients }: Question,
  team: readonly Practitioner[],
  location: string,
  start: number,
): Evaluation {
  const { compiled, occupancy, now } = snapshot
  const { practice } = compiled
  const zone = compiled.zones.get(location)!
  const end = start + reason.durationMinutes * MINUTE_MS
  const footprint = footprintOfReason(practice, reason, start)
  const ids = team.map(({ id }) => id)
  const ignored = (items: readonly Taken[]) =>
    ask.ignore ? items.filter(({ id }) => !ask.ignore!.includes(id)) : items
  const against: Against[] = []

  for (const { id, reasons } of team) {
    if (reasons.includes(reason.id)) continue
    const what = { practitioner: id, reason: reason.id }
    against.push({ rule: 'reason-not-given', ...what, remove: [{ do: 'give-reason', ...what }] })
  }
  if (reason.patients && ask.patients && reason.patients !== ask.patients) {
    const remove: Removal[] = [{ do: 'admit-patients', reason: reason.id, patients: ask.patients }]
    against.push({ rule: 'patients', reason: reason.id, allowed: reason.patients, remove })
  }

  const earliest = noticeEnd(snapshot)
  if (start < now) against.push({ rule: 'past', remove: [] })
  else if (start < earliest) {
    const noticeMinutes = Math.floor((start - now) / MINUTE_MS)
    against.push({ rule: 'too-soon', earliest, remove: [{ do: 'shorten-notice', noticeMinutes }] })
  }
  const before = horizonEnd(zone, now, practice.horizonMonths)
  if (start >= before) {
    let horizonMonths = practice.horizonMonths + 1
    while (start >= horizonEnd(zone, now, horizonMonths)) horizonMonths++
    against.push({ rule: 'too-far', before, remove: [{ do: 'lengthen-horizon', horizonMonths }] })
  }

  const closures = rulesDuring(compiled.closed.get(location) ?? [], start, end)
  if (closures.length > 0) {
    against.push({ rule: 'closed', closures, location, remove: [{ do: 'lift-closures', closures }] })
  }

  against.push(...hoursAgainst(compiled, ids, reason, patients, location, start, end))

  let places = Number.POSITIVE_INFINITY
  for (const { id, splitBooking = 1 } of team) {
    const { peak, busy } = busiest(occupancy.practitioners.get(id), footprint.practitioner, ignored)
    places = Math.min(places, Math.max(0, splitBooking - peak))
    if (peak >= splitBooking) {
      const remove: Removal[] = [{ do: 'free', busy }]
      against.push({ rule: 'practitioner-full', practitioner: id, busy, taken: peak, of: splitBooking, remove })
    }
  }

  const chair = freeChair(compiled, occupancy, reason, location, { start, end }, footprint.chair, ignored)
  if (typeof chair === 'object' && chair !== null) {
    const remove = chairRemovals(compiled, chair, reason, location, { start, end })
    against.push({ rule: 'no-chair', location, chairs: chair, remove })
  }

  for (const { ceiling, spans } of ceilingsFor(compiled, reason.id, ids, patients)) {
    const counted = occupancy.counted.get(ceiling.id) ?? []
    for (const span of spans) {
      if (start < span.start || start >= span.end) continue
      const from = lowerBound(counted, span.start, (each) => each.start)
      const to = lowerBound(counted, span.end, (each) => each.start)
      const busy = counted
        .slice(from, to)
        .map(({ id }) => id)
        .filter((id) => !ask.ignore?.includes(id))
      if (busy.length < ceiling.most) continue
      const remove: Removal[] = [{ do: 'raise-ceiling', ceiling: ceiling.id, most: busy.length + 1 }]
      against.push({ rule: 'ceiling', ceiling: ceiling.id, busy, most: ceiling.most, remove })
    }
  }

  const standing = ask.overrule ? against.filter(({ rule }) => !ask.overrule!.includes(rule)) : against
  if (standing.length > 0) return { offered: false, against: standing }
  const slot: Slot = {
    start,
    end,
    practitioners: ids,
    chair: typeof chair === 'string' ? chair : null,
    location,
    places,
    of: Math.min(...team.map(({ splitBooking = 1 }) => splitBooking)),
  }
  return { offered: true, slot, overruled: against }
}

/** Is everyone open then, for this reason and patient, and does a grid count this start? */
function hoursAgainst(
  compiled: Compiled,
  team: readonly string[],
  reason: Reason,
  patients: PatientKind | undefined,
  location: string,
  start: number,
  end: number,
): Against[] {
  const against: Against[] = []
  const isWithin = (joined: readonly Interval[]) => containsInterval(joined, start, end)
  let isInWindows = true
  let isCounted = false
  for (const practitioner of team) {
    const hours = hoursAt(compiled, practitioner, location)
    const allowed = hours && hoursFor(hours, reason.id, patients)
    if (!hours || !isOpen(hours, start, end)) {
      const exceptions = hours ? rulesDuring([...hours.removed, ...hours.replaced], start, end) : []
      const remove = openingRemovals(hours, { practitioner }, location, { start, end })
      against.push({ rule: 'outside-hours', practitioner, location, exceptions, remove })
    }
    if (hours && allowed && isWithin(hours.joined) && !isWithin(allowed.joined)) {
      const windows = windowsAgainst(hours, reason, patients, start, end)
      against.push({ rule: 'not-in-window', practitioner, windows, remove: [{ do: 'widen-windows', windows }] })
    }
    if (!hours || !allowed || overlapping(hours.joined, start, start + 1, hours.longest).length === 0)
      isInWindows = false
    // Where the windows that are for it hold the start, their grids count; else those of the others, so that what is
    // wrong with the window isn't told a second time as being off its grid.
    const grids = allowed && overlapping(allowed.joined, start, start + 1, allowed.longest).length > 0 ? allowed : hours
    if (grids && isOnGrid(grids, compiled.practice.grid, stepOf(reason), start)) isCounted = true
  }
  if (isInWindows && !isCounted) {
    const remove: Removal[] = [{ do: 'overrule', rule: 'off-grid' }]
    against.push({ rule: 'off-grid', practitioner: team[0]!, location, remove })
  }
  return against
}

/** What opens a visit's time: hours where there are none, and no exception that takes them away. */
function openingRemovals(
  hours: Hours | undefined,
  of: { practitioner: string } | { chair: string },
  location: string,
  { start, end }: Interval,
): Removal[] {
  const exceptions = hours ? rulesDuring(hours.removed, start, end) : []
  const isInHours = hours !== undefined && containsInterval(hours.joined, start, end)
  return [
    ...(isInHours ? [] : [{ do: 'open-time', of, location, start, end } as const]),
    ...(exceptions.length > 0 ? [{ do: 'withdraw-exceptions', exceptions } as const] : []),
  ]
}

/** What makes the first chair serve the visit. */
function chairRemovals(
  compiled: Compiled,
  [first]: ChairsAgainst,
  reason: Reason,
  location: string,
  visit: Interval,
): Removal[] {
  if (!first) return [{ do: 'add-chair', reason: reason.id, location }]
  const { chair, isClosed, busy } = first
  return [
    ...(isClosed ? openingRemovals(compiled.chairHours.get(chair), { chair }, location, visit) : []),
    ...(busy.length > 0 ? [{ do: 'free', busy } as const] : []),
  ]
}

/** Windows that are open during the visit, but not for it. */
function windowsAgainst(
  hours: PractitionerHours,
  reason: Reason,
  patients: PatientKind | undefined,
  start: number,
  end: number,
): string[] {
  const other = hours.windows.filter((window) => !isFor(window, reason.id, patients))
  return rulesDuring(other, start, end)
}

/** The highest peak over the parts that are needed, and the ids of everything in them. */
function busiest(
  book: Book | undefined,
  parts: readonly Interval[],
  ignored: (items: readonly Taken[]) => readonly Taken[],
): { peak: number; busy: string[] } {
  let peak = 0
  const busy = new Set<string>()
  for (const part of parts) {
    const during = ignored(takenDuring(book, part))
    peak = Math.max(peak, peakOf(during, part))
    for (const { id } of during) busy.add(id)
  }
  return { peak, busy: [...busy] }
}

type ChairsAgainst = Extract<Against, { rule: 'no-chair' }>['chairs']

/** The first chair that is open for the visit and free for its footprint; null when none is needed; or why none is. */
function freeChair(
  compiled: Compiled,
  occupancy: Occupancy,
  reason: Reason,
  location: string,
  visit: Interval,
  footprint: Interval,
  ignored: (items: readonly Taken[]) => readonly Taken[],
): string | null | ChairsAgainst {
  if (!reason.chairs) return null
  const against: ChairsAgainst[number][] = []
  for (const id of chairsAt(compiled, reason, location)) {
    const hours = compiled.chairHours.get(id)
    const isClosed = hours !== undefined && !isOpen(hours, visit.start, visit.end)
    const { peak, busy } = busiest(occupancy.chairs.get(id), [footprint], ignored)
    const isFull = peak >= (compiled.chairs.get(id)?.capacity ?? 1)
    if (!isClosed && !isFull) return id
    against.push({ chair: id, isClosed, busy: isFull ? busy : [] })
  }
  return against
}

/** Chairs at a location that a reason may use, in the reason's order. */
export function chairsAt(compiled: Compiled, reason: Reason, location: string): string[] {
  return (reason.chairs ?? []).filter((id) => (compiled.chairs.get(id)?.location ?? location) === location)
}

/** "Too soon" is said once, however many practitioners it was said for. */
function distinct(against: readonly Against[]): Against[] {
  return [...new Map(against.map((item) => [JSON.stringify(item), item])).values()]
}

/**
 * The date a start falls on where the visit takes place, `YYYY-MM-DD`.
 *
 * @param slot - Its `start` in epoch ms, and its `location`, one of the practice's.
 * @example
 * dateOfSlot(compiled, { start: Date.parse('2026-11-24T02:00:00Z'), location: 'main' }) // '2026-11-23'
 */
export function dateOfSlot(compiled: Compiled, slot: Pick<Slot, 'start' | 'location'>): string {
  return formatDate(dayAt(compiled.zones.get(slot.location)!, slot.start))
}
