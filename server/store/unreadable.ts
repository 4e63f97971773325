import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/* Records of the PMS that can't be read, with whom they may concern. */

export interface StoredUnreadable {
  readonly id: string
  /** Ids of ours; empty: everyone is concerned. */
  readonly practitioners: readonly string[]
  readonly why: string
  readonly since: number
  readonly setAside: { readonly at: number; readonly by: string } | null
}

export interface UnreadableReader {
  /** Oldest first. */
  unreadable(practice: string): Promise<StoredUnreadable[]>
}

export interface UnreadableWriter {
  putUnreadable(practice: string, record: Omit<StoredUnreadable, 'setAside'>): Promise<void>
  /** It can be read now, or isn't there any more. */
  dropUnreadable(practice: string, ids: readonly string[]): Promise<void>
  setAsideUnreadable(practice: string, id: string, by: string, at: number): Promise<boolean>
}

/** The query that reads. */
export function unreadableReaderOn(db: Kysely<Tables>): UnreadableReader {
  return {
    async unreadable(practice) {
      const rows = await db
        .selectFrom('unreadable')
        .selectAll()
        .where('practice', '=', practice)
        .orderBy('since')
        .orderBy('id')
        .execute()
      return rows.map(({ id, practitioners, why, since, set_aside_at: at, set_aside_by: by }) => ({
        ...{ id, why, since },
        practitioners: JSON.parse(practitioners),
        setAside: at === null || by === null ? null : { at, by },
      }))
    },
  }
}

/** Those that write. */
export function unreadableWriterOn(db: Kysely<Tables>): UnreadableWriter {
  return {
    async putUnreadable(practice, { id, practitioners, why, since }) {
      const values = { practitioners: JSON.stringify(practitioners), why }
      // Whoever set it aside looked at it when it concerned others.
      await db
        .updateTable('unreadable')
        .set({ set_aside_at: null, set_aside_by: null })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('practitioners', '!=', values.practitioners)
        .execute()
      await db
        .insertInto('unreadable')
        .values({ practice, id, ...values, since, set_aside_at: null, set_aside_by: null })
        .onConflict((conflict) => conflict.columns(['practice', 'id']).doUpdateSet(values))
        .execute()
    },
    async dropUnreadable(practice, ids) {
      if (ids.length === 0) return
      await db.deleteFrom('unreadable').where('practice', '=', practice).where('id', 'in', ids).execute()
    },
    async setAsideUnreadable(practice, id, by, at) {
      const result = await db
        .updateTable('unreadable')
        .set({ set_aside_at: at, set_aside_by: by })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
  }
}
