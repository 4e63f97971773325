import { answerOnce, canonical, placeRequest } from './booking.ts'
import { releasePlaces } from './claims.ts'
import type { AskAnotherBody, MyReply } from './contract/my.ts'
import type { RequestReply } from './contract/request.ts'
import { hashText } from './hash.ts'
import { linkEnd, linkTo, replyWithLink, requestBehind } from './links.ts'
import { checkNames } from './placing.ts'
import { ProblemError } from './problem.ts'
import type { Present, Residents } from './residents.ts'
import { MovedError, type Store, type StoredPractice, type StoredRequest, type Transaction } from './store/store.ts'
import { visitOf } from './visit.ts'

/* What a patient does by the private link of a request. All of it begins with the link, so that one that is wrong tells
   nothing, not even whether there is such a practice, and never waits for a lock. */

/** A request and its practice, as the holder of its link finds them. */
export interface Found {
  readonly practice: StoredPractice
  readonly request: StoredRequest
}

/** @throws ProblemError `link-ended`. */
export async function findMine(
  store: Store,
  residents: Residents,
  now: number,
  practiceId: string,
  link: string,
): Promise<Found> {
  const request = await requestBehind(store, practiceId, await hashText(link), now)
  const { practice } = (await residents.present(store, practiceId, now))!
  return { practice, request }
}

/** A request as its patient sees it: nothing about them but the given name. */
export function myReply({ practice, request }: Found, now: number): MyReply {
  const { id, name, phone } = practice.file
  return {
    reference: request.reference,
    state: request.state,
    ...visitOf(practice, request),
    anyone: request.anyone,
    given: request.patient.given,
    practice: { id, name, phone },
    canCancel: isChangeable(request, now),
  }
}

/**
 * Cancels a request and frees its places. One that is cancelled already stays so.
 *
 * @throws ProblemError `link-ended`; `not-changeable` when it was refused, has expired, or its visit has begun.
 */
export async function cancelMine(
  store: Store,
  residents: Residents,
  now: number,
  practiceId: string,
  link: string,
): Promise<MyReply> {
  const hash = await hashText(link)
  await requestBehind(store, practiceId, hash, now)
  return residents.change(store, practiceId, now, async (transaction, present) => {
    const request = await requestBehind(transaction, practiceId, hash, now)
    if (request.state !== 'cancelled') await withdraw(transaction, present, request, 'request-cancelled')
    return myReply({ practice: present.practice, request: { ...request, state: 'cancelled' } }, now)
  })
}

/** Another time that a patient asks for. */
export interface AskingAnother {
  readonly practice: string
  /** The same for every retry, new once anything changes. */
  readonly key: string
  readonly body: AskAnotherBody
  /** Of the installation. */
  readonly secret: string
}

/**
 * Sends a new request with the details of one that gives way to it: its places are free for the new one, and its links
 * lead there. When the new time can't be had, the old request stands as it did.
 *
 * @throws ProblemError as {@link cancelMine} and `submitRequest` do.
 */
export async function askAnother(
  store: Store,
  residents: Residents,
  now: number,
  { practice: practiceId, key, body, secret }: AskingAnother,
): Promise<RequestReply> {
  const bodyHash = await hashText(canonical(body))
  const hash = await hashText(body.link)
  const id = crypto.randomUUID()
  const link = (await linkTo(secret, practiceId, id)).hash
  await requestBehind(store, practiceId, hash, now)
  const kept = await residents.change(store, practiceId, now, (transaction, present) =>
    answerOnce(transaction, present, { key, bodyHash, link }, async () => {
      const old = await requestBehind(transaction, practiceId, hash, now)
      const { practitioner, location, reason = old.reason } = body
      const asked = { reason, practitioner, location, start: Date.parse(body.start) }
      checkNames(present.practice, asked)
      await withdraw(transaction, present, old, 'request-replaced')
      const request = await placeRequest(transaction, present, asked, [old.id], { ...toldWith(old), id })
      await transaction.moveLinks(practiceId, old.id, id, linkEnd(request))
      return request
    }),
  )
  return replyWithLink(secret, practiceId, kept)
}

/** Waiting or confirmed, and still ahead. */
function isChangeable({ state, start }: StoredRequest, now: number): boolean {
  return (state === 'pending' || state === 'booked') && start > now
}

async function withdraw(
  transaction: Transaction,
  { practice, snapshot }: Present,
  request: StoredRequest,
  action: 'request-cancelled' | 'request-replaced',
): Promise<void> {
  const { id } = practice.file
  const refusal = new ProblemError('not-changeable', 'This can no longer be changed here. Please call the practice.')
  if (!isChangeable(request, snapshot.now)) throw refusal
  // Staff may have answered since it was read: then it is looked at again.
  const isSet = await transaction.setRequestState(id, request.id, request.state, 'cancelled')
  if (!isSet) throw new MovedError(refusal)
  await releasePlaces(transaction, id, snapshot.compiled, request.id)
  const subject = `request:${request.id}`
  await transaction.addAudit(id, { at: snapshot.now, actor: 'patient', action, subject })
  await transaction.addOutbox(id, { at: snapshot.now, topic: action, subject })
}

/** The hold is left out: it is spent. */
function toldWith({ patient, isNewPatient, guardian, note, consent, language, source, origin }: StoredRequest) {
  return { patient, isNewPatient, guardian, note, consent, language, source, origin, hold: null }
}
