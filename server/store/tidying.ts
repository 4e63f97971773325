import { type Kysely, sql } from 'kysely'
import { deletePatients, erasedAppointment, erasedRequest } from './patient-erasing.ts'
import type { Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** Who keeps a practice in memory and hasn't asked for so many changes reads it anew. */
const CHANGES_KEPT = 1000
/** Nothing is sold any more then; a visit that began before may still be under way. */
const CLAIMS_KEPT_MS = 3 * 86_400_000
/** What a mail said nobody asks for later; that it was sent stands in the audit. */
const MESSAGES_KEPT_MS = 90 * 86_400_000
/** Whoever opens an old mail that leads to signing in is told so for a day, and as long as we have the mail. */
const LINKS_KEPT_MS = 86_400_000
const MINUTE_MS = 60_000

/** Tables whose rows end by the clock: each with what names a row, and the column that says until when. */
const outdating = [
  ['idempotency', 'key', 'keep_until'],
  ['spent_proof', 'id', 'expires_at'],
  ['private_link', 'hash', 'expires_at'],
  ['staff_invitation', 'hash', 'expires_at'],
  ['patient_session', 'hash', 'expires_at'],
] as const satisfies readonly [table: keyof Tables, key: string, until: string][]

/** The queries that remove what nobody needs any more, a part at a time. */
export function tidierOn(db: Kysely<Tables>): Pick<Transaction, 'erasePatients' | 'dropOutdated'> {
  /** Also of those who can sign in: an account that nobody has used for so long ends. */
  async function patientsWithNothing(practice: string, before: number, most: number): Promise<string[]> {
    const filed = (table: 'request' | 'appointment') =>
      sql<boolean>`exists (select 1 from ${sql.table(table)} as filed
        where filed.practice = patient.practice and filed.patient = patient.id)`
    const rows = await db
      .selectFrom('patient')
      .select('id')
      .where('practice', '=', practice)
      .where('merged_into', 'is', null)
      .where('active_at', '<', before)
      .where((is) => is.not(is.or([filed('request'), filed('appointment')])))
      .limit(most)
      .execute()
    return rows.map(({ id }) => id)
  }

  return {
    async erasePatients(practice, before, at, most) {
      const ended = (table: 'request' | 'appointment') =>
        db
          .selectFrom(table)
          .select('id')
          .where('practice', '=', practice)
          .where('start_at', '<', before)
          .where('end_at', '<=', before)
          .where('erased_at', 'is', null)
          .limit(most)
      const requests = await db
        .updateTable('request')
        .set({ ...erasedRequest, erased_at: at })
        .where('practice', '=', practice)
        .where('id', 'in', ended('request'))
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
        .set({ ...erasedAppointment, erased_at: at })
        .where('practice', '=', practice)
        .where('id', 'in', ended('appointment'))
        .executeTakeFirst()
      const patients = await patientsWithNothing(practice, before, most)
      await deletePatients(db, practice, patients)
      return {
        requests: Number(requests.numUpdatedRows),
        appointments: Number(appointments.numUpdatedRows),
        patients: patients.length,
      }
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
      const links = await db
        .deleteFrom('patient_link')
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('patient_link')
            .select('id')
            .where('practice', '=', practice)
            // What became of an invitation is shown as long as the patient is.
            .where('purpose', '<>', 'invitation')
            .where('expires_at', '<=', now - LINKS_KEPT_MS)
            // Whose mail it is stands in the link only: without it, nobody who is erased or exported would have the mail.
            .where((is) =>
              is.not(
                is.exists(
                  is
                    .selectFrom('message')
                    .select('message.id')
                    .whereRef('message.practice', '=', 'patient_link.practice')
                    .whereRef('message.patient_link', '=', 'patient_link.id'),
                ),
              ),
            )
            .limit(most),
        )
        .executeTakeFirst()
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
      return Math.max(
        dropped,
        ...[links, messages, changes, claims].map(({ numDeletedRows }) => Number(numDeletedRows)),
      )
    },
  }
}
