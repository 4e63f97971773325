import { settingsOf } from '../desk/settings.ts'
import type { Store } from '../store/store.ts'
import { mailsFor, type Post } from './compose.ts'
import { messageOf } from './outbox.ts'
import { REMINDER } from './topics.ts'

const HOUR_MS = 3_600_000
/** Well before messages are forgotten: a reminder that is no longer kept must not be made again. */
const OLDEST_MS = 60 * 86_400_000
const MOST_AT_ONCE = 50

/**
 * Puts a reminder in line for every request that nobody has answered for as long as its practice has set; for each once,
 * however many servers look.
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
    const late = await store.unanswered(id, ask)
    const practice = late.length > 0 ? await store.practice(id) : null
    if (!practice) continue
    for (const { id: requestId } of late) {
      await store.transaction(async (transaction) => {
        const request = await transaction.request(id, requestId)
        const mails = request && (await mailsFor(transaction, post, { practice, topic: REMINDER, request, now }))
        for (const [i, mail] of (mails ?? []).entries()) {
          // The same id whoever makes it: the second finds it there.
          await transaction.addMessage(messageOf(id, REMINDER, requestId, mail, now, `reminder-${requestId}-${i}`))
        }
      })
    }
  }
}
