import type { Room } from '../context.ts'
import type { AnswerReply } from '../contract/answer.ts'
import { replyFor, requestOf, underWay } from '../desk/answering.ts'
import { conflictOf } from '../desk/conflict.ts'
import { settingsOf } from '../desk/settings.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPractice } from '../store/model.ts'
import type { PmsStored } from '../store/pms-appointments.ts'
import type { StoredPmsWrite } from '../store/pms-writes.ts'
import { putBlocks } from './blocking.ts'
import { connectionOf } from './connection.ts'
import { type Connector, PmsFault } from './connector.ts'
import { keepAppointments, readAs } from './keeping.ts'
import { mappingOf } from './mapping.ts'
import type { SyncRoom } from './sync.ts'
import { begin, type WrittenAnswer } from './write/beginning.ts'
import { finish, giveUp } from './write/finishing.ts'
import { perform } from './write/performing.ts'
import { writeOf } from './write/write.ts'

const MINUTE_MS = 60_000
/** Longer than the PMS may take for all that one write asks of it. */
const LEASE_MS = 2 * MINUTE_MS
const FIRST_RETRY_MS = 15_000
const LONGEST_RETRY_MS = 10 * MINUTE_MS
const MOST_AT_ONCE = 20
/** A visit begins well within it; what lies around it may be in its way. */
const AROUND_MS = 12 * 3_600_000

/** Who answers which request how. */
export interface WrittenAnswering {
  readonly practice: string
  readonly request: string
  readonly userId: string
  readonly answer: WrittenAnswer
}

/** Is this an answer that the practice's own software carries out? Then the connector that does. */
export async function writerFor(
  room: SyncRoom,
  { practice: id, request: requestId, answer }: WrittenAnswering,
): Promise<{ connector: Connector; known: PmsStored | null } | null> {
  const { store } = room
  const [{ settings }, { connection }] = await Promise.all([settingsOf(store, id), connectionOf(store, id)])
  if (settings.mode !== 'writes' || connection.source === null) return null
  const practice = (await store.practice(id))!
  const request = await requestOf(store, id, requestId)
  const known = request.appointment === null ? null : await store.pmsAppointment(id, request.appointment)
  const isOurs =
    answer.action === 'accept'
      ? answer.body.how.kind === 'create'
      : known !== null && (answer.action === 'cancel' || answer.body.time !== undefined)
  if (!isOurs) return null
  const connector = await opened(room, practice)
  if (!connector.writer)
    throw new ProblemError('not-changeable', 'The connected software can only be read. Link instead.')
  return { connector, known }
}

async function opened(room: SyncRoom, practice: StoredPractice): Promise<Connector> {
  const { connection } = await connectionOf(room.store, practice.file.id)
  return room.openConnector(practice, connection).catch((error: unknown) => {
    throw error instanceof PmsFault ? unavailable(error.message) : error
  })
}

/**
 * Answers a request in the practice's own software, and here when that has been done: looks at the day there as it stands now,
 * notes what is wanted, asks, and writes down what came of it.
 *
 * @throws ProblemError when the time is gone, there or here; when the PMS refuses; when it doesn't answer: then it is tried again
 * by itself, and the request says so.
 */
export async function writeAnswer(
  room: SyncRoom & Pick<Room, 'accounts'>,
  answering: WrittenAnswering,
  { connector, known }: { connector: Connector; known: PmsStored | null },
): Promise<AnswerReply> {
  const { store, residents, clock } = room
  const { practice: id, request: requestId, userId, answer } = answering
  const practice = (await store.practice(id))!
  const start = startOf(answer) ?? (await requestOf(store, id, requestId)).start
  const signal = AbortSignal.timeout(MINUTE_MS)
  if (answer.action !== 'cancel') await lookAround(room, practice, connector, start, signal)
  const stored = await residents.change(store, id, clock(), async (transaction, present) => {
    const request = await requestOf(transaction, id, requestId)
    if (await transaction.pmsWrite(id, requestId)) throw underWay()
    if (request.revision !== answer.body.revision) throw await conflictOf(transaction, present.practice, request)
    const { settings } = await settingsOf(transaction, id)
    return begin({ transaction, present, settings, request, actor: `staff:${userId}` }, answer, known)
  })
  const fault = await carryOut(room, practice, connector, stored, signal)
  if (fault) throw problemOf(fault)
  const audit = await store.auditOf(id, `request:${requestId}`)
  const mail = audit.findLast(({ action }) => action.startsWith('request-'))?.detail?.mail
  return replyFor(room, id, requestId, (mail as AnswerReply['mail'] | undefined) ?? 'none')
}

/** Goes on with what was begun, by this server or another one, and isn't done yet. */
export async function finishWrites(room: SyncRoom, practice: StoredPractice, signal: AbortSignal): Promise<void> {
  const { store, clock } = room
  const { id } = practice.file
  const due = await store.duePmsWrites(id, clock(), MOST_AT_ONCE)
  if (due.length === 0) return
  const connector = await opened(room, practice)
  for (const stored of due) {
    if (signal.aborted) return
    // Well within the lease: another server that takes over must not do the same at the same time.
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(MINUTE_MS)])
    await carryOut(room, practice, connector, stored, inTime)
  }
}

/** @returns Why it isn't done; null: it is, or somebody else does it. */
async function carryOut(
  room: SyncRoom,
  practice: StoredPractice,
  connector: Connector,
  stored: StoredPmsWrite,
  signal: AbortSignal,
): Promise<PmsFault | null> {
  const { store, residents, clock } = room
  const { id } = practice.file
  const now = clock()
  const isOurs = await store.transaction((transaction) => transaction.leasePmsWrite(id, stored, now + LEASE_MS))
  if (!isOurs) return null
  const { connection } = await connectionOf(store, id)
  const mapping = mappingOf(connection, practice.file)
  const request = await requestOf(store, id, stored.request)
  const write = writeOf(stored)
  try {
    const made = await perform({ connector, practice, mapping, request, key: stored.id, signal }, write)
    const read = made && (await readAs(mapping, made))
    await residents.change(store, id, clock(), (transaction, present) => finish(transaction, present, stored, read))
    return null
  } catch (thrown) {
    const error = faultOf(thrown, signal)
    if (!error) throw thrown
    const isUnknown =
      error.kind === 'unreachable' ||
      error.kind === 'unreadable' ||
      // An earlier try may have done it: that is not known before the PMS lets itself be asked.
      (stored.tries > 0 && (error.kind === 'busy' || error.kind === 'denied'))
    // A visit that was called off here stays so: it is tried until the PMS has said yes or no.
    const isRetried = isUnknown || (write.kind === 'cancel' && write.isCancelledHere && isPassing(error))
    if (isRetried) {
      const later = Math.min(FIRST_RETRY_MS * 2 ** stored.tries, LONGEST_RETRY_MS)
      const document = { ...write, fault: error.message }
      await store.transaction((transaction) => transaction.changePmsWrite(id, stored.id, document, clock() + later))
    } else {
      await residents.change(store, id, clock(), (transaction, present) =>
        giveUp(transaction, present, stored, error.message),
      )
    }
    return error
  }
}

/** Why a write isn't done, in the words of the PMS. Null: it went wrong here, and is tried again when its lease has run out. */
function faultOf(thrown: unknown, signal: AbortSignal): PmsFault | null {
  if (thrown instanceof PmsFault) return thrown
  if (signal.aborted) return new PmsFault('unreachable', 'It took too long to answer.')
  // What was done there can't stand here as it was wanted: staff decide.
  if (thrown instanceof ProblemError && thrown.refusal !== 'unavailable') return new PmsFault('conflict', thrown.detail)
  return null
}

const isPassing = ({ kind }: PmsFault) => kind === 'busy' || kind === 'moved' || kind === 'denied'

/** Reads the day there, so that what was entered a moment ago is seen. */
async function lookAround(
  { store, residents, clock }: SyncRoom,
  practice: StoredPractice,
  connector: Connector,
  start: number,
  signal: AbortSignal,
): Promise<void> {
  const { id } = practice.file
  const { connection } = await connectionOf(store, id)
  const mapping = mappingOf(connection, practice.file)
  const range = { start: start - AROUND_MS, end: start + AROUND_MS }
  try {
    for await (const { items } of connector.window(range, signal)) {
      const readable = items.filter((item) => item.kind === 'appointment')
      const reads = await Promise.all(readable.map((item) => readAs(mapping, item)))
      await putBlocks({ store, clock }, id, mapping, readable)
      await residents.change(store, id, clock(), (transaction, present) =>
        keepAppointments(transaction, present, reads),
      )
    }
  } catch (error) {
    if (signal.aborted) throw unavailable('Your software took too long to answer.')
    throw error instanceof PmsFault ? unavailable(error.message) : error
  }
}

function startOf({ action, body }: WrittenAnswer): number | null {
  const time =
    action === 'accept' && body.how.kind === 'create' ? body.how.time : action === 'reschedule' ? body.time : undefined
  return time ? Date.parse(time.start) : null
}

function problemOf({ kind, message }: PmsFault): ProblemError {
  if (kind === 'conflict') {
    return new ProblemError(
      'not-offered',
      `Your software has refused it: ${message} Nothing was changed; choose another time.`,
    )
  }
  if (kind === 'moved' || kind === 'gone') {
    return new ProblemError(
      'changed-meanwhile',
      'The appointment was changed in your software meanwhile. Sync, then look again.',
    )
  }
  if (kind === 'unreachable' || kind === 'unreadable') {
    return new ProblemError(
      'unavailable',
      `Your software has not answered, so it is not known whether it was done. It is asked again by itself; this request will say what came of it. (${message})`,
    )
  }
  return unavailable(message)
}

function unavailable(message: string): ProblemError {
  return new ProblemError('unavailable', `${message} Nothing was changed.`)
}
