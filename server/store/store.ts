import type { Busy, Interval, RequestState } from '../../engine/index.ts'
import type { BlockReader, BlockWriter } from './blocks.ts'
import type { ConnectionReader, ConnectionWriter } from './connection.ts'
import type { ConsentReader, ConsentWriter } from './consents.ts'
import type {
  AppointmentChanges,
  AuditEntry,
  Claim,
  DeskCounts,
  DeskCountsAsk,
  DeskRequest,
  Erased,
  MessageOutcome,
  MessageState,
  OutboxEntry,
  OutboxRow,
  RefusedOrigin,
  ReplacedRules,
  RequestChanges,
  RequestListAsk,
  Role,
  StaffInvitation,
  StandingClaim,
  StoredAppointment,
  StoredHold,
  StoredLink,
  StoredMessage,
  StoredPractice,
  StoredRequest,
  UnansweredRequest,
  Versions,
} from './model.ts'
import type { PatientLinkReader, PatientLinkWriter } from './patient-links.ts'
import type { PatientSessionReader, PatientSessionWriter } from './patient-sessions.ts'
import type { PatientWriter } from './patient-writing.ts'
import type { PatientReader } from './patients.ts'
import type { PmsAppointmentReader, PmsAppointmentWriter } from './pms-appointments.ts'
import type { PmsNameReader, PmsNameWriter } from './pms-names.ts'
import type { PmsWriteReader, PmsWriteWriter } from './pms-writes.ts'
import type { ReportReader } from './report-reading.ts'
import type { UnreadableReader, UnreadableWriter } from './unreadable.ts'

/** What can be read. Outside a transaction each call sees the last commit. */
export interface Reader
  extends ReportReader,
    ConnectionReader,
    PmsAppointmentReader,
    PmsNameReader,
    PmsWriteReader,
    BlockReader,
    UnreadableReader,
    PatientReader,
    ConsentReader,
    PatientLinkReader,
    PatientSessionReader {
  practice(id: string): Promise<StoredPractice | null>
  versions(id: string): Promise<Versions | null>
  /** What the last change of the rules replaced. Null: they stand as they came first. */
  lastReplaced(practice: string): Promise<ReplacedRules | null>
  /** By id, the location of what takes time and ends after an instant; of some appointments it isn't known. */
  locationsAhead(practice: string, after: number): Promise<ReadonlyMap<string, string>>
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
  /** In one query. A request and the appointment that it is are one visit. */
  deskCounts(practice: string, ask: DeskCountsAsk): Promise<DeskCounts>
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
  /** Of all practices: how many mails haven't left, outbox entries among them, and since when the oldest waits. */
  mailQueue(): Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
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
  /** Pending requests that came in `(after, before]`, have no message of the topic and were not among several that
   * one reminded of, oldest first. */
  unanswered(
    practice: string,
    ask: { readonly before: number; readonly after: number; readonly topic: string; readonly limit: number },
  ): Promise<UnansweredRequest[]>
  /** Which of these ids there are. */
  haveMessages(practice: string, ids: readonly string[]): Promise<string[]>
  /** By link to a patient, how the mail stands that brings it. */
  messageStatesOfLinks(practice: string, links: readonly string[]): Promise<ReadonlyMap<string, MessageState>>
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
export interface Transaction
  extends Reader,
    ConnectionWriter,
    PmsAppointmentWriter,
    PmsNameWriter,
    PmsWriteWriter,
    BlockWriter,
    UnreadableWriter,
    PatientWriter,
    ConsentWriter,
    PatientLinkWriter,
    PatientSessionWriter {
  /**
   * Both versions as this transaction will leave them; no other change moves them before it ends. A booking asks for this
   * last, since who waits for a claim must not keep others from it. A change of the rules asks for it first: it waits for
   * the bookings under way, and keeps others from beginning.
   */
  lockVersions(practice: string): Promise<Versions | null>
  /** Did this transaction change what takes time? */
  hasTouched(practice: string): boolean
  putPractice(id: string, practice: StoredPractice, at: number): Promise<void>
  /** Keeps what a change of the rules replaced; what is long gone by is dropped. Ask for `lockVersions` first. */
  keepReplaced(practice: string, replaced: ReplacedRules): Promise<void>
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
  /** Lays all claims of a practice at once; none may stand. */
  layClaims(practice: string, claims: readonly StandingClaim[]): Promise<void>
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
  /** Gives a lease back whose message was never begun: it waits as before, with one try less. False as above. */
  returnMessage(lease: Pick<StoredMessage, 'practice' | 'id' | 'tries'>, nextAt: number): Promise<boolean>
  /** Deletes one whose lease is ours: it must not leave any more. False as above. */
  dropMessage(lease: Pick<StoredMessage, 'practice' | 'id' | 'tries'>): Promise<boolean>
  /** Deletes what was to be told of a request and hasn't left; what is being sent stays. */
  dropUnsent(practice: string, request: string): Promise<void>
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
   * requests and messages about them go too. Where nothing is left of a patient, and nothing of theirs has happened since
   * then, at most so many of their records are deleted.
   */
  erasePatients(practice: string, before: number, at: number, most: number): Promise<Erased>
  /**
   * Deletes at most so many answers, proofs, links, messages, claims, named changes and patients' sessions and links to sign
   * in whose time is over. The highest count counts.
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
