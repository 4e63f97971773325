import type { Kysely } from 'kysely'

/** When a patient's data was removed from a row that statistics still need; and solutions that were used once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('request').addColumn('erased_at', 'bigint').execute()
  await db.schema.alterTable('appointment').addColumn('erased_at', 'bigint').execute()

  await db.schema
    .createTable('spent_proof')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('spent_proof_key', ['practice', 'id'])
    .execute()
}
