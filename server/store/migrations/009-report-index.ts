import { type Kysely, SqliteAdapter } from 'kysely'

/**
 * What reports look at, in one index: SQLite then reads none of the wide rows, which is most of the time that counting
 * takes. Postgres's indexes refuse texts as long as a source may be, and it reads rows in order by itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  await db.schema
    .createIndex('request_by_report')
    .on('request')
    .columns(['practice', 'created_at', 'id', 'state', 'reason', 'practitioner', 'source', 'origin'])
    .columns(['answered_at', 'answered_by', 'answer_reason', 'change_cause', 'asked'])
    .execute()
}
