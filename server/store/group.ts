import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** More than this many waiting: better to say so at once than to keep everybody waiting. */
const MOST_WAITING = 500
/** Changes in one commit: enough to share one wait for the disk, few enough to be done in a moment. */
const MOST_A_COMMIT = 32

/** The queue of changes is full; nothing was changed. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError'
}

interface Waiting {
  run(transaction: Kysely<Tables>): Promise<void>
  /** Called once the commit stands. */
  done(): void
  failed(error: unknown): void
}

/**
 * Runs changes one after another, several to a commit: each in a savepoint of its own, so that one that fails leaves
 * nothing behind and the others stand. Nobody is told before the commit is on disk. An idle queue commits at once.
 *
 * @param db - With one connection, whose transactions take the write lock when they begin.
 */
export function createGroupWriter(db: Kysely<Tables>) {
  const queue: Waiting[] = []
  let working: Promise<void> | undefined

  async function work(): Promise<void> {
    while (queue.length > 0) await commitGroup()
    working = undefined
  }

  async function commitGroup(): Promise<void> {
    const standing: Waiting[] = []
    try {
      await db.transaction().execute(async (transaction) => {
        for (let taken = 0; taken < MOST_A_COMMIT; taken++) {
          const next = queue.shift()
          if (!next) break
          if (await runApart(transaction, next)) standing.push(next)
        }
      })
    } catch (error) {
      for (const waiting of standing) waiting.failed(error)
      return
    }
    for (const waiting of standing) waiting.done()
  }

  /** True when it stands so far. Throws when the whole transaction is lost, as on a full disk. */
  async function runApart(transaction: Kysely<Tables>, waiting: Waiting): Promise<boolean> {
    await sql`savepoint one_change`.execute(transaction)
    try {
      await waiting.run(transaction)
      await sql`release one_change`.execute(transaction)
      return true
    } catch (error) {
      waiting.failed(error)
      await sql`rollback to one_change`.execute(transaction)
      await sql`release one_change`.execute(transaction)
      return false
    }
  }

  return {
    /** @throws StoreBusyError when too many are waiting already. */
    transaction<T>(run: (transaction: Kysely<Tables>) => Promise<T>): Promise<T> {
      if (queue.length >= MOST_WAITING) return Promise.reject(new StoreBusyError(`${queue.length} changes are waiting`))
      return new Promise<T>((resolve, reject) => {
        let result: T
        queue.push({
          async run(transaction) {
            result = await run(transaction)
          },
          done: () => resolve(result),
          failed: reject,
        })
        working ??= work()
      })
    },

    /** Resolves when nothing is waiting or being written. */
    async idle(): Promise<void> {
      await working
    },
  }
}
