import type { CancelReason, RejectReason } from '../../../server/contract/answer.ts'
import { possibleFor } from '../../model/answer/possible.ts'
import { cancelWords, rejectWords } from '../../model/answer/words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Choose } from './choose.tsx'
import { Fault } from './fault.tsx'
import type { DialogProps } from './props.ts'

/** Rejecting a request, or calling off a visit: both need a reason. */
export function RefuseDialog({ answering, request, dialog }: DialogProps<'reject' | 'cancel'>) {
  const isReject = dialog.at === 'reject'
  const can = possibleFor(request, answering.practice)
  const isElsewhere = answering.practice.mode !== 'own' && request.appointment !== null
  const { timeZone } = answering.practice
  return (
    <Dialog
      title={isReject ? 'Reject this request?' : 'Cancel this visit?'}
      onLater={answering.close}
      onMain={answering.refuse}
      isBusy={answering.isBusy.value}
      foot={
        <>
          {isReject && can.anotherTime && (
            <button type="button" class="button" onClick={() => answering.anotherTime(request, timeZone)}>
              Offer another time
            </button>
          )}
          {!isReject && (
            <button type="button" class="button" onClick={() => answering.reschedule(request, timeZone)}>
              Reschedule instead
            </button>
          )}
          <span class="gap" />
          <button type="button" class="button quiet" onClick={answering.close}>
            {isReject ? 'Cancel' : 'Back'}
          </button>
          <button type="submit" class="button dangerous">
            {isReject ? 'Reject request' : 'Cancel visit'}
          </button>
        </>
      }
    >
      {isReject && (
        <p class="note warning">
          <Icon name="info" />
          <span>
            A rejected request lowers the acceptance rate. <b>Another time</b> or <b>Link appointment</b> does not.
          </span>
        </p>
      )}
      {!isReject && isElsewhere && (
        <p class="note warning">
          <Icon name="info" />
          <span>The appointment stays in the PMS until you cancel it there, too.</span>
        </p>
      )}
      {isReject ? (
        <Choose<RejectReason>
          label="Reason (needed)"
          words={rejectWords}
          value={dialog.reason as RejectReason | null}
          onChange={(reason) => answering.change({ reason })}
          missing={dialog.isMissing && 'Choose a reason to reject.'}
          isFirst
        />
      ) : (
        <Choose<CancelReason>
          label="Reason (needed)"
          words={cancelWords}
          value={dialog.reason as CancelReason | null}
          onChange={(reason) => answering.change({ reason })}
          missing={dialog.isMissing && 'Choose a reason to cancel.'}
          isFirst
        />
      )}
      {!request.isCancellationTold ? (
        <p class="note">
          <Icon name="phone" />
          <span>
            This practice does not mail cancellations; call the patient
            {request.patient.mobile ? `: ${request.patient.mobile}` : '. No number was given'}.
          </span>
        </p>
      ) : request.patient.email ? (
        <label class="check plain">
          <input
            type="checkbox"
            checked={dialog.tell}
            onChange={(event) => answering.change({ tell: event.currentTarget.checked })}
          />
          <span>Tell the patient by email</span>
        </label>
      ) : (
        <p class="small muted">
          <Icon name="phone" /> No email was given: call {request.patient.mobile ?? 'the patient'}.
        </p>
      )}
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
