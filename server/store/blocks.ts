import type { Kysely } from 'kysely'
import type { Busy } from '../../engine/index.ts'
import type { Tables } from './tables.ts'

/** Time that is taken whole from practitioners. */
export interface StoredBlock {
  readonly id: string
  readonly practitioners: readonly string[]
  readonly start: number
  readonly end: number
  /** `stale`: their schedule can't be read. `pms`: it is taken there. `staff`: somebody blocked it. */
  readonly kind: 'stale' | 'pms' | 'staff'
  readonly note: string | null
  readonly createdAt: number
  /** As in the audit. */
  readonly createdBy: string
}

export interface BlockReader {
  /** Those that end after this. */
  blocks(practice: string, after: number): Promise<StoredBlock[]>
}

export interface BlockWriter {
  /** Whoever changes blocks must have asked for `lockVersions` first. */
  putBlock(practice: string, block: StoredBlock): Promise<void>
  dropBlock(practice: string, id: string): Promise<boolean>
}

/** The query that reads. */
export function blockReaderOn(db: Kysely<Tables>): BlockReader {
  return {
    async blocks(practice, after) {
      const rows = await db
        .selectFrom('block')
        .selectAll()
        .where('practice', '=', practice)
        .where('end_at', '>', after)
        .orderBy('start_at')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        practitioners: JSON.parse(row.practitioners),
        start: row.start_at,
        end: row.end_at,
        kind: row.kind as StoredBlock['kind'],
        note: row.note,
        createdAt: row.created_at,
        createdBy: row.created_by,
      }))
    },
  }
}

/** Those that write. */
export function blockWriterOn(db: Kysely<Tables>): BlockWriter {
  return {
    async putBlock(practice, { id, practitioners, start, end, kind, note, createdAt, createdBy }) {
      const values = { practitioners: JSON.stringify(practitioners), start_at: start, end_at: end, kind, note }
      await db
        .insertInto('block')
        .values({ practice, id, ...values, created_at: createdAt, created_by: createdBy })
        .onConflict((conflict) => conflict.columns(['practice', 'id']).doUpdateSet(values))
        .execute()
      await moveRules(practice)
    },
    async dropBlock(practice, id) {
      const result = await db
        .deleteFrom('block')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      if (Number(result.numDeletedRows) === 0) return false
      await moveRules(practice)
      return true
    },
  }

  /** Bookings under way must look again, and every server reads the blocks anew. */
  async function moveRules(practice: string): Promise<void> {
    await db
      .updateTable('practice')
      .set((is) => ({ rules_version: is('rules_version', '+', 1) }))
      .where('id', '=', practice)
      .execute()
  }
}

/** A block as the engine counts it. */
export function busyOfBlock({ id, practitioners, start, end }: StoredBlock): Busy {
  return { id, kind: 'block', status: 'booked', practitioners, chair: null, reason: null, start, end }
}
