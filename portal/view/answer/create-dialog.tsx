import { nameOf } from '../../model/row-words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Fault } from './fault.tsx'
import type { DialogProps } from './props.ts'

/** No appointment fits: one is made, as it was asked for. */
export function CreateDialog({ portal, answering, request, dialog }: DialogProps<'create'>) {
  const words = portal.words.value
  const { mode } = answering.practice
  const { back } = dialog
  const start = Date.parse(request.start)
  return (
    <Dialog
      title={mode === 'own' ? 'Create in the schedule?' : 'Create in the PMS?'}
      onLater={answering.close}
      onMain={answering.create}
      isBusy={answering.isBusy.value}
      foot={
        <>
          {back ? (
            <button type="button" class="button quiet" onClick={() => answering.show(back)}>
              Back
            </button>
          ) : (
            <button type="button" class="button quiet" onClick={answering.close}>
              I’ll do this later
            </button>
          )}
          <span class="gap" />
          <button type="submit" class="button main" autofocus>
            Create and accept
          </button>
        </>
      }
    >
      <p>
        {back ? 'None of those is it.' : 'No appointment fits.'}{' '}
        {mode === 'own' ? 'This one is made in the schedule:' : 'chairtime writes this one into the PMS:'}
      </p>
      <div class="note block-note">
        <p>
          <b>{nameOf(request)}</b>, {request.isNewPatient ? 'new patient' : 'existing patient'}
        </p>
        <p>
          {words.dayInFull(start)}, {words.timeRange(start, Date.parse(request.end))}
        </p>
        <p>{[request.reason, request.practitioner, request.chair].filter(Boolean).join(' · ')}</p>
      </div>
      {request.state === 'pending' && (
        <p class="small">
          Not at this time?{' '}
          <button
            type="button"
            class="link"
            onClick={() => answering.anotherTime(request, answering.practice.timeZone)}
          >
            Accept with another time…
          </button>
        </p>
      )}
      {!request.patient.email && (
        <p class="small muted">
          <Icon name="phone" /> No email was given: call {request.patient.mobile ?? 'the patient'} to confirm.
        </p>
      )}
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
