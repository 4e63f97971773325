import { Cron } from 'croner'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { connectionOf } from './connection.ts'
import { keepStale } from './stale.ts'
import { runSync, type SyncRoom } from './sync.ts'
import { warnOfStale } from './warning.ts'
import { finishWrites } from './writing.ts'

const MINUTE_MS = 60_000
/** *Sync now* reads all of it, unless that was done so shortly before. */
const WHOLE_AGAIN_MS = 5 * MINUTE_MS
/** A PMS is left alone no longer; beyond it lies what was noted before a clock was set back. */
const LONGEST_PAUSE_MS = 60 * MINUTE_MS
/** When a sync is due is looked at so often. */
const EVERY_QUARTER_MINUTE = '*/15 * * * * *'

/** What the syncs' job does, step by step; tests call it with a clock of their own. */
export function createSyncing(room: SyncRoom) {
  const { store, clock, log } = room
  /** Practices whose sync runs here. */
  const running = new Map<string, Promise<unknown>>()
  const stopping = new AbortController()

  /** Starts what is due in a practice, unless it runs already; resolves when it has ended. */
  async function look(practiceId: string): Promise<void> {
    const { connection, state } = await connectionOf(store, practiceId)
    if (connection.source === null) return
    const practice = await store.practice(practiceId)
    if (!practice) return
    // Whatever is wrong with them, reading goes on.
    await finishWrites(room, practice, stopping.signal).catch((error: unknown) =>
      failed(log, practiceId, error, 'not written'),
    )
    const now = clock()
    const last = state.lastTriedAt
    // A clock that was set back doesn't put it off.
    const isDue = last === null || last > now || now - last >= connection.everyMinutes * MINUTE_MS
    const retryAt = state.problem?.retryAt ?? 0
    if (isDue && (retryAt <= now || retryAt - now > LONGEST_PAUSE_MS)) await sync(practiceId)
    await keepTime(practiceId)
  }

  /** Time passes also where nothing can be read. */
  async function keepTime(practiceId: string): Promise<void> {
    const practice = await store.practice(practiceId)
    if (!practice) return
    await keepStale(room, practice)
    await warnOfStale(room, practice)
  }

  function sync(practiceId: string): Promise<unknown> {
    return runSync(room, practiceId, { signal: stopping.signal })
  }

  return {
    /** As whoever presses *Sync now* wants it: all of it, unless that was a moment ago. */
    async syncNow(practiceId: string, isLossAccepted = false): Promise<unknown> {
      const { state } = await connectionOf(store, practiceId)
      const isWhole = isLossAccepted || state.lastWholeAt === null || clock() - state.lastWholeAt > WHOLE_AGAIN_MS
      return runSync(room, practiceId, { isWhole, isLossAccepted, signal: stopping.signal })
    },
    async lookAtAll(): Promise<void> {
      for (const practice of await store.practiceIds()) {
        if (stopping.signal.aborted) return
        if (running.has(practice)) {
          // One that takes long, or hangs, doesn't keep unread times on offer.
          await keepTime(practice).catch((error: unknown) => failed(log, practice, error))
          continue
        }
        const work = look(practice)
          .catch((error: unknown) => failed(log, practice, error))
          .finally(() => running.delete(practice))
        running.set(practice, work)
      }
    },
    /** Whatever runs here has ended. */
    async idle(): Promise<void> {
      await Promise.all(running.values())
    },
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all(running.values())
    },
  }
}

/** Before anybody is answered: whose schedule is not known any more is not offered. */
export async function keepAllStale({ store, clock }: { store: Store; clock: () => number }): Promise<void> {
  for (const id of await store.practiceIds()) {
    const practice = await store.practice(id)
    if (practice) await keepStale({ store, clock }, practice)
  }
}

/** Looks every few seconds, in every practice. One that fails is left for the next time, and logged. */
export function startSyncing(room: SyncRoom): Pick<ReturnType<typeof createSyncing>, 'syncNow' | 'stop'> {
  const syncing = createSyncing(room)
  const look = () => syncing.lookAtAll().catch((error: unknown) => failed(room.log, undefined, error))
  let looking = look()
  const job = new Cron(EVERY_QUARTER_MINUTE, { unref: true, protect: true }, async () => {
    looking = looking.then(look)
    await looking
  })
  return {
    syncNow: syncing.syncNow,
    async stop() {
      job.stop()
      await looking
      await syncing.stop()
    },
  }
}

function failed(log: Log, practice: string | undefined, error: unknown, message = 'not synced'): void {
  const fault = error instanceof Error ? error.name : 'unknown'
  log({ level: 'error', message, ...(practice === undefined ? {} : { practice }), fault })
}
