import type { Kysely } from 'kysely'
import { blockWriterOn } from './blocks.ts'
import { claimWriterOn } from './claims.ts'
import { connectionWriterOn } from './connection.ts'
import { consentWriterOn } from './consents.ts'
import { putDocument } from './documents.ts'
import { messageWriterOn } from './messages.ts'
import type { AuditEntry } from './model.ts'
import { originWriterOn } from './origins.ts'
import { patientLinkWriterOn } from './patient-links.ts'
import { patientSessionWriterOn } from './patient-sessions.ts'
import { patientWriterOn } from './patient-writing.ts'
import { pmsAppointmentWriterOn } from './pms-appointments.ts'
import { pmsNameWriterOn } from './pms-names.ts'
import { pmsWriteWriterOn } from './pms-writes.ts'
import {
  appointmentChangesRow,
  appointmentRow,
  firstOf,
  holdRow,
  linkRow,
  requestChangesRow,
  requestOf,
  requestRow,
} from './rows.ts'
import { ruleWriterOn } from './rules.ts'
import { staffWriterOn } from './staff.ts'
import type { Reader, Transaction } from './store.ts'
import type { Tables } from './tables.ts'
import { tidierOn } from './tidying.ts'
import { unreadableWriterOn } from './unreadable.ts'

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
    ...claimWriterOn(db),
    ...messageWriterOn(db),
    ...originWriterOn(db),
    ...staffWriterOn(db),
    ...connectionWriterOn(db),
    ...pmsAppointmentWriterOn(db, touch),
    ...pmsNameWriterOn(db),
    ...pmsWriteWriterOn(db),
    ...blockWriterOn(db),
    ...unreadableWriterOn(db),
    ...ruleWriterOn(db),
    ...tidierOn(db),
    ...patientWriterOn(db, touch),
    ...consentWriterOn(db, touch),
    ...patientLinkWriterOn(db),
    ...patientSessionWriterOn(db),
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
    pendingWithHold: (practice, hold) =>
      firstOf(
        db
          .selectFrom('request')
          .selectAll()
          .where('practice', '=', practice)
          .where('hold', '=', hold)
          .where('state', '=', 'pending'),
        requestOf,
      ),
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
    putSettings: (practice, document, version) => putDocument(db, 'setting', { practice, document, version }, {}),
    async addOutbox(practice, entry) {
      await db
        .insertInto('outbox')
        .values({ practice, id: crypto.randomUUID(), ...entry })
        .execute()
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
