import { z } from 'zod'
import { SyncProblemKind } from '../contract/connection.ts'

const At = z.int().nullable().default(null)

/** What the syncs of one practice wrote down; whoever has the lease changes it. Instants are epoch ms. */
export const SyncState = z.object({
  /** Since when there is a connection: before anything could be read, its schedule counts as read then. */
  since: At,
  /** Where reading changes goes on. */
  cursor: z.string().nullable().default(null),
  lastTriedAt: At,
  /** When the last sync began that read everything. */
  lastGoodAt: At,
  /** When the last one began that read the whole window, and with which version of the connection. */
  lastWholeAt: At,
  wholeVersion: z.int().default(0),
  problem: z
    .object({ kind: SyncProblemKind, words: z.string(), since: z.int(), retryAt: z.int().nullable().default(null) })
    .nullable()
    .default(null),
  progress: z.object({ done: z.int(), total: z.int().nullable() }).nullable().default(null),
  software: z.string().nullable().default(null),
  canWrite: z.boolean().default(false),
})
export type SyncState = z.infer<typeof SyncState>
