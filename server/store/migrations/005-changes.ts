import type { Kysely } from 'kysely'

/** Which items moved with each version, so that what is kept in memory need not be read anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('change')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('change_key', ['practice', 'version', 'item'])
    .execute()
}
