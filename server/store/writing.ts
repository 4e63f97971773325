import { type Kysely, sql } from 'kysely'
import { messageWriterOn } from './messages.ts'
import {
  appointmentChangesRow,
  appointmentRow,
  holdRow,
  linkRow,
  requestChangesRow,
  requestOf,
  requestRow,
} from './rows.ts'
import { staffWriterOn } from './staff.ts'
import type { AuditEntry, Claim, Reader, Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** Both databases limit how many values one statement may carry. */
const ROWS_A_STATEMENT = 1000
/** The birth date of a patient whose data was removed: the column takes no null. */
const NO_DATE = '0001-01-01'
/** Who keeps a practice in memory and hasn't asked for so many changes reads it anew. */
const CHANGES_KEPT = 1000
/** Nothing is sold any more then; a visit that began before may still be under way. */
const CLAIMS_KEPT_MS = 3 * 86_400_000
/** What a mail said nobody asks for later; that it was sent stands in the audit. */
const MESSAGES_KEPT_MS = 90 * 86_400_000
const MINUTE_MS = 60_000

/**
 * The queries that write.
 *
 * @param touch - Is told which item of which practice may take other time than before.
 */
export function writerOn(
  db: Kysely<Tables>,
  touch: (practice: string, item: string) => void,
): Omit<Transaction, keyof Reader | 'lockVersions' | 'hasTouched'> {
  return {
    ...messageWriterOn(db),
    ...staffWriterOn(db),
    async putPractice(id, { file, rulesVersion }, at) {
      const values = { document: JSON.stringify(file), rules_version: rulesVersion, updated_at: at }
      await db
        .insertInto('practice')
        .values({ id, ...values, data_version: 1 })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute()
    },
    async takeKey(practice, key, bodyHash) {
      // Whoever comes second waits here until the first has committed, and then finds its answer.
      const result = await db
        .insertInto('idempotency')
        .values({ practice, key, body_hash: bodyHash, reply: '', keep_until: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (Number(result.numInsertedOrUpdatedRows) === 1) return null
      const row = await db
        .selectFrom('idempotency')
        .select(['body_hash', 'reply'])
        .where('practice', '=', practice)
        .where('key', '=', key)
        .executeTakeFirstOrThrow()
      return { bodyHash: row.body_hash, reply: row.reply }
    },
    async keepAnswer(practice, key, reply, keepUntil) {
      await db
        .updateTable('idempotency')
        .set({ reply, keep_until: keepUntil })
        .where('practice', '=', practice)
        .where('key', '=', key)
        .execute()
    },
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
    async addHold(practice, hold) {
      await db.insertInto('hold').values(holdRow(practice, hold)).execute()
      touch(practice, hold.id)
    },
    async renewHold(practice, id, expiresAt) {
      await db
        .updateTable('hold')
        .set({ expires_at: expiresAt })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
      touch(practice, id)
    },
    async removeHold(practice, id) {
      await db.deleteFrom('hold').where('practice', '=', practice).where('id', '=', id).execute()
      touch(practice, id)
    },
    async expiredHolds(practice, now) {
      const rows = await db
        .selectFrom('hold')
        .select('id')
        .where('practice', '=', practice)
        .where('expires_at', '<=', now)
        // Two who drop the same holds must not wait for each other.
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    },
    async pendingWithHold(practice, hold) {
      const row = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('hold', '=', hold)
        .where('state', '=', 'pending')
        .executeTakeFirst()
      return row ? requestOf(row) : null
    },
    async setRequestState(practice, id, from, to) {
      const result = await db
        .updateTable('request')
        .set((is) => ({ state: to, revision: is('revision', '+', 1) }))
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst()
      touch(practice, id)
      return Number(result.numUpdatedRows) === 1
    },
    async changeRequest(practice, id, revision, changes) {
      const result = await db
        .updateTable('request')
        .set({ ...requestChangesRow(changes), revision: revision + 1 })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirst()
      touch(practice, id)
      return Number(result.numUpdatedRows) === 1
    },
    async changeAppointment(practice, id, changes) {
      await db
        .updateTable('appointment')
        .set(appointmentChangesRow(changes))
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
      touch(practice, id)
    },
    async linkAppointment(practice, id, request) {
      const result = await db
        .updateTable('appointment')
        .set({ request })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where((is) => is.or([is('request', 'is', null), is('request', '=', request)]))
        .executeTakeFirst()
      touch(practice, id)
      return Number(result.numUpdatedRows) === 1
    },
    async putSettings(practice, document, version) {
      const values = { document: JSON.stringify(document), version: version + 1 }
      const result =
        version === 0
          ? await db
              .insertInto('setting')
              .values({ practice, ...values })
              .onConflict((conflict) => conflict.doNothing())
              .executeTakeFirst()
          : await db
              .updateTable('setting')
              .set(values)
              .where('practice', '=', practice)
              .where('version', '=', version)
              .executeTakeFirst()
      return Number('numUpdatedRows' in result ? result.numUpdatedRows : result.numInsertedOrUpdatedRows) === 1
    },
    async addOutbox(practice, entry) {
      await db
        .insertInto('outbox')
        .values({ practice, id: crypto.randomUUID(), ...entry })
        .execute()
    },
    async releaseAllClaims(practice) {
      await db.deleteFrom('claim').where('practice', '=', practice).execute()
    },
    async addRequest(practice, request) {
      await db.insertInto('request').values(requestRow(practice, request)).execute()
      touch(practice, request.id)
    },
    async addLink(practice, link) {
      await db.insertInto('private_link').values(linkRow(practice, link)).execute()
    },
    async moveLinks(practice, from, to, expiresAt) {
      await db
        .updateTable('private_link')
        .set({ request: to, expires_at: expiresAt })
        .where('practice', '=', practice)
        .where('request', '=', from)
        .execute()
    },
    async addAppointment(practice, appointment) {
      await db.insertInto('appointment').values(appointmentRow(practice, appointment)).execute()
      touch(practice, appointment.id)
    },
    async addAudit(practice, { detail, ...entry }: AuditEntry) {
      await db
        .insertInto('audit')
        .values({ practice, id: crypto.randomUUID(), ...entry, detail: detail ? JSON.stringify(detail) : null })
        .execute()
    },
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
    async addStaff(practice, userId, role = 'owner') {
      await db
        .insertInto('staff')
        .values({ practice, user_id: userId, role })
        .onConflict((conflict) => conflict.columns(['practice', 'user_id']).doUpdateSet({ role }))
        .execute()
    },
    async removeStaff(practice, userId) {
      await db.deleteFrom('staff').where('practice', '=', practice).where('user_id', '=', userId).execute()
    },
    async allClaims(practice) {
      return db
        .selectFrom('claim')
        .select(['resource', 'quantum', 'lane', 'holder'])
        .where('practice', '=', practice)
        .execute()
    },
    async erasePatients(practice, before, at, most) {
      const requests = await db
        .updateTable('request')
        .set({ given: 'erased', family: 'erased', birth_date: NO_DATE, mobile: null, email: null, erased_at: at })
        .set({ guardian_given: null, guardian_family: null, note: null, hold: null, staff_note: null, search: null })
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('request')
            .select('id')
            .where('practice', '=', practice)
            .where('start_at', '<', before)
            .where('end_at', '<=', before)
            .where('erased_at', 'is', null)
            .limit(most),
        )
        .executeTakeFirst()
      for (const table of ['private_link', 'message'] as const) {
        await db
          .deleteFrom(table)
          .where('practice', '=', practice)
          .where('request', 'in', (query) =>
            query.selectFrom('request').select('id').where('practice', '=', practice).where('erased_at', '=', at),
          )
          .execute()
      }
      const appointments = await db
        .updateTable('appointment')
        .set({
          given: null,
          family: null,
          birth_date: null,
          mobile: null,
          email: null,
          patient_id: null,
          search: null,
          erased_at: at,
        })
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('appointment')
            .select('id')
            .where('practice', '=', practice)
            .where('start_at', '<', before)
            .where('end_at', '<=', before)
            .where('erased_at', 'is', null)
            .limit(most),
        )
        .executeTakeFirst()
      return { requests: Number(requests.numUpdatedRows), appointments: Number(appointments.numUpdatedRows) }
    },
    async dropOutdated(practice, now, most) {
      let dropped = 0
      for (const [table, key, until] of outdating) {
        const { numAffectedRows = 0n } = await sql`
          delete from ${sql.table(table)} where practice = ${practice} and ${sql.ref(key)} in
          (select ${sql.ref(key)} from ${sql.table(table)}
            where practice = ${practice} and ${sql.ref(until)} <= ${now} limit ${most})`.execute(db)
        dropped = Math.max(dropped, Number(numAffectedRows))
      }
      const messages = await db
        .deleteFrom('message')
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('message')
            .select('id')
            .where('practice', '=', practice)
            .where('created_at', '<=', now - MESSAGES_KEPT_MS)
            .limit(most),
        )
        .executeTakeFirst()
      const changes = await db
        .deleteFrom('change')
        .where('practice', '=', practice)
        .where('version', '<', (query) =>
          query
            .selectFrom('practice')
            .select(sql<number>`data_version - ${CHANGES_KEPT}`.as('version'))
            .where('id', '=', practice),
        )
        .executeTakeFirst()
      const claims = await db
        .deleteFrom('claim')
        .where('practice', '=', practice)
        .where((is) =>
          is(
            is.refTuple('resource', 'quantum', 'lane'),
            'in',
            is
              .selectFrom('claim')
              .select(['resource', 'quantum', 'lane'])
              .where('practice', '=', practice)
              .where('quantum', '<', (now - CLAIMS_KEPT_MS) / MINUTE_MS)
              .limit(most)
              .$asTuple('resource', 'quantum', 'lane'),
          ),
        )
        .executeTakeFirst()
      return Math.max(dropped, ...[messages, changes, claims].map(({ numDeletedRows }) => Number(numDeletedRows)))
    },
    async spendProof(practice, id, expiresAt) {
      const result = await db
        .insertInto('spent_proof')
        .values({ practice, id, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
  }
}

/** Tables whose rows end by the clock: each with what names a row, and the column that says until when. */
const outdating = [
  ['idempotency', 'key', 'keep_until'],
  ['spent_proof', 'id', 'expires_at'],
  ['private_link', 'hash', 'expires_at'],
  ['staff_invitation', 'hash', 'expires_at'],
] as const satisfies readonly [table: keyof Tables, key: string, until: string][]

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
