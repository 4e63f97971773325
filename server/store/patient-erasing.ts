import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/* What removes patients, and what names them. */

/** In place of a birth date that was removed: the column takes no null. */
export const NO_DATE = '0001-01-01'

/** What names somebody in a request, once it was removed. What is counted in reports stays. */
export const erasedRequest = {
  ...{ given: 'erased', family: 'erased', birth_date: NO_DATE, mobile: null, email: null, search: null },
  ...{ guardian_given: null, guardian_family: null, note: null, hold: null, staff_note: null, patient: null },
}

/** The same of an appointment. */
export const erasedAppointment = {
  ...{ given: null, family: null, birth_date: null, mobile: null, email: null, patient_id: null, known_as: null },
  ...{ search: null, patient: null },
}

export interface PatientEraser {
  /**
   * Deletes a patient with consents, links, sessions and passkeys, and all messages about them; overwrites what names them in
   * what is filed under them.
   */
  erasePatient(practice: string, id: string, at: number): Promise<void>
}

/** @param touch - Is told who is gone, so that those who look at them read again. */
export function patientEraserOn(db: Kysely<Tables>, touch: (practice: string, item: string) => void): PatientEraser {
  return {
    async erasePatient(practice, id, at) {
      // First, since it waits for those who are filing something under them.
      await deletePatients(db, practice, [id])
      for (const table of ['private_link', 'message', 'pms_write'] as const) {
        await db
          .deleteFrom(table)
          .where('practice', '=', practice)
          .where('request', 'in', (query) =>
            query.selectFrom('request').select('id').where('practice', '=', practice).where('patient', '=', id),
          )
          .execute()
      }
      await db
        .updateTable('request')
        .set({ ...erasedRequest, erased_at: at })
        .where('practice', '=', practice)
        .where('patient', '=', id)
        .execute()
      await db
        .updateTable('appointment')
        .set({ ...erasedAppointment, erased_at: at })
        .where('practice', '=', practice)
        .where('patient', '=', id)
        .execute()
      touch(practice, id)
    },
  }
}

/** Deletes patients with what hangs on their records alone: what is filed under them stays as it is. */
export async function deletePatients(db: Kysely<Tables>, practice: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('patient')
    .where('practice', '=', practice)
    .where((is) => is.or([is('id', 'in', ids), is('merged_into', 'in', ids)]))
    .execute()
  await db
    .deleteFrom('message')
    .where('practice', '=', practice)
    .where('patient_link', 'in', (query) =>
      query.selectFrom('patient_link').select('id').where('practice', '=', practice).where('patient', 'in', ids),
    )
    .execute()
  for (const table of ['consent', 'patient_link', 'patient_session', 'patient_passkey'] as const) {
    await db.deleteFrom(table).where('practice', '=', practice).where('patient', 'in', ids).execute()
  }
  await db
    .deleteFrom('patient_pair')
    .where('practice', '=', practice)
    .where((is) => is.or([is('one', 'in', ids), is('other', 'in', ids)]))
    .execute()
}
