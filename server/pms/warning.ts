import { settingsOf } from '../desk/settings.ts'
import { contentOf, staffAddresses, staffSender } from '../mail/compose.ts'
import { messageOf } from '../mail/outbox.ts'
import { type SyncNews, syncNews } from '../mail/template/sync.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import { connectionOf } from './connection.ts'
import { staleFrom, stalenessOf } from './stale.ts'

/** Of a mail about the connection. */
export const SYNC_NEWS = 'sync-news'

/**
 * Mails the practice when half of the time has passed after which nothing is offered any more, when that has come, and when
 * all can be read again. Each once, however many servers look.
 */
export async function warnOfStale(
  { store, clock, publicUrl }: { readonly store: Store; readonly clock: () => number; readonly publicUrl: string },
  practice: StoredPractice,
): Promise<void> {
  const { id } = practice.file
  const now = clock()
  if (!(await newsFor(store, practice, now))) return
  await store.transaction(async (transaction) => {
    // Another server that looks at the same moment waits here, and then finds it told.
    await transaction.lockVersions(id)
    const news = await newsFor(transaction, practice, now)
    if (!news) return
    await transaction.putSyncWarned(id, news.kind === 'back' ? null : news.kind)
    // Who never heard that times were gone needn't hear that they are back.
    if (news.isQuiet) return
    const { settings } = await settingsOf(transaction, id)
    const letter = contentOf(syncNews(practice, { ...news, publicUrl }, now), practice)
    const content = { ...letter, from: staffSender(practice), replyTo: null, calendar: null, told: null }
    for (const recipient of staffAddresses(settings, practice)) {
      await transaction.addMessage(messageOf(id, SYNC_NEWS, null, { recipient, toPatient: false, content }, now))
    }
  })
}

async function newsFor(
  reader: Pick<Store, 'connection' | 'unreadable' | 'syncWarned'>,
  practice: StoredPractice,
  now: number,
): Promise<(Omit<SyncNews, 'publicUrl'> & { isQuiet: boolean }) | null> {
  const { id } = practice.file
  const kept = await connectionOf(reader, id)
  const staleness = stalenessOf(kept, practice, await reader.unreadable(id))
  const from = staleFrom(staleness)
  const warned = await reader.syncWarned(id)
  const halfway = from === null ? Number.POSITIVE_INFINITY : from - staleness.limitMs / 2
  const kind = from !== null && now >= from ? 'gone' : now >= halfway ? 'soon' : null
  // Once it is known that times are gone, that they might go is no news.
  if (kind === warned || (kind === 'soon' && warned === 'gone')) return null
  const known = from === null ? now : from - staleness.limitMs
  const problem = kept.state.problem?.words ?? null
  return {
    kind: kind ?? 'back',
    known,
    staleFrom: from ?? now,
    problem,
    isQuiet: kind === null && warned !== 'gone',
  }
}
