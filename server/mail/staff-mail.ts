import type { Store } from '../store/store.ts'
import { contentOf } from './compose.ts'
import { messageOf } from './outbox.ts'
import { sealed } from './sealed.ts'
import { type Invited, invitation } from './template/invitation.ts'

export const STAFF_MAIL = 'staff-mail'

/** An invitation to somebody who is to work for a practice. Its link stands in the mail itself alone. */
export interface StaffMail extends Invited {
  readonly to: string
}

/** Puts invitations in line with the other mails. */
export function staffMailer(store: Store, { clock, secret }: { clock: () => number; secret: string }) {
  return async (practiceId: string, { to, ...invited }: StaffMail): Promise<void> => {
    const practice = await store.practice(practiceId)
    if (!practice) return
    const now = clock()
    const written = contentOf(invitation(practice, invited, now), practice)
    const kept = await sealed(secret, written, invited.link)
    const content = { ...written, ...kept, from: practice.file.name, replyTo: null, calendar: null, told: null }
    const mail = { recipient: to, toPatient: false, content }
    await store.transaction((transaction) => transaction.addMessage(messageOf(practiceId, STAFF_MAIL, null, mail, now)))
  }
}
