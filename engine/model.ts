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
  /** Opening hours of its own. Left out: it is there whenever the practitioner is. */
  readonly schedules?: readonly Schedule[] | undefined
  readonly exceptions?: readonly Exception[] | undefined
}

export type PatientKind = 'new' | 'existing'

/** Minutes of a visit, counted from its start, half-open. */
export interface Segment {
  readonly startMinutes: number
  readonly endMinutes: number
}

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
  /**
   * When the practitioner is needed, in order and apart from one another; the chair is taken all the time. This is how
   * one dentist runs two chairs. Left out: from the first to the last minute.
   */
  readonly segments?: readonly Segment[] | undefined
  /** One of these chairs must serve the visit whole. Left out: no chair is needed. Empty: none can serve it. */
  readonly chairs?: readonly string[] | undefined
  /** Left out: for everyone. */
  readonly patients?: PatientKind | undefined
  /** Practitioners who are all needed at once. Left out: any one who gives the reason. */
  readonly together?: readonly string[] | undefined
}

/** Open hours on dates known from elsewhere. */
export interface DatedWindow {
  readonly start: string
  /** `24:00` allowed. At or before `start`: the window ends on the next date. */
  readonly end: string
  /** Left out: the practice's only location. */
  readonly location?: string | undefined
  /** Only for these reasons. Left out: for all that the practitioner gives. */
  readonly reasons?: readonly string[] | undefined
  /** Only for new, or only for existing, patients. */
  readonly patients?: PatientKind | undefined
}

/** Open hours on dates that a rule names. */
export interface Window extends DatedWindow {
  /** RFC 5545 RRULE over dates, like `FREQ=WEEKLY;BYDAY=MO,TU`. Times of day stand in `start` and `end` alone. */
  readonly rrule: string
  /** First date of the rule: needed with INTERVAL above 1, COUNT, or no BYDAY or BYMONTHDAY. */
  readonly dtstart?: string | undefined
  readonly exdates?: readonly string[] | undefined
}

/** One version of a default weekly schedule. */
export interface Schedule {
  /** In force from this date until the next version's. Left out: from always. */
  readonly from?: string | undefined
  readonly windows: readonly Window[]
}

/** A week edited by hand: it takes the place of the default schedule's from Monday to Sunday. */
export interface EditedWeek {
  /** Its Monday, `YYYY-MM-DD`. */
  readonly week: string
  /** `weekday` as ISO 8601 counts: 1 is Monday. */
  readonly windows: readonly (DatedWindow & { readonly weekday: number })[]
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
  /** A later one wins over an earlier one of the same week. */
  readonly weeks?: readonly EditedWeek[] | undefined
  /** A later one wins over an earlier one that replaces the same date. */
  readonly exceptions?: readonly Exception[] | undefined
}

interface Named {
  readonly name: string
  /** Left out: every location. */
  readonly location?: string | undefined
}

/**
 * Time taken from everyone; it needs no buffer. Whole dates, or a part of each of them; dates that a rule names, like
 * `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`; or one stretch between two instants (ISO 8601 with offset).
 */
export type Closure = Named &
  (
    | (Dates & { readonly start?: string | undefined; readonly end?: string | undefined })
    | {
        readonly rrule: string
        readonly dtstart?: string | undefined
        readonly exdates?: readonly string[] | undefined
        readonly start?: string | undefined
        readonly end?: string | undefined
      }
    | { readonly start: string; readonly end: string }
  )

/** At most so many visits that begin in the same span, like two new patients a morning. */
export interface Ceiling {
  readonly id: string
  readonly most: number
  /** Visits for these reasons, counted together. Left out: for all. */
  readonly reasons?: readonly string[] | undefined
  /** Visits of new, or of existing, patients. Left out: of all. */
  readonly patients?: PatientKind | undefined
  /** Visits with any of these, counted together. Left out: with anyone. */
  readonly practitioners?: readonly string[] | undefined
  /** Dates it holds on. Left out: every date. */
  readonly rrule?: string | undefined
  readonly dtstart?: string | undefined
  /** The span on each of the dates, at the practice's first location. Left out: from 00:00 to 24:00. */
  readonly start?: string | undefined
  readonly end?: string | undefined
}

/** Everything that decides which times a practice offers. */
export interface Practice {
  readonly locations: readonly Location[]
  readonly chairs: readonly Chair[]
  readonly reasons: readonly Reason[]
  /** In the order in which "anyone" is assigned when all else is equal. */
  readonly practitioners: readonly Practitioner[]
  readonly closures: readonly Closure[]
  readonly ceilings?: readonly Ceiling[] | undefined
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

/** Something that takes time: an appointment, a request, a hold or a block. */
export interface Busy {
  readonly id: string
  /** `block`: takes every place of the practitioner. A hold that has run out must not be given. */
  readonly kind: 'appointment' | 'request' | 'hold' | 'block'
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
  /** Null or left out: not known, so it counts towards no ceiling of either kind. */
  readonly patients?: PatientKind | null | undefined
  /** The appointment that a request became: where both are given, only the appointment counts. Else without effect. */
  readonly linkedTo?: string | null | undefined
}

/** What a patient, or staff for a patient, asks for. */
export interface Ask {
  readonly reason: string
  /** Null or left out: anyone who gives the reason. */
  readonly practitioner?: string | null | undefined
  /** Left out: at any location. */
  readonly location?: string | undefined
  /** Left out: not asked, so what is for either kind is allowed. */
  readonly patients?: PatientKind | undefined
  /** Ids of what must not count as taken: a visit's own, when it is moved. */
  readonly ignore?: readonly string[] | undefined
  /** Staff only: rules that must not stand in the way. What they overrule is told in the answer, to be recorded. */
  readonly overrule?: readonly Rule[] | undefined
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

/** Where a rule stands in the practice, as a JSON Pointer (RFC 6901): `/practitioners/0/schedules/0/windows/1`. */
export type RulePointer = string

/** What staff can do about one reason against. All that a refusal names, together, make the start offered. */
export type Removal =
  | { readonly do: 'give-reason'; readonly practitioner: string; readonly reason: string }
  | { readonly do: 'admit-patients'; readonly reason: string; readonly patients: PatientKind }
  | { readonly do: 'shorten-notice'; readonly noticeMinutes: number }
  | { readonly do: 'lengthen-horizon'; readonly horizonMonths: number }
  | { readonly do: 'lift-closures'; readonly closures: readonly RulePointer[] }
  | {
      readonly do: 'open-time'
      readonly of: { readonly practitioner: string } | { readonly chair: string }
      readonly location: string
      readonly start: number
      readonly end: number
    }
  | { readonly do: 'withdraw-exceptions'; readonly exceptions: readonly RulePointer[] }
  | { readonly do: 'widen-windows'; readonly windows: readonly RulePointer[] }
  /** Move or cancel these, or look past them. */
  | { readonly do: 'free'; readonly busy: readonly string[] }
  | { readonly do: 'add-chair'; readonly reason: string; readonly location: string }
  | { readonly do: 'raise-ceiling'; readonly ceiling: string; readonly most: number }
  | { readonly do: 'overrule'; readonly rule: 'off-grid' }

interface Removable {
  /** What would remove it; empty where nothing can. */
  readonly remove: readonly Removal[]
}

/** One reason against a start. The rules are tested apart from one another, so several may be given, in this order. */
export type Against = Removable &
  (
    | { readonly rule: 'reason-not-given'; readonly practitioner: string; readonly reason: string }
    | { readonly rule: 'patients'; readonly reason: string; readonly allowed: PatientKind }
    /** It begins before now: nothing can be done about it. */
    | { readonly rule: 'past' }
    | { readonly rule: 'too-soon'; readonly earliest: number }
    | { readonly rule: 'too-far'; readonly before: number }
    | { readonly rule: 'closed'; readonly closures: readonly RulePointer[]; readonly location: string }
    /** `exceptions`: what took the time away, where something did. */
    | {
        readonly rule: 'outside-hours'
        readonly practitioner: string
        readonly location: string
        readonly exceptions: readonly RulePointer[]
      }
    /** Open, but by windows for other reasons or other patients. */
    | { readonly rule: 'not-in-window'; readonly practitioner: string; readonly windows: readonly RulePointer[] }
    | { readonly rule: 'off-grid'; readonly practitioner: string; readonly location: string }
    | {
        readonly rule: 'practitioner-full'
        readonly practitioner: string
        readonly busy: readonly string[]
        readonly taken: number
        readonly of: number
      }
    /** Each chair that the reason allows there is closed then, or taken by `busy`. */
    | {
        readonly rule: 'no-chair'
        readonly location: string
        readonly chairs: readonly {
          readonly chair: string
          readonly isClosed: boolean
          readonly busy: readonly string[]
        }[]
      }
    | { readonly rule: 'ceiling'; readonly ceiling: string; readonly busy: readonly string[]; readonly most: number }
  )

export type Rule = Against['rule']

/** Whether a start is offered; if not, every reason against, practitioner by practitioner in listed order. */
export type Evaluation =
  | {
      readonly offered: true
      readonly slot: Slot
      /** Reasons against that the ask overruled; empty for patients. */
      readonly overruled: readonly Against[]
    }
  | { readonly offered: false; readonly against: readonly Against[] }
