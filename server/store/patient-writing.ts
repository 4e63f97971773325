import type { Kysely } from 'kysely'
import type { PatientDetails } from './identity.ts'
import type { StoredPatient } from './model.ts'
import { type PatientEraser, patientEraserOn } from './patient-erasing.ts'
import { namingColumns, nothingNamed, patientOf } from './patient-rows.ts'
import type { Tables } from './tables.ts'

/* What changes of patients, and what is filed under them. */

/** Numbers both databases take in one statement. */
const KEYS_A_STATEMENT = 500

/** The fields of a patient that can change. */
export type PatientChanges = Partial<Omit<StoredPatient, 'id' | 'createdAt' | 'createdBy' | 'revision'>>

/** A patient, and the five as they were last read from the PMS; null: never. */
export interface PatientForFiling {
  readonly patient: StoredPatient
  readonly seen: PatientDetails | null
}

/** What patients are looked up by, many at once. */
export interface FilingKeys {
  readonly ids: readonly string[]
  readonly pmsIds: readonly string[]
  /** As `identityOf` gives them. */
  readonly identities: readonly string[]
}

export interface PatientWriter extends PatientEraser {
  /** `seen`: as the PMS has them, where they come from there. */
  addPatient(practice: string, patient: StoredPatient, seen?: PatientDetails): Promise<void>
  /** Compare-and-set: false when the patient no longer has this revision. */
  changePatient(practice: string, patient: StoredPatient, changes: PatientChanges): Promise<boolean>
  /**
   * Something of theirs happened: no revision moves. Until the transaction ends nobody merges or erases them; false when
   * somebody has.
   */
  notePatientActive(practice: string, id: string, at: number): Promise<boolean>
  /**
   * All who have one of these keys, oldest first. `mergedPms`: by the PMS id of somebody who was merged, the id of whom
   * they were merged into; these are among the patients.
   */
  patientsForFiling(
    practice: string,
    keys: FilingKeys,
  ): Promise<{ patients: PatientForFiling[]; mergedPms: ReadonlyMap<string, string> }>
  setPmsSeen(practice: string, id: string, seen: PatientDetails): Promise<void>
  fileRequest(practice: string, request: string, patient: string): Promise<void>
  fileAppointment(practice: string, appointment: string, patient: string): Promise<void>
  /**
   * All that is one patient's becomes the other's, but how they sign in, which ends. Of the first only where it went is left,
   * and whom they are in the PMS, unless the other takes that over.
   *
   * @param taking - Changes of the other, by its revision. False when it has moved.
   */
  mergePatient(practice: string, from: string, into: StoredPatient, taking: PatientChanges): Promise<boolean>
  addDistinct(practice: string, pair: { one: string; other: string; at: number; by: string }): Promise<void>
}

/** @param touch - Is told of whom something has changed, so that those who look at them read again. */
export function patientWriterOn(db: Kysely<Tables>, touch: (practice: string, item: string) => void): PatientWriter {
  const rows = (practice: string) => db.selectFrom('patient').selectAll().where('practice', '=', practice)
  const writer: PatientWriter = {
    ...patientEraserOn(db, touch),
    async addPatient(practice, patient, seen) {
      const { id, createdAt, createdBy, activeAt, language, pmsId, origin, access, accessAt, accessBy } = patient
      await db
        .insertInto('patient')
        .values({
          ...{ practice, id, language, origin, access, pms_id: pmsId, merged_into: null },
          pms_seen: seen ? JSON.stringify(seen) : null,
          ...{ created_at: createdAt, created_by: createdBy, active_at: activeAt },
          ...{ access_at: accessAt, access_by: accessBy },
          ...namingColumns(patient),
        })
        .execute()
      // What is read or sent comes with something that is told already.
      if (origin === 'staff') touch(practice, id)
    },
    async changePatient(practice, before, changes) {
      const after = { ...before, ...changes }
      const { language, pmsId, origin, activeAt, access, accessAt, accessBy } = after
      const result = await db
        .updateTable('patient')
        .set({
          ...{ language, origin, access, pms_id: pmsId, active_at: activeAt },
          ...{ access_at: accessAt, access_by: accessBy, revision: before.revision + 1 },
          ...namingColumns(after),
        })
        .where('practice', '=', practice)
        .where('id', '=', before.id)
        .where('revision', '=', before.revision)
        .where('merged_into', 'is', null)
        .executeTakeFirst()
      touch(practice, before.id)
      return Number(result.numUpdatedRows) === 1
    },
    async notePatientActive(practice, id, at) {
      const result = await db
        .updateTable('patient')
        .set((is) => ({
          active_at: is.case().when('active_at', '<', at).then(at).else(is.ref('active_at')).end(),
        }))
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('merged_into', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async patientsForFiling(practice, { ids, pmsIds, identities }) {
      const found = new Map<string, PatientForFiling>()
      const mergedPms = new Map<string, string>()
      const readBy = async (column: 'id' | 'pms_id' | 'identity', keys: readonly string[]) => {
        for (let i = 0; i < keys.length; i += KEYS_A_STATEMENT) {
          const part = await rows(practice)
            .where(column, 'in', keys.slice(i, i + KEYS_A_STATEMENT))
            .execute()
          for (const row of part) {
            if (row.merged_into === null) {
              found.set(row.id, { patient: patientOf(row), seen: row.pms_seen ? JSON.parse(row.pms_seen) : null })
            } else if (row.pms_id !== null) mergedPms.set(row.pms_id, row.merged_into)
          }
        }
      }
      await readBy('pms_id', pmsIds)
      await readBy('identity', identities)
      await readBy(
        'id',
        [...new Set([...ids, ...mergedPms.values()])].filter((id) => !found.has(id)),
      )
      const age = (a: StoredPatient, b: StoredPatient) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
      return { patients: [...found.values()].sort((a, b) => age(a.patient, b.patient)), mergedPms }
    },
    async setPmsSeen(practice, id, seen) {
      await db
        .updateTable('patient')
        .set({ pms_seen: JSON.stringify(seen) })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
    async fileRequest(practice, request, patient) {
      await db
        .updateTable('request')
        .set({ patient })
        .where('practice', '=', practice)
        .where('id', '=', request)
        .execute()
      touch(practice, request)
    },
    async fileAppointment(practice, appointment, patient) {
      await db
        .updateTable('appointment')
        .set({ patient })
        .where('practice', '=', practice)
        .where('id', '=', appointment)
        .execute()
      touch(practice, appointment)
    },
    async mergePatient(practice, from, into, taking) {
      // First, since it waits for those who are filing something under either.
      const takesPms = taking.pmsId !== undefined && taking.pmsId !== into.pmsId
      await db
        .updateTable('patient')
        .set({ ...nothingNamed, merged_into: into.id, access: 'none', access_at: null, access_by: null })
        .set(takesPms ? { pms_id: null } : {})
        .where('practice', '=', practice)
        .where('id', '=', from)
        .execute()
      // Whoever was merged into the first: all lead straight to whom they are now.
      await db
        .updateTable('patient')
        .set({ merged_into: into.id })
        .where('practice', '=', practice)
        .where('merged_into', '=', from)
        .execute()
      for (const table of ['request', 'appointment', 'consent', 'patient_link'] as const) {
        await db
          .updateTable(table)
          .set({ patient: into.id })
          .where('practice', '=', practice)
          .where('patient', '=', from)
          .execute()
      }
      for (const table of ['patient_session', 'patient_passkey'] as const) {
        await db.deleteFrom(table).where('practice', '=', practice).where('patient', '=', from).execute()
      }
      await db
        .deleteFrom('patient_pair')
        .where('practice', '=', practice)
        .where((is) => is.or([is('one', '=', from), is('other', '=', from)]))
        .execute()
      touch(practice, from)
      return writer.changePatient(practice, into, taking)
    },
    async addDistinct(practice, { one, other, at, by }) {
      const [first, second] = one < other ? [one, other] : [other, one]
      await db
        .insertInto('patient_pair')
        .values({ practice, one: first, other: second, at, by })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      touch(practice, one)
    },
  }
  return writer
}
