import { type Compiled, dayAt, startOfDate } from './compiled.ts'
import { formatDate } from './date.ts'
import type { Slot } from './model.ts'
import { type Occupancy, takenDuring } from './occupancy.ts'

/**
 * Which practitioner gets the visit when the patient said "anyone": the one with the fewest visits that begin on that
 * date at that location, then the one listed first. The same on every machine.
 *
 * @param candidates - Each offered, in listed order. Not changed.
 * @returns The same slots, the one to assign first.
 */
export function inOrderOfAssignment(compiled: Compiled, occupancy: Occupancy, candidates: readonly Slot[]): Slot[] {
  if (candidates.length < 2) return [...candidates]
  const counted = candidates.map((slot) => ({ slot, visits: visitsThatDate(compiled, occupancy, slot) }))
  return counted.sort((a, b) => a.visits - b.visits).map(({ slot }) => slot)
}

function visitsThatDate(compiled: Compiled, occupancy: Occupancy, slot: Slot): number {
  const zone = compiled.zones.get(slot.location)!
  const day = dayAt(zone, slot.start)
  const date = { start: startOfDate(zone, formatDate(day)), end: startOfDate(zone, formatDate(day + 1)) }
  return takenDuring(occupancy.practitioners.get(slot.practitioners[0]!), date).filter(
    ({ takesAll, visitStart }) => !takesAll && visitStart >= date.start && visitStart < date.end,
  ).length
}
