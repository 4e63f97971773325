import { ProblemError } from '../problem.ts'
import type { StoredMessage } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import { type Mail, mailsFor, type Post } from './compose.ts'
import { linkMail } from './link-mail.ts'
import { STAFF_MAIL } from './staff-mail.ts'

/**
 * Puts a mail that was given up or kept in line again. It is made anew: what it says must hold now, and an address that was
 * corrected is the one it goes to.
 *
 * @param actor - As in the audit.
 * @throws ProblemError `not-found`; `not-changeable` when it has left, or what it says no longer holds.
 */
export async function sendAgain(
  store: Store,
  post: Post,
  { practice: practiceId, id, now, actor }: { practice: string; id: string; now: number; actor: string },
): Promise<StoredMessage> {
  const practice = await store.practice(practiceId)
  return store.transaction(async (transaction) => {
    const message = await transaction.message(practiceId, id)
    if (!message || !practice) throw new ProblemError('not-found', 'There is no such message any more.')
    const { topic, recipient, toPatient } = message
    if (topic === STAFF_MAIL) {
      throw new ProblemError('not-changeable', 'An invitation is sent again under Staff, with a new link.')
    }
    if (message.state !== 'failed' && message.state !== 'kept') {
      throw new ProblemError('not-changeable', 'This message has left already, or is about to.')
    }
    const mails = await mailsAnew()
    const same = mails?.filter((mail) => mail.toPatient === toPatient)
    // Of several colleagues each has a message of their own.
    const mail = toPatient ? same?.[0] : (same?.find((one) => one.recipient === recipient) ?? same?.[0])
    if (!mail) {
      throw new ProblemError('not-changeable', 'What this message says no longer holds, so it is not sent.')
    }
    const renewed = { ...mail, recipient: toPatient ? mail.recipient : recipient }
    if (!(await transaction.renewMessage(message, renewed, now))) {
      throw new ProblemError('not-changeable', 'Somebody else has just sent this message again.')
    }
    const subject = message.request === null ? `message:${id}` : `request:${message.request}`
    const to = toPatient ? 'patient' : 'practice'
    await transaction.addAudit(practiceId, {
      at: now,
      actor,
      action: 'message-again',
      subject,
      detail: { message: id, topic, to },
    })
    return (await transaction.message(practiceId, id))!

    async function mailsAnew(): Promise<Mail[] | null> {
      if (!practice || !message) return null
      if (message.patientLink !== null) {
        const link = await transaction.patientLink(practiceId, message.patientLink)
        const mail = link && (await linkMail(transaction, post, { practice, topic, link, now }))
        return mail && [mail]
      }
      const request = message.request === null ? null : await transaction.request(practiceId, message.request)
      return request && mailsFor(transaction, post, { practice, topic, request, now, instead: message })
    }
  })
}
