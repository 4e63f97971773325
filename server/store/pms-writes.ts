import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Something that is to be written to the PMS. */
export interface StoredPmsWrite {
  readonly id: string
  /** The request that it is about; there is one at a time. */
  readonly request: string
  readonly document: unknown
  readonly tries: number
  readonly nextAt: number
  readonly createdAt: number
}

export interface PmsWriteReader {
  pmsWrite(practice: string, request: string): Promise<StoredPmsWrite | null>
  /** Due by now, longest first. */
  duePmsWrites(practice: string, now: number, limit: number): Promise<StoredPmsWrite[]>
}

export interface PmsWriteWriter {
  /** False when there is one for its request. */
  addPmsWrite(practice: string, write: StoredPmsWrite): Promise<boolean>
  /** Compare-and-set by the tries; it is ours until then. */
  leasePmsWrite(practice: string, write: StoredPmsWrite, until: number): Promise<boolean>
  changePmsWrite(practice: string, id: string, document: unknown, nextAt: number): Promise<void>
  /** False when somebody else has ended it. */
  endPmsWrite(practice: string, id: string): Promise<boolean>
}

/** The queries that read. */
export function pmsWriteReaderOn(db: Kysely<Tables>): PmsWriteReader {
  return {
    async pmsWrite(practice, request) {
      const row = await db
        .selectFrom('pms_write')
        .selectAll()
        .where('practice', '=', practice)
        .where('request', '=', request)
        .executeTakeFirst()
      return row ? pmsWriteOf(row) : null
    },
    async duePmsWrites(practice, now, limit) {
      const rows = await db
        .selectFrom('pms_write')
        .selectAll()
        .where('practice', '=', practice)
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(pmsWriteOf)
    },
  }
}

/** Those that write. */
export function pmsWriteWriterOn(db: Kysely<Tables>): PmsWriteWriter {
  return {
    async addPmsWrite(practice, { id, request, document, tries, nextAt, createdAt }) {
      const result = await db
        .insertInto('pms_write')
        .values({
          ...{ practice, id, request, tries },
          document: JSON.stringify(document),
          next_at: nextAt,
          created_at: createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
    async leasePmsWrite(practice, { id, tries }, until) {
      const result = await db
        .updateTable('pms_write')
        .set({ tries: tries + 1, next_at: until })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('tries', '=', tries)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async changePmsWrite(practice, id, document, nextAt) {
      await db
        .updateTable('pms_write')
        .set({ document: JSON.stringify(document), next_at: nextAt })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
    async endPmsWrite(practice, id) {
      const result = await db
        .deleteFrom('pms_write')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
  }
}

function pmsWriteOf(row: Tables['pms_write']): StoredPmsWrite {
  const { id, request, document, tries, next_at: nextAt, created_at: createdAt } = row
  return { id, request, document: JSON.parse(document), tries, nextAt, createdAt }
}
