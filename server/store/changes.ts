import { type Kysely, sql } from 'kysely'
import type { Versions } from './model.ts'
import type { Tables } from './tables.ts'

/** Stands for more items than are worth naming. */
export const MANY = '*'
const MOST_NAMED = 200

/**
 * What one transaction changed of what takes time. It is written down when the practice's version moves, once a
 * transaction and as its last act, so that whoever keeps a practice in memory reads again just what moved since.
 *
 * @param lock - Shuts out other changes of the practice's versions before they are read.
 */
export function changeLog(db: Kysely<Tables>, lock: (practice: string) => Promise<void> = async () => {}) {
  /** By practice, what isn't written down yet. */
  const touched = new Map<string, Set<string>>()
  const moved = new Set<string>()

  async function lockVersions(practice: string): Promise<Versions | null> {
    const items = touched.get(practice)
    const moves = items !== undefined && !moved.has(practice)
    if (!moves && !moved.has(practice)) await lock(practice)
    // An update rather than `for update`: every database of the family locks the row for it.
    const row = await db
      .updateTable('practice')
      .set({ data_version: sql`data_version + ${moves ? 1 : 0}` })
      .where('id', '=', practice)
      .returning(['rules_version', 'data_version'])
      .executeTakeFirst()
    if (!row) return null
    if (items) {
      moved.add(practice)
      touched.delete(practice)
      const named = items.size > MOST_NAMED ? [MANY] : [...items]
      await db
        .insertInto('change')
        .values(named.map((item) => ({ practice, version: row.data_version, item })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    return { rules: row.rules_version, data: row.data_version }
  }

  return {
    touch(practice: string, item: string): void {
      const items = touched.get(practice)
      if (items) items.add(item)
      else touched.set(practice, new Set([item]))
    },
    hasTouched: (practice: string): boolean => touched.has(practice) || moved.has(practice),
    lockVersions,
    /** To be called when the transaction's work is done. */
    async settle(): Promise<void> {
      for (const practice of [...touched.keys()].sort()) await lockVersions(practice)
    },
  }
}
