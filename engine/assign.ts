import { instantOf } from './clock.ts'
import { type Compiled, dayAt } from './compiled.ts'
import { lowerBound } from './interval.ts'
import { type Occupancy, takesTime } from './occupancy.ts'

/** How many visits begin on a date, and the instant that ends the date, epoch ms. */
export interface DateVisits {
  readonly visits: number
  readonly until: number
}

/**
 * How many visits of a practitioner begin on the date that an instant falls on at a location, but those to be ignored:
 * what is moved must not send itself to somebody else.
 *
 * "Anyone" is assigned to the practitioner with the fewest, then to the one listed first: the same on every machine.
 */
export function visitsThatDate(
  compiled: Compiled,
  occupancy: Occupancy,
  practitioner: string,
  location: string,
  instant: number,
  ignore: readonly string[] = [],
): DateVisits {
  const zone = compiled.zones.get(location)!
  const day = dayAt(zone, instant)
  const until = instantOf(zone, day + 1, 0)
  const starts = occupancy.practitioners.get(practitioner)?.visitStarts ?? []
  const before = (at: number) => lowerBound(starts, at, (start) => start)
  const from = instantOf(zone, day, 0)
  const ignored = ignore.filter((id) => {
    const item = occupancy.items.get(id)
    if (!item || item.kind === 'block' || !takesTime(occupancy, item)) return false
    return item.practitioners.includes(practitioner) && item.start >= from && item.start < until
  })
  return { visits: before(until) - before(from) - ignored.length, until }
}
