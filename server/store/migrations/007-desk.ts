import type { Kysely } from 'kysely'
import { searchText } from '../search-text.ts'
import type { Tables } from '../tables.ts'

const ROWS_AT_ONCE = 500

/** What became of a request: the appointment it is, who answered and why, what was changed, what the patient wishes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['appointment', 'answered_by', 'answer_reason', 'asked', 'change_cause', 'wish', 'staff_note']) {
    await db.schema.alterTable('request').addColumn(name, 'text').execute()
  }
  await db.schema.alterTable('request').addColumn('answered_at', 'bigint').execute()
  await db.schema
    .alterTable('request')
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('request_by_created').on('request').columns(['practice', 'created_at']).execute()

  for (const name of ['patient_id', 'request', 'created_by', 'location']) {
    await db.schema.alterTable('appointment').addColumn(name, 'text').execute()
  }
  await db.schema.alterTable('appointment').addColumn('created_at', 'bigint').execute()
  await db.schema.createIndex('appointment_by_request').on('appointment').columns(['practice', 'request']).execute()

  // What staff search in, written as it is compared: without accents, capitals and signs.
  for (const table of ['request', 'appointment'] as const) {
    await db.schema.alterTable(table).addColumn('search', 'text').execute()
    await fillSearch(db as Kysely<Tables>, table)
  }

  // Whoever had an account before there were roles was made by the operator.
  await db.schema
    .alterTable('staff')
    .addColumn('role', 'text', (column) => column.notNull().defaultTo('owner'))
    .execute()

  await db.schema.alterTable('audit').addColumn('detail', 'text').execute()

  await db.schema
    .createTable('setting')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('setting_key', ['practice'])
    .execute()

  await db.schema
    .createTable('message')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('request', 'text')
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('to_patient', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('fault', 'text')
    .addPrimaryKeyConstraint('message_key', ['practice', 'id'])
    .execute()
  await db.schema.createIndex('message_by_due').on('message').columns(['state', 'next_at']).execute()
  await db.schema.createIndex('message_by_request').on('message').columns(['practice', 'request']).execute()
  await db.schema.createIndex('message_by_time').on('message').columns(['practice', 'created_at']).execute()
  await db.schema.createIndex('message_by_state').on('message').columns(['practice', 'state']).execute()
  await db.schema.createIndex('outbox_by_at').on('outbox').columns(['at']).execute()

  await db.schema
    .createTable('staff_invitation')
    .addColumn('practice', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('staff_invitation_key', ['practice', 'hash'])
    .execute()
}

async function fillSearch(db: Kysely<Tables>, table: 'request' | 'appointment'): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom(table)
      .select(['practice', 'id', 'given', 'family', 'birth_date', 'mobile', 'email'])
      .where('search', 'is', null)
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { practice, id, ...row } of rows) {
      await db
        .updateTable(table)
        .set({ search: searchText(row) })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    }
    if (rows.length < ROWS_AT_ONCE) return
  }
}
