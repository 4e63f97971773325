import type { Kysely } from 'kysely'
import { PracticeFile } from '../contract/practice-file.ts'
import { LIVE_STATES } from './desk-reading.ts'
import type { ReplacedRules } from './model.ts'
import type { Reader, Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** So many changes of the rules can be looked back on. */
const MOST_KEPT = 50

/** The queries about what the rules were that read. */
export function ruleReaderOn(db: Kysely<Tables>): Pick<Reader, 'lastReplaced' | 'locationsAhead'> {
  return {
    async lastReplaced(practice) {
      const row = await db
        .selectFrom('practice_version')
        .selectAll()
        .where('practice', '=', practice)
        .orderBy('place', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return null
      const { place, at, actor, what, document } = row
      return { place, at, actor, what: JSON.parse(what), file: PracticeFile.parse(JSON.parse(document)) }
    },
    async locationsAhead(practice, after) {
      const requests = await db
        .selectFrom('request')
        .select(['id', 'location'])
        .where('practice', '=', practice)
        .where('state', 'in', LIVE_STATES)
        .where('end_at', '>', after)
        .execute()
      const appointments = await db
        .selectFrom('appointment')
        .select(['id', (is) => is.ref('location').$notNull().as('location')])
        .where('practice', '=', practice)
        .where('takes_time', '=', 1)
        .where('location', 'is not', null)
        .where('end_at', '>', after)
        .execute()
      return new Map([...requests, ...appointments].map(({ id, location }) => [id, location]))
    },
  }
}

/** Those that write. */
export function ruleWriterOn(db: Kysely<Tables>): Pick<Transaction, 'keepReplaced'> {
  return {
    async keepReplaced(practice, { place, at, actor, what, file }: ReplacedRules) {
      await db
        .insertInto('practice_version')
        .values({ practice, place, at, actor, what: JSON.stringify(what), document: JSON.stringify(file) })
        .execute()
      await db
        .deleteFrom('practice_version')
        .where('practice', '=', practice)
        .where('place', '<=', place - MOST_KEPT)
        .execute()
    },
  }
}
