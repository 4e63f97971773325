import { type Kysely, sql } from 'kysely'

/** Holds keep a chosen time while a form is filled in; the outbox keeps what is to be told once a commit stands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hold')
    .addColumn('practice', 'text', (column) => column.notNull())
    // The hash of the token that its holder has; the token itself is kept nowhere.
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('visitor', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('practitioners', 'text', (column) => column.notNull())
    .addColumn('chair', 'text')
    .addColumn('location', 'text', (column) => column.notNull())
    .addColumn('start_at', 'bigint', (column) => column.notNull())
    .addColumn('end_at', 'bigint', (column) => column.notNull())
    .addColumn('buffer_before_minutes', 'integer', (column) => column.notNull())
    .addColumn('buffer_after_minutes', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('hold_key', ['practice', 'id'])
    .execute()
  await db.schema.createIndex('hold_by_expiry').on('hold').columns(['practice', 'expires_at']).execute()

  await db.schema
    .createTable('outbox')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('outbox_key', ['practice', 'id'])
    .execute()
  await db.schema.createIndex('outbox_by_time').on('outbox').columns(['practice', 'at']).execute()

  await db.schema.alterTable('request').addColumn('hold', 'text').execute()
  await db.schema
    .createIndex('request_by_hold')
    .on('request')
    .columns(['practice', 'hold'])
    .where(sql.ref('hold'), 'is not', null)
    .execute()
}
