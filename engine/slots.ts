import { offsetAt } from './clock.ts'
import { type Compiled, startOfDate } from './compiled.ts'
import { dayOf, formatDate } from './date.ts'
import { evaluate, type Question, questionOf, type Snapshot } from './evaluate.ts'
import { type Interval, MINUTE_MS } from './interval.ts'
import { lanesOf, slotsOf, unionOf } from './listing.ts'
import type { Ask, Slot } from './model.ts'

const WEEK_MS = 7 * 86_400_000

/** An ask that lists can answer: what is moved or overruled is asked of `evaluate`, start by start. */
export type ListAsk = Omit<Ask, 'overrule'>

/**
 * Lists what is on offer: exactly the starts of which {@link evaluate} says so.
 *
 * @param range - Instants `[start, end)`; a visit may end after it. What lies outside the compiled span is left out.
 * @returns Earliest first, each start once; empty when nothing is offered.
 * @throws RangeError as {@link evaluate} does.
 * @example
 * slots({ compiled, occupancy, now }, { reason: 'check' }, { start: now, end: now + 7 * 86_400_000 }).length // 12
 */
export function slots(snapshot: Snapshot, ask: ListAsk, range: Interval): Slot[] {
  return [...slotsIn(snapshot, questionOf(snapshot.compiled, ask), range)]
}

/**
 * The same starts as {@link slots}, without who and where: the fastest form of a year's answer.
 *
 * @returns Epoch minutes, ascending.
 * @example
 * starts({ compiled, occupancy, now }, { reason: 'check' }, { start: now, end: now + 7 * 86_400_000 })[0] // Date.parse('2026-11-23T09:00:00-05:00') / 60_000
 */
export function starts(snapshot: Snapshot, ask: ListAsk, range: Interval): Int32Array {
  const question = questionOf(snapshot.compiled, ask)
  if (ask.ignore?.length) return Int32Array.from(slotsIn(snapshot, question, range), ({ start }) => start / MINUTE_MS)
  return unionOf(lanesOf(snapshot, question, range))
}

/**
 * The first slot at or after an instant, within the compiled span.
 *
 * @param after - Epoch ms.
 * @returns Null when none is offered.
 * @throws RangeError as {@link evaluate} does.
 * @example
 * next({ compiled, occupancy, now }, { reason: 'check' }, now)?.places // 1
 */
export function next(snapshot: Snapshot, ask: ListAsk, after: number): Slot | null {
  const question = questionOf(snapshot.compiled, ask)
  const { span } = snapshot.compiled
  // Week by week: what is asked for is nearly always in the first.
  for (let start = Math.max(after, span.start); start < span.end; start += WEEK_MS) {
    for (const slot of slotsIn(snapshot, question, { start, end: start + WEEK_MS })) return slot
  }
  return null
}

/**
 * The earliest slot there is.
 *
 * @returns Null when none is offered.
 * @throws RangeError as {@link evaluate} does.
 * @example
 * first({ compiled, occupancy, now }, { reason: 'check' })?.practitioners // ['ann']
 */
export function first(snapshot: Snapshot, ask: ListAsk): Slot | null {
  return next(snapshot, ask, snapshot.now)
}

/**
 * How many starts each date has; dates without any are left out.
 *
 * @param dates - `from` and `to` as `YYYY-MM-DD` where the visit takes place, half-open.
 * @returns Earliest first.
 * @throws RangeError as {@link evaluate} does.
 * @example
 * days({ compiled, occupancy, now }, { reason: 'check' }, { from: '2026-11-23', to: '2026-11-25' })
 * // [{ date: '2026-11-23', starts: 6 }, { date: '2026-11-24', starts: 6 }]
 */
export function days(
  snapshot: Snapshot,
  ask: ListAsk,
  dates: { from: string; to: string },
): { date: string; starts: number }[] {
  const { compiled } = snapshot
  const range = rangeOfDates(compiled, dates, ask.location)
  const counts = new Map<number, number>()
  const count = (start: number, location: string) => {
    const day = dayOf(start + offsetAt(compiled.zones.get(location)!, start))
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  if (compiled.zones.size === 1 || ask.location !== undefined) {
    const location = ask.location ?? compiled.practice.locations[0]!.id
    for (const minute of starts(snapshot, ask, range)) count(minute * MINUTE_MS, location)
  } else {
    for (const slot of slots(snapshot, ask, range)) count(slot.start, slot.location)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([day, number]) => ({ date: formatDate(day), starts: number }))
    .filter(({ date }) => date >= dates.from && date < dates.to)
}

/**
 * The instants that dates cover at a location, or at any of them when none is named.
 *
 * @param dates - `from` and `to` as `YYYY-MM-DD`, half-open.
 * @throws RangeError when a date doesn't exist or the location isn't the practice's.
 * @example
 * rangeOfDates(compiled, { from: '2026-11-23', to: '2026-11-24' }).start // Date.parse('2026-11-23T00:00:00-05:00')
 */
export function rangeOfDates(compiled: Compiled, dates: { from: string; to: string }, location?: string): Interval {
  const zone = location === undefined ? undefined : compiled.zones.get(location)
  if (location !== undefined && !zone) throw new RangeError(`location must be one of the practice's; got "${location}"`)
  const zones = zone ? [zone] : [...compiled.zones.values()]
  return {
    start: Math.min(...zones.map((each) => startOfDate(each, dates.from))),
    end: Math.max(...zones.map((each) => startOfDate(each, dates.to))),
  }
}

function* slotsIn(snapshot: Snapshot, question: Question, range: Interval): Generator<Slot> {
  const { ask } = question
  if (!ask.ignore?.length) {
    yield* slotsOf(snapshot, lanesOf(snapshot, question, range))
    return
  }
  // The bits count what is to be ignored, so they can't say; what is open without any booking is asked one by one.
  const empty = {
    ...snapshot,
    occupancy: { ...snapshot.occupancy, practitioners: new Map(), chairs: new Map(), counted: new Map() },
  }
  for (const minute of unionOf(lanesOf(empty, question, range))) {
    const answer = evaluate(snapshot, ask, minute * MINUTE_MS)
    if (answer.offered) yield answer.slot
  }
}
