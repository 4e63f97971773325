import { type Kysely, sql } from 'kysely'
import type { Reader, Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** The queries about websites that read. */
export function originReaderOn(
  db: Kysely<Tables>,
): Pick<Reader, 'isOriginAllowed' | 'refusedOrigins' | 'allowedOrigins'> {
  return {
    async isOriginAllowed(practice, origin) {
      const row = await db
        .selectFrom('origin')
        .select('is_allowed')
        .where('practice', '=', practice)
        .where('origin', '=', origin)
        .executeTakeFirst()
      return row?.is_allowed === 1
    },
    async refusedOrigins(practice) {
      const rows = await db
        .selectFrom('origin')
        .select(['origin', 'refused_times', 'last_at'])
        .where('practice', '=', practice)
        .where('is_allowed', '=', 0)
        .orderBy('last_at', 'desc')
        .limit(20)
        .execute()
      return rows.map((row) => ({ origin: row.origin, times: row.refused_times, lastAt: row.last_at }))
    },
    async allowedOrigins(practice) {
      const rows = await db
        .selectFrom('origin')
        .select('origin')
        .where('practice', '=', practice)
        .where('is_allowed', '=', 1)
        .orderBy('origin')
        .execute()
      return rows.map(({ origin }) => origin)
    },
  }
}

/** Those that write. */
export function originWriterOn(
  db: Kysely<Tables>,
): Pick<Transaction, 'noteRefusedOrigin' | 'allowOrigin' | 'forgetOrigin'> {
  return {
    async noteRefusedOrigin(practice, origin, at) {
      await db
        .insertInto('origin')
        .values({ practice, origin, is_allowed: 0, refused_times: 1, last_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['practice', 'origin'])
            .doUpdateSet({ refused_times: sql`origin.refused_times + 1`, last_at: at }),
        )
        .execute()
    },
    async allowOrigin(practice, origin, at) {
      await db
        .insertInto('origin')
        .values({ practice, origin, is_allowed: 1, refused_times: 0, last_at: at })
        .onConflict((conflict) => conflict.columns(['practice', 'origin']).doUpdateSet({ is_allowed: 1 }))
        .execute()
    },
    async forgetOrigin(practice, origin) {
      await db.deleteFrom('origin').where('practice', '=', practice).where('origin', '=', origin).execute()
    },
  }
}
