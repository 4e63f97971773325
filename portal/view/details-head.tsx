import type { RequestRow } from '../../server/contract/desk.ts'
import { detailsId } from '../focus.ts'
import { Chip } from './chip.tsx'

const stateWords: Record<RequestRow['state'], string> = {
  pending: 'Pending request',
  booked: 'Accepted',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  expired: 'Expired',
  noshow: 'Did not come',
  arrived: 'Arrived',
  fulfilled: 'Completed',
}

/** @param request - null while nothing is known but its id; the heading is there all the same, to take focus. */
export function DetailsHead({ request, hasGuardian }: { request: RequestRow | null; hasGuardian: boolean }) {
  return (
    <div class={request ? 'details-head' : 'sr'}>
      <h2 id={detailsId} tabIndex={-1}>
        {request ? `${request.patient.given} ${request.patient.family}` : 'Request'}
      </h2>
      {request && <Facts request={request} hasGuardian={hasGuardian} />}
    </div>
  )
}

function Facts({ request, hasGuardian }: { request: RequestRow; hasGuardian: boolean }) {
  const isPending = request.state === 'pending'
  return (
    <>
      <Chip icon={isPending ? 'inbox' : 'clock'} tone={isPending ? 'accent' : 'plain'}>
        {stateWords[request.state]}
      </Chip>
      <Chip icon="user" tone="plain">
        {request.isNewPatient ? 'New patient' : 'Existing patient'}
      </Chip>
      {hasGuardian && (
        <Chip icon="users" tone="plain">
          Guardian
        </Chip>
      )}
      {!request.hasEmail && (
        <Chip icon="phone" tone="warning">
          No email, call
        </Chip>
      )}
    </>
  )
}
