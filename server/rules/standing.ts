import { type Compiled, hoursAt, isOpen, rulesDuring } from '../../engine/compiled.ts'
import { type Busy, ceilingsOn, footprintOf, type Occupancy, overflowOf } from '../../engine/index.ts'
import { peakOf, takenDuring, takesTime } from '../../engine/occupancy.ts'

/** How something in the book may be at odds with the rules; the first that holds, in this order. */
export type Trouble = 'closed' | 'outside-hours' | 'over-capacity'

/** Something in the book, and where it is; undefined: not known. */
export type Placed = Busy & { readonly location?: string | undefined }

/**
 * Says of visits how they stand under a practice's rules. Hours are those of practitioners and, where it has its own, of
 * the chair; for whom and for what a window is doesn't matter to what is in the book. A visit of which nobody knows where
 * it is stands well when it would at any location.
 *
 * @returns A function: null for what stands well, has ended, or lies beyond the span that was compiled.
 */
export function judge(occupancy: Occupancy): (item: Placed) => Trouble | null {
  const { compiled } = occupancy
  const withoutChair = new Set(overflowOf(occupancy))
  return (item) => {
    if (!takesTime(occupancy, item) || item.start < compiled.span.start || item.end > compiled.span.end) return null
    const troubles = placesOf(compiled, item).map((location) => hoursTrouble(compiled, item, location))
    const ofHours = troubles.includes(null) ? null : (troubles[0] ?? null)
    return ofHours ?? (withoutChair.has(item.id) || isOver(occupancy, item) ? 'over-capacity' : null)
  }
}

function placesOf({ zones, chairs }: Compiled, { location, chair }: Placed): string[] {
  const known = location ?? (chair === null ? undefined : chairs.get(chair)?.location)
  return known !== undefined && zones.has(known) ? [known] : [...zones.keys()]
}

function hoursTrouble(
  compiled: Compiled,
  { practitioners, chair, start, end }: Busy,
  location: string,
): Trouble | null {
  if (rulesDuring(compiled.closed.get(location) ?? [], start, end).length > 0) return 'closed'
  const isThere = practitioners.every((id) => {
    if (!compiled.practitioners.has(id)) return true
    const hours = hoursAt(compiled, id, location)
    return hours !== undefined && isOpen(hours, start, end)
  })
  const ofChair = chair === null ? undefined : compiled.chairHours.get(chair)
  return isThere && (!ofChair || isOpen(ofChair, start, end)) ? null : 'outside-hours'
}

/** Are there more visits than places at any moment of it? Blocks are no visits. */
function isOver(occupancy: Occupancy, item: Busy): boolean {
  const { compiled, practitioners, chairs, counted } = occupancy
  const footprint = footprintOf(compiled, item)
  const isOverIn = (book: ReturnType<typeof practitioners.get>, part: typeof footprint.chair, places: number) => {
    const visits = takenDuring(book, part).filter(({ takesAll }) => !takesAll)
    return visits.length > places && peakOf(visits, part) > places
  }
  for (const id of new Set(item.practitioners)) {
    const places = compiled.practitioners.get(id)?.splitBooking ?? 1
    if (footprint.practitioner.some((part) => isOverIn(practitioners.get(id), part, places))) return true
  }
  const { chair } = item
  if (chair !== null && isOverIn(chairs.get(chair), footprint.chair, compiled.chairs.get(chair)?.capacity ?? 1))
    return true
  return ceilingsOn(compiled, item).some(({ ceiling, span }) => {
    const begins = (counted.get(ceiling.id) ?? []).filter(({ start }) => start >= span.start && start < span.end)
    return begins.length > ceiling.most
  })
}
