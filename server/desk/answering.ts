import { canonical } from '../booking.ts'
import type { Room } from '../context.ts'
import type { AnswerReply } from '../contract/answer.ts'
import type { Settings } from '../contract/settings.ts'
import { hashText } from '../hash.ts'
import { ProblemError } from '../problem.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest, RequestChanges } from '../store/model.ts'
import { MovedError, type Transaction } from '../store/store.ts'
import { conflictOf, withName } from './conflict.ts'
import { detailFor } from './detail.ts'
import { settingsOf } from './settings.ts'

const KEEP_ANSWER_MS = 86_400_000

/** What is told to the patient; each is an outbox topic, which the mail room turns into a mail. */
export type Told =
  | 'request-confirmed'
  | 'request-changed'
  | 'request-rejected'
  | 'request-cancelled-by-practice'
  | 'wish-declined'

/** One request on the desk, as the transaction that answers it sees it. */
export interface Desk {
  readonly transaction: Transaction
  readonly present: Present
  readonly settings: Settings
  readonly request: DeskRequest
  /** As in the audit: `staff:USER`. */
  readonly actor: string
}

/** What an answer comes to. */
export interface Outcome {
  readonly changes: RequestChanges
  /** For the audit. */
  readonly action: string
  /** Times, ids, rules and causes; never a patient's data. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** Told to the patient; `ask`: staff are asked first; null: nothing. */
  readonly tell: Told | 'ask' | null
}

/** Whoever answers, and which request. */
export interface Answering {
  readonly practice: string
  readonly request: string
  readonly userId: string
  /** Which answer it is, as the address says. */
  readonly action: string
  /** As it was sent; its revision is what was on the screen. */
  readonly body: { readonly revision: number }
}

/**
 * Answers a request in one transaction: what `decide` does to places and appointments, the request's own change, the audit
 * and what the patient is told stand together or not at all. The same body sent twice by the same person, as by a double
 * click, answers the same and changes nothing more.
 *
 * @param decide - Throws a ProblemError to refuse.
 * @throws ProblemError `answered-already` when a colleague, the patient or the clock was quicker.
 */
export async function answerRequest(
  room: Pick<Room, 'store' | 'residents' | 'accounts' | 'clock'>,
  { practice, request: id, userId, action, body }: Answering,
  decide: (desk: Desk) => Promise<Outcome>,
): Promise<AnswerReply> {
  const { store, residents, accounts } = room
  const now = room.clock()
  const actor = `staff:${userId}`
  const subject = `request:${id}`
  const bodyHash = await hashText(canonical(body))
  // Keys that patients send have no spaces.
  const key = `desk ${await hashText(`${actor} ${subject} ${action} ${bodyHash}`)}`
  const run = async (transaction: Transaction, present: Present): Promise<AnswerReply['mail']> => {
    const again = await transaction.takeKey(practice, key, bodyHash)
    if (again) return JSON.parse(again.reply) as AnswerReply['mail']
    const request = await requestOf(transaction, practice, id)
    if (await transaction.pmsWrite(practice, id)) throw underWay()
    if (request.revision !== body.revision) throw await conflictOf(transaction, present.practice, request)
    const { settings } = await settingsOf(transaction, practice)
    const outcome = await decide({ transaction, present, settings, request, actor })
    // Somebody else's change may have been committed since it was read: then it is looked at again.
    if (!(await transaction.changeRequest(practice, id, request.revision, outcome.changes))) {
      throw new MovedError(await conflictOf(transaction, present.practice, request))
    }
    const mail = mailFor(request, outcome.tell)
    const detail = outcome.tell === null ? outcome.detail : { ...outcome.detail, mail }
    await transaction.addAudit(practice, { at: now, actor, action: outcome.action, subject, detail: detail ?? null })
    if (mail === 'sent') await transaction.addOutbox(practice, { at: now, topic: outcome.tell!, subject })
    await transaction.keepAnswer(practice, key, JSON.stringify(mail), now + KEEP_ANSWER_MS)
    return mail
  }
  const mail = await residents.change(store, practice, now, run).catch(async (error: unknown) => {
    throw error instanceof ProblemError ? await withName(error, accounts) : error
  })
  return replyFor(room, practice, id, mail)
}

/** The request as it stands now, and whether its patient is told. */
export async function replyFor(
  { store, residents, accounts, clock }: Pick<Room, 'store' | 'residents' | 'accounts' | 'clock'>,
  practiceId: string,
  id: string,
  mail: AnswerReply['mail'],
): Promise<AnswerReply> {
  const { practice } = (await residents.present(store, practiceId, clock()))!
  const request = await requestOf(store, practiceId, id)
  return { request: await detailFor({ store, accounts }, practice, request), mail }
}

/** @throws ProblemError `not-found`. */
export async function requestOf(
  reader: Pick<Transaction, 'request'>,
  practice: string,
  id: string,
): Promise<DeskRequest> {
  const request = await reader.request(practice, id)
  if (!request) throw new ProblemError('not-found', 'There is no such request.')
  return request
}

function mailFor({ patient }: DeskRequest, tell: Outcome['tell']): AnswerReply['mail'] {
  if (tell === null) return 'none'
  if (patient.email === null) return 'no-address'
  return tell === 'ask' ? 'asked' : 'sent'
}

/** It is being written into the practice's own software: whoever answers it meanwhile must wait. */
export function underWay(): ProblemError {
  return notChangeable('This request is being written into your own software just now. Look again in a moment.')
}

/** Refuses an answer to a request that is in no state for it. */
export function notChangeable(detail: string): ProblemError {
  return new ProblemError('not-changeable', detail)
}
