import type { Kysely } from 'kysely'

/**
 * What an appointment must say so that it takes exactly what the request took that it was made from: all of its
 * practitioners, and which ceilings it counts towards.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('appointment').addColumn('practitioners', 'text').execute()
  await db.schema.alterTable('appointment').addColumn('patients', 'text').execute()
}
