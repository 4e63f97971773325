import type { Kysely } from 'kysely'

/** The connection with the practice's own software: how it stands, what was read, and what is being written. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Where an appointment comes from; null: it was made here. `takes_time`: 0 where it is with nobody and nothing of ours.
  for (const name of ['pms_id', 'pms_version', 'pms_hash', 'known_as']) {
    await db.schema.alterTable('appointment').addColumn(name, 'text').execute()
  }
  // When we last wrote it there: a listing that was read before shows it as it was.
  await db.schema.alterTable('appointment').addColumn('pms_written_at', 'bigint').execute()
  await db.schema
    .alterTable('appointment')
    .addColumn('takes_time', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await db.schema.createIndex('appointment_by_pms').unique().on('appointment').columns(['practice', 'pms_id']).execute()

  // What staff set, by version; and what the syncs wrote down, by whoever has the lease.
  await db.schema
    .createTable('connection')
    .addColumn('practice', 'text', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('warned', 'text')
    .addColumn('lease_holder', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable('pms_name')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pms_name_key', ['practice', 'kind', 'id'])
    .execute()

  await db.schema
    .createTable('unreadable')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('practitioners', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('set_aside_at', 'bigint')
    .addColumn('set_aside_by', 'text')
    .addPrimaryKeyConstraint('unreadable_key', ['practice', 'id'])
    .execute()

  // Time that is taken whole from practitioners. Blocks move the version of the rules, so no booking passes one by.
  await db.schema
    .createTable('block')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('practitioners', 'text', (column) => column.notNull())
    .addColumn('start_at', 'bigint', (column) => column.notNull())
    .addColumn('end_at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('block_key', ['practice', 'id'])
    .execute()
  await db.schema.createIndex('block_by_end').on('block').columns(['practice', 'end_at']).execute()

  // What is to be written into the PMS: begun before the PMS is asked, ended with the commit that says what came of it.
  await db.schema
    .createTable('pms_write')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('pms_write_key', ['practice', 'id'])
    .execute()
  await db.schema.createIndex('pms_write_by_next').on('pms_write').columns(['practice', 'next_at']).execute()
  await db.schema
    .createIndex('pms_write_by_request')
    .unique()
    .on('pms_write')
    .columns(['practice', 'request'])
    .execute()
}
