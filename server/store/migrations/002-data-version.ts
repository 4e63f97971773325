import type { Kysely } from 'kysely'

/** Moves with everything that takes or frees time, so that what is kept in memory can be told to be current. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('practice')
    .addColumn('data_version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
}
