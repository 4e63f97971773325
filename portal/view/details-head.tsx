import type { Appointment, RequestRow } from '../../server/contract/desk.ts'
import { detailsId } from '../focus.ts'
import { nameOf, stateWords } from '../model/row-words.ts'
import { Chip } from './chip.tsx'

/**
 * Whom the open row is about, and how it stands.
 *
 * @param known - null while nothing is known but its id; the heading is there all the same, to take focus, and stays the
 *   same element whatever comes to be known, to keep it.
 */
export function DetailsHead({ known }: { known: RequestRow | Appointment | null }) {
  return (
    <div class={known ? 'details-head' : 'sr'}>
      <h2 id={detailsId} tabIndex={-1}>
        {known ? nameOf(known) : 'Details'}
      </h2>
      {known && ('madeOnlineAt' in known ? <AppointmentFacts appointment={known} /> : <RequestFacts request={known} />)}
    </div>
  )
}

function RequestFacts({ request }: { request: RequestRow }) {
  const isPending = request.state === 'pending'
  return (
    <>
      <Chip icon={isPending ? 'inbox' : 'clock'} tone={isPending ? 'accent' : 'plain'}>
        {stateWords[request.state]}
      </Chip>
      {request.isNewPatient !== null && (
        <Chip icon="user" tone="plain">
          {request.isNewPatient ? 'New patient' : 'Existing patient'}
        </Chip>
      )}
      {request.hasGuardian && (
        <Chip icon="users" tone="plain">
          Guardian
        </Chip>
      )}
      {request.kind === 'request' && !request.hasEmail && (
        <Chip icon="phone" tone="warning">
          No email, call
        </Chip>
      )}
    </>
  )
}

function AppointmentFacts({ appointment }: { appointment: Appointment }) {
  return (
    <>
      <Chip icon="cal" tone="plain">
        {appointment.state === 'booked' ? 'Appointment' : stateWords[appointment.state]}
      </Chip>
      {appointment.madeOnlineAt && (
        <Chip icon="inbox" tone="accent">
          Online appointment
        </Chip>
      )}
    </>
  )
}
