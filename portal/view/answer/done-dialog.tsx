import type { How } from '../../model/answer/dialogs.ts'
import { nameOf } from '../../model/row-words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { KeyCap } from '../key-cap.tsx'
import { Fault } from './fault.tsx'
import type { DialogProps } from './props.ts'

const titles: Readonly<Record<How, string>> = {
  exact: 'Linked to the appointment',
  linked: 'Linked to the appointment',
  created: 'Accepted, it is in the schedule',
  unlinked: 'Accepted, not yet in the PMS',
  moved: 'The visit has moved',
}

/** What was done; and, where it is still open, whether the patient gets a confirmation. */
export function DoneDialog({ portal, answering, dialog }: DialogProps<'done'>) {
  const words = portal.words.value
  const { how, reply } = dialog
  const { request, mail } = reply
  const start = Date.parse(request.start)
  const isAsked = mail === 'asked'
  const canUndo = request.appointment !== null && how !== 'moved'
  return (
    <Dialog
      title={titles[how]}
      onLater={answering.close}
      onMain={() => (isAsked ? void answering.confirm(true) : answering.close())}
      isBusy={answering.isBusy.value}
      foot={
        <>
          {canUndo && (
            <button type="button" class="button quiet" onClick={() => void answering.unlink()}>
              <Icon name="undo" />
              {how === 'created' ? 'Undo accepting' : 'Undo the link'}
            </button>
          )}
          <span class="gap" />
          {isAsked ? (
            <>
              <button type="button" class="button" onClick={() => void answering.confirm(false)}>
                No
              </button>
              <button type="submit" class="button main" autofocus>
                Yes, send it <KeyCap>Enter</KeyCap>
              </button>
            </>
          ) : (
            <button type="submit" class="button main" autofocus>
              Close
            </button>
          )}
        </>
      }
    >
      <p class="note success">
        <Icon name="check" />
        <span>
          {how === 'exact' && <b>Exact match. </b>}
          {nameOf(request)}, {words.momentInFull(start)}, {request.practitioner}.
          {how === 'exact' && ' Nothing to retype.'}
          {how === 'unlinked' && ' Enter it in the PMS; each sync looks for it.'}
        </span>
      </p>
      {isAsked && (
        <div>
          <h3>Send a confirmation email?</h3>
          <p class="small muted">
            To {request.patient.email}. It states the scheduled time, {words.momentInFull(start)}.
          </p>
        </div>
      )}
      {mail === 'sent' && (
        <p class="row small">
          <Icon name="mail" />
          The patient is told by email: {request.patient.email}.
        </p>
      )}
      {mail === 'no-address' && (
        <p class="note warning">
          <Icon name="phone" />
          <span>
            No email was given: call <b>{request.patient.mobile ?? 'the patient'}</b> to confirm.
          </span>
        </p>
      )}
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
