import type { RequestRow } from '../../server/contract/desk.ts'
import { detailsId } from '../focus.ts'
import { nameOf, stateWords } from '../model/row-words.ts'
import { Chip } from './chip.tsx'

/** @param request - null while nothing is known but its id; the heading is there all the same, to take focus. */
export function DetailsHead({ request }: { request: RequestRow | null }) {
  return (
    <div class={request ? 'details-head' : 'sr'}>
      <h2 id={detailsId} tabIndex={-1}>
        {request ? nameOf(request) : 'Request'}
      </h2>
      {request && <Facts request={request} />}
    </div>
  )
}

function Facts({ request }: { request: RequestRow }) {
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
      {!request.hasEmail && (
        <Chip icon="phone" tone="warning">
          No email, call
        </Chip>
      )}
    </>
  )
}
