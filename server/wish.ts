import type { AskAnotherBody } from './contract/my.ts'
import { localIso } from './dates.ts'
import { ownIds } from './desk/choosing.ts'
import { patientsOf } from './desk/places.ts'
import type { KeptReply } from './links.ts'
import { checkNames, findOffered } from './placing.ts'
import { ProblemError } from './problem.ts'
import type { Present } from './residents.ts'
import type { DeskRequest } from './store/model.ts'
import { MovedError, type Transaction } from './store/store.ts'
import { visitOf } from './visit.ts'

const KEEP_ANSWER_MS = 30 * 86_400_000

/** A wish as it was sent. */
export interface WishSent {
  readonly key: string
  readonly bodyHash: string
  readonly body: AskAnotherBody
}

/**
 * Keeps a patient's wish for another time beside a visit that was confirmed, which stands with its places until staff act.
 * A later wish takes the place of an earlier one.
 *
 * @returns The visit as it stands.
 * @throws ProblemError when the time isn't offered, or the key was used for something else.
 */
export async function keepWish(
  transaction: Transaction,
  present: Present,
  request: DeskRequest,
  { key, bodyHash, body }: WishSent,
): Promise<KeptReply> {
  const { practice, snapshot } = present
  const { id } = practice.file
  const answered = await transaction.takeKey(id, key, bodyHash)
  if (answered) {
    if (answered.bodyHash === bodyHash) return JSON.parse(answered.reply) as KeptReply
    throw new ProblemError('key-reused', 'This Idempotency-Key was sent with other details before. Use a new one.')
  }
  const { practitioner, location, reason = request.reason } = body
  const start = Date.parse(body.start)
  checkNames(practice, { reason, practitioner, location })
  const ask = { reason, practitioner, location, patients: patientsOf(request), ignore: ownIds(request) }
  const slot = findOffered(snapshot, ask, start)
  const wish = { at: snapshot.now, reason, practitioner, location: slot.location, start }
  if (!(await transaction.changeRequest(id, request.id, request.revision, { wish }))) {
    throw new MovedError(new ProblemError('unavailable', 'The practice is changing this visit. Try again in a moment.'))
  }
  const reply: KeptReply = {
    id: request.id,
    reference: request.reference,
    state: 'booked',
    ...visitOf(practice, request),
  }
  await transaction.keepAnswer(id, key, JSON.stringify(reply), request.start + KEEP_ANSWER_MS)
  const subject = `request:${request.id}`
  const { timeZone } = practice.file.locations.find((each) => each.id === slot.location) ?? practice.file.locations[0]!
  const detail = { start: localIso(start, timeZone), reason, practitioner }
  await transaction.addAudit(id, { at: snapshot.now, actor: 'patient', action: 'wish-sent', subject, detail })
  await transaction.addOutbox(id, { at: snapshot.now, topic: 'wish-sent', subject })
  return reply
}
