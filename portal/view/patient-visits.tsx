import { useSignal } from '@preact/signals'
import type { PatientPage, PatientVisit } from '../../server/contract/patients.ts'
import { createdByWords, visitState } from '../model/patient-words.ts'
import { formatAppointment, formatRoute } from '../model/route.ts'
import { Chip } from './chip.tsx'
import type { IconName } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { openByRow } from './patients-table.tsx'

const chips: Readonly<
  Record<PatientVisit['state'], { icon: IconName; tone: 'plain' | 'accent' | 'success' | 'danger' }>
> = {
  pending: { icon: 'inbox', tone: 'accent' },
  proposed: { icon: 'clock', tone: 'accent' },
  booked: { icon: 'check', tone: 'success' },
  arrived: { icon: 'check', tone: 'success' },
  'checked-in': { icon: 'check', tone: 'success' },
  fulfilled: { icon: 'check', tone: 'plain' },
  rejected: { icon: 'x', tone: 'plain' },
  cancelled: { icon: 'x', tone: 'plain' },
  expired: { icon: 'clock', tone: 'plain' },
  noshow: { icon: 'minus', tone: 'danger' },
  'entered-in-error': { icon: 'x', tone: 'plain' },
}

/** Visits and requests, what is to come or what was. */
export function PatientVisits({ portal, practice, patient }: PatientsPart & { patient: PatientPage }) {
  const isPast = useSignal(false)
  const visits = isPast.value ? patient.past : patient.coming
  return (
    <section class="panel" aria-labelledby="patient-visits">
      <div class="panel-head">
        <h3 id="patient-visits">Appointments</h3>
        <fieldset class="segments">
          <legend class="sr">Which appointments</legend>
          {([false, true] as const).map((past) => (
            <button
              key={String(past)}
              type="button"
              aria-pressed={isPast.value === past}
              onClick={() => {
                isPast.value = past
              }}
            >
              {past ? 'Past' : 'Coming'} {past ? patient.past.length : patient.coming.length}
            </button>
          ))}
        </fieldset>
      </div>
      {visits.length === 0 ? (
        <p class="panel-none muted">{isPast.value ? 'No past appointments.' : 'No appointments ahead.'}</p>
      ) : (
        <table class="patients-table visits">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Created by</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {visits.map((visit) => (
              <Visit key={visit.id} portal={portal} practice={practice.id} visit={visit} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Visit({ portal, practice, visit }: { portal: PatientsPart['portal']; practice: string; visit: PatientVisit }) {
  const words = portal.words.value
  const now = portal.clock()
  const chip = chips[visit.state]
  const made = visit.createdAt && words.moment(Date.parse(visit.createdAt), now)
  const href = visit.kind === 'request' ? formatRoute(practice, visit.id, 'all') : formatAppointment(practice, visit.id)
  return (
    <tr onClick={(event) => openByRow(event, () => portal.go(href))}>
      <th scope="row">
        <a class="patient-link" href={href}>
          <span>{words.moment(Date.parse(visit.start), now)}</span>
        </a>
      </th>
      <td data-label="What">
        <span>
          {visit.reason ?? 'Appointment'}
          <span class="small muted line">{visit.practitioner}</span>
        </span>
      </td>
      <td data-label="Created by">
        <span>
          {visit.isOnline ? <b>Online appointment</b> : createdByWords(visit.createdBy)}
          {made && (
            <span class="small muted line">
              {visit.isOnline && 'made '}
              {made}
            </span>
          )}
        </span>
      </td>
      <td data-label="State">
        <Chip icon={chip.icon} tone={chip.tone}>
          {visitState(visit)}
        </Chip>
      </td>
    </tr>
  )
}
