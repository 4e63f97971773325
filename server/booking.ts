import { type Against, type Ask, type Busy, evaluate, type Snapshot } from '../engine/index.ts'
import { alternativesTo, zoneAt } from './availability.ts'
import { claimPlaces } from './claims.ts'
import type { RequestBody, RequestReply } from './contract/request.ts'
import { localIso, todayOf } from './dates.ts'
import { fieldProblem, ProblemError, slotTaken } from './problem.ts'
import type { Present, Residents } from './residents.ts'
import type { Store, StoredPractice, StoredRequest, Transaction, Versions } from './store/store.ts'

const DAY_MS = 86_400_000
const KEEP_ANSWER_MS = 30 * DAY_MS
const OLDEST_AGE_YEARS = 130
/** No 0 and O, 1, I and L: a reference is read out over the phone. */
const REFERENCE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** Reasons that another booking brought about, not the practice's rules. */
const capacityRules: readonly Against['rule'][] = ['practitioner-full', 'no-chair']

export interface Sending {
  readonly practice: string
  /** The widget's own: the same for every retry, new once anything changes. */
  readonly key: string
  readonly body: RequestBody
  /** The website it comes from; null when the caller isn't a web page. */
  readonly origin: string | null
}

/**
 * Takes a request: the engine's own evaluation, its claims, the request, the answer to its key and the audit entry, in
 * one transaction. Sent again with the same key it answers the same and makes nothing new.
 *
 * @throws ProblemError for everything a patient can run into.
 */
export async function submitRequest(
  store: Store,
  residents: Residents,
  now: number,
  { practice: practiceId, key, body, origin }: Sending,
): Promise<RequestReply> {
  const bodyHash = await hashOf(body)
  let made: { request: StoredRequest; before: Versions } | undefined
  const reply = await store.transaction(async (transaction) => {
    const present = await residents.present(transaction, practiceId, now)
    if (!present) throw new ProblemError('not-found', 'There is no such practice.')
    const { practice, versions } = present
    const answered = await transaction.answerTo(practiceId, key)
    if (answered) {
      if (answered.bodyHash === bodyHash) return JSON.parse(answered.reply) as RequestReply
      throw new ProblemError('key-reused', 'This Idempotency-Key was sent with other details before. Use a new one.')
    }
    checkNames(practice, body)
    checkBirthDate(practice, body, now)
    const request = await placeRequest(transaction, present, body, origin)
    await transaction.addRequest(practiceId, request)
    const answer = replyFor(practice, request)
    const kept = { bodyHash, reply: JSON.stringify(answer), keepUntil: request.start + KEEP_ANSWER_MS }
    await transaction.keepAnswer(practiceId, key, kept)
    await transaction.addAudit(practiceId, {
      at: now,
      actor: 'patient',
      action: 'request-sent',
      subject: `request:${request.id}`,
    })
    made = { request, before: versions }
    return answer
  })
  if (made) residents.committed(practiceId, busyOf(made.request), made.before)
  return reply
}

function busyOf(request: StoredRequest): Busy {
  const { id, start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes } = request
  const patients = request.isNewPatient ? 'new' : 'existing'
  const time = { start, end, bufferBeforeMinutes, bufferAfterMinutes }
  return { id, kind: 'request', status: 'pending', ...time, practitioners, chair, reason, patients }
}

/** Claims the places of a start that is offered; "anyone" that loses a place is tried with the next practitioner. */
async function placeRequest(
  transaction: Transaction,
  { practice, snapshot }: Present,
  body: RequestBody,
  origin: string | null,
): Promise<StoredRequest> {
  const { reason: reasonId, practitioner, location } = body
  const ask: Ask = { reason: reasonId, practitioner, location, patients: body.isNewPatient ? 'new' : 'existing' }
  const start = Date.parse(body.start)
  const { span, reasons } = snapshot.compiled
  if (start < span.start || start >= span.end)
    throw notOffered([{ rule: 'too-far', before: span.end, remove: [] }], snapshot, start, [])

  const refused = (against: readonly Against[]) => {
    const question = { reason: reasonId, practitioner, location }
    const alternatives = alternativesTo(practice, snapshot, question, start)
    return against.every(({ rule }) => capacityRules.includes(rule))
      ? slotTaken(alternatives)
      : notOffered(against, snapshot, start, alternatives)
  }
  const answer = evaluate(snapshot, ask, start)
  if (!answer.offered) throw refused(answer.against)

  const reason = reasons.get(reasonId)!
  const choices = reason.together ? [undefined] : answer.slot.practitioners
  for (const choice of choices) {
    const own = choice === undefined ? answer : evaluate(snapshot, { ...ask, practitioner: choice }, start)
    if (!own.offered) continue
    const request: StoredRequest = {
      id: crypto.randomUUID(),
      reference: newReference(),
      state: 'pending',
      createdAt: snapshot.now,
      reason: reasonId,
      practitioners: own.slot.practitioners as [string, ...string[]],
      anyone: practitioner === null,
      chair: own.slot.chair,
      location: own.slot.location,
      start,
      end: own.slot.end,
      bufferBeforeMinutes: reason.bufferBeforeMinutes ?? 0,
      bufferAfterMinutes: reason.bufferAfterMinutes ?? 0,
      patient: { ...body.patient, mobile: body.patient.mobile ?? null, email: body.patient.email ?? null },
      isNewPatient: body.isNewPatient,
      guardian: body.guardian ?? null,
      note: body.note ?? null,
      consent: body.consent,
      language: body.language ?? null,
      source: body.source ?? null,
      origin,
    }
    if (await claimPlaces(transaction, practice.file.id, snapshot.compiled, request)) return request
  }
  throw refused([])
}

function checkNames({ file }: StoredPractice, body: RequestBody): void {
  const has = (list: readonly { id: string }[], id: string) => list.some((item) => item.id === id)
  if (!has(file.reasons, body.reason)) throw fieldProblem('/reason', 'The practice has no such reason for a visit.')
  if (body.practitioner !== null && !has(file.practitioners, body.practitioner)) {
    throw fieldProblem('/practitioner', 'The practice has no such practitioner.')
  }
  if (body.location !== undefined && !has(file.locations, body.location)) {
    throw fieldProblem('/location', 'The practice has no such location.')
  }
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

function notOffered(
  against: readonly Against[],
  { now }: Snapshot,
  start: number,
  alternatives: AlternativeList,
): ProblemError {
  const detail = wordsFor[start < now ? 'past' : (against[0]?.rule ?? 'outside-hours')]
  const pointer = against[0]?.rule === 'patients' ? '/isNewPatient' : '/start'
  return new ProblemError('not-offered', detail, { errors: [{ pointer, detail }], alternatives })
}

type AlternativeList = ReturnType<typeof alternativesTo>

const wordsFor: Record<Against['rule'], string> = {
  'reason-not-given': 'This practitioner does not give that kind of visit.',
  patients: 'That kind of visit is not for you: choose another reason, or call the practice.',
  past: 'That time has passed.',
  'too-soon': 'That time is too soon to ask for online.',
  'too-far': 'That time is too far ahead.',
  closed: 'The practice is closed at that time.',
  'outside-hours': 'That time is outside the hours for this visit.',
  'not-in-window': 'That time is kept for other visits.',
  'off-grid': 'Visits do not begin at that time.',
  'practitioner-full': 'That time has just been taken.',
  'no-chair': 'That time has just been taken.',
  ceiling: 'No more of these visits are taken then.',
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

async function hashOf(body: RequestBody): Promise<string> {
  const bytes = new TextEncoder().encode(canonical(body))
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** JSON with its keys in order, so that the same details hash alike however they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
