import { type Compiled, gridStarts, startOfDate } from './compiled.ts'
import { dateOfSlot, evaluate, hoursAt, reasonOf, type Snapshot, stepOf, teamsFor } from './evaluate.ts'
import type { Interval } from './interval.ts'
import type { Ask, Slot } from './model.ts'

const WEEK_MS = 7 * 86_400_000

/**
 * Lists what is on offer: {@link evaluate} asked for every start of the grids in a range.
 *
 * @param range - Instants `[start, end)`; a visit may end after it. What lies outside the compiled span is left out.
 * @returns Earliest first; empty when nothing is offered.
 * @throws RangeError as {@link evaluate} does.
 * @example
 * slots({ compiled, occupancy, now }, { reason: 'checkup' }, { start: now, end: now + 86_400_000 }).length // 12
 */
export function slots(snapshot: Snapshot, ask: Ask, range: Interval): Slot[] {
  return [...offeredIn(snapshot, ask, range)]
}

/**
 * The first slot at or after an instant, within the compiled span.
 *
 * @param after - Epoch ms.
 * @returns Null when none is offered.
 */
export function next(snapshot: Snapshot, ask: Ask, after: number): Slot | null {
  const { span } = snapshot.compiled
  for (let start = Math.max(after, span.start); start < span.end; start += WEEK_MS) {
    for (const slot of offeredIn(snapshot, ask, { start, end: start + WEEK_MS })) return slot
  }
  return null
}

/** The earliest slot there is. Null when none is offered. */
export function first(snapshot: Snapshot, ask: Ask): Slot | null {
  return next(snapshot, ask, snapshot.now)
}

/**
 * How many starts each date has; dates without any are left out.
 *
 * @param dates - `from` and `to` as `YYYY-MM-DD` where the visit takes place, half-open.
 * @returns Earliest first.
 */
export function days(
  snapshot: Snapshot,
  ask: Ask,
  dates: { from: string; to: string },
): { date: string; starts: number }[] {
  const counts = new Map<string, number>()
  for (const slot of slots(snapshot, ask, rangeOfDates(snapshot.compiled, dates, ask.location))) {
    const date = dateOfSlot(snapshot.compiled, slot)
    if (date >= dates.from && date < dates.to) counts.set(date, (counts.get(date) ?? 0) + 1)
  }
  return [...counts].map(([date, starts]) => ({ date, starts }))
}

/** The instants that dates cover at a location, or at any of them when none is named. */
export function rangeOfDates(compiled: Compiled, dates: { from: string; to: string }, location?: string): Interval {
  const zones = location === undefined ? [...compiled.zones.values()] : [compiled.zones.get(location)!]
  return {
    start: Math.min(...zones.map((zone) => startOfDate(zone, dates.from))),
    end: Math.max(...zones.map((zone) => startOfDate(zone, dates.to))),
  }
}

function* offeredIn(snapshot: Snapshot, ask: Ask, range: Interval): Generator<Slot> {
  const { compiled } = snapshot
  const reason = reasonOf(compiled, ask)
  const from = Math.max(range.start, compiled.span.start)
  const to = Math.min(range.end, compiled.span.end)
  const locations = ask.location === undefined ? [...compiled.zones.keys()] : [ask.location]
  const starts = new Set<number>()
  for (const practitioner of teamsFor(compiled, ask, reason).flat()) {
    for (const location of locations) {
      const hours = hoursAt(compiled, practitioner.id, location)
      if (!hours) continue
      for (const start of gridStarts(hours, compiled.practice.grid, stepOf(reason), from, to)) starts.add(start)
    }
  }
  for (const start of [...starts].sort((a, b) => a - b)) {
    const answer = evaluate(snapshot, ask, start)
    if (answer.offered) yield answer.slot
  }
}
