import type { Busy, Interval } from '../../engine/index.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import type { Source } from '../contract/request.ts'

/** A practice's rules as they stand; the version moves with every change of them. */
export interface StoredPractice {
  readonly file: PracticeFile
  readonly rulesVersion: number
}

export interface PatientFields {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string | null
  readonly email: string | null
}

export type RequestState =
  | 'pending'
  | 'booked'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'noshow'
  | 'arrived'
  | 'fulfilled'

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
}

/** An appointment of the practice's schedule that didn't come from a request here. */
export interface StoredAppointment extends Omit<Busy, 'kind'> {
  readonly patient: PatientFields | null
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
  /** Like `request:ID`. */
  readonly subject: string
}

export interface AuditEntry {
  readonly at: number
  /** `patient`, `staff:USER` or `import`. */
  readonly actor: string
  readonly action: string
  /** Like `request:ID`. Never a patient's data. */
  readonly subject: string
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
}

/** What can be read. Outside a transaction each call sees the last commit. */
export interface Reader {
  practice(id: string): Promise<StoredPractice | null>
  versions(id: string): Promise<Versions | null>
  /** Ids in alphabetical order. */
  practiceIds(): Promise<string[]>
  /** What takes time, but holds, and may reach into the range, buffers included; what has ended may be among it. */
  busy(practice: string, range: Interval): Promise<Busy[]>
  /**
   * Ids of whatever may take other time than when the practice had this version of its data. Null: not known, or too
   * many to name; read all of it again.
   */
  changedSince(practice: string, version: number): Promise<readonly string[] | null>
  /** What of these takes time: requests and appointments, and holds that have not run out. */
  taking(practice: string, ids: readonly string[], now: number): Promise<{ busy: Busy[]; holds: StoredHold[] }>
  /** Those that have not run out. */
  liveHolds(practice: string, now: number): Promise<StoredHold[]>
  hold(practice: string, id: string): Promise<StoredHold | null>
  /** Oldest first. */
  requests(practice: string, state: RequestState): Promise<StoredRequest[]>
  request(practice: string, id: string): Promise<StoredRequest | null>
  /** One that has ended may still be there. */
  link(practice: string, hash: string): Promise<StoredLink | null>
  isOriginAllowed(practice: string, origin: string): Promise<boolean>
  refusedOrigins(practice: string): Promise<RefusedOrigin[]>
  /** Practices a staff account works for, in alphabetical order. */
  practicesOf(userId: string): Promise<string[]>
}

/**
 * What a change was decided on has moved before it could commit. A store that runs changes at the same time runs it
 * again; where that is of no use, `otherwise` is what to say.
 */
export class MovedError extends Error {
  override readonly name = 'MovedError'
  readonly otherwise: Error

  constructor(otherwise: Error) {
    super('what this was decided on has moved')
    this.otherwise = otherwise
  }
}

/** What can be changed: inside a transaction only, all of it or nothing. */
export interface Transaction extends Reader {
  /**
   * Both versions as this transaction will leave them; no other change moves them before it ends. A booking asks for this
   * last, since who waits for a claim must not keep others from it. A change of the rules asks for it first: it waits for
   * the bookings under way, and keeps others from beginning.
   */
  lockVersions(practice: string): Promise<Versions | null>
  /** Did this transaction change what takes time? */
  hasTouched(practice: string): boolean
  putPractice(id: string, practice: StoredPractice, at: number): Promise<void>
  /**
   * Takes a key for this transaction, waiting for another that has it. Null: it is ours, and {@link keepAnswer} must
   * follow. Else what was answered to it.
   */
  takeKey(practice: string, key: string, bodyHash: string): Promise<{ bodyHash: string; reply: string } | null>
  keepAnswer(practice: string, key: string, reply: string, keepUntil: number): Promise<void>
  /** Claims that stand on these resources in `[from, to)` epoch minutes. */
  claims(practice: string, resources: readonly string[], from: number, to: number): Promise<StandingClaim[]>
  /** Takes all of them or none: false when another holder has one. */
  claim(practice: string, holder: string, claims: readonly Claim[]): Promise<boolean>
  /** Frees all that a holder has claimed, and gives it back to be looked at. */
  release(practice: string, holder: string): Promise<Claim[]>
  moveClaim(practice: string, claim: Claim, lane: number): Promise<void>
  releaseAllClaims(practice: string): Promise<void>
  addHold(practice: string, hold: StoredHold): Promise<void>
  renewHold(practice: string, id: string, expiresAt: number): Promise<void>
  removeHold(practice: string, id: string): Promise<void>
  expiredHolds(practice: string, now: number): Promise<string[]>
  pendingWithHold(practice: string, hold: string): Promise<StoredRequest | null>
  /** Compare-and-set: false when the request no longer is in the state `from`. */
  setRequestState(practice: string, id: string, from: RequestState, to: RequestState): Promise<boolean>
  addOutbox(practice: string, entry: OutboxEntry): Promise<void>
  addRequest(practice: string, request: StoredRequest): Promise<void>
  addLink(practice: string, link: StoredLink): Promise<void>
  /** Leads the links of one request to another that took its place. */
  moveLinks(practice: string, from: string, to: string, expiresAt: number): Promise<void>
  addAppointment(practice: string, appointment: StoredAppointment): Promise<void>
  addAudit(practice: string, entry: AuditEntry): Promise<void>
  noteRefusedOrigin(practice: string, origin: string, at: number): Promise<void>
  allowOrigin(practice: string, origin: string, at: number): Promise<void>
  addStaff(practice: string, userId: string): Promise<void>
  /** Every claim of the practice that stands. */
  allClaims(practice: string): Promise<StandingClaim[]>
  /**
   * Overwrites what names patients in at most so many requests and so many appointments that ended before; links to these
   * requests go too.
   */
  erasePatients(practice: string, before: number, at: number, most: number): Promise<Erased>
  /** Deletes at most so many answers, proofs, links, claims and named changes whose time is over. The highest count counts. */
  dropOutdated(practice: string, now: number, most: number): Promise<number>
  /** False when it was spent before. */
  spendProof(practice: string, id: string, expiresAt: number): Promise<boolean>
}

export interface Store extends Reader {
  /**
   * One change runs after another and sees what the one before it did, also before that is committed. Else changes run
   * at the same time and see what is committed.
   */
  readonly isSerial: boolean
  /** Moves when changes that had run were undone together, so that what they showed each other never came to be. */
  generation(): number
  /**
   * Commits when `run` resolves, leaves nothing behind when it throws; resolves once the commit is on disk. `run` may be
   * called again when another change was in the way, so all it does must be in the database.
   *
   * @throws StoreBusyError when the database can't take it just now. Mostly nothing was changed; when the connection was
   * lost at the very commit nobody knows, so whoever tries again must bring the same key.
   */
  transaction<T>(run: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
