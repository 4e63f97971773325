import type { Insertable, Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Puts the one document that a practice has in a table, if nobody else has changed it since it was read.
 *
 * @param version - The one that was read; 0 where nothing is set yet. It moves by one.
 * @param first - The table's other columns, for a practice that had no row.
 * @returns False when the document no longer has this version.
 */
export async function putDocument<Table extends 'setting' | 'connection'>(
  db: Kysely<Tables>,
  table: Table,
  { practice, document, version }: { readonly practice: string; readonly document: unknown; readonly version: number },
  first: Omit<Insertable<Tables[Table]>, keyof Tables['setting']>,
): Promise<boolean> {
  const values = { document: JSON.stringify(document), version: version + 1 }
  // What is asked of either table here, `setting` has.
  const name = table as 'setting'
  if (version === 0) {
    const result = await db
      .insertInto(name)
      .values({ practice, ...values, ...first })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return Number(result.numInsertedOrUpdatedRows) === 1
  }
  const result = await db
    .updateTable(name)
    .set(values)
    .where('practice', '=', practice)
    .where('version', '=', version)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
