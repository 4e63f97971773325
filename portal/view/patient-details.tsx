import type { PatientPage } from '../../server/contract/patients.ts'
import type { Field } from '../model/fields.ts'
import { birthOf } from '../model/patient-words.ts'
import { FieldRows } from './field-rows.tsx'
import { languageName } from './messages-words.ts'
import type { PatientsPart } from './patients-room.tsx'

/** Who it is, each detail with its copy button, and where the record came from. */
export function PatientDetails({ portal, practice, patient }: PatientsPart & { patient: PatientPage }) {
  const words = portal.words.value
  const birth = birthOf(patient.birthDate, words, portal.clock())
  const fields: Field[] = [
    { key: 'given', label: 'Given name', value: patient.given || null },
    { key: 'family', label: 'Family name', value: patient.family || null },
    {
      key: 'birthDate',
      label: 'Date of birth',
      value: birth?.text ?? null,
      ...(birth?.years ? { aside: birth.years, copy: birth.digits } : {}),
    },
    { key: 'mobile', label: 'Mobile', value: patient.mobile },
    { key: 'email', label: 'Email', value: patient.email },
  ]
  const made = words.momentInFull(Date.parse(patient.createdAt))
  return (
    <section class="panel" aria-labelledby="patient-details">
      <div class="panel-head">
        <h3 id="patient-details">Details</h3>
        {patient.pmsId !== null && (
          <span class="small muted break">
            {practice.mode === 'own' ? 'Patient' : 'Linked to PMS patient'} {shortId(patient.pmsId)}
          </span>
        )}
      </div>
      <div class="patient-fields">
        <FieldRows fields={fields} copies={portal.copies} />
        <p class="small muted patient-origin">
          Created by: {patient.origin === 'online' && <b class="ink">Online appointment</b>}
          {patient.origin === 'pms' && <b class="ink">the PMS</b>}
          {patient.origin === 'staff' && <b class="ink">{patient.createdBy ?? 'the practice'}</b>}
          {patient.origin === 'online' ? `, made ${made}` : `, ${made}`}
          {patient.language && ` · reads ${languageName(patient.language)}`}
        </p>
      </div>
    </section>
  )
}

/** A FHIR server calls them `Patient/10482`. */
export const shortId = (pmsId: string) => pmsId.split('/').at(-1) ?? pmsId
