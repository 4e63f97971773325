import type { Email } from 'postal-mime'
import { linksInMail, startSmtp } from './mail.ts'

/** What the mail server of a practice's staff and patients has, as they read it. */
export interface Mailbox {
  readonly url: string
  /** In the order of arrival. */
  readonly mails: readonly ReceivedMail[]
  /** Waits for a mail to an address whose subject fits. */
  mailTo(address: string, subject: RegExp): Promise<ReceivedMail>
  close(): Promise<void>
}

export interface ReceivedMail extends Email {
  readonly recipients: readonly string[]
}

const WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

export async function openMailbox(): Promise<Mailbox> {
  const smtp = await startSmtp()
  const all = () => smtp.mails.map(({ mail, to }) => ({ ...mail, recipients: to }))
  return {
    url: `smtp://127.0.0.1:${smtp.server.port}`,
    get mails() {
      return all()
    },
    async mailTo(address, subject) {
      for (let waited = 0; waited < WAIT_MS; waited += LOOK_EVERY_MS) {
        const found = all().find((mail) => mail.recipients.includes(address) && subject.test(mail.subject ?? ''))
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
      const there = all().map((mail) => `${mail.recipients.join()}: ${mail.subject}`)
      throw new Error(`no mail to ${address} with ${subject} arrived; there are:\n${there.join('\n')}`)
    },
    close: smtp.down,
  }
}

export const linksIn = linksInMail
