import type { Kysely } from 'kysely'
import type { Claim } from './model.ts'
import type { Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** Both databases limit how many values one statement may carry. */
const ROWS_A_STATEMENT = 1000

/** The queries about who holds which place. */
export function claimWriterOn(
  db: Kysely<Tables>,
): Pick<Transaction, 'claims' | 'claim' | 'release' | 'moveClaim' | 'releaseAllClaims' | 'layClaims' | 'allClaims'> {
  return {
    async claims(practice, resources, from, to) {
      if (resources.length === 0) return []
      return db
        .selectFrom('claim')
        .select(['resource', 'quantum', 'lane', 'holder'])
        .where('practice', '=', practice)
        .where('resource', 'in', resources)
        .where('quantum', '>=', from)
        .where('quantum', '<', to)
        .execute()
    },
    async claim(practice, holder, claims) {
      let taken = 0
      for (const part of parts([...claims].sort(byKey))) {
        const result = await db
          .insertInto('claim')
          .values(part.map((claim) => ({ practice, holder, ...claim })))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        taken += Number(result.numInsertedOrUpdatedRows)
      }
      if (taken === claims.length) return true
      await db.deleteFrom('claim').where('practice', '=', practice).where('holder', '=', holder).execute()
      return false
    },
    async release(practice, holder) {
      return db
        .deleteFrom('claim')
        .where('practice', '=', practice)
        .where('holder', '=', holder)
        .returning(['resource', 'quantum', 'lane'])
        .execute()
    },
    async moveClaim(practice, { resource, quantum, lane }, to) {
      await db
        .updateTable('claim')
        .set({ lane: to })
        .where('practice', '=', practice)
        .where('resource', '=', resource)
        .where('quantum', '=', quantum)
        .where('lane', '=', lane)
        .execute()
    },
    async releaseAllClaims(practice) {
      await db.deleteFrom('claim').where('practice', '=', practice).execute()
    },
    async layClaims(practice, claims) {
      for (const part of parts([...claims].sort(byKey))) {
        await db
          .insertInto('claim')
          .values(part.map(({ resource, quantum, lane, holder }) => ({ practice, resource, quantum, lane, holder })))
          .execute()
      }
    },
    async allClaims(practice) {
      return db
        .selectFrom('claim')
        .select(['resource', 'quantum', 'lane', 'holder'])
        .where('practice', '=', practice)
        .execute()
    },
  }
}

/** Every writer claims in the same order, so that two of them can't wait for each other. */
function byKey(a: Claim, b: Claim): number {
  if (a.resource !== b.resource) return a.resource < b.resource ? -1 : 1
  return a.quantum - b.quantum || a.lane - b.lane
}

function parts<T>(list: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let i = 0; i < list.length; i += ROWS_A_STATEMENT) chunks.push(list.slice(i, i + ROWS_A_STATEMENT))
  return chunks
}
