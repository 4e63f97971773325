import type { Me, RequestDetail } from '../../server/contract/desk.ts'
import type { Desk } from '../model/desk.ts'
import { fieldsOf } from '../model/fields.ts'
import type { Portal } from '../model/portal.ts'
import { Fault } from './answer/fault.tsx'
import { CopyAllButton } from './copy-all-button.tsx'
import { CopyButton } from './copy-button.tsx'
import { FieldRows } from './field-rows.tsx'
import { LinkedAppointment } from './linked-appointment.tsx'
import { PatientLink } from './patient-link.tsx'
import { Provenance } from './provenance.tsx'
import { StaffNote } from './staff-note.tsx'
import { Standing } from './standing.tsx'
import { Timeline } from './timeline.tsx'
import { VisitTime } from './visit-time.tsx'

type Practice = Me['practices'][number]

export function DetailsBody(props: { portal: Portal; desk: Desk; request: RequestDetail; practice: Practice }) {
  const { portal, desk, request, practice } = props
  const { copies } = portal
  const words = portal.words.value
  const now = desk.now.value
  const { person, sender, visit } = fieldsOf(request, words, now)
  return (
    <div class="details-body">
      <div class="details-main">
        {!desk.answering.dialog.value && <Fault failure={desk.answering.fault.value} />}
        <Standing portal={portal} desk={desk} request={request} practice={practice} />
        <VisitTime portal={portal} request={request} />
        {request.appointment && (
          <LinkedAppointment portal={portal} practice={practice.id} appointment={request.appointment} />
        )}
        <section class="block" aria-labelledby="patient">
          <div class="block-head">
            <h3 id="patient">Patient, as typed</h3>
            <CopyAllButton portal={portal} request={request} now={now} />
          </div>
          <FieldRows fields={person} copies={copies} />
          <PatientLink portal={portal} practice={practice.id} patient={request.patientRecord} />
        </section>
        {sender.length > 0 && (
          <section class="block" aria-labelledby="sender">
            <h3 id="sender">Sent by a guardian</h3>
            <FieldRows fields={sender} copies={copies} />
          </section>
        )}
        {request.note && (
          <section class="block" aria-labelledby="note">
            <div class="block-head">
              <h3 id="note">Note from the patient</h3>
              <CopyButton copies={copies} id="note" label="Note" text={request.note} />
            </div>
            <blockquote>{request.note}</blockquote>
          </section>
        )}
        <section class="block" aria-labelledby="visit">
          <h3 id="visit">{request.state === 'pending' ? 'Appointment asked for' : 'Visit'}</h3>
          <FieldRows fields={visit} copies={copies} />
        </section>
        <StaffNote desk={desk} request={request} isFixed={practice.role === 'read-only'} />
      </div>
      <aside class="details-side" aria-label="Origin and history">
        <Provenance portal={portal} request={request} />
        <Timeline portal={portal} request={request} now={now} />
      </aside>
    </div>
  )
}
