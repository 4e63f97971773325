import { faker } from '@faker-js/faker/locale/en'
import {
  type Busy,
  type Compiled,
  compile,
  dateOfSlot,
  type Interval,
  occupancyOf,
  type Practice,
  type Practitioner,
  type Reason,
  rangeOfDates,
  type Slot,
  slots,
} from '../engine/index.ts'
import { patientRegister, type SeedPatient } from './patients.ts'

/** An appointment as it stands in the made-up practice's own schedule. */
export interface SeedAppointment {
  readonly id: string
  readonly practitioner: string
  readonly chair: string | null
  readonly reason: string
  readonly start: number
  readonly end: number
  readonly status: 'booked' | 'cancelled' | 'fulfilled'
  readonly patient: SeedPatient
}

interface Visit {
  readonly practitioner: string
  readonly reason: Reason
  readonly slot: Slot
  readonly isCancelled: boolean
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SEED = 142
const PAST_DAYS = 13
const YEAR_DAYS = 365
/** Further ahead than this, only recall visits are in the book. */
const RECALLS_FROM_DAYS = 35
const URGENT_DAYS = 3

/** How often a reason comes up, against the others. Left out: 1. */
const share: Readonly<Record<string, number>> = {
  'check-up': 6,
  hygienist: 7,
  child: 3,
  filling: 3,
  straightening: 3,
  'gum-care': 2,
}
const recalls = ['check-up', 'child', 'hygienist']
const urgent = ['toothache']

/**
 * A year of appointments for the demo practice: the next days nearly full, then fewer and fewer, a swell of recall
 * visits in about half a year, and two weeks that are over.
 *
 * Every visit is placed on a time that the engine offers, date by date, as if asked for on the day before; so none is
 * outside hours, and no practitioner or chair has more than it can take. Cancelled ones take no time.
 *
 * @param practice - The practice file as read.
 * @param now - Epoch ms.
 * @returns Earliest first. The same for the same arguments, in any process time zone.
 * @example
 * seedAppointments(practice, Date.now()).filter(({ status }) => status === 'booked').length // some hundreds
 */
export function seedAppointments(practice: Practice, now: number): SeedAppointment[] {
  faker.seed(SEED)
  const utcDate = new Date(now).toISOString().slice(0, 10)
  const compiled = compile(practice, {
    from: addDays(utcDate, -PAST_DAYS - 1),
    to: addDays(utcDate, YEAR_DAYS + 2),
  })
  const today = dateOfSlot(compiled, { start: now, location: practice.locations[0]!.id })
  const register = patientRegister(Number(today.slice(0, 4)))
  const appointments: SeedAppointment[] = []
  for (let ahead = -PAST_DAYS; ahead < YEAR_DAYS; ahead++) {
    const date = addDays(today, ahead)
    for (const { practitioner, reason, slot, isCancelled } of visitsOn(compiled, date, ahead)) {
      appointments.push({
        id: `elm-${1001 + appointments.length}`,
        practitioner,
        chair: slot.chair,
        reason: reason.id,
        start: slot.start,
        end: slot.end,
        status: isCancelled ? 'cancelled' : slot.end <= now ? 'fulfilled' : 'booked',
        patient: register.patientFor(reason, date),
      })
    }
  }
  return appointments
}

function visitsOn(compiled: Compiled, date: string, ahead: number): Visit[] {
  const range = rangeOfDates(compiled, { from: date, to: addDays(date, 1) })
  const busy: Busy[] = []
  const offered = (practitioner: Practitioner, reason: Reason) =>
    slots(
      { compiled, occupancy: occupancyOf(compiled, busy), now: range.start - DAY_MS },
      { reason: reason.id, practitioner: practitioner.id },
      range,
    )
  const all = compiled.practice.practitioners.flatMap((practitioner) => {
    const reasons = reasonsFor(compiled, practitioner, ahead)
    const open = reasons[0] ? offered(practitioner, reasons[0]) : []
    if (open.length === 0) return []
    const visits: Visit[] = []
    const quiet = quietTime(open, ahead)
    for (let wanted = visitsWanted(practitioner, reasons, open, ahead); wanted > 0; wanted--) {
      const drawn = faker.helpers.weightedArrayElement(reasons.map((value) => ({ value, weight: shareOf(value) })))
      // Where a long visit no longer fits, a shorter one may.
      for (const reason of [drawn, ...reasons]) {
        const times = offered(practitioner, reason).filter(({ start, end }) => start >= quiet.end || end <= quiet.start)
        if (times.length === 0) continue
        const slot = choose(times, reason, ahead)
        const isCancelled = faker.datatype.boolean(0.04)
        visits.push({ practitioner: practitioner.id, reason, slot, isCancelled })
        if (!isCancelled) busy.push(busyFor(practitioner, reason, slot, busy.length))
        break
      }
    }
    return visits
  })
  return all.sort((a, b) => a.slot.start - b.slot.start)
}

function reasonsFor({ reasons }: Compiled, practitioner: Practitioner, ahead: number): Reason[] {
  return practitioner.reasons
    .filter((id) => ahead < RECALLS_FROM_DAYS || recalls.includes(id))
    .filter((id) => ahead <= URGENT_DAYS || !urgent.includes(id))
    .map((id) => reasons.get(id)!)
}

/** Some mornings nobody has taken the first hour yet. */
function quietTime(open: readonly Slot[], ahead: number): Interval {
  const { start } = open[0]!
  return { start, end: ahead >= 0 && faker.datatype.boolean(0.4) ? start + HOUR_MS : start }
}

function visitsWanted(
  practitioner: Practitioner,
  reasons: readonly Reason[],
  open: readonly Slot[],
  ahead: number,
): number {
  const shares = reasons.reduce((sum, reason) => sum + shareOf(reason), 0)
  const average = reasons.reduce((sum, reason) => sum + shareOf(reason) * minutesOf(reason), 0) / shares
  const places = practitioner.splitBooking ?? 1
  // Where two may come at once, mostly one does.
  const fitting = ((open.length * stepOf(reasons[0]!)) / average) * (1 + (places - 1) * 0.4)
  const jitter = faker.number.float({ min: 0.85, max: 1.15 })
  return Math.round(fitting * loadAhead(ahead) * jitter + faker.number.float() - 0.5)
}

function shareOf({ id }: Reason): number {
  return share[id] ?? 1
}

function stepOf({ stepMinutes, durationMinutes }: Reason): number {
  return stepMinutes ?? durationMinutes
}

function minutesOf({ durationMinutes, bufferBeforeMinutes = 0, bufferAfterMinutes = 0 }: Reason): number {
  return bufferBeforeMinutes + durationMinutes + bufferAfterMinutes
}

/** How full a day is, from 0 to 1. */
function loadAhead(ahead: number): number {
  if (ahead < 0) return 0.85
  const recall = 0.03 + 0.07 * Math.exp(-(((ahead - 182) / 25) ** 2))
  return Math.max(0.95 * Math.exp(-Math.max(0, ahead - 3) / 10), recall)
}

function choose(times: readonly Slot[], reason: Reason, ahead: number): Slot {
  const alone = times.filter(({ places, of }) => places === of)
  const spread = alone.length > 0 && faker.datatype.boolean(0.7) ? alone : times
  // A desk that fills a day puts a visit right after another, so that no gaps remain that nobody can use.
  const starts = new Set(times.map(({ start }) => start))
  const stepMs = stepOf(reason) * MINUTE_MS
  const tight = spread.filter(({ start }) => !starts.has(start - stepMs))
  return faker.helpers.arrayElement(ahead < 14 && tight.length > 0 ? tight : spread)
}

function busyFor({ id }: Practitioner, reason: Reason, slot: Slot, count: number): Busy {
  return {
    id: String(count),
    kind: 'appointment',
    status: 'booked',
    start: slot.start,
    end: slot.end,
    practitioners: [id],
    chair: slot.chair,
    reason: reason.id,
    bufferBeforeMinutes: reason.bufferBeforeMinutes,
    bufferAfterMinutes: reason.bufferAfterMinutes,
  }
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}
