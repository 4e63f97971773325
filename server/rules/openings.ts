import { dayAt } from '../../engine/compiled.ts'
import { formatDate, weekdayOf } from '../../engine/date.ts'
import { questionOf } from '../../engine/evaluate.ts'
import type { Interval, Snapshot } from '../../engine/index.ts'
import { lanesOf } from '../../engine/listing.ts'

const MINUTE_MS = 60_000

/** How many openings came and went. */
export interface Change {
  gained: number
  lost: number
}

export interface OpeningChanges {
  /** By Monday, earliest first; without weeks in which nothing changes. */
  readonly weeks: ReadonlyMap<string, Change>
  /** By practitioner; without those for whom nothing changes. */
  readonly practitioners: ReadonlyMap<string, Change>
}

/**
 * What a change of the rules does to what is on offer. An opening is a start that is offered, for at least one reason, with
 * one practitioner: who gives five reasons at nine has one opening then, and two who could take the same visit have two.
 *
 * @param range - Instants `[start, end)`; whole minutes count. Weeks are those of the first location's clock, as `after` has it.
 */
export function compareOpenings(before: Snapshot, after: Snapshot, range: Interval): OpeningChanges {
  const first = Math.ceil(range.start / MINUTE_MS)
  const length = Math.max(0, Math.ceil(range.end / MINUTE_MS) - first)
  const [old, now] = [openingsIn(before, range, first, length), openingsIn(after, range, first, length)]
  const zone = after.compiled.zones.get(after.compiled.practice.locations[0]!.id)!
  const weeks = new Map<number, Change>()
  const practitioners = new Map<string, Change>()
  const none = new Uint8Array(roundUp(length))
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const own = { gained: 0, lost: 0 }
    for (const [minute, isGained] of differing(old.get(id) ?? none, now.get(id) ?? none)) {
      const day = dayAt(zone, (first + minute) * MINUTE_MS)
      const monday = day - weekdayOf(day) + 1
      const week = weeks.get(monday) ?? { gained: 0, lost: 0 }
      weeks.set(monday, week)
      for (const change of [own, week]) change[isGained ? 'gained' : 'lost']++
    }
    if (own.gained + own.lost > 0) practitioners.set(id, own)
  }
  const sorted = [...weeks].sort(([a], [b]) => a - b)
  return { weeks: new Map(sorted.map(([monday, change]) => [formatDate(monday), change])), practitioners }
}

/** For each practitioner a byte a minute: 1 where a visit is offered with them. */
function openingsIn(snapshot: Snapshot, range: Interval, first: number, length: number): Map<string, Uint8Array> {
  const { compiled } = snapshot
  const openings = new Map<string, Uint8Array>()
  for (const reason of compiled.reasons.keys()) {
    for (const { team, starts } of lanesOf(snapshot, questionOf(compiled, { reason }), range)) {
      for (const { id } of team) {
        const open = openings.get(id) ?? new Uint8Array(roundUp(length))
        openings.set(id, open)
        for (let i = 0; i < starts.length; i++) open[starts[i]! - first] = 1
      }
    }
  }
  return openings
}

/** Bytes in whole words, so that four are compared at once. */
function roundUp(length: number): number {
  return Math.ceil(length / 4) * 4
}

function* differing(before: Uint8Array, after: Uint8Array): Generator<readonly [minute: number, isGained: boolean]> {
  const [old, now] = [new Int32Array(before.buffer), new Int32Array(after.buffer)]
  for (let word = 0; word < old.length; word++) {
    if (old[word] === now[word]) continue
    for (let minute = word * 4; minute < word * 4 + 4; minute++) {
      if (before[minute] !== after[minute]) yield [minute, after[minute] === 1]
    }
  }
}
