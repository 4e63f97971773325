import { instantOf } from './clock.ts'
import { type Compiled, dayAt } from './compiled.ts'
import { lowerBound } from './interval.ts'
import type { Occupancy } from './occupancy.ts'

/**
 * How many visits of a practitioner begin on the date that an instant falls on at a location.
 *
 * "Anyone" is assigned to the practitioner with the fewest, then to the one listed first: the same on every machine.
 */
export function visitsThatDate(
  compiled: Compiled,
  occupancy: Occupancy,
  practitioner: string,
  location: string,
  instant: number,
): number {
  const starts = occupancy.practitioners.get(practitioner)?.visitStarts
  if (!starts) return 0
  const zone = compiled.zones.get(location)!
  const day = dayAt(zone, instant)
  const before = (at: number) => lowerBound(starts, at, (start) => start)
  return before(instantOf(zone, day + 1, 0)) - before(instantOf(zone, day, 0))
}
