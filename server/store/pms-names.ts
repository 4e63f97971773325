import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/* What the PMS calls its practitioners, chairs and types of visit. */

/** Of a kind: more can't be assigned. A PMS that makes up new ones for ever doesn't fill the database. */
const MOST_NAMES = 2000

/** A row has four values; both databases take so many in one statement. */
const ROWS_A_STATEMENT = 100

export interface StoredPmsName {
  readonly kind: 'practitioner' | 'chair' | 'type'
  readonly id: string
  readonly name: string
}

export interface PmsNameReader {
  /** By kind and name. */
  pmsNames(practice: string): Promise<StoredPmsName[]>
}

export interface PmsNameWriter {
  /** What is there gets its new name; of what is new, only as much as fits into 2,000 of a kind. */
  addPmsNames(practice: string, names: readonly StoredPmsName[]): Promise<void>
}

/** The query that reads. */
export function pmsNameReaderOn(db: Kysely<Tables>): PmsNameReader {
  return {
    async pmsNames(practice) {
      const rows = await db
        .selectFrom('pms_name')
        .select(['kind', 'id', 'name'])
        .where('practice', '=', practice)
        .orderBy('kind')
        .orderBy('name')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({ ...row, kind: row.kind as StoredPmsName['kind'] }))
    },
  }
}

/** The one that writes. */
export function pmsNameWriterOn(db: Kysely<Tables>): PmsNameWriter {
  return {
    async addPmsNames(practice, all) {
      const names = await fitting(practice, all)
      for (let i = 0; i < names.length; i += ROWS_A_STATEMENT) {
        await db
          .insertInto('pms_name')
          .values(names.slice(i, i + ROWS_A_STATEMENT).map(({ kind, id, name }) => ({ practice, kind, id, name })))
          .onConflict((conflict) =>
            conflict.columns(['practice', 'kind', 'id']).doUpdateSet({ name: sql<string>`excluded.name` }),
          )
          .execute()
      }
    },
  }

  /** Those that are known, and of the others as many as there is room for. */
  async function fitting(practice: string, names: readonly StoredPmsName[]): Promise<StoredPmsName[]> {
    const known = await db.selectFrom('pms_name').select(['kind', 'id']).where('practice', '=', practice).execute()
    const kept = Map.groupBy(known, ({ kind }) => kind)
    const idsOf = new Map([...kept].map(([kind, rows]) => [kind, new Set(rows.map(({ id }) => id))]))
    return names.filter(({ kind, id }) => {
      const ids = idsOf.get(kind) ?? new Set()
      if (!ids.has(id) && ids.size >= MOST_NAMES) return false
      idsOf.set(kind, ids.add(id))
      return true
    })
  }
}
