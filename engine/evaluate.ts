import { inOrderOfAssignment } from './assign.ts'
import { type Compiled, closuresDuring, dayAt, type Hours, isOnGrid, isOpen } from './compiled.ts'
import { dayOf, formatDate } from './date.ts'
import { type Interval, MINUTE_MS } from './interval.ts'
import type { Against, Ask, Evaluation, Practitioner, Reason, Slot } from './model.ts'
import { footprintOf, type Occupancy, peakOf, takenDuring } from './occupancy.ts'
import { instantOf, offsetAt, type ZoneTable } from './zone.ts'

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
 * @returns The slot, its practitioners in the order of assignment; or every reason against, practitioner by practitioner
 *   in listed order, rule by rule in the order of {@link Against}. A time outside hours isn't also called off-grid.
 * @throws RangeError when an id isn't the practice's, or `start` is outside the span.
 * @example
 * evaluate({ compiled, occupancy, now }, { reason: 'checkup' }, Date.UTC(2026, 10, 24, 14)).offered // true
 */
export function evaluate(snapshot: Snapshot, ask: Ask, start: number): Evaluation {
  const { compiled } = snapshot
  if (!(start >= compiled.span.start && start < compiled.span.end)) {
    throw new RangeError(`start must be an instant in the compiled span; got ${start}`)
  }
  const reason = reasonOf(compiled, ask)
  const offered: Slot[] = []
  const against: Against[] = []
  for (const team of teamsFor(compiled, ask, reason)) {
    const answer = evaluateTeam(snapshot, ask, reason, team, start)
    if (answer.offered) offered.push(answer.slot)
    else against.push(...answer.against)
  }
  const [first, ...others] = inOrderOfAssignment(compiled, snapshot.occupancy, offered)
  if (!first) return { offered: false, against: distinct(against) }
  if (reason.together) return { offered: true, slot: first }
  return {
    offered: true,
    slot: { ...first, practitioners: [first, ...others].map((slot) => slot.practitioners[0]!) },
  }
}

/** The reason asked for. Throws RangeError when an id of the ask isn't the practice's. */
export function reasonOf(compiled: Compiled, ask: Ask): Reason {
  const reason = compiled.reasons.get(ask.reason)
  if (!reason) throw new RangeError(`reason must be one of the practice's; got "${ask.reason}"`)
  if (ask.practitioner != null && !compiled.practitioners.has(ask.practitioner)) {
    throw new RangeError(`practitioner must be one of the practice's; got "${ask.practitioner}"`)
  }
  if (ask.location !== undefined && !compiled.zones.has(ask.location)) {
    throw new RangeError(`location must be one of the practice's; got "${ask.location}"`)
  }
  return reason
}

/** Who might give the visit: one practitioner each, or all whom the reason needs at once. */
export function teamsFor(compiled: Compiled, ask: Ask, reason: Reason): (readonly Practitioner[])[] {
  if (reason.together) return [reason.together.map((id) => practitionerOf(compiled, id))]
  if (ask.practitioner != null) return [[practitionerOf(compiled, ask.practitioner)]]
  return compiled.practice.practitioners.filter(({ reasons }) => reasons.includes(reason.id)).map((one) => [one])
}

function practitionerOf(compiled: Compiled, id: string): Practitioner {
  const practitioner = compiled.practitioners.get(id)
  if (!practitioner) throw new RangeError(`practitioner must be one of the practice's; got "${id}"`)
  return practitioner
}

/** How far apart starts are, in minutes. */
export function stepOf(reason: Reason): number {
  return reason.stepMinutes ?? reason.durationMinutes
}

/** The first instant that is too far ahead: the same wall time so many calendar months on, at the end of a short month. */
export function horizonEnd(zone: ZoneTable, now: number, months: number): number {
  const wall = now + offsetAt(zone, now)
  const [year, month, date] = formatDate(dayOf(wall)).split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  const day = dayOf(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)))
  const intoMinute = wall % MINUTE_MS
  return instantOf(zone, day, Math.floor((wall - dayOf(wall) * 86_400_000) / MINUTE_MS)) + intoMinute
}

function evaluateTeam(
  snapshot: Snapshot,
  ask: Ask,
  reason: Reason,
  team: readonly Practitioner[],
  start: number,
): Evaluation {
  const { compiled } = snapshot
  const locations = ask.location === undefined ? [...compiled.zones.keys()] : [ask.location]
  const answers = locations.map((location) => evaluateAt(snapshot, ask, reason, team, location, start))
  const offered = answers.find((answer) => answer.offered)
  if (offered) return offered
  // Where the team is open then says more than every place where it isn't.
  const open = answers.filter(
    (answer) => !answer.offered && !answer.against.some(({ rule }) => rule === 'outside-hours'),
  )
  const told = open.length > 0 ? open : answers
  return { offered: false, against: told.flatMap((answer) => (answer.offered ? [] : answer.against)) }
}

function evaluateAt(
  { compiled, occupancy, now }: Snapshot,
  ask: Ask,
  reason: Reason,
  team: readonly Practitioner[],
  location: string,
  start: number,
): Evaluation {
  const { practice } = compiled
  const zone = compiled.zones.get(location)!
  const end = start + reason.durationMinutes * MINUTE_MS
  const footprint = footprintOf(compiled, { ...reason, start, end })
  const against: Against[] = []

  for (const { id, reasons } of team) {
    if (!reasons.includes(reason.id)) against.push({ rule: 'reason-not-given', practitioner: id, reason: reason.id })
  }
  if (reason.patients && ask.patients && reason.patients !== ask.patients) {
    against.push({ rule: 'patients', reason: reason.id, allowed: reason.patients })
  }
  const earliest = now + practice.noticeMinutes * MINUTE_MS
  if (start < earliest) against.push({ rule: 'too-soon', earliest })
  const before = horizonEnd(zone, now, practice.horizonMonths)
  if (start >= before) against.push({ rule: 'too-far', before })

  const closures = closuresDuring(compiled, location, start, end).map(({ name }) => name)
  if (closures.length > 0) against.push({ rule: 'closed', closures, location })

  const hours = team.map(({ id }) => hoursAt(compiled, id, location))
  let inEveryWindow = true
  for (const [i, { id }] of team.entries()) {
    const own = hours[i]
    if (!own || !isOpen(own, start, end)) against.push({ rule: 'outside-hours', practitioner: id })
    inEveryWindow &&= own !== undefined && isOpen(own, start, start + 1)
  }
  const isOnAnyGrid = hours.some((own) => own && isOnGrid(own, practice.grid, stepOf(reason), start))
  if (inEveryWindow && !isOnAnyGrid) against.push({ rule: 'off-grid', practitioner: team[0]!.id })

  let places = Number.POSITIVE_INFINITY
  for (const { id, splitBooking } of team) {
    const during = takenDuring(occupancy.practitioners.get(id), footprint)
    const taken = peakOf(during, footprint)
    const of = splitBooking ?? 1
    places = Math.min(places, Math.max(0, of - taken))
    if (taken >= of)
      against.push({ rule: 'practitioner-full', practitioner: id, busy: during.map((item) => item.id), taken, of })
  }

  const chair = freeChair(compiled, occupancy, reason, location, footprint)
  if ('busy' in chair) against.push({ rule: 'no-chair', ...chair })
  if (against.length > 0 || 'busy' in chair) return { offered: false, against }
  return {
    offered: true,
    slot: {
      start,
      end,
      practitioners: team.map(({ id }) => id),
      chair: chair.id,
      location,
      places,
      of: Math.min(...team.map(({ splitBooking }) => splitBooking ?? 1)),
    },
  }
}

/** The first chair the reason allows at the location that is free for the whole footprint; or all that was tried. */
function freeChair(
  compiled: Compiled,
  occupancy: Occupancy,
  reason: Reason,
  location: string,
  footprint: Interval,
): { id: string | null } | { chairs: readonly string[]; busy: readonly string[] } {
  if (!reason.chairs) return { id: null }
  const busy = new Set<string>()
  const chairs = reason.chairs.filter((id) => (compiled.chairs.get(id)?.location ?? location) === location)
  for (const id of chairs) {
    const during = takenDuring(occupancy.chairs.get(id), footprint)
    if (peakOf(during, footprint) < (compiled.chairs.get(id)?.capacity ?? 1)) return { id }
    for (const item of during) busy.add(item.id)
  }
  return { chairs, busy: [...busy] }
}

export function hoursAt(compiled: Compiled, practitioner: string, location: string): Hours | undefined {
  return compiled.hours.find((hours) => hours.practitioner.id === practitioner && hours.location === location)
}

/** "Too soon" is said once, however many practitioners it was said for. */
function distinct(against: readonly Against[]): Against[] {
  const seen = new Map(against.map((item) => [JSON.stringify(item), item]))
  return [...seen.values()]
}

/** The date a start falls on where the visit takes place. */
export function dateOfSlot(compiled: Compiled, slot: Pick<Slot, 'start' | 'location'>): string {
  return formatDate(dayAt(compiled.zones.get(slot.location)!, slot.start))
}
