import type { Room } from '../context.ts'
import type { AnswerReply } from '../contract/answer.ts'
import type { AuditEntry } from '../store/model.ts'
import { notChangeable, replyFor, requestOf } from './answering.ts'

const KEEP_ANSWER_MS = 86_400_000

/** Whose answer it is, to which request. */
export interface Confirming {
  readonly practice: string
  readonly request: string
  readonly userId: string
  /** Is the patient to get a confirmation? */
  readonly send: boolean
}

/**
 * Answers the question that accepting left open. A confirmation is sent once, however often it is asked for; who said no
 * may still say yes.
 *
 * @throws ProblemError when no question is open.
 */
export async function confirm(
  room: Pick<Room, 'store' | 'residents' | 'accounts' | 'clock'>,
  { practice, request: id, userId, send }: Confirming,
): Promise<AnswerReply> {
  const now = room.clock()
  const subject = `request:${id}`
  const mail = await room.store.transaction(async (transaction): Promise<AnswerReply['mail']> => {
    const request = await requestOf(transaction, practice, id)
    const question = openQuestion(await transaction.auditOf(practice, subject))
    if (request.state !== 'booked' || !question) throw notChangeable('There is no question about a confirmation.')
    if (question.isSent) return 'sent'
    const mail = !send ? 'none' : request.patient.email === null ? 'no-address' : 'sent'
    // Whoever asks at the same moment waits here, and then finds it answered.
    const key = `desk confirmation ${id} ${question.askedAt} ${mail}`
    if (await transaction.takeKey(practice, key, '')) return mail
    await transaction.keepAnswer(practice, key, '', now + KEEP_ANSWER_MS)
    const action = send ? 'confirmation-sent' : 'confirmation-declined'
    await transaction.addAudit(practice, { at: now, actor: `staff:${userId}`, action, subject, detail: { mail } })
    if (mail === 'sent') await transaction.addOutbox(practice, { at: now, topic: 'request-confirmed', subject })
    return mail
  })
  return replyFor(room, practice, id, mail)
}

/** The question that the last acceptance left, unless the patient was told meanwhile, or there is no visit any more. */
function openQuestion(audit: readonly AuditEntry[]): { askedAt: number; isSent: boolean } | null {
  const at = audit.findLastIndex(({ action, detail }) => ending.includes(action) || detail?.mail === 'asked')
  const last = audit[at]
  if (!last || ending.includes(last.action)) return null
  const since = audit.slice(at + 1)
  return { askedAt: last.at, isSent: since.some(({ detail }) => detail?.mail === 'sent') }
}

const ending = ['request-unlinked', 'request-cancelled']
