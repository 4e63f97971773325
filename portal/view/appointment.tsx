import type { Appointment as AppointmentRecord } from '../../server/contract/desk.ts'
import { focusDetails } from '../focus.ts'
import type { Field } from '../model/fields.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { FieldRows } from './field-rows.tsx'
import { Icon } from './icon.tsx'
import { MadeOnline } from './made-online.tsx'
import { PatientLink } from './patient-link.tsx'

/** An appointment of the schedule, and the request it came from, if it came from one. */
export function Appointment(props: { portal: Portal; practice: string; appointment: AppointmentRecord; now: number }) {
  const { portal, practice, appointment, now } = props
  const words = portal.words.value
  const start = Date.parse(appointment.start)
  const { request } = appointment
  return (
    <div class="details-body single">
      <div class="details-main">
        <p class="requested">
          {words.dayInFull(start)}, <span class="together">{words.timeRange(start, Date.parse(appointment.end))}</span>
        </p>
        <p>{[appointment.reason, appointment.practitioner, appointment.chair].filter(Boolean).join(' · ')}</p>
        <MadeOnline portal={portal} at={appointment.madeOnlineAt} />
        {request && (
          <p class="came-from">
            <a
              class="button small"
              href={formatRoute(practice, request, portal.tab.value)}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
                event.preventDefault()
                portal.openRow({ kind: 'request', id: request })
                focusDetails()
              }}
            >
              <Icon name="inbox" />
              Show the request
            </a>
          </p>
        )}
        <section class="block" aria-labelledby="patient">
          <div class="block-head">
            <h3 id="patient">Patient</h3>
            <PatientLink portal={portal} practice={practice} patient={appointment.patientRecord} />
          </div>
          {appointment.patient ? (
            <FieldRows fields={fieldsOf(appointment.patient, portal, now)} copies={portal.copies} />
          ) : (
            <p class="muted">The schedule names no patient.</p>
          )}
        </section>
      </div>
    </div>
  )
}

function fieldsOf(patient: NonNullable<AppointmentRecord['patient']>, portal: Portal, now: number): Field[] {
  const words = portal.words.value
  const { birthDate } = patient
  // A schedule may know the year alone.
  const whole = birthDate !== null && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? birthDate : null
  const birth = whole === null ? null : words.birthDate(whole)
  return [
    { key: 'given', label: 'Given name', value: patient.given },
    { key: 'family', label: 'Family name', value: patient.family },
    {
      key: 'birthDate',
      label: 'Date of birth',
      value: birth?.text ?? (birthDate || null),
      ...(birth && whole !== null ? { aside: words.yearsOld(whole, now), copy: birth.digits } : {}),
    },
    { key: 'mobile', label: 'Mobile', value: patient.mobile },
    { key: 'email', label: 'Email', value: patient.email },
  ]
}
