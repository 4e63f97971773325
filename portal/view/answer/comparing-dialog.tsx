import { scheduleName } from '../../model/answer/words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Fault } from './fault.tsx'
import type { AnswerProps } from './props.ts'

/** While the schedule is looked through; mostly gone before it is seen. */
export function ComparingDialog({ desk, answering }: AnswerProps) {
  const failure = answering.fault.value
  const open = answering.dialog.value
  const isSyncing = open?.at === 'comparing' && open.isSyncing
  const progress = desk.connection.now.value?.progress
  return (
    <Dialog
      title={
        failure
          ? 'The schedule could not be compared'
          : isSyncing
            ? 'Reading the PMS'
            : `Comparing with ${scheduleName(answering.practice.mode)}`
      }
      onLater={answering.close}
      onMain={answering.compareAgain}
      isBusy={failure === null}
      foot={
        <>
          <button type="button" class="button" onClick={answering.close}>
            I’ll do this later
          </button>
          <span class="gap" />
          {failure && (
            <button type="submit" class="button main" autofocus>
              <Icon name="sync" />
              Try again
            </button>
          )}
        </>
      }
    >
      {isSyncing && (
        <p class="row">
          <Icon name="sync" />
          <span>
            Reading what was entered meanwhile{progress?.total ? `: ${progress.done} of ${progress.total}` : ''}…
          </span>
        </p>
      )}
      {!failure && !isSyncing && <p class="muted late">Looking for the patient and the appointment…</p>}
      <Fault failure={failure} />
    </Dialog>
  )
}
