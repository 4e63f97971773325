import type { Busy, Interval, KnownPatient, RequestState } from '../../engine/index.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import type { Source } from '../contract/request.ts'
import type { CountedAsk } from './report-reading.ts'

/** A practice's rules as they stand; the version moves with every change of them. */
export interface StoredPractice {
  readonly file: PracticeFile
  readonly rulesVersion: number
}

/** Rules that a change has replaced. */
export interface ReplacedRules {
  /** Counts the changes of a practice's rules, from 1. */
  readonly place: number
  /** Epoch ms of the change. */
  readonly at: number
  /** As in the audit. */
  readonly actor: string
  /** What the change made different, in words. */
  readonly what: readonly string[]
  /** As it stood before. */
  readonly file: PracticeFile
}

export interface PatientFields {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string | null
  readonly email: string | null
}

/** A patient as a schedule has them: of some it doesn't know when they were born, or not the day. */
export interface KnownPatientFields extends Omit<PatientFields, 'birthDate'> {
  readonly birthDate: string | null
}

/** See the engine's `KnownPatient`. */
export type KnownAs = Pick<KnownPatient, 'middle' | 'nicknames' | 'formerFamily' | 'phones' | 'emails'>

/** What a patient sent, and what was assigned to it. */
export interface StoredRequest {
  readonly id: string
  readonly reference: string
  readonly state: RequestState
  /** Epoch ms. */
  readonly createdAt: number
  readonly reason: string
  /** Everyone whom the visit takes; one, unless the reason needs several together. */
  readonly practitioners: readonly [string, ...string[]]
  readonly anyone: boolean
  readonly chair: string | null
  readonly location: string
  readonly start: number
  readonly end: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly patient: PatientFields
  readonly isNewPatient: boolean
  readonly guardian: { readonly given: string; readonly family: string } | null
  readonly note: string | null
  readonly consent: { readonly email: boolean; readonly text: boolean }
  readonly language: string | null
  readonly source: Source | null
  readonly origin: string | null
  /** The hold it was sent with: when it is sent again with changes, this one gives way. */
  readonly hold: string | null
  /** Id of the patient's record. Left out: there is none. */
  readonly filedUnder?: string | null
}

/** When, with whom and where: a visit as it was asked for, before staff changed it. */
export interface AskedTime {
  readonly start: number
  readonly end: number
  readonly practitioners: readonly string[]
  readonly chair: string | null
}

/** Another time that a patient asks for; the request keeps its own until staff act. It takes no place. */
export interface Wish {
  /** When it was asked for. */
  readonly at: number
  readonly reason: string
  /** Null: anyone who gives the reason. */
  readonly practitioner: string | null
  readonly location: string
  readonly start: number
}

/** Who ended the wait, when, and why if there was something to say. */
export interface Answer {
  readonly at: number
  /** As in the audit: `staff:USER`, `patient`, `clock` or `sync`. */
  readonly by: string
  readonly reason: string | null
}

/** What became of a request since it was sent. */
export interface RequestProgress {
  readonly state: RequestState
  /** Id of the appointment that it is. */
  readonly appointment: string | null
  readonly answer: Answer | null
  readonly asked: AskedTime | null
  /** Why it isn't at the time that was asked for; one of the desk's causes. */
  readonly changeCause: string | null
  readonly wish: Wish | null
  readonly staffNote: string | null
}

/** A request as it stands. */
export interface DeskRequest extends StoredRequest, RequestProgress {
  readonly state: RequestState
  /** Moves with every change. */
  readonly revision: number
}

/** What a change may alter of a request; what is left out stays. */
export type RequestChanges = Partial<
  RequestProgress &
    Pick<
      StoredRequest,
      'practitioners' | 'chair' | 'location' | 'start' | 'end' | 'reason' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'
    >
>

/** An appointment of the practice's schedule. */
export interface StoredAppointment extends Omit<Busy, 'kind'> {
  readonly patient: KnownPatientFields | null
  /** What its patient is called and reached by besides. */
  readonly knownAs?: KnownAs | null
  /** False: it is with nobody and nothing of ours. Left out: it does, unless it has ended. */
  readonly takesTime?: boolean
  /** The patient's id where the appointment comes from. */
  readonly patientId?: string | null
  /** Id of the patient's record here. Left out: there is none. */
  readonly filedUnder?: string | null
  /** The request that it was made from. */
  readonly request?: string | null
  readonly location?: string | null
  readonly createdAt?: number | null
  /** As in the audit. */
  readonly createdBy?: string | null
}

export type AppointmentChanges = Partial<
  Pick<
    StoredAppointment,
    | 'status'
    | 'start'
    | 'end'
    | 'practitioners'
    | 'chair'
    | 'location'
    | 'reason'
    | 'bufferBeforeMinutes'
    | 'bufferAfterMinutes'
    | 'patients'
    | 'request'
    | 'createdBy'
  >
>

/** Which requests of a practice: those that wait for staff, oldest first, or all of them, newest first. */
export interface RequestListAsk {
  readonly tab: 'action' | 'all'
  /** Do accepted requests wait that are no appointment yet? */
  readonly withUnlinked: boolean
  readonly now: number
  /** Id; left out: whoever. */
  readonly practitioner?: string | undefined
  /** With `all`: only those behind one number of a report. */
  readonly counted?: CountedAsk | undefined
  /** At most so many. */
  readonly limit: number
  /** The last one of the part before. */
  readonly after?: { readonly createdAt: number; readonly id: string } | undefined
}

/** How many there are on each of the desk's lists, whoever the practitioner. */
export interface DeskCounts {
  readonly action: number
  readonly today: number
  readonly upcoming: number
  readonly all: number
}

export interface DeskCountsAsk extends Pick<RequestListAsk, 'withUnlinked' | 'now'> {
  readonly today: Interval
  /** From tomorrow on. */
  readonly upcoming: Interval
}

export type Role = 'owner' | 'staff' | 'read-only'

/** An invitation to work for a practice, until it is accepted, withdrawn or outdated. */
export interface StaffInvitation {
  /** Of the token in its link; the token itself is kept nowhere. */
  readonly hash: string
  /** In small letters. */
  readonly email: string
  readonly role: Role
  /** User id. */
  readonly invitedBy: string
  readonly expiresAt: number
}

/** One place of one resource for one quantum. */
export interface Claim {
  /** `practitioner:ID`, `chair:ID` or `ceiling:ID`. */
  readonly resource: string
  /** Epoch minutes of the quantum's start. */
  readonly quantum: number
  /** 0 up to the capacity less one; 1000 and above is overflow, which only imports may take. */
  readonly lane: number
}

export interface StandingClaim extends Claim {
  readonly holder: string
}

/** A time kept for somebody who is still typing. */
export interface StoredHold {
  /** The hash of the token its holder has. */
  readonly id: string
  /** Keyed hash of where it comes from, to count how many somebody has. */
  readonly visitor: string
  readonly reason: string
  readonly practitioners: readonly [string, ...string[]]
  readonly chair: string | null
  readonly location: string
  readonly start: number
  readonly end: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** What a private link leads to. */
export interface StoredLink {
  /** Of the token; the token itself is kept nowhere. */
  readonly hash: string
  /** Id of the request. */
  readonly request: string
  /** What it lets its holder do. */
  readonly purpose: 'manage'
  readonly expiresAt: number
}

/** Something to be told once the commit stands: what, and about which record. Never a patient's data. */
export interface OutboxEntry {
  readonly at: number
  /** Like `request-sent`. */
  readonly topic: string
  /** `request:ID` or `patient-link:ID`; where somebody asks to sign in, `address:LANGUAGE:` and the email, encrypted. */
  readonly subject: string
}

/** An outbox entry as it waits to be made into messages. */
export interface OutboxRow extends OutboxEntry {
  readonly practice: string
  readonly id: string
}

export type MessageState = 'waiting' | 'sending' | 'sent' | 'kept' | 'failed'

/** A mail as it is sent, but for the private link: something else stands in its place, so that none is kept. */
export interface MessageContent {
  /** BCP 47. */
  readonly language: string
  /** Name of the sender. */
  readonly from: string
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendar: { readonly method: 'PUBLISH' | 'CANCEL'; readonly text: string } | null
  /** The visit as it tells of it, for the next one to say what changed. */
  readonly told: { readonly start: number; readonly practitioners: readonly string[] } | null
  /** What only the mail itself says, encrypted; left out: there is nothing like that. */
  readonly sealed?: string
}

/** One mail to one address. */
export interface StoredMessage {
  readonly practice: string
  readonly id: string
  /** The outbox topic it was made from. */
  readonly topic: string
  readonly request: string | null
  /** Id of the link to a patient that it brings, or tells of. */
  readonly patientLink: string | null
  readonly recipient: string
  readonly toPatient: boolean
  readonly content: MessageContent
  readonly state: MessageState
  readonly createdAt: number
  /** How often it was begun to be sent. */
  readonly tries: number
  /** When it is sent; while `sending`, until when its sender has it for itself. */
  readonly nextAt: number
  readonly sentAt: number | null
  /** Why it didn't leave the last time, without addresses. */
  readonly fault: string | null
}

/** Where a message stands after it was tried. */
export type MessageOutcome = Pick<StoredMessage, 'state' | 'nextAt' | 'sentAt' | 'fault'>

/** A request that waits, and that nobody was reminded of. */
export interface UnansweredRequest {
  readonly id: string
  readonly createdAt: number
}

export interface AuditEntry {
  readonly at: number
  /** `patient`, `staff:USER` or `import`. */
  readonly actor: string
  readonly action: string
  /** Like `request:ID`. Never a patient's data. */
  readonly subject: string
  /** What else is to be remembered: times, ids, rules overruled. Never a patient's data. */
  readonly detail?: Readonly<Record<string, unknown>> | null
}

export interface RefusedOrigin {
  readonly origin: string
  readonly times: number
  readonly lastAt: number
}

/** Two numbers that move with every change of the rules, and of what takes time. */
export interface Versions {
  readonly rules: number
  readonly data: number
}

/** From how many rows what names a patient was removed. */
export interface Erased {
  readonly requests: number
  readonly appointments: number
  /** Records of patients that were deleted. */
  readonly patients: number
}

/** A patient as the practice knows them. */
export interface StoredPatient extends KnownPatientFields {
  readonly id: string
  /** BCP 47; null: the practice's own. */
  readonly language: string | null
  /** Whom they are in the practice's own software (PMS). */
  readonly pmsId: string | null
  readonly origin: 'online' | 'staff' | 'pms'
  readonly createdAt: number
  /** As in the audit. */
  readonly createdBy: string
  /** When something of theirs last happened; epoch ms. */
  readonly activeAt: number
  readonly access: PatientAccessState
  readonly accessAt: number | null
  /** As in the audit. */
  readonly accessBy: string | null
  /** Moves with every change of the row. */
  readonly revision: number
}

export type PatientAccessState = 'none' | 'invited' | 'enrolled' | 'removed'

/** One change of a consent: none is ever overwritten, and the latest of a channel counts. */
export interface StoredConsent {
  readonly id: string
  readonly patient: string
  readonly channel: 'email' | 'text'
  readonly isGiven: boolean
  readonly at: number
  /** As in the audit. */
  readonly by: string
  readonly how: 'request' | 'account' | 'staff' | 'merge'
  /** Version of the sentence that was agreed to. */
  readonly wording: string
  readonly language: string | null
  readonly request: string | null
  readonly note: string | null
}

/** What was mailed to a patient to open something with. It works once, until it ends. */
export interface StoredPatientLink {
  readonly id: string
  /** Of the token; the token itself is kept nowhere. */
  readonly hash: string
  readonly patient: string
  /** `address-changed`: told to the address that was theirs; nothing opens with it. */
  readonly purpose: 'invitation' | 'sign-in' | 'address-changed'
  /** Where it was sent. */
  readonly email: string
  readonly createdAt: number
  /** As in the audit. */
  readonly createdBy: string
  readonly expiresAt: number
  readonly usedAt: number | null
  readonly endedAt: number | null
  readonly endedWhy: LinkEnding | null
  /** How often the answer to it was wrong. */
  readonly tries: number
}

export type LinkEnding = 'address-changed' | 'sent-again' | 'consent-withdrawn' | 'removed' | 'merged' | 'locked'

/** A patient who is signed in on one browser. */
export interface StoredPatientSession {
  readonly hash: string
  readonly patient: string
  readonly by: 'invitation' | 'link' | 'passkey'
  readonly createdAt: number
  readonly seenAt: number
  readonly expiresAt: number
}

export interface StoredPatientPasskey {
  /** Of the credential, base64url. */
  readonly id: string
  readonly patient: string
  readonly name: string
  /** base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly createdAt: number
  readonly usedAt: number | null
}
