import { horizonEnd } from '../../engine/evaluate.ts'
import { type Against, evaluate, type PatientKind, type Slot, type Snapshot } from '../../engine/index.ts'
import type { WhyReply } from '../contract/calendar.ts'
import { localIso } from '../dates.ts'
import { nameOf } from '../desk/view.ts'
import { fieldProblem } from '../problem.ts'
import type { Present } from '../residents.ts'
import { recordsBehind } from './why-records.ts'
import { type Standing, wordsBehind } from './why-words.ts'

/** Ids of the practice, not known to exist. */
export interface WhyAsk {
  /** Epoch ms. */
  readonly start: number
  readonly reason: string
  /** Null: anyone who gives the reason. */
  readonly practitioner: string | null
  /** Undefined: whoever. */
  readonly patients: PatientKind | undefined
}

const kinds: readonly PatientKind[] = ['new', 'existing']

/**
 * Why a time is offered, or isn't: the engine's own answer, in words, with the record behind each rule. Offered to one kind
 * of patient only, and not asked for one: the rules are those against the other.
 *
 * @param standing - What is known of the blocks and holds in the book.
 * @throws ProblemError for ids that the practice doesn't have.
 */
export function whyFor({ practice, snapshot }: Present, standing: Standing, ask: WhyAsk): WhyReply {
  const { file } = practice
  const { start, reason, practitioner, patients } = ask
  if (!snapshot.compiled.reasons.has(reason)) {
    throw fieldProblem('/reason', 'The practice has no such reason for a visit.')
  }
  if (practitioner !== null && !snapshot.compiled.practitioners.has(practitioner)) {
    throw fieldProblem('/practitioner', 'The practice has no such practitioner.')
  }
  const answers = kinds.map((kind) => ({ kind, ...judged(snapshot, ask, kind) }))
  const offeredTo = answers.filter(({ slot }) => slot !== null).map(({ kind }) => kind)
  const asked = patients === undefined ? answers : answers.filter(({ kind }) => kind === patients)
  const offered = asked.flatMap(({ slot }) => slot ?? [])
  const against = distinct(asked.flatMap((answer) => answer.against))
  const words = wordsBehind(practice, snapshot, standing)
  return {
    start: localIso(start, file.locations[0]!.timeZone),
    isOffered: offered.length > 0,
    offeredTo,
    practitioners: [...new Set(offered.flatMap(({ practitioners }) => practitioners))].map((id) => ({
      id,
      name: nameOf(file.practitioners, id),
    })),
    rules: against.map((rule) => ({
      rule: rule.rule,
      words: words.against(rule),
      records: recordsBehind(snapshot, ask, rule),
      remove: words.remove(rule),
    })),
  }
}

/** By the engine where its answer reaches; before and beyond, only that it does not. */
function judged(
  snapshot: Snapshot,
  { start, reason, practitioner }: WhyAsk,
  patients: PatientKind,
): { slot: Slot | null; against: readonly Against[] } {
  const { span } = snapshot.compiled
  if (start < span.start || start >= span.end) {
    return { slot: null, against: [start < snapshot.now ? { rule: 'past', remove: [] } : tooFar(snapshot)] }
  }
  const answer = evaluate(snapshot, { reason, practitioner, patients }, start)
  return answer.offered ? { slot: answer.slot, against: [] } : { slot: null, against: answer.against }
}

/** How many months it would take isn't reckoned: more than can be set. */
function tooFar({ compiled, now }: Snapshot): Against {
  const zone = compiled.zones.get(compiled.practice.locations[0]!.id)!
  return { rule: 'too-far', before: horizonEnd(zone, now, compiled.practice.horizonMonths), remove: [] }
}

/** What stands against both kinds of patients is told once. */
function distinct(list: readonly Against[]): Against[] {
  return [...new Map(list.map((against) => [JSON.stringify(against), against])).values()]
}
