import { next, rangeOfDates, type Slot, type Snapshot, slots } from '../engine/index.ts'
import type { Availability, Slot as SlotReply } from './contract/availability.ts'
import { addDays, isoWriter, todayOf } from './dates.ts'
import type { StoredPractice } from './store/model.ts'

const DAY_MS = 86_400_000
const FIRST_DAYS = 14
const ALTERNATIVES = 6
/** Days before and after, as far as other times are looked for. */
const reaches = [
  [1, 1],
  [7, 14],
] as const

export interface Question {
  readonly reason: string
  readonly practitioner: string | null
  readonly location?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** What is on offer between two dates, and the first start after them. */
export function availabilityOf({ file }: StoredPractice, snapshot: Snapshot, question: Question): Availability {
  const { reason, practitioner, location } = question
  const from = question.from ?? todayOf(file, snapshot.now)
  const to = question.to ?? addDays(from, FIRST_DAYS)
  const ask = { reason, practitioner, location }
  const range = rangeOfDates(snapshot.compiled, { from, to }, location)
  const after = next(snapshot, ask, Math.max(range.end, snapshot.now))
  return {
    reason,
    practitioner,
    from,
    to,
    slots: slots(snapshot, ask, range).map(slotWriter(snapshot)),
    next: after && slotWriter(snapshot)(after).start,
  }
}

/** The starts nearest to one that can't be had, in order of time. */
export function alternativesTo(snapshot: Snapshot, question: Question, start: number): SlotReply[] {
  const { reason, practitioner, location } = question
  // Most often the days around hold enough, and what lies beyond them is farther than all that lies within.
  let near: Slot[] = []
  for (const [daysBefore, daysAfter] of reaches) {
    const around = { start: start - daysBefore * DAY_MS, end: start + daysAfter * DAY_MS }
    near = slots(snapshot, { reason, practitioner, location }, around)
    if (near.length >= ALTERNATIVES) break
  }
  return near
    .sort((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => a.start - b.start)
    .map(slotWriter(snapshot))
}

export function zoneAt({ file }: StoredPractice, location: string): string {
  return file.locations.find(({ id }) => id === location)!.timeZone
}

/** Without spreading: a year has thousands of them. */
function slotWriter({ compiled }: Snapshot): (slot: Slot) => SlotReply {
  const writers = new Map([...compiled.zones].map(([location, zone]) => [location, isoWriter(zone)]))
  const isSeveral = writers.size > 1
  const only = writers.values().next().value!
  return ({ start, practitioners, location, places, of }) => {
    const written = isSeveral ? writers.get(location)! : only
    const slot: SlotReply = { start: written(start), practitioners: practitioners as string[] }
    if (isSeveral) slot.location = location
    if (of > 1) slot.places = places
    return slot
  }
}
