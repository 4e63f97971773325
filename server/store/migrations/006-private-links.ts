import type { Kysely } from 'kysely'

/** Links that let whoever has them see and change one request. Only their hashes are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('private_link')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('private_link_key', ['practice', 'hash'])
    .execute()
  await db.schema.createIndex('private_link_by_request').on('private_link').columns(['practice', 'request']).execute()
}
