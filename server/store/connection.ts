import type { Kysely } from 'kysely'
import { putDocument } from './documents.ts'
import type { Tables } from './tables.ts'

/* What is kept of the connection to a practice's own software (PMS). */

export interface StoredConnection {
  readonly document: unknown
  /** Moves with every change by staff. */
  readonly version: number
  /** What the syncs wrote down. */
  readonly state: unknown
}

export interface ConnectionReader {
  /** Null: nothing was set yet. */
  connection(practice: string): Promise<StoredConnection | null>
  /** Does this holder have the lease? It may have run out, as long as nobody else took it. */
  hasLease(practice: string, holder: string): Promise<boolean>
  /** What the practice was last mailed about its schedule not being read. */
  syncWarned(practice: string): Promise<'soon' | 'gone' | null>
}

export interface ConnectionWriter {
  /** Compare-and-set by version; 0 where nothing is set yet. */
  putConnection(practice: string, document: unknown, version: number): Promise<boolean>
  /** Takes the lease, or takes it on. False: another holder has it, and it hasn't run out. */
  leaseConnection(practice: string, holder: string, now: number, until: number): Promise<boolean>
  /** False when the lease went to somebody else. */
  putConnectionState(practice: string, holder: string, state: unknown): Promise<boolean>
  putSyncWarned(practice: string, warned: 'soon' | 'gone' | null): Promise<void>
  freeConnection(practice: string, holder: string): Promise<void>
  /** As if nothing had ever been read. */
  resetConnectionState(practice: string, state: unknown): Promise<void>
}

/** The queries that read. */
export function connectionReaderOn(db: Kysely<Tables>): ConnectionReader {
  return {
    async connection(practice) {
      const row = await db.selectFrom('connection').selectAll().where('practice', '=', practice).executeTakeFirst()
      return row ? { document: JSON.parse(row.document), version: row.version, state: JSON.parse(row.state) } : null
    },
    async hasLease(practice, holder) {
      const row = await db
        .selectFrom('connection')
        .select('lease_holder')
        .where('practice', '=', practice)
        .executeTakeFirst()
      return row?.lease_holder === holder
    },
    async syncWarned(practice) {
      const row = await db.selectFrom('connection').select('warned').where('practice', '=', practice).executeTakeFirst()
      return (row?.warned ?? null) as 'soon' | 'gone' | null
    },
  }
}

/** Those that write. */
export function connectionWriterOn(db: Kysely<Tables>): ConnectionWriter {
  return {
    putConnection: (practice, document, version) =>
      putDocument(
        db,
        'connection',
        { practice, document, version },
        { state: '{}', warned: null, lease_holder: null, lease_until: 0 },
      ),
    async leaseConnection(practice, holder, now, until) {
      const result = await db
        .updateTable('connection')
        .set({ lease_holder: holder, lease_until: until })
        .where('practice', '=', practice)
        .where((is) =>
          is.or([is('lease_holder', 'is', null), is('lease_holder', '=', holder), is('lease_until', '<=', now)]),
        )
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async putConnectionState(practice, holder, state) {
      const result = await db
        .updateTable('connection')
        .set({ state: JSON.stringify(state) })
        .where('practice', '=', practice)
        .where('lease_holder', '=', holder)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async putSyncWarned(practice, warned) {
      await db.updateTable('connection').set({ warned }).where('practice', '=', practice).execute()
    },
    async freeConnection(practice, holder) {
      await db
        .updateTable('connection')
        .set({ lease_holder: null, lease_until: 0 })
        .where('practice', '=', practice)
        .where('lease_holder', '=', holder)
        .execute()
    },
    async resetConnectionState(practice, state) {
      await db
        .updateTable('connection')
        .set({ state: JSON.stringify(state), lease_holder: null, lease_until: 0 })
        .where('practice', '=', practice)
        .execute()
    },
  }
}
