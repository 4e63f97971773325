import type { Kysely, Selectable } from 'kysely'
import type { StoredPatientPasskey, StoredPatientSession } from './model.ts'
import { firstOf } from './rows.ts'
import type { Tables } from './tables.ts'

/* How patients are signed in, and what they sign in with besides a mailed link. */

export interface PatientSessionReader {
  /** Null when it has ended. */
  patientSession(practice: string, hash: string, now: number): Promise<StoredPatientSession | null>
  patientPasskey(practice: string, id: string): Promise<StoredPatientPasskey | null>
  /** Oldest first. */
  patientPasskeys(practice: string, patient: string): Promise<StoredPatientPasskey[]>
}

export interface PatientSessionWriter {
  addPatientSession(practice: string, session: StoredPatientSession): Promise<void>
  renewPatientSession(practice: string, hash: string, seenAt: number, expiresAt: number): Promise<void>
  endPatientSession(practice: string, hash: string): Promise<void>
  /** All of a patient's, but for one. */
  endPatientSessions(practice: string, patient: string, but?: string): Promise<void>
  /** False when the credential is known. */
  addPatientPasskey(practice: string, passkey: StoredPatientPasskey): Promise<boolean>
  notePatientPasskeyUse(practice: string, id: string, use: { counter: number; at: number }): Promise<void>
  /** False when the patient has no such passkey. */
  removePatientPasskey(practice: string, patient: string, id: string): Promise<boolean>
  removePatientPasskeys(practice: string, patient: string): Promise<void>
}

export function patientSessionReaderOn(db: Kysely<Tables>): PatientSessionReader {
  const passkeys = (practice: string) => db.selectFrom('patient_passkey').selectAll().where('practice', '=', practice)
  return {
    patientSession: (practice, hash, now) =>
      firstOf(
        db
          .selectFrom('patient_session')
          .selectAll()
          .where('practice', '=', practice)
          .where('hash', '=', hash)
          .where('expires_at', '>', now),
        (row) => ({
          hash: row.hash,
          patient: row.patient,
          by: row.by as StoredPatientSession['by'],
          createdAt: row.created_at,
          seenAt: row.seen_at,
          expiresAt: row.expires_at,
        }),
      ),
    patientPasskey: (practice, id) => firstOf(passkeys(practice).where('id', '=', id), passkeyOf),
    async patientPasskeys(practice, patient) {
      const rows = await passkeys(practice).where('patient', '=', patient).orderBy('created_at').orderBy('id').execute()
      return rows.map(passkeyOf)
    },
  }
}

export function patientSessionWriterOn(db: Kysely<Tables>): PatientSessionWriter {
  return {
    async addPatientSession(practice, { hash, patient, by, createdAt, seenAt, expiresAt }) {
      await db
        .insertInto('patient_session')
        .values({ practice, hash, patient, by, created_at: createdAt, seen_at: seenAt, expires_at: expiresAt })
        .execute()
    },
    async renewPatientSession(practice, hash, seenAt, expiresAt) {
      await db
        .updateTable('patient_session')
        .set({ seen_at: seenAt, expires_at: expiresAt })
        .where('practice', '=', practice)
        .where('hash', '=', hash)
        .execute()
    },
    async endPatientSession(practice, hash) {
      await db.deleteFrom('patient_session').where('practice', '=', practice).where('hash', '=', hash).execute()
    },
    async endPatientSessions(practice, patient, but = '') {
      await db
        .deleteFrom('patient_session')
        .where('practice', '=', practice)
        .where('patient', '=', patient)
        .where('hash', '!=', but)
        .execute()
    },
    async addPatientPasskey(practice, { id, patient, name, publicKey, counter, transports, createdAt, usedAt }) {
      const result = await db
        .insertInto('patient_passkey')
        .values({
          ...{ practice, id, patient, name, counter, public_key: publicKey, transports: JSON.stringify(transports) },
          ...{ created_at: createdAt, used_at: usedAt },
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
    async notePatientPasskeyUse(practice, id, { counter, at }) {
      await db
        .updateTable('patient_passkey')
        .set({ counter, used_at: at })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
    async removePatientPasskey(practice, patient, id) {
      const result = await db
        .deleteFrom('patient_passkey')
        .where('practice', '=', practice)
        .where('patient', '=', patient)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
    async removePatientPasskeys(practice, patient) {
      await db.deleteFrom('patient_passkey').where('practice', '=', practice).where('patient', '=', patient).execute()
    },
  }
}

function passkeyOf(row: Selectable<Tables['patient_passkey']>): StoredPatientPasskey {
  return {
    id: row.id,
    patient: row.patient,
    name: row.name,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports),
    createdAt: row.created_at,
    usedAt: row.used_at,
  }
}
