import { next, rangeOfDates, type Slot, type Snapshot, slots } from '../engine/index.ts'
import type { Availability, Slot as SlotReply } from './contract/availability.ts'
import { addDays, localIso, todayOf } from './dates.ts'
import type { StoredPractice } from './store/store.ts'

const DAY_MS = 86_400_000
const FIRST_DAYS = 14
const ALTERNATIVES = 6

export interface Question {
  readonly reason: string
  readonly practitioner: string | null
  readonly location?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** What is on offer between two dates, and the first start after them. */
export function availabilityOf(practice: StoredPractice, snapshot: Snapshot, question: Question): Availability {
  const { reason, practitioner, location } = question
  const from = question.from ?? todayOf(practice.file, snapshot.now)
  const to = question.to ?? addDays(from, FIRST_DAYS)
  const ask = { reason, practitioner, location }
  const range = rangeOfDates(snapshot.compiled, { from, to }, location)
  const after = next(snapshot, ask, Math.max(range.end, snapshot.now))
  return {
    reason,
    practitioner,
    from,
    to,
    slots: slots(snapshot, ask, range).map((slot) => slotReply(practice, slot)),
    next: after && localIso(after.start, zoneAt(practice, after.location)),
  }
}

/** The starts nearest to one that can't be had: the day's first, then others, in order of time. */
export function alternativesTo(
  practice: StoredPractice,
  snapshot: Snapshot,
  question: Question,
  start: number,
): SlotReply[] {
  const { reason, practitioner, location } = question
  const around = { start: start - 7 * DAY_MS, end: start + 14 * DAY_MS }
  return slots(snapshot, { reason, practitioner, location }, around)
    .sort((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => a.start - b.start)
    .map((slot) => slotReply(practice, slot))
}

export function zoneAt({ file }: StoredPractice, location: string): string {
  return file.locations.find(({ id }) => id === location)!.timeZone
}

function slotReply(practice: StoredPractice, slot: Slot): SlotReply {
  return {
    start: localIso(slot.start, zoneAt(practice, slot.location)),
    practitioners: [...slot.practitioners],
    ...(practice.file.locations.length > 1 ? { location: slot.location } : {}),
    ...(slot.of > 1 ? { places: slot.places } : {}),
  }
}
