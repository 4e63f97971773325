import type { Dialog } from '../../model/answer/dialogs.ts'
import type { Candidate } from '../../model/answer/speaks.ts'
import type { Portal } from '../../model/portal.ts'
import { Chip } from '../chip.tsx'
import { KeyCap } from '../key-cap.tsx'

/** First the patient, then one of that patient's appointments; each with the number of its key. */
export function Candidates(props: {
  portal: Portal
  dialog: Extract<Dialog, { at: 'same' }>
  /** How far an appointment is from what was asked for. */
  chip: (known: Candidate) => string
  onPatient: (id: string) => void
  onAppointment: (id: string) => void
  now: number
}) {
  const { portal, dialog, chip, onPatient, onAppointment, now } = props
  const words = portal.words.value
  const { patients } = dialog.comparison
  const chosen = patients.find(({ id }) => id === dialog.patient)
  const keyOf = (at: number) => (portal.lettersOn.value && at < 9 ? <KeyCap>{String(at + 1)}</KeyCap> : null)
  return (
    <div class="candidates">
      <fieldset>
        <legend>Patient</legend>
        {patients.map((patient, at) => (
          <label key={patient.id} class={patient.id === dialog.patient ? 'option chosen' : 'option'}>
            <input
              type="radio"
              name="patient"
              value={patient.id}
              checked={patient.id === dialog.patient}
              onChange={() => onPatient(patient.id)}
            />
            <span class="strong">
              {patient.given} {patient.family}
            </span>
            <Chip icon={patient.agree >= 4 ? 'check' : 'approx'} tone={patient.agree >= 4 ? 'success' : 'warning'}>
              {patient.agree} of 5 agree
            </Chip>
            <span class="small muted">
              {patient.birthDate ? `Born ${birthWords(portal, patient.birthDate)}` : 'No date of birth'}
              {patient.mobile && ` · ${patient.mobile}`}
            </span>
            {keyOf(at)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Scheduled appointments</legend>
        {chosen?.appointments.map((appointment, at) => (
          <label key={appointment.id} class={appointment.id === dialog.appointment ? 'option chosen' : 'option'}>
            <input
              type="radio"
              name="appointment"
              value={appointment.id}
              checked={appointment.id === dialog.appointment}
              onChange={() => onAppointment(appointment.id)}
            />
            <span class="strong">{words.moment(Date.parse(appointment.start), now)}</span>
            <Chip
              icon={appointment.isExact ? 'check' : 'clock'}
              tone={appointment.isExact ? 'success' : isNear(appointment) ? 'warning' : 'outline'}
            >
              {chip(appointment)}
            </Chip>
            <span class="small muted">
              {[appointment.reason, appointment.practitioner, appointment.chair].filter(Boolean).join(' · ')}
            </span>
            {keyOf(patients.length + at)}
          </label>
        ))}
        <p class="small muted">
          {chosen?.appointments.length === 0
            ? 'None of this patient’s appointments comes near the request.'
            : 'Cancelled appointments are not listed.'}
        </p>
      </fieldset>
    </div>
  )
}

/** A date that isn't whole stays as it is written. */
function birthWords(portal: Portal, date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? portal.words.value.birthDate(date).text : date
}

const isNear = ({ fields }: Candidate) =>
  fields.some(({ field, verdict }) => field === 'start' && verdict !== 'differs')
