import { settingsOf } from '../desk/settings.ts'
import type { StoredPractice, UnansweredRequest } from '../store/model.ts'
import type { Store, Transaction } from '../store/store.ts'
import { contentOf, mailsFor, type Post, staffAddresses, staffSender } from './compose.ts'
import { messageOf } from './outbox.ts'
import { reminders } from './template/reminders.ts'
import { REMINDER } from './topics.ts'

const HOUR_MS = 3_600_000
/** Well before messages are forgotten: a reminder that is no longer kept must not be made again. */
const OLDEST_MS = 60 * 86_400_000
/** More than any practice leaves unanswered. */
const MOST_AT_ONCE = 500
/** In the audit of each request that a mail about several has reminded of. */
export const REMINDED = 'request-reminded'

/**
 * Puts a reminder in line for what nobody has answered for as long as its practice has set: for each request once, however
 * many servers look. Several at the same time, as when reminders are first switched on, are one mail.
 */
export async function remind(store: Store, post: Post, now: number): Promise<void> {
  for (const id of await store.practiceIds()) {
    const { settings } = await settingsOf(store, id)
    if (settings.remindAfterHours === null) continue
    const ask = {
      before: now - settings.remindAfterHours * HOUR_MS,
      after: now - OLDEST_MS,
      topic: REMINDER,
      limit: MOST_AT_ONCE,
    }
    const practice = (await store.unanswered(id, ask)).length > 0 ? await store.practice(id) : null
    if (!practice) continue
    await store.transaction(async (transaction) => {
      // Another server that looks at the same moment waits here, and then finds them reminded of.
      await transaction.lockVersions(id)
      const late = await transaction.unanswered(id, ask)
      if (late.length === 1) await remindOfOne(transaction, post, practice, late[0]!, now)
      if (late.length > 1) await remindOfSeveral(transaction, post, practice, late, now)
    })
  }
}

async function remindOfOne(
  transaction: Transaction,
  post: Post,
  practice: StoredPractice,
  late: UnansweredRequest,
  now: number,
): Promise<void> {
  const { id } = practice.file
  const request = await transaction.request(id, late.id)
  const mails = request && (await mailsFor(transaction, post, { practice, topic: REMINDER, request, now }))
  for (const [i, mail] of (mails ?? []).entries()) {
    await transaction.addMessage(messageOf(id, REMINDER, { request: late.id }, mail, now, `reminder-${late.id}-${i}`))
  }
}

async function remindOfSeveral(
  transaction: Transaction,
  { publicUrl }: Post,
  practice: StoredPractice,
  late: readonly UnansweredRequest[],
  now: number,
): Promise<void> {
  const { id } = practice.file
  const { settings } = await settingsOf(transaction, id)
  const addresses = staffAddresses(settings, practice)
  // They wait until there is somebody to be told.
  if (addresses.length === 0) return
  const list = { tab: 'action', withUnlinked: settings.mode !== 'own', now, limit: 0 } as const
  const { total: waiting } = await transaction.listRequests(id, list)
  const told = { count: late.length, oldestAt: late[0]!.createdAt, publicUrl, waiting }
  const written = contentOf(reminders(practice, told, now), practice)
  const content = { ...written, from: staffSender(practice), replyTo: null, calendar: null, told: null }
  for (const recipient of addresses) {
    await transaction.addMessage(messageOf(id, REMINDER, null, { recipient, toPatient: false, content }, now))
  }
  for (const { id: request } of late) {
    const entry = { at: now, actor: 'clock', action: REMINDED, subject: `request:${request}` }
    await transaction.addAudit(id, entry)
  }
}
