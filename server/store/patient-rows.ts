import type { Selectable } from 'kysely'
import { identityOf, mobileKey, nameKey, type PatientDetails } from './identity.ts'
import type { PatientAccessState, StoredPatient } from './model.ts'
import { searchText } from './search-text.ts'
import type { PatientTable } from './tables.ts'

/* A patient's row as what it stands for, and back. */

export function patientOf(row: Selectable<PatientTable>): StoredPatient {
  return {
    id: row.id,
    given: row.given,
    family: row.family,
    birthDate: row.birth_date,
    mobile: row.mobile,
    email: row.email,
    language: row.language,
    pmsId: row.pms_id,
    origin: row.origin as StoredPatient['origin'],
    createdAt: row.created_at,
    createdBy: row.created_by,
    activeAt: row.active_at,
    access: row.access as PatientAccessState,
    accessAt: row.access_at,
    accessBy: row.access_by,
    revision: row.revision,
  }
}

/** The five, and what they are looked up by. */
export function namingColumns(patient: PatientDetails) {
  const { given, family, birthDate, mobile } = patient
  const email = patient.email?.toLowerCase() ?? null
  return {
    ...{ given, family, birth_date: birthDate, mobile, email },
    identity: identityOf(patient),
    name_key: nameKey(patient),
    mobile_key: mobileKey(mobile),
    search: searchText({ given, family, birth_date: birthDate, mobile, email }),
  }
}

/** What is left of a patient who was merged, but for whom it is in the PMS. */
export const nothingNamed = {
  ...{ given: '', family: '', birth_date: null, mobile: null, email: null, language: null, pms_seen: null },
  ...{ identity: null, name_key: '', mobile_key: null, search: '' },
}
