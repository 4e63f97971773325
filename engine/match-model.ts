import type { Differences } from './match-text.ts'
import type { AppointmentStatus } from './model.ts'

export type { Differences, Span } from './match-text.ts'

/** Who somebody is, by the five identifiers of a request. */
export interface Person {
  /** A suffix like Jr stands at the end of either name, as it was typed. */
  readonly given: string
  readonly family: string
  /** `YYYY-MM-DD`. A date that isn't whole (FHIR allows `1985-03`) can be close at most. */
  readonly birthDate: string | null
  /** E.164 where it is known; anything else that people write is read as well as it can be. */
  readonly mobile: string | null
  readonly email: string | null
}

/** A patient as the practice management software knows them. The five of {@link Person} are the main ones of several. */
export interface KnownPatient extends Person {
  readonly id: string
  /** Given names after the first, or their initials: FHIR's `given` from the second on. */
  readonly middle?: readonly string[] | undefined
  /** What they are called besides: FHIR's names for use `usual` and `nickname`. */
  readonly nicknames?: readonly string[] | undefined
  /** FHIR's names for use `maiden` and `old`. */
  readonly formerFamily?: readonly string[] | undefined
  /** Every other number in use. One of them counts as much as `mobile`: practices enter numbers where there is room. */
  readonly phones?: readonly string[] | undefined
  readonly emails?: readonly string[] | undefined
}

export type PatientField = 'given' | 'family' | 'birthDate' | 'mobile' | 'email'

/** `missing`: not known on one side, so it says nothing for or against; but what is missing can't be exact. */
export type Verdict = 'same' | 'close' | 'differs' | 'missing'

/** Why a field isn't plainly the same or plainly another. */
export type Because =
  /** Same, but for case, spaces and punctuation. */
  | 'punctuation'
  /** Same, but for accents or letters that stand for one another. */
  | 'diacritics'
  /** Close: Mueller for Müller. */
  | 'transliteration'
  /** Close: Cruz for de la Cruz. */
  | 'particle'
  /** Close where one side has none, differs where it is another: Jr, Sr, III. */
  | 'suffix'
  | 'swapped-names'
  | 'former-name'
  | 'nickname'
  | 'middle-name'
  | 'part-of-double-name'
  | 'initial'
  | 'typo'
  /** Differs, with the same family name and birth date: twins are. */
  | 'twin'
  /** Differs, with the same family name and mobile or email: parent and child are. */
  | 'relative'
  | 'day-month-swapped'
  /** Close: a day before or after. */
  | 'one-day'
  /** Close: the same day of another year. */
  | 'other-year'
  | 'incomplete-date'
  | 'one-digit'
  /** Close: two neighbouring digits the other way round. */
  | 'digits-swapped'
  /** Close: one is written without country or area code. */
  | 'number-prefix'
  /** Close: the same mailbox with and without `+something`. */
  | 'mail-tag'
  /** Close: the same before the @ only. */
  | 'other-domain'

export interface FieldComparison {
  readonly field: PatientField
  readonly asked: string | null
  /** As it is known; of several names, numbers or addresses the one that fits best. */
  readonly known: string | null
  readonly verdict: Verdict
  readonly because?: Because | undefined
  /** What to mark; empty for a field that is the same, or is another altogether. Whole year, month and day in dates. */
  readonly differences: Differences
}

/** A patient compared with a request. */
export interface Comparison {
  /** The patient's. */
  readonly id: string
  /** 0 to 1: part of all points that speak for it. Ranks candidates; it isn't a probability. */
  readonly score: number
  /** Same names, same birth date, and same mobile or email. */
  readonly isExact: boolean
  /** Given name, family name, birth date, mobile, email: always five, in this order. */
  readonly fields: readonly FieldComparison[]
}

export interface PatientMatches {
  /** `exact`: one patient is, and no more. */
  readonly kind: 'exact' | 'partial' | 'none'
  /** Best first; when exact, the first is the one. */
  readonly candidates: readonly Comparison[]
}

/** The visit of a request. Instants are epoch ms. */
export interface AskedVisit {
  readonly start: number
  readonly end: number
  /** Who may give it: the one asked for; for "anyone" every integrated practitioner who gives the reason. */
  readonly practitioners: readonly string[]
  readonly reason: string | null
}

/** An appointment in the practice management software. Instants are epoch ms. */
export interface KnownAppointment {
  readonly id: string
  readonly start: number
  readonly end: number
  /** In the practice's own ids, like the reason; null where it couldn't be told. */
  readonly practitioner: string | null
  readonly reason: string | null
  readonly status: AppointmentStatus
}

/** Minutes apart: an hour at most, as when somebody forgot that clocks changed. Hours apart: mostly the same day. */
export type StartBecause = 'minutes-apart' | 'hours-apart' | 'days-apart'

export type VisitFieldComparison =
  | {
      readonly field: 'start'
      /** Epoch ms. */
      readonly asked: number
      readonly known: number
      readonly verdict: Verdict
      readonly because?: StartBecause | undefined
    }
  | {
      readonly field: 'practitioner'
      readonly asked: readonly string[]
      readonly known: string | null
      readonly verdict: Verdict
    }
  | {
      readonly field: 'reason'
      readonly asked: string | null
      readonly known: string | null
      readonly verdict: Verdict
    }
  /** Minutes. */
  | { readonly field: 'duration'; readonly asked: number; readonly known: number; readonly verdict: Verdict }

/** An appointment compared with a request's visit. */
export interface AppointmentComparison {
  /** The appointment's. */
  readonly id: string
  /** 0 to 1; it ranks. */
  readonly score: number
  /** Same start, with one of those who may give the visit. */
  readonly isExact: boolean
  /** Start, practitioner, reason, duration: always four, in this order. */
  readonly fields: readonly VisitFieldComparison[]
}

/** A patient compared, with those of their appointments that may be the visit asked for. */
export interface PatientMatch extends Comparison {
  /** Best first. */
  readonly appointments: readonly AppointmentComparison[]
}

export type Match =
  | {
      readonly kind: 'exact'
      /** What to link. */
      readonly patient: PatientMatch
      readonly appointment: AppointmentComparison
      readonly patients: readonly PatientMatch[]
    }
  | {
      readonly kind: 'partial' | 'none'
      /** Who may be the patient, those with fitting appointments first. For `none` nobody has one. */
      readonly patients: readonly PatientMatch[]
    }
