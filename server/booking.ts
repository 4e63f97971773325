import type { PatientKind } from '../engine/index.ts'
import { zoneAt } from './availability.ts'
import { releasePlaces } from './claims.ts'
import type { RequestBody, RequestReply } from './contract/request.ts'
import { localIso, todayOf } from './dates.ts'
import { hashText } from './hash.ts'
import { checkNames, dropExpiredHolds, placeVisit } from './placing.ts'
import { fieldProblem, ProblemError } from './problem.ts'
import { type CheckedProof, spendProof } from './proof.ts'
import type { Present, Residents } from './residents.ts'
import type { Store, StoredPractice, StoredRequest, Transaction } from './store/store.ts'

const DAY_MS = 86_400_000
const KEEP_ANSWER_MS = 30 * DAY_MS
const OLDEST_AGE_YEARS = 130
/** No 0 and O, 1, I and L: a reference is read out over the phone. */
const REFERENCE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export interface Sending {
  readonly practice: string
  /** The widget's own: the same for every retry, new once anything changes. */
  readonly key: string
  readonly body: RequestBody
  /** The website it comes from; null when the caller isn't a web page. */
  readonly origin: string | null
  /** What it brought for a practice that wants one; left out or null: nothing. */
  readonly proof?: CheckedProof | null
}

/**
 * Takes a request: the engine's own evaluation, its claims, the request, the answer to its key, the audit and outbox
 * entries, in one transaction. Sent again with the same key it answers the same and makes nothing new.
 *
 * @throws ProblemError for everything a patient can run into.
 */
export async function submitRequest(
  store: Store,
  residents: Residents,
  now: number,
  { practice: practiceId, key, body, origin, proof = null }: Sending,
): Promise<RequestReply> {
  const bodyHash = await hashText(canonical(body))
  const hold = body.hold === undefined ? null : await hashText(body.hold)
  return residents.change(store, practiceId, now, async (transaction, present) => {
    const answered = await transaction.takeKey(practiceId, key, bodyHash)
    if (answered) {
      if (answered.bodyHash === bodyHash) return JSON.parse(answered.reply) as RequestReply
      throw new ProblemError('key-reused', 'This Idempotency-Key was sent with other details before. Use a new one.')
    }
    const { practice } = present
    if (practice.file.proofOfWork) await spendProof(transaction, practiceId, proof)
    checkNames(practice, { ...body, start: Date.parse(body.start) })
    checkBirthDate(practice, body, now)
    const ignore = hold ? await giveWay(transaction, present, hold) : []
    await dropExpiredHolds(transaction, present)
    const request = await placeRequest(transaction, present, { body, origin, hold, ignore })
    await transaction.addRequest(practiceId, request)
    const reply = replyFor(practice, request)
    await transaction.keepAnswer(practiceId, key, JSON.stringify(reply), request.start + KEEP_ANSWER_MS)
    const subject = `request:${request.id}`
    await transaction.addAudit(practiceId, { at: now, actor: 'patient', action: 'request-sent', subject })
    await transaction.addOutbox(practiceId, { at: now, topic: 'request-sent', subject })
    return reply
  })
}

/**
 * What the same person kept before gives way to what they send now: the hold hands its places over, and a request sent
 * with it before is withdrawn.
 *
 * @returns Their ids, for the engine to look past.
 */
async function giveWay(transaction: Transaction, { practice, snapshot }: Present, hold: string): Promise<string[]> {
  const { id } = practice.file
  const ignore: string[] = []
  if (await transaction.hold(id, hold)) {
    await releasePlaces(transaction, id, snapshot.compiled, hold)
    await transaction.removeHold(id, hold)
    ignore.push(hold)
  }
  const earlier = await transaction.pendingWithHold(id, hold)
  if (earlier && (await transaction.setRequestState(id, earlier.id, 'pending', 'cancelled'))) {
    await releasePlaces(transaction, id, snapshot.compiled, earlier.id)
    const subject = `request:${earlier.id}`
    await transaction.addAudit(id, { at: snapshot.now, actor: 'patient', action: 'request-replaced', subject })
    ignore.push(earlier.id)
  }
  return ignore
}

interface Placing {
  readonly body: RequestBody
  readonly origin: string | null
  readonly hold: string | null
  readonly ignore: readonly string[]
}

function placeRequest(
  transaction: Transaction,
  present: Present,
  { body, origin, hold, ignore }: Placing,
): Promise<StoredRequest> {
  const { reason: reasonId, practitioner, location } = body
  const patients: PatientKind = body.isNewPatient ? 'new' : 'existing'
  const ask = { reason: reasonId, practitioner, location, patients, ignore }
  const reason = present.snapshot.compiled.reasons.get(reasonId)!
  return placeVisit(transaction, present, ask, Date.parse(body.start), (slot) => ({
    id: crypto.randomUUID(),
    reference: newReference(),
    state: 'pending',
    createdAt: present.snapshot.now,
    reason: reasonId,
    practitioners: slot.practitioners as [string, ...string[]],
    anyone: practitioner === null,
    chair: slot.chair,
    location: slot.location,
    start: slot.start,
    end: slot.end,
    bufferBeforeMinutes: reason.bufferBeforeMinutes ?? 0,
    bufferAfterMinutes: reason.bufferAfterMinutes ?? 0,
    patient: { ...body.patient, mobile: body.patient.mobile ?? null, email: body.patient.email ?? null },
    patients,
    isNewPatient: body.isNewPatient,
    guardian: body.guardian ?? null,
    note: body.note ?? null,
    consent: body.consent,
    language: body.language ?? null,
    source: body.source ?? null,
    origin,
    hold,
  }))
}

function checkBirthDate({ file }: StoredPractice, { patient }: RequestBody, now: number): void {
  const today = todayOf(file, now)
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_AGE_YEARS}${today.slice(4)}`
  if (patient.birthDate > today) {
    throw fieldProblem('/patient/birthDate', 'The date of birth must not be in the future')
  }
  if (patient.birthDate < oldest) {
    throw fieldProblem('/patient/birthDate', `The date of birth must be less than ${OLDEST_AGE_YEARS} years ago`)
  }
}

function replyFor(practice: StoredPractice, request: StoredRequest): RequestReply {
  const { file } = practice
  const zone = zoneAt(practice, request.location)
  const named = <T extends { id: string }>(list: readonly T[], id: string) => list.find((item) => item.id === id)!
  const { id: reason, name: reasonName } = named(file.reasons, request.reason)
  const { id: practitioner, name: practitionerName } = named(file.practitioners, request.practitioners[0])
  const { id: location, name: locationName, address } = named(file.locations, request.location)
  return {
    reference: request.reference,
    state: 'pending',
    start: localIso(request.start, zone),
    end: localIso(request.end, zone),
    reason: { id: reason, name: reasonName },
    practitioner: { id: practitioner, name: practitionerName },
    location: { id: location, name: locationName, address },
  }
}

function newReference(): string {
  const letters = [...crypto.getRandomValues(new Uint32Array(6))].map(
    (n) => REFERENCE_LETTERS[n % REFERENCE_LETTERS.length],
  )
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

/** JSON with its keys in order, so that the same details hash alike however they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
