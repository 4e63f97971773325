import type { PatientPage } from '../../server/contract/patients.ts'
import { accessOf, fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { Chip } from './chip.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { accessChips } from './patients-words.ts'

/** How the patient's account stands, and the way to take it away. */
export function PatientAccountDialog({ portal, model, patient }: PatientsPart & { patient: PatientPage }) {
  const words = portal.words.value
  const chip = accessChips[accessOf(patient)]
  const isRemoved = patient.access === 'removed'
  const isBusy = model.acting.going.value
  const last = patient.invitations[0]
  const moment = (at: string) => words.momentInFull(Date.parse(at))
  const close = () => model.ask(null)
  return (
    <Dialog
      title="Review account"
      onLater={close}
      isBusy={isBusy}
      foot={
        <>
          <button type="button" class="button" onClick={close} autofocus>
            Close
          </button>
          <span class="gap" />
          {isRemoved ? (
            <button type="button" class="button main" aria-busy={isBusy} onClick={() => void model.sendInvitation()}>
              <Icon name="mail" />
              Send invitation
            </button>
          ) : (
            <button type="button" class="button dangerous" aria-busy={isBusy} onClick={() => void model.removeAccess()}>
              <Icon name="ban" />
              Remove access
            </button>
          )}
        </>
      }
    >
      <dl class="facts account-facts">
        <div>
          <dt>Patient</dt>
          <dd>{fullName(patient)}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>
            <Chip icon={chip.icon} tone={chip.tone}>
              {chip.words}
            </Chip>
          </dd>
        </div>
        {patient.accessAt && (
          <div>
            <dt>Since</dt>
            <dd>
              {moment(patient.accessAt)}
              {patient.accessBy && patient.accessBy !== 'patient' && `, ${patient.accessBy}`}
            </dd>
          </div>
        )}
        {last && (
          <div>
            <dt>Last invitation</dt>
            <dd>
              {moment(last.sentAt)}, {last.by}, to {last.email}
            </dd>
          </div>
        )}
        {last?.state === 'open' && (
          <div>
            <dt>Its link</dt>
            <dd>works until {moment(last.expiresAt)}</dd>
          </div>
        )}
      </dl>
      {!isRemoved && (
        <p class="note">
          <Icon name="info" />
          <span>
            <b>Remove access?</b>{' '}
            {patient.access === 'enrolled'
              ? 'The patient is signed out everywhere at once and can’t sign in any more.'
              : 'The link stops working at once.'}{' '}
            Requests and visits stay. A new invitation can be sent later.
          </span>
        </p>
      )}
      <AccountFault act={model.acting} />
    </Dialog>
  )
}
