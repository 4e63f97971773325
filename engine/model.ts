import type { Interval } from './interval.ts'

/**
 * The words of a practice. Dates are `YYYY-MM-DD` and times `HH:MM` in the location's zone; instants are epoch
 * milliseconds. Everything here is data that can be written to JSON and read back.
 */

export interface Location {
  readonly id: string
  /** IANA name, like `America/New_York`. */
  readonly timeZone: string
}

/** A room with a treatment chair: a visit that needs one has it from its first to its last minute. */
export interface Chair {
  readonly id: string
  /** Left out: the practice's only location. */
  readonly location?: string | undefined
  /** How many visits at the same time, at least 1. Left out: 1. */
  readonly capacity?: number | undefined
}

export type PatientKind = 'new' | 'existing'

/** Why a patient comes: it decides how long, with whom and in which chair (FHIR HealthcareService). */
export interface Reason {
  readonly id: string
  readonly durationMinutes: number
  /** Distance of starts. Left out: the duration. */
  readonly stepMinutes?: number | undefined
  /** Minutes that must be free before the visit; they may lie outside hours. Left out: 0. */
  readonly bufferBeforeMinutes?: number | undefined
  /** Minutes that must be free after the visit; they may lie outside hours. Left out: 0. */
  readonly bufferAfterMinutes?: number | undefined
  /** One of these chairs must serve the visit whole. Left out: no chair is needed. Empty: none can serve it. */
  readonly chairs?: readonly string[] | undefined
  /** Left out: for everyone. */
  readonly patients?: PatientKind | undefined
  /** Practitioners who are all needed at once. Left out: any one who gives the reason. */
  readonly together?: readonly string[] | undefined
}

/** Open hours on dates that a rule names. */
export interface Window {
  /** RFC 5545 RRULE over dates, like `FREQ=WEEKLY;BYDAY=MO,TU`. Times of day stand in `start` and `end` alone. */
  readonly rrule: string
  /** First date of the rule: needed with INTERVAL above 1, COUNT, or no BYDAY or BYMONTHDAY. */
  readonly dtstart?: string | undefined
  readonly exdates?: readonly string[] | undefined
  readonly start: string
  /** `24:00` allowed. At or before `start`: the window ends on the next date. */
  readonly end: string
  readonly location?: string | undefined
}

/** Open hours on dates known from elsewhere. */
export type DatedWindow = Pick<Window, 'start' | 'end' | 'location'>

/** One version of a default weekly schedule. */
export interface Schedule {
  /** In force from this date until the next version's. Left out: from always. */
  readonly from?: string | undefined
  readonly windows: readonly Window[]
}

/** One date, or all from `from` to `through`, both included. */
export interface Dates {
  readonly date?: string | undefined
  readonly from?: string | undefined
  readonly through?: string | undefined
}

/** What is different on some dates: other windows in place of the schedule's, or a part taken away (leave 14–17). */
export interface Exception extends Dates {
  readonly windows?: readonly DatedWindow[] | undefined
  readonly remove?: { readonly start: string; readonly end: string } | undefined
}

export interface Practitioner {
  readonly id: string
  /** Split booking value: how many visits at the same time, at least 1. Left out: 1. */
  readonly splitBooking?: number | undefined
  /** Reasons this practitioner gives. */
  readonly reasons: readonly string[]
  readonly schedules: readonly Schedule[]
  /** A later one wins over an earlier one that replaces the same date. */
  readonly exceptions?: readonly Exception[] | undefined
}

/** Whole dates, a part of each of them, or one stretch between two instants (ISO 8601 with offset). Needs no buffer. */
export type Closure = (
  | (Dates & { readonly start?: string | undefined; readonly end?: string | undefined })
  | { readonly start: string; readonly end: string }
) & {
  readonly name: string
  /** Left out: every location. */
  readonly location?: string | undefined
}

/** Everything that decides which times a practice offers. */
export interface Practice {
  readonly locations: readonly Location[]
  readonly chairs: readonly Chair[]
  readonly reasons: readonly Reason[]
  /** In the order in which "anyone" is assigned when all else is equal. */
  readonly practitioners: readonly Practitioner[]
  readonly closures: readonly Closure[]
  /** A start is offered until this long before it; whole, at least 0. */
  readonly noticeMinutes: number
  /** A start is offered until the same wall time this many calendar months on; 12 is one year. */
  readonly horizonMonths: number
  /** Footprints are rounded outward to it, the same as the database's claims. */
  readonly timeUnitMinutes: 1 | 5
  /** `window`: starts count from each window's start. `clock`: they stand on round local times. */
  readonly grid: 'window' | 'clock'
}

/** Statuses as FHIR Appointment spells them. The last three take no time. */
export type AppointmentStatus =
  | 'proposed'
  | 'pending'
  | 'booked'
  | 'arrived'
  | 'checked-in'
  | 'fulfilled'
  | 'cancelled'
  | 'noshow'
  | 'entered-in-error'

/** Something that takes time: an appointment, a request or a block. */
export interface Busy {
  readonly id: string
  /** `block`: takes every place of the practitioner. */
  readonly kind: 'appointment' | 'request' | 'block'
  readonly status: AppointmentStatus
  readonly start: number
  readonly end: number
  readonly practitioners: readonly string[]
  /** Null: it takes the first free chair that its reason allows. */
  readonly chair: string | null
  /** Null: not known, so any chair may be meant. */
  readonly reason: string | null
  readonly bufferBeforeMinutes?: number | undefined
  readonly bufferAfterMinutes?: number | undefined
}

/** What a patient, or staff for a patient, asks for. */
export interface Ask {
  readonly reason: string
  /** Null or left out: anyone who gives the reason. */
  readonly practitioner?: string | null | undefined
  /** Left out: at any location. */
  readonly location?: string | undefined
  /** Left out: not asked, so reasons for either kind are allowed. */
  readonly patients?: PatientKind | undefined
}

/** Time on offer. */
export interface Slot extends Interval {
  /** Who can give the visit, the one to be assigned first. All of them together where the reason needs several. */
  readonly practitioners: readonly string[]
  /** With the first practitioner; null where the reason needs none. */
  readonly chair: string | null
  readonly location: string
  /** How many such visits still fit into the first practitioner's calendar then, of how many. */
  readonly places: number
  readonly of: number
}

/** One reason against a start. The rules are tested apart from one another, so several may be given. */
export type Against =
  | { readonly rule: 'reason-not-given'; readonly practitioner: string; readonly reason: string }
  | { readonly rule: 'patients'; readonly reason: string; readonly allowed: PatientKind }
  | { readonly rule: 'too-soon'; readonly earliest: number }
  | { readonly rule: 'too-far'; readonly before: number }
  | { readonly rule: 'closed'; readonly closures: readonly string[]; readonly location: string }
  | { readonly rule: 'outside-hours'; readonly practitioner: string }
  | { readonly rule: 'off-grid'; readonly practitioner: string }
  | {
      readonly rule: 'practitioner-full'
      readonly practitioner: string
      readonly busy: readonly string[]
      readonly taken: number
      readonly of: number
    }
  | { readonly rule: 'no-chair'; readonly chairs: readonly string[]; readonly busy: readonly string[] }

/** Whether a start is offered; if not, every reason against, rule by rule in the order of {@link Against}. */
export type Evaluation =
  | { readonly offered: true; readonly slot: Slot }
  | { readonly offered: false; readonly against: readonly Against[] }
