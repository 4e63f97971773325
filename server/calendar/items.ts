import { type Hours, isOpen, rulesDuring } from '../../engine/compiled.ts'
import { type Busy, type Compiled, footprintOf, type Interval, overflowOf } from '../../engine/index.ts'
import { takesTime } from '../../engine/occupancy.ts'
import type { CalendarReply } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { nameOf } from '../desk/view.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import type { Book } from './book.ts'
import { type TakenPart, takenIn } from './lanes.ts'
import type { CalendarSpan } from './span.ts'

type Item = CalendarReply['items'][number]

/** What stands in some days, and the requests among it: reading them is noted. */
export interface Items {
  readonly items: readonly Item[]
  readonly requests: readonly DeskRequest[]
}

/**
 * Everything that overlaps the days and counts, by start and id: what the engine counts, and visits that weren't come to.
 * A request and the appointment it became are one. What is with nobody and nothing of the practice is left out.
 */
export function itemsIn(file: PracticeFile, span: CalendarSpan, book: Book): Items {
  const { compiled, iso } = span
  const linked = new Map(
    [...book.requests.values()].flatMap(({ id, appointment }) => (appointment === null ? [] : [[appointment, id]])),
  )
  const given = new Map(book.occupancy.unplaced.map(({ item, chair }) => [item.id, chair]))
  const isOver = overIn(file, span, book)
  /** The one it names, or else the one that it counts in. */
  const chairOf = ({ chair: named }: Busy, other: string | null | undefined) => {
    const chair = named ?? other ?? null
    return chair !== null && compiled.chairs.has(chair) ? chair : null
  }
  const items: { start: number; item: Item }[] = []
  const requests: DeskRequest[] = []
  for (const busy of book.occupancy.items.values()) {
    const { id, kind, start, end } = busy
    if (start >= span.end || end <= span.start) continue
    const counts = takesTime(book.occupancy, busy)
    if (!counts && !(kind === 'appointment' && busy.status === 'noshow')) continue
    const practitioners = busy.practitioners.filter((one) => compiled.practitioners.has(one))
    const chair = chairOf(busy, given.get(id))
    if (practitioners.length === 0 && chair === null) continue
    const row = kind === 'request' ? book.requests.get(id) : book.appointments.get(id)
    const block = book.blocks.get(id)
    // Sent between one look and the next: it is there when the calendar is looked at again.
    if (!row && (kind === 'request' || kind === 'appointment')) continue
    const request = kind === 'request' ? id : (linked.get(id) ?? madeFrom(book.appointments.get(id)))
    const openedFor = request === null ? undefined : book.requests.get(request)
    if (openedFor) requests.push(openedFor)
    items.push({
      start,
      item: {
        ...{ kind, id, request, practitioners, chair },
        ...{ start: iso(start), end: iso(end) },
        state: row ? (kind === 'request' ? (row as DeskRequest).state : (row as StoredAppointment).status) : null,
        reason: busy.reason === null ? null : nameOf(file.reasons, busy.reason),
        patient: row?.patient ? { given: row.patient.given, family: row.patient.family } : null,
        patientRecord: row?.filedUnder ?? null,
        note: block?.note ?? null,
        blockKind: block?.kind ?? null,
        isOutsideHours: kind !== 'block' && isOutsideHours(compiled, { ...busy, practitioners }, row?.location),
        isOver: counts && isOver(busy),
      },
    })
  }
  items.sort((a, b) => a.start - b.start || (a.item.id < b.item.id ? -1 : 1))
  return { items: items.map(({ item }) => item), requests }
}

const madeFrom = (appointment: StoredAppointment | undefined) => appointment?.request ?? null

/**
 * Does some of it stand where somebody or something that it needs isn't open? Where its location isn't known, it is well
 * if everyone is open at one. A closure closes, too.
 */
function isOutsideHours(
  compiled: Compiled,
  { start, end, practitioners, chair }: Busy,
  location: string | null | undefined,
): boolean {
  const places = location != null && compiled.zones.has(location) ? [location] : [...compiled.zones.keys()]
  const chairHours = chair === null ? undefined : compiled.chairHours.get(chair)
  const isIn = (hours: Hours) => isOpen(hours, start, end)
  return !places.some((place) => {
    if (rulesDuring(compiled.closed.get(place) ?? [], start, end).length > 0) return false
    if (chairHours && !(chairHours.location === place && isIn(chairHours))) return false
    return practitioners.every((one) =>
      compiled.hours.some((hours) => hours.practitioner === one && hours.location === place && isIn(hours)),
    )
  })
}

/**
 * Does a visit stand where there are more visits than places, or without a chair that it needs? A block isn't told again by
 * what stands in it: both are seen.
 */
function overIn(file: PracticeFile, { compiled }: CalendarSpan, { occupancy }: Book): (busy: Busy) => boolean {
  const everything = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
  const beyond = (places: number, book: Parameters<typeof takenIn>[0]) =>
    takenIn(book, places, everything).filter(({ taken }) => taken > places)
  const practitioners = new Map(
    file.practitioners.map(({ id, splitBooking }) => [id, beyond(splitBooking, occupancy.practitioners.get(id))]),
  )
  const chairs = new Map(file.chairs.map(({ id, capacity }) => [id, beyond(capacity, occupancy.chairs.get(id))]))
  const chairless = new Set(overflowOf(occupancy))
  const meets = (parts: readonly TakenPart[] | undefined, within: readonly Interval[]) =>
    parts?.some(({ start, end }) => within.some((part) => part.start < end && part.end > start)) ?? false
  return (busy) => {
    if (busy.kind === 'block') return false
    if (chairless.has(busy.id)) return true
    const footprint = footprintOf(compiled, busy)
    if (busy.chair !== null && meets(chairs.get(busy.chair), [footprint.chair])) return true
    return busy.practitioners.some((id) => meets(practitioners.get(id), footprint.practitioner))
  }
}
