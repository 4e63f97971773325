import type { PracticeFile } from '../../server/contract/practice-file.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
const HOLD_MS = 5 * MINUTE_MS
const LONGEST_HOLD_MS = 45 * MINUTE_MS
const MOST_HOLDS = 3
/** When the torture practice of the simulation is open, minutes of the day. */
export const OPEN = { from: 480, to: 660 } as const

export interface HoldOp {
  readonly kind: 'hold'
  readonly reason: string
  readonly practitioner: string | null
  readonly start: number
  readonly visitor: string
  /** The hold given up for it. */
  readonly old: string | null
}

export interface SubmitOp {
  readonly kind: 'submit'
  readonly key: string
  readonly reason: string
  readonly practitioner: string | null
  readonly start: number
  readonly hold: string | null
  readonly note: string
}

/** One thing that somebody does. Holds go by the hash that the server keeps. */
export type Op =
  | HoldOp
  | SubmitOp
  | { readonly kind: 'renew'; readonly hold: string }
  | { readonly kind: 'release'; readonly hold: string }
  | { readonly kind: 'import'; readonly places: number }

/** Where the server put a visit, as it wrote it down. */
export interface Placed {
  readonly id: string
  readonly practitioners: readonly string[]
  readonly chair: string | null
}

export type Outcome = 'ok' | 'again' | 'taken' | 'key-reused' | 'hold-ended' | 'too-many-holds'

export interface Visit {
  readonly id: string
  readonly practitioner: string
  readonly chair: string | null
  readonly start: number
  /** Epoch minutes, buffers included. */
  readonly from: number
  readonly to: number
  /** Of a hold. */
  readonly hold: { readonly visitor: string; readonly createdAt: number; expiresAt: number } | null
  /** Of a request: the hold it was sent with. */
  readonly sentWith: string | null
}

/** All that a practice's books hold, in the fewest words. */
export interface Model {
  places: number
  readonly visits: Map<string, Visit>
  /** What each key was sent with, and the request it made. */
  readonly keys: Map<string, { readonly details: string; readonly request: string }>
}

export function emptyModel(places: number): Model {
  return { places, visits: new Map(), keys: new Map() }
}

export function copyOf({ places, visits, keys }: Model): Model {
  const copies = [...visits].map(([id, visit]) => [id, { ...visit, hold: visit.hold && { ...visit.hold } }] as const)
  return { places, visits: new Map(copies), keys: new Map(keys) }
}

/**
 * What must come of it, by the plainest rules; the model then has it done.
 *
 * @param placed - Where the server put the visit; undefined when it put it nowhere.
 * @returns A text when the server chose a place that isn't free.
 */
export function step(
  model: Model,
  file: PracticeFile,
  op: Op,
  now: number,
  placed: Placed | undefined,
): { outcome: Outcome; fault?: string } {
  for (const [id, { hold }] of model.visits) if (hold && hold.expiresAt <= now) model.visits.delete(id)
  if (op.kind === 'import') {
    model.places = op.places
    return { outcome: 'ok' }
  }
  if (op.kind === 'release') {
    if (model.visits.get(op.hold)?.hold) model.visits.delete(op.hold)
    return { outcome: 'ok' }
  }
  if (op.kind === 'renew') {
    const hold = model.visits.get(op.hold)?.hold
    const expiresAt = hold ? Math.min(now + HOLD_MS, hold.createdAt + LONGEST_HOLD_MS) : 0
    if (!hold || expiresAt <= now) return { outcome: 'hold-ended' }
    hold.expiresAt = expiresAt
    return { outcome: 'ok' }
  }
  return op.kind === 'hold' ? stepHold(model, file, op, now, placed) : stepSubmit(model, file, op, now, placed)
}

function stepHold(
  model: Model,
  file: PracticeFile,
  op: HoldOp,
  now: number,
  placed: Placed | undefined,
): { outcome: Outcome; fault?: string } {
  const before = op.old === null ? undefined : model.visits.get(op.old)
  const others = [...model.visits.values()].filter((visit) => visit !== before)
  if (others.filter(({ hold }) => hold?.visitor === op.visitor).length >= MOST_HOLDS)
    return { outcome: 'too-many-holds' }
  if (!isOffered(model, file, op, now, others)) return { outcome: 'taken' }
  if (before) model.visits.delete(before.id)
  const hold = { visitor: op.visitor, createdAt: now, expiresAt: now + HOLD_MS }
  return { outcome: 'ok', ...add(model, file, op, placed, hold, null) }
}

function stepSubmit(
  model: Model,
  file: PracticeFile,
  op: SubmitOp,
  now: number,
  placed: Placed | undefined,
): { outcome: Outcome; fault?: string } {
  const details = JSON.stringify(op)
  const known = model.keys.get(op.key)
  if (known) return { outcome: known.details === details ? 'again' : 'key-reused' }
  const gone = [...model.visits.values()].filter(
    ({ id, sentWith }) => op.hold !== null && (id === op.hold || sentWith === op.hold),
  )
  const others = [...model.visits.values()].filter((visit) => !gone.includes(visit))
  if (!isOffered(model, file, op, now, others)) return { outcome: 'taken' }
  for (const { id } of gone) model.visits.delete(id)
  model.keys.set(op.key, { details, request: placed?.id ?? '' })
  return { outcome: 'ok', ...add(model, file, op, placed, null, op.hold) }
}

interface Wanted {
  readonly reason: string
  readonly practitioner: string | null
  readonly start: number
}

function add(
  model: Model,
  file: PracticeFile,
  { reason, practitioner, start }: Wanted,
  placed: Placed | undefined,
  hold: Visit['hold'],
  sentWith: string | null,
): { fault?: string } {
  if (!placed) return { fault: 'nothing was written down' }
  const [given] = placed.practitioners
  const others = [...model.visits.values()]
  const room = { reason, practitioner: given!, start }
  const [from, to] = minutesOf(file, room)
  model.visits.set(placed.id, {
    id: placed.id,
    practitioner: given!,
    chair: placed.chair,
    start,
    from,
    to,
    hold,
    sentWith,
  })
  if (practitioner !== null && practitioner !== given) return { fault: `${practitioner} was asked for, not ${given}` }
  if (peak(others, from, to, (visit) => visit.practitioner === given) >= model.places)
    return { fault: `${given} was full` }
  const needsChair = file.reasons.find(({ id }) => id === reason)!.chairs !== undefined
  if (needsChair !== (placed.chair !== null)) return { fault: 'with a chair that is not needed, or without one' }
  if (placed.chair !== null && peak(others, from, to, (visit) => visit.chair === placed.chair) > 0) {
    return { fault: `${placed.chair} was taken` }
  }
  return {}
}

/** May it be had, if these others stand? */
export function isOffered(
  model: Model,
  file: PracticeFile,
  wanted: Wanted,
  now: number,
  others: readonly Visit[],
): boolean {
  const { reason: reasonId, practitioner, start } = wanted
  const reason = file.reasons.find(({ id }) => id === reasonId)!
  const minute = (start / MINUTE_MS) % DAY_MINUTES
  if (start < now || minute < OPEN.from || minute + reason.durationMinutes > OPEN.to) return false
  if ((minute - OPEN.from) % (reason.stepMinutes ?? reason.durationMinutes) !== 0) return false
  const [from, to] = minutesOf(file, wanted)
  const who = practitioner === null ? file.practitioners.map(({ id }) => id) : [practitioner]
  const hasRoom = who.some((id) => peak(others, from, to, (visit) => visit.practitioner === id) < model.places)
  const chairs = reason.chairs
  return hasRoom && (!chairs || chairs.some((id) => peak(others, from, to, (visit) => visit.chair === id) === 0))
}

function minutesOf(file: PracticeFile, { reason: reasonId, start }: Wanted): [from: number, to: number] {
  const reason = file.reasons.find(({ id }) => id === reasonId)!
  const minute = start / MINUTE_MS
  return [minute - reason.bufferBeforeMinutes, minute + reason.durationMinutes + reason.bufferAfterMinutes]
}

/** The most that are there in any one minute. */
function peak(visits: readonly Visit[], from: number, to: number, isMine: (visit: Visit) => boolean): number {
  const mine = visits.filter((visit) => visit.from < to && visit.to > from && isMine(visit))
  let most = 0
  for (let minute = from; minute < to; minute += 5) {
    most = Math.max(most, mine.filter((visit) => visit.from <= minute && visit.to > minute).length)
  }
  return most
}
