import type { AppointmentStatus } from '../../engine/index.ts'

/**
 * What a practice management software (PMS) can do for us, and in which shape. A connector speaks one dialect and turns it
 * into these words; sync, matching and writing know nothing else. All instants are epoch ms. Ids are the PMS's own, as text,
 * and mean something to their connector only.
 */
export interface Connector {
  /** Asked once before each sync; may ask the PMS. */
  capabilities(signal: AbortSignal): Promise<Capabilities>
  /**
   * What changed since a cursor that an earlier page gave; null: whatever the PMS can tell, which may be nothing but a
   * cursor to begin with. May give again what was given before, and may miss what the PMS itself doesn't tell (deletions):
   * a `window` from time to time makes up for that. Never called unless `capabilities().isIncremental`.
   *
   * @throws PmsFault
   */
  changed(since: string | null, signal: AbortSignal): AsyncIterable<Page>
  /**
   * Every appointment that starts in `[start, end)`, whatever its status. While the PMS changes, one may be given twice, and
   * one that moves may be missing: whoever takes something for deleted asks `get` first.
   *
   * @throws PmsFault
   */
  window(range: { readonly start: number; readonly end: number }, signal: AbortSignal): AsyncIterable<Page>
  /**
   * One appointment as it stands now. Null: there is none with this id, or no longer.
   *
   * @throws PmsFault
   */
  get(id: string, signal: AbortSignal): Promise<PmsAppointment | Unreadable | null>
  /** Who and what appointments may be with, for staff to say which of ours each is. May be empty: then it grows by itself. */
  directory(signal: AbortSignal): Promise<readonly PmsName[]>
  /** Left out: the PMS can't be written to. */
  readonly writer?: Writer | undefined
}

/**
 * Changes in the PMS. Each is conditional, so that one whose answer was lost can be sent again and does nothing twice.
 * Nothing is retried in here but what was refused before it was looked at (429, 503).
 */
export interface Writer {
  /** Patients who may be this person; the search may be wide, we compare. At most some dozens. */
  findPatients(person: WrittenPatient, signal: AbortSignal): Promise<readonly PmsPatient[]>
  /** Makes a patient, unless there is one with this key already; then that one. */
  createPatient(key: string, person: WrittenPatient, signal: AbortSignal): Promise<PmsPatient>
  /**
   * Makes an appointment, unless there is one with this key already; then that one as it stands.
   *
   * @throws PmsFault `conflict`: the time is taken there, or the PMS refuses it for a reason of its own.
   */
  createAppointment(key: string, appointment: WrittenAppointment, signal: AbortSignal): Promise<PmsAppointment>
  /**
   * Changes an appointment from the version that we know.
   *
   * @param version - As it was read. Null: whatever there is.
   * @throws PmsFault `moved` when it is no longer that version; `gone`; `conflict`.
   */
  changeAppointment(
    id: string,
    version: string | null,
    changes: { readonly status: 'cancelled' } | Omit<WrittenAppointment, 'patientId'>,
    signal: AbortSignal,
  ): Promise<PmsAppointment>
}

export interface Capabilities {
  /** Can it tell what changed since? Else windows are read each time. */
  readonly isIncremental: boolean
  /** As the PMS names itself, with its version; null: it doesn't say. */
  readonly software: string | null
}

/** A part of a listing. */
export interface Page {
  readonly items: readonly (PmsAppointment | Unreadable)[]
  /** Where `changed` may go on from when everything up to here has been kept. Null: as before. */
  readonly cursor: string | null
  /** How many there are in all, where the PMS says so. */
  readonly total?: number | undefined
}

export interface PmsAppointment {
  readonly kind: 'appointment'
  readonly id: string
  readonly status: AppointmentStatus
  readonly start: number
  /** After `start`. Where the PMS gives no end, what its settings say visits take. */
  readonly end: number
  /** PMS ids of those who give it; none: nobody is named. */
  readonly practitioners: readonly string[]
  /** PMS id of the chair or room; null: none is named. */
  readonly chair: string | null
  /** PMS id of what kind of visit it is; null: not said. */
  readonly type: string | null
  /** Null: nobody is named, as for a meeting. */
  readonly patient: PmsPatient | null
  /** The key that we made it with; null: somebody else made it. */
  readonly key: string | null
  /** When it was made there; null: not said. */
  readonly createdAt: number | null
  /** What `changeAppointment` takes. Not what tells changes: some software never moves it. */
  readonly version: string | null
  /** Names of those it is with, for the directory. */
  readonly names: readonly PmsName[]
}

/** A patient as the PMS knows them, in the engine's words. */
export interface PmsPatient {
  readonly id: string
  readonly given: string
  readonly family: string
  /** `YYYY-MM-DD`; what isn't a whole date is left as it is, like `1985-03`. Null: not known. */
  readonly birthDate: string | null
  readonly mobile: string | null
  readonly email: string | null
  readonly middle?: readonly string[] | undefined
  readonly nicknames?: readonly string[] | undefined
  readonly formerFamily?: readonly string[] | undefined
  /** Numbers besides `mobile`. */
  readonly phones?: readonly string[] | undefined
  /** Addresses besides `email`. */
  readonly emails?: readonly string[] | undefined
}

/** A record that takes time, or may, and can't be read. Its practitioners' time isn't offered until it can. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly id: string
  /** PMS ids; empty: anybody may be meant. */
  readonly practitioners: readonly string[]
  /** What is wrong, for staff: a path in the record and what stands there, never anything about a patient. */
  readonly why: string
}

/** Somebody or something that appointments are with. */
export interface PmsName {
  readonly kind: 'practitioner' | 'chair' | 'type'
  readonly id: string
  readonly name: string
}

export interface WrittenPatient {
  readonly given: string
  readonly family: string
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly mobile: string | null
  readonly email: string | null
}

export interface WrittenAppointment {
  readonly start: number
  readonly end: number
  /** PMS ids. */
  readonly practitioners: readonly string[]
  readonly chair: string | null
  readonly type: string | null
  readonly patientId: string
}

/**
 * Why the PMS didn't do what was asked.
 *
 * - `unreachable`: no answer, or none in time; whether it was done isn't known.
 * - `busy`: it asked to come back later; nothing was done.
 * - `denied`: the credentials aren't taken, or aren't enough.
 * - `unreadable`: an answer that makes no sense, or breaks off.
 * - `moved`, `gone`, `conflict`: of a change; nothing was done, and sending it again is of no use.
 * - `misconfigured`: the settings of the connection can't be right.
 */
export type PmsFaultKind =
  | 'unreachable'
  | 'busy'
  | 'denied'
  | 'unreadable'
  | 'moved'
  | 'gone'
  | 'conflict'
  | 'misconfigured'

export class PmsFault extends Error {
  override readonly name = 'PmsFault'
  readonly kind: PmsFaultKind
  /** Earliest time to come back, in seconds, where the PMS said so. */
  readonly retryAfterSeconds: number | null

  /** @param message - For staff, as a sentence; an address and a status are fine, a patient's data never. */
  constructor(kind: PmsFaultKind, message: string, retryAfterSeconds: number | null = null) {
    super(message)
    this.kind = kind
    this.retryAfterSeconds = retryAfterSeconds
  }
}
