import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** More than this many waiting: better to say so at once than to keep everybody waiting. */
const MOST_WAITING = 500
/** Changes in one commit: enough to share one wait for the disk, few enough to be done in a moment. */
const MOST_A_COMMIT = 32

/** While the database takes no change, it is tried so often, so far apart; then those that wait are told. */
const MOST_TRIES = 20
const RETRY_MS = 100

/** The database takes no change just now, or too many wait; nothing was changed. */
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

  let undone = 0

  async function work(): Promise<void> {
    let tries = 0
    while (queue.length > 0) {
      tries = (await commitGroup()) ? 0 : tries + 1
      if (tries >= MOST_TRIES) {
        for (const waiting of queue.splice(0)) waiting.failed(new StoreBusyError('the database takes no changes'))
        tries = 0
      } else if (tries > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    working = undefined
  }

  /** False when the transaction couldn't begin: then nobody has left the queue. */
  async function commitGroup(): Promise<boolean> {
    const standing: Waiting[] = []
    let hasBegun = false
    try {
      await db.transaction().execute(async (transaction) => {
        hasBegun = true
        for (let taken = 0; taken < MOST_A_COMMIT; taken++) {
          const next = queue.shift()
          if (!next) break
          if (await runApart(transaction, next)) standing.push(next)
        }
      })
    } catch {
      if (hasBegun) undone++
      for (const waiting of standing) waiting.failed(new StoreBusyError('the commit failed'))
      return hasBegun
    }
    for (const waiting of standing) waiting.done()
    return true
  }

  /** True when it stands so far. Throws when the whole transaction is lost, as on a full disk. */
  async function runApart(transaction: Kysely<Tables>, waiting: Waiting): Promise<boolean> {
    try {
      await sql`savepoint one_change`.execute(transaction)
      await waiting.run(transaction)
      await sql`release one_change`.execute(transaction)
      return true
    } catch (error) {
      waiting.failed(isOfDisk(error) ? new StoreBusyError('the database takes no changes') : error)
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

    /** Moves when changes that had run were undone together: what was learned from them isn't so. */
    generation: () => undone,

    /** Resolves when nothing is waiting or being written. */
    async idle(): Promise<void> {
      await working
    },
  }
}

/** Busy, locked, read-only, input and output, full, can't open (sqlite.org/rescode.html): not the change's own fault. */
function isOfDisk(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return [5, 6, 8, 10, 13, 14].includes(code)
}
