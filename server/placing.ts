import { type Against, type Ask, evaluate, type Reason, type Slot, type Snapshot } from '../engine/index.ts'
import { alternativesTo } from './availability.ts'
import { claimPlaces, releasePlaces, type Taking } from './claims.ts'
import { fieldProblem, ProblemError, slotTaken } from './problem.ts'
import type { Present } from './residents.ts'
import type { StoredPractice } from './store/model.ts'
import { MovedError, type Transaction } from './store/store.ts'

/** Reasons that another booking brought about, not the practice's rules. */
const capacityRules: readonly Against['rule'][] = ['practitioner-full', 'no-chair']

/** What a patient asks for, as ids that may not exist. */
export interface Asked {
  readonly reason: string
  readonly practitioner: string | null
  readonly location?: string | undefined
  /** Epoch ms. */
  readonly start: number
}

/**
 * The slot of a start, by the engine's own word.
 *
 * @throws ProblemError with the nearest other times when the start isn't offered.
 */
export function findOffered(snapshot: Snapshot, ask: Ask, start: number): Slot {
  const { span } = snapshot.compiled
  if (start < span.start || start >= span.end) throw notOffered(start < snapshot.now ? 'past' : 'too-far', [])
  const answer = evaluate(snapshot, ask, start)
  if (answer.offered) return answer.slot
  const isTaken = answer.against.every(({ rule }) => capacityRules.includes(rule))
  const others = alternativesTo(snapshot, asQuestion(ask), start)
  throw isTaken ? slotTaken(others) : notOffered(answer.against[0]!.rule, others)
}

const asQuestion = ({ reason, practitioner = null, location }: Ask) => ({ reason, practitioner, location })

/** What a visit in a slot takes; a slot has at least one practitioner. */
export function visitIn(
  { practitioners, chair, location, start, end }: Slot,
  {
    id,
    bufferBeforeMinutes = 0,
    bufferAfterMinutes = 0,
  }: Pick<Reason, 'id' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>,
) {
  return {
    reason: id,
    practitioners: [...practitioners] as [string, ...string[]],
    chair,
    location,
    start,
    end,
    bufferBeforeMinutes,
    bufferAfterMinutes,
  }
}

/**
 * Claims the places of a start that is offered: by the engine's own word, then by the database's key. "Anyone" that loses
 * a place is tried with the next practitioner before anybody hears of it.
 *
 * @param ask - `ignore` names what gives way to this: its places must be free in the database by now.
 * @param make - What is to hold the places, made of the slot that was found.
 * @throws ProblemError with the nearest other times when the start isn't offered or was taken meanwhile.
 */
export async function placeVisit<T extends Taking>(
  transaction: Transaction,
  { practice, snapshot }: Present,
  ask: Ask,
  start: number,
  make: (slot: Slot) => T,
): Promise<T> {
  const { compiled } = snapshot
  const found = findOffered(snapshot, ask, start)
  const isTeam = compiled.reasons.get(ask.reason)!.together !== undefined
  for (const choice of isTeam ? [null] : found.practitioners) {
    const own = choice === null ? null : evaluate(snapshot, { ...ask, practitioner: choice }, start)
    if (own?.offered === false) continue
    const visit = make(own?.slot ?? found)
    if (await claimPlaces(transaction, practice.file.id, compiled, visit)) return visit
  }
  // Offered, and yet its places are gone: another chair or lane may be left, which only a look at what has moved shows.
  throw new MovedError(slotTaken(alternativesTo(snapshot, asQuestion(ask), start)))
}

/** Frees the places of holds that ran out: their claims would still stand in the way. */
export async function dropExpiredHolds(transaction: Transaction, { practice, snapshot }: Present): Promise<void> {
  const { id } = practice.file
  for (const hold of await transaction.expiredHolds(id, snapshot.now)) {
    await releasePlaces(transaction, id, snapshot.compiled, hold)
    await transaction.removeHold(id, hold)
  }
}

/** Refuses ids that the practice doesn't have, naming the field. */
export function checkNames({ file }: StoredPractice, { reason, practitioner, location }: Omit<Asked, 'start'>): void {
  const has = (list: readonly { id: string }[], id: string) => list.some((item) => item.id === id)
  if (!has(file.reasons, reason)) throw fieldProblem('/reason', 'The practice has no such reason for a visit.')
  if (practitioner !== null && !has(file.practitioners, practitioner)) {
    throw fieldProblem('/practitioner', 'The practice has no such practitioner.')
  }
  if (location !== undefined && !has(file.locations, location)) {
    throw fieldProblem('/location', 'The practice has no such location.')
  }
}

function notOffered(rule: Against['rule'], alternatives: ReturnType<typeof alternativesTo>): ProblemError {
  const detail = wordsFor[rule]
  const pointer = rule === 'patients' ? '/isNewPatient' : '/start'
  return new ProblemError('not-offered', detail, { errors: [{ pointer, detail }], alternatives })
}

const wordsFor: Record<Against['rule'], string> = {
  'reason-not-given': 'This practitioner does not give that kind of visit.',
  patients: 'That kind of visit is not for you: choose another reason, or call the practice.',
  past: 'That time has passed.',
  'too-soon': 'That time is too soon to ask for online.',
  'too-far': 'That time is too far ahead.',
  closed: 'The practice is closed at that time.',
  'outside-hours': 'That time is outside the hours for this visit.',
  'not-in-window': 'That time is kept for other visits.',
  'off-grid': 'Visits do not begin at that time.',
  'practitioner-full': 'That time has just been taken.',
  'no-chair': 'That time has just been taken.',
  ceiling: 'No more of these visits are taken then.',
}
