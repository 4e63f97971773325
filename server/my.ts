import { zoneAt } from './availability.ts'
import { answerOnce, canonical, placeRequest } from './booking.ts'
import type { AskAnotherBody, MyReply } from './contract/my.ts'
import type { RequestReply } from './contract/request.ts'
import { localIso } from './dates.ts'
import { giveUpPlaces } from './desk/places.ts'
import { settingsOf } from './desk/settings.ts'
import { hashText } from './hash.ts'
import { type KeptReply, linkEnd, linkTo, replyWithLink, requestBehind } from './links.ts'
import { checkNames } from './placing.ts'
import { ProblemError } from './problem.ts'
import type { Present, Residents } from './residents.ts'
import type { DeskRequest, StoredPractice, StoredRequest } from './store/model.ts'
import { MovedError, type Store, type Transaction } from './store/store.ts'
import { visitOf } from './visit.ts'
import { keepWish } from './wish.ts'

/* What a patient does by the private link of a request. All of it begins with the link, so that one that is wrong tells
   nothing, not even whether there is such a practice, and never waits for a lock. */

/** A request and its practice, as the holder of its link finds them. */
export interface Found {
  readonly practice: StoredPractice
  readonly request: DeskRequest
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
  const { answer, asked, wish } = request
  const zone = zoneAt(practice, request.location)
  const isMoved = asked !== null && asked.start !== request.start
  // What the patient did or the clock is no answer of the practice's.
  const isAnswered = answer !== null && answer.by !== 'patient' && answer.by !== 'clock'
  return {
    reference: request.reference,
    state: request.state,
    ...visitOf(practice, request),
    anyone: request.anyone,
    given: request.patient.given,
    practice: { id, name, phone },
    sentAt: localIso(request.createdAt, zone),
    answeredAt: isAnswered ? localIso(answer.at, zone) : null,
    asked: isMoved ? { start: localIso(asked.start, zone) } : null,
    wish: wish && { start: localIso(wish.start, zone) },
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
    const cancelled: DeskRequest = { ...request, state: 'cancelled', wish: null }
    return myReply({ practice: present.practice, request: cancelled }, now)
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
 * Asks for another time. A request that waits gives way to a new one with its details: its places are free for it, and its
 * links lead there; when the new time can't be had, the old request stands as it did. A visit that was confirmed stands,
 * and the practice sees the wish.
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
  const kept = await residents.change(store, practiceId, now, async (transaction, present): Promise<KeptReply> => {
    const old = await requestBehind(transaction, practiceId, hash, now)
    if (old.state === 'booked') {
      if (!isChangeable(old, now)) throw notChangeable()
      return keepWish(transaction, present, old, { key, bodyHash, body })
    }
    return answerOnce(transaction, present, { key, bodyHash, link }, async () => {
      const { practitioner, location, reason = old.reason } = body
      const asked = { reason, practitioner, location, start: Date.parse(body.start) }
      checkNames(present.practice, asked)
      await withdraw(transaction, present, old, 'request-replaced')
      const request = await placeRequest(transaction, present, asked, [old.id], { ...toldWith(old), id })
      await transaction.moveLinks(practiceId, old.id, id, linkEnd(request))
      return { request, instead: old.id, sender: { repeats: old }, isConsentOld: true }
    })
  })
  return replyWithLink(secret, practiceId, kept)
}

function notChangeable(): ProblemError {
  return new ProblemError('not-changeable', 'This can no longer be changed here. Please call the practice.')
}

/** Waiting or confirmed, and still ahead. */
function isChangeable({ state, start }: StoredRequest, now: number): boolean {
  return (state === 'pending' || state === 'booked') && start > now
}

async function withdraw(
  transaction: Transaction,
  present: Present,
  request: DeskRequest,
  action: 'request-cancelled' | 'request-replaced',
): Promise<void> {
  const { practice, snapshot } = present
  const { id } = practice.file
  if (!isChangeable(request, snapshot.now)) throw notChangeable()
  // Of a visit that was confirmed, that answer stays.
  const answer = request.answer ?? { at: snapshot.now, by: 'patient', reason: null }
  const changes = { state: 'cancelled', answer, wish: null } as const
  // Staff may have answered since it was read: then it is looked at again.
  const isSet = await transaction.changeRequest(id, request.id, request.revision, changes)
  if (!isSet) throw new MovedError(notChangeable())
  const { settings } = await settingsOf(transaction, id)
  await giveUpPlaces({ transaction, present }, request, settings.mode, 'patient')
  const subject = `request:${request.id}`
  await transaction.addAudit(id, { at: snapshot.now, actor: 'patient', action, subject })
  await transaction.addOutbox(id, { at: snapshot.now, topic: action, subject })
}

/** The hold is left out: it is spent. */
function toldWith({ patient, isNewPatient, guardian, note, consent, language, source, origin }: StoredRequest) {
  return { patient, isNewPatient, guardian, note, consent, language, source, origin, hold: null }
}
