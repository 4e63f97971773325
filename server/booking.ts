import type { PatientKind } from '../engine/index.ts'
import { checkBirthDate } from './birth-date.ts'
import type { RequestBody, RequestReply } from './contract/request.ts'
import { giveWay, settleEarlier } from './giving-way.ts'
import { hashText } from './hash.ts'
import { type KeptReply, linkEnd, linkTo, replyWithLink } from './links.ts'
import { keepConsentsOf } from './patients/consents.ts'
import { patientOfRequest, type Sender } from './patients/filing.ts'
import { type Asked, checkNames, dropExpiredHolds, placeVisit, visitIn } from './placing.ts'
import { ProblemError } from './problem.ts'
import { type CheckedProof, spendProof } from './proof.ts'
import type { Present, Residents } from './residents.ts'
import type { StoredRequest } from './store/model.ts'
import type { Store, Transaction } from './store/store.ts'
import { visitOf } from './visit.ts'

const DAY_MS = 86_400_000
const KEEP_ANSWER_MS = 30 * DAY_MS
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
  /** Of the installation; left out: the request gets no private link. */
  readonly secret?: string
  /** Id of the patient who is signed in; left out or null: nobody is. */
  readonly account?: string | null
}

/**
 * Takes a request: the engine's own evaluation, its claims, the request, its private link, the answer to its key, the
 * audit and outbox entries, in one transaction. Sent again with the same key it answers the same and makes nothing new.
 *
 * @throws ProblemError for everything a patient can run into.
 */
export async function submitRequest(
  store: Store,
  residents: Residents,
  now: number,
  { practice: practiceId, key, body, origin, proof = null, secret, account = null }: Sending,
): Promise<RequestReply> {
  const bodyHash = await hashText(canonical(body))
  const hold = body.hold === undefined ? null : await hashText(body.hold)
  const id = crypto.randomUUID()
  const link = secret === undefined ? undefined : (await linkTo(secret, practiceId, id)).hash
  const kept = await residents.change(store, practiceId, now, (transaction, present) =>
    answerOnce(transaction, present, { key, bodyHash, link }, async () => {
      const { practice } = present
      if (practice.file.proofOfWork) await spendProof(transaction, practiceId, proof)
      const asked = { ...body, start: Date.parse(body.start) }
      checkNames(practice, asked)
      checkBirthDate(practice.file, body.patient.birthDate, now, '/patient/birthDate')
      const { ignore, earlier } = hold ? await giveWay(transaction, present, hold) : { ignore: [], earlier: null }
      const request = await placeRequest(transaction, present, asked, ignore, {
        id,
        patient: { ...body.patient, mobile: body.patient.mobile ?? null, email: body.patient.email ?? null },
        isNewPatient: body.isNewPatient,
        guardian: body.guardian ?? null,
        note: body.note ?? null,
        consent: body.consent,
        language: body.language ?? null,
        source: body.source ?? null,
        origin,
        hold,
      })
      if (earlier) await settleEarlier(transaction, present, earlier, request)
      return { request, instead: earlier?.id, sender: { account, repeats: earlier } }
    }),
  )
  return replyWithLink(secret, practiceId, kept)
}

/** What was sent, and the link that it gets. */
export interface Sent {
  readonly key: string
  readonly bodyHash: string
  /** Hash of the private link; left out: there is none. */
  readonly link?: string | undefined
}

/** A request, and the id of the one whose place it takes. */
export interface Made {
  readonly request: StoredRequest
  readonly instead?: string | undefined
  readonly sender?: Sender
  /** Were its boxes ticked for an earlier one, and only taken over from it? */
  readonly isConsentOld?: boolean
}

/**
 * Makes a request, files it under its patient with what they agree to, and keeps the answer under its key; or answers what
 * was kept.
 *
 * @param make - Claims the places; keeping the request is done here.
 * @throws ProblemError `key-reused`, and what `make` throws.
 */
export async function answerOnce(
  transaction: Transaction,
  { practice, snapshot }: Present,
  { key, bodyHash, link }: Sent,
  make: () => Promise<Made>,
): Promise<KeptReply> {
  const { id: practiceId } = practice.file
  const answered = await transaction.takeKey(practiceId, key, bodyHash)
  if (answered) {
    if (answered.bodyHash === bodyHash) return JSON.parse(answered.reply) as KeptReply
    throw new ProblemError('key-reused', 'This Idempotency-Key was sent with other details before. Use a new one.')
  }
  const { request, instead, sender, isConsentOld = false } = await make()
  const filedUnder = await patientOfRequest(transaction, practiceId, request, sender)
  await transaction.addRequest(practiceId, { ...request, filedUnder })
  if (!isConsentOld) await keepConsentsOf(transaction, practiceId, request, filedUnder, sender?.account)
  if (link !== undefined) {
    const leads = { hash: link, request: request.id, purpose: 'manage', expiresAt: linkEnd(request) } as const
    await transaction.addLink(practiceId, leads)
  }
  const reply: KeptReply = {
    id: request.id,
    reference: request.reference,
    state: 'pending',
    ...visitOf(practice, request),
  }
  await transaction.keepAnswer(practiceId, key, JSON.stringify(reply), request.start + KEEP_ANSWER_MS)
  const subject = `request:${request.id}`
  const detail = instead === undefined ? null : { instead }
  await transaction.addAudit(practiceId, {
    at: snapshot.now,
    actor: 'patient',
    action: 'request-sent',
    subject,
    detail,
  })
  await transaction.addOutbox(practiceId, { at: snapshot.now, topic: 'request-sent', subject })
  return reply
}

/** What a patient tells besides which visit it is to be. */
export type Told = Pick<
  StoredRequest,
  'id' | 'patient' | 'isNewPatient' | 'guardian' | 'note' | 'consent' | 'language' | 'source' | 'origin' | 'hold'
>

/**
 * Claims the places of a new request.
 *
 * @param asked - Names that the practice has.
 * @param ignore - Ids of what gives way to it.
 */
export async function placeRequest(
  transaction: Transaction,
  present: Present,
  { reason: reasonId, practitioner, location, start }: Asked,
  ignore: readonly string[],
  told: Told,
): Promise<StoredRequest> {
  await dropExpiredHolds(transaction, present)
  const patients: PatientKind = told.isNewPatient ? 'new' : 'existing'
  const ask = { reason: reasonId, practitioner, location, patients, ignore }
  const reason = present.snapshot.compiled.reasons.get(reasonId)!
  return placeVisit(transaction, present, ask, start, (slot) => ({
    ...told,
    reference: newReference(),
    state: 'pending',
    createdAt: present.snapshot.now,
    ...visitIn(slot, reason),
    anyone: practitioner === null,
    patients,
  }))
}

function newReference(): string {
  const letters = [...crypto.getRandomValues(new Uint32Array(6))].map(
    (n) => REFERENCE_LETTERS[n % REFERENCE_LETTERS.length],
  )
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

/** JSON with its keys in order, so that the same details hash alike however they were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
