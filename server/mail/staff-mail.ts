import type { Store } from '../store/store.ts'
import { sealed } from './sealed.ts'

export const STAFF_MAIL = 'staff-mail'

/** A mail to somebody who works, or is to work, for a practice. */
export interface StaffMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Part of the text: only the mail itself says it. */
  readonly link: string
}

/** Puts a mail to staff in line with the others. */
export function staffMailer(store: Store, { clock, secret }: { clock: () => number; secret: string }) {
  return async (practice: string, { to, subject, text, link }: StaffMail): Promise<void> => {
    const file = (await store.practice(practice))?.file
    const kept = await sealed(secret, text, link)
    const now = clock()
    await store.transaction((transaction) =>
      transaction.addMessage({
        practice,
        id: crypto.randomUUID(),
        topic: STAFF_MAIL,
        request: null,
        recipient: to,
        toPatient: false,
        content: {
          ...{
            language: 'en',
            from: file?.name ?? practice,
            replyTo: null,
            subject,
            html: '',
            calendar: null,
            told: null,
          },
          ...kept,
        },
        state: 'waiting',
        createdAt: now,
        tries: 0,
        nextAt: now,
        sentAt: null,
        fault: null,
      }),
    )
  }
}
