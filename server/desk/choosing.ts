import { overrulable } from '../../engine/evaluate.ts'
import {
  type Against,
  type Evaluation,
  evaluate,
  explain,
  type Rule,
  type Slot,
  type Snapshot,
} from '../../engine/index.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import { namesIn } from '../rule-names.ts'
import type { DeskRequest } from '../store/model.ts'
import { wordsFor } from './words.ts'

/** A visit as staff would have it; ids of the practice, not known to exist. */
export interface Choice {
  readonly reason: string
  /** Null: anyone who gives the reason. */
  readonly practitioner: string | null
  /** Null: any that serves the visit. */
  readonly chair: string | null
  readonly location: string
  /** Epoch ms. */
  readonly start: number
}

/** A slot that staff chose, and the rules that stood against it. */
export interface Chosen {
  readonly slot: Slot
  readonly overruled: readonly Rule[]
}

/** Rules of capacity: overruled, the visit takes a place that there isn't. */
const capacity: readonly Rule[] = ['practitioner-full', 'no-chair', 'ceiling']

/** Does it take a place beyond what there is? */
export function isBeyondCapacity({ overruled }: Chosen): boolean {
  return overruled.some((rule) => capacity.includes(rule))
}

/**
 * The slot of a start for one request, as if the request itself took nothing.
 *
 * @param overrule - Rules that staff name; one that doesn't stand in the way isn't recorded.
 * @throws ProblemError when something stands against it that isn't named, or can't be overruled.
 */
export function chooseSlot(
  snapshot: Snapshot,
  file: PracticeFile,
  request: DeskRequest,
  choice: Choice,
  overrule: readonly string[],
): Chosen {
  const unknown = overrule.find((rule) => !isOverrulable(rule))
  if (unknown !== undefined) {
    throw fieldProblem('/time/overrule', `These can be overruled: ${overrulable.join(', ')}.`)
  }
  const rules = overrule.filter(isOverrulable)
  const answer = judge(snapshot, request, choice, rules)
  if (!answer.offered) {
    const errors = answer.against.map((against) => ({
      pointer: '/time/start',
      detail: wordsAgainst(snapshot, file, choice, against),
    }))
    const detail = [...new Set(errors.map((error) => error.detail))].join(' ')
    throw new ProblemError('not-offered', detail, { errors })
  }
  const overruled = [...new Set(answer.overruled.map(({ rule }) => rule))]
  // Without a free one, the chair that was named is taken all the same.
  const slot = answer.slot.chair === null ? { ...answer.slot, chair: choice.chair } : answer.slot
  return { slot, overruled }
}

/**
 * What the engine says to a start for one request, as if the request itself took nothing.
 *
 * @throws ProblemError for ids that the practice doesn't have, and a chair that doesn't serve the visit.
 */
export function judge(
  { compiled, occupancy, now }: Snapshot,
  request: DeskRequest,
  { reason: id, practitioner, chair, location, start }: Choice,
  overrule: readonly Rule[] = [],
): Evaluation {
  const reason = compiled.reasons.get(id)
  if (!reason) throw new ProblemError('not-changeable', 'The practice no longer gives this kind of visit.')
  if (practitioner !== null && !compiled.practitioners.has(practitioner)) {
    throw fieldProblem('/time/practitioner', 'The practice has no such practitioner.')
  }
  if (chair !== null && !reason.chairs?.includes(chair)) {
    throw fieldProblem('/time/chair', 'This chair does not serve this kind of visit.')
  }
  if (start < compiled.span.start || start >= compiled.span.end) {
    const against: Against =
      start < now ? { rule: 'past', remove: [] } : { rule: 'too-far', before: compiled.span.end, remove: [] }
    return { offered: false, against: [against] }
  }
  // The engine takes the first free chair: with one named, there is only that one.
  const only = chair === null ? reason : { ...reason, chairs: [chair] }
  const reasons = new Map(compiled.reasons).set(id, only)
  const ask = {
    reason: id,
    practitioner,
    location,
    patients: request.isNewPatient ? 'new' : 'existing',
    ignore: ownIds(request),
    overrule,
  } as const
  return evaluate({ compiled: { ...compiled, reasons }, occupancy, now }, ask, start)
}

/** What stands for a request in the book. */
export function ownIds({ id, appointment }: DeskRequest): string[] {
  return appointment === null ? [id] : [id, appointment]
}

/** Why a start isn't offered, for staff; what takes the time is told by when it is, not by whose it is. */
export function wordsAgainst(
  snapshot: Snapshot,
  file: PracticeFile,
  choice: Pick<Choice, 'location'>,
  against: Against,
): string {
  const { compiled, occupancy } = snapshot
  const names = namesIn(file)
  const zone = (file.locations.find(({ id }) => id === choice.location) ?? file.locations[0]!).timeZone
  const words = wordsFor(file, zone)
  return explain(compiled, against, (kind, id) => {
    const busy = kind === 'busy' ? occupancy.items.get(id) : undefined
    return busy ? `${busyWords[busy.kind]} ${words.timeRange(busy.start, busy.end)}` : names(kind, id)
  })
}

const busyWords = {
  appointment: 'an appointment',
  request: 'a request',
  hold: 'a time that somebody is choosing',
  block: 'a block',
} as const

export function isOverrulable(rule: string): rule is Rule {
  return (overrulable as readonly string[]).includes(rule)
}
