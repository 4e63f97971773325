import { scheduleName } from '../../model/answer/words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Fault } from './fault.tsx'
import type { AnswerProps } from './props.ts'

/** While the schedule is looked through; mostly gone before it is seen. */
export function ComparingDialog({ answering }: AnswerProps) {
  const failure = answering.fault.value
  return (
    <Dialog
      title={failure ? 'The schedule could not be compared' : `Comparing with ${scheduleName(answering.practice.mode)}`}
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
      {!failure && <p class="muted late">Looking for the patient and the appointment…</p>}
      <Fault failure={failure} />
    </Dialog>
  )
}
