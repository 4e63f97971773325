import type { Busy, Interval, RequestState } from '../../engine/index.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import type { Source } from '../contract/request.ts'
import type { ReportReader } from './report-reading.ts'

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
  readonly patient: PatientFields | null
  /** The patient's id where the appointment comes from. */
  readonly patientId?: string | null
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
  /** At most so many. */
  readonly limit: number
  /** The last one of the part before. */
  readonly after?: { readonly createdAt: number; readonly id: string } | undefined
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
  /** Like `request:ID`. */
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
}

/** What can be read. Outside a transaction each call sees the last commit. */
export interface Reader extends ReportReader {
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
  requests(practice: string, state: RequestState): Promise<DeskRequest[]>
  request(practice: string, id: string): Promise<DeskRequest | null>
  /** Ids of pending requests whose visit has begun, in alphabetical order; at most so many. */
  overdueRequests(practice: string, now: number, limit: number): Promise<string[]>
  /** A part of a list, and how long all of it is. */
  listRequests(practice: string, ask: RequestListAsk): Promise<{ rows: DeskRequest[]; total: number }>
  /** Those that take time and start in the range, earliest first. */
  requestsBetween(practice: string, range: Interval): Promise<DeskRequest[]>
  /** Those that start in the range, whatever their status, earliest first. */
  appointments(practice: string, range: Interval): Promise<StoredAppointment[]>
  appointment(practice: string, id: string): Promise<StoredAppointment | null>
  /** What has all these words, as `searchWords` gives them; at most so many of each, latest start first. */
  search(
    practice: string,
    words: readonly string[],
    limit: number,
  ): Promise<{ requests: DeskRequest[]; appointments: StoredAppointment[] }>
  /** All that was noted about a subject, oldest first. */
  auditOf(practice: string, subject: string): Promise<AuditEntry[]>
  /** What staff have set; null when nothing yet. The version moves with every change. */
  settings(practice: string): Promise<{ document: unknown; version: number } | null>
  /** Of all practices, oldest first, at most so many. */
  outbox(limit: number): Promise<OutboxRow[]>
  /** Of all practices: what is to be sent by now, or was begun by somebody whose time is over. Longest due first. */
  dueMessages(now: number, limit: number): Promise<StoredMessage[]>
  /** Latest first. `waiting` and `sending` count as one. */
  messages(
    practice: string,
    ask: { readonly state?: MessageState | undefined; readonly limit: number },
  ): Promise<StoredMessage[]>
  message(practice: string, id: string): Promise<StoredMessage | null>
  /** All about one request, latest first. */
  messagesOf(practice: string, request: string): Promise<StoredMessage[]>
  countMessages(practice: string): Promise<Record<Exclude<MessageState, 'sending'>, number>>
  /** Pending requests that came in `(after, before]` and have no message of the topic, oldest first. */
  unanswered(
    practice: string,
    ask: { readonly before: number; readonly after: number; readonly topic: string; readonly limit: number },
  ): Promise<UnansweredRequest[]>
  /** Which of these ids there are. */
  haveMessages(practice: string, ids: readonly string[]): Promise<string[]>
  /** One that has ended may still be there. */
  link(practice: string, hash: string): Promise<StoredLink | null>
  isOriginAllowed(practice: string, origin: string): Promise<boolean>
  refusedOrigins(practice: string): Promise<RefusedOrigin[]>
  /** Websites that may send, in alphabetical order. */
  allowedOrigins(practice: string): Promise<string[]>
  /** Practices a staff account works for, in alphabetical order. */
  practicesOf(userId: string): Promise<string[]>
  /** Null: the account doesn't work for the practice. */
  roleOf(practice: string, userId: string): Promise<Role | null>
  staffOf(practice: string): Promise<{ userId: string; role: Role }[]>
  /** Null when it has ended, or never was. */
  staffInvitation(practice: string, hash: string, now: number): Promise<StaffInvitation | null>
  /** Those that still can be accepted, by email. */
  staffInvitations(practice: string, now: number): Promise<StaffInvitation[]>
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
  pendingWithHold(practice: string, hold: string): Promise<DeskRequest | null>
  /** Compare-and-set: false when the request no longer is in the state `from`. */
  setRequestState(practice: string, id: string, from: RequestState, to: RequestState): Promise<boolean>
  /** Compare-and-set: false when the request no longer has this revision. */
  changeRequest(practice: string, id: string, revision: number, changes: RequestChanges): Promise<boolean>
  changeAppointment(practice: string, id: string, changes: AppointmentChanges): Promise<void>
  /** Says which request an appointment was made from. False when it was made from another one. */
  linkAppointment(practice: string, id: string, request: string): Promise<boolean>
  /** Compare-and-set by version; 0 where nothing is set yet. */
  putSettings(practice: string, document: unknown, version: number): Promise<boolean>
  addOutbox(practice: string, entry: OutboxEntry): Promise<void>
  /** Takes an entry out. False: somebody else has. */
  takeOutbox(practice: string, id: string): Promise<boolean>
  /** False when there is one with this id. */
  addMessage(message: StoredMessage): Promise<boolean>
  /** Compare-and-set: it is ours to send until then, and counts as one more try. False when it has moved. */
  leaseMessage(message: StoredMessage, until: number): Promise<boolean>
  /** False when the lease, of which `tries` is the mark, went to somebody else. */
  settleMessage(lease: Pick<StoredMessage, 'practice' | 'id' | 'tries'>, outcome: MessageOutcome): Promise<boolean>
  /** Puts one that is over in line again. False when it is no longer in that state. */
  renewMessage(
    message: Pick<StoredMessage, 'practice' | 'id' | 'state'>,
    mail: Pick<StoredMessage, 'content' | 'recipient'>,
    now: number,
  ): Promise<boolean>
  addRequest(practice: string, request: StoredRequest): Promise<void>
  addLink(practice: string, link: StoredLink): Promise<void>
  /** Leads the links of one request to another that took its place. */
  moveLinks(practice: string, from: string, to: string, expiresAt: number): Promise<void>
  addAppointment(practice: string, appointment: StoredAppointment): Promise<void>
  addAudit(practice: string, entry: AuditEntry): Promise<void>
  noteRefusedOrigin(practice: string, origin: string, at: number): Promise<void>
  allowOrigin(practice: string, origin: string, at: number): Promise<void>
  /** As if it had never been seen. */
  forgetOrigin(practice: string, origin: string): Promise<void>
  /** Gives an account this role; `owner` when left out. */
  addStaff(practice: string, userId: string, role?: Role): Promise<void>
  removeStaff(practice: string, userId: string): Promise<void>
  addStaffInvitation(practice: string, invitation: StaffInvitation): Promise<void>
  /** All of an email; false when there was none. */
  removeStaffInvitations(practice: string, email: string): Promise<boolean>
  /** Single use: it is given to one caller, and then it is gone. Null when it has ended, or another was faster. */
  takeStaffInvitation(practice: string, hash: string, now: number): Promise<StaffInvitation | null>
  /** Every claim of the practice that stands. */
  allClaims(practice: string): Promise<StandingClaim[]>
  /**
   * Overwrites what names patients in at most so many requests and so many appointments that ended before; links to these
   * requests and messages about them go too.
   */
  erasePatients(practice: string, before: number, at: number, most: number): Promise<Erased>
  /**
   * Deletes at most so many answers, proofs, links, messages, claims and named changes whose time is over. The highest
   * count counts.
   */
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
