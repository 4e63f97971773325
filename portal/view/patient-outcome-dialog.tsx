import type { ConsentEntry, InvitationOutcome, PatientRow } from '../../server/contract/patients.ts'
import { fullName } from '../model/patient-words.ts'
import type { Portal } from '../model/portal.ts'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { consentWords } from './patients-words.ts'

/** What became of an invitation: sent, or why not and what to do about it. */
export function PatientOutcomeDialog(props: {
  portal: Portal
  patient: PatientRow
  outcome: InvitationOutcome
  /** The last change of a consent that is missing; null: none was ever recorded. */
  lastChange: ConsentEntry | null
  onClose: () => void
  onRecord: () => void
  onEdit: () => void
}) {
  const { portal, patient, outcome, lastChange, onClose, onRecord, onEdit } = props
  const words = portal.words.value
  if (outcome.isSent) {
    return (
      <Dialog
        title="Invitation sent"
        onLater={onClose}
        onMain={onClose}
        foot={
          <>
            <span class="gap" />
            <button type="submit" class="button main" autofocus>
              OK
            </button>
          </>
        }
      >
        <p class="note success">
          <Icon name="check" />
          <span>
            Sent to <b class="break">{outcome.email}</b>.{' '}
            {outcome.expiresAt && `The link works until ${words.date(Date.parse(outcome.expiresAt))}.`}
          </span>
        </p>
      </Dialog>
    )
  }
  const isConsent = outcome.refusal === 'no-consent'
  return (
    <Dialog
      title="No invitation was sent"
      onLater={onClose}
      onMain={isConsent ? onRecord : onEdit}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            Close
          </button>
          <span class="gap" />
          <button type="submit" class="button main" autofocus>
            {isConsent ? 'Record consent' : 'Edit the details'}
          </button>
        </>
      }
    >
      <p class="note warning">
        <Icon name="warn" />
        <span>
          <b>{fullName(patient)}</b>
          <br />
          {outcome.detail}
        </span>
      </p>
      {isConsent && lastChange && (
        <p class="small muted">
          Last change: {consentWords(lastChange).toLowerCase().replace(lastChange.by.toLowerCase(), lastChange.by)},{' '}
          {words.momentInSentence(Date.parse(lastChange.at), portal.clock())}.
        </p>
      )}
    </Dialog>
  )
}
