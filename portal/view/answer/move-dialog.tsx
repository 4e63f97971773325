import { nameOf } from '../../model/row-words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Fault } from './fault.tsx'
import type { AnswerProps } from './props.ts'

/** A visit moves where only the practice's own software can move it: entered there first, then chosen here. */
export function MoveDialog({ portal, desk, answering, request }: AnswerProps) {
  const when = portal.words.value.momentInSentence(Date.parse(request.start), desk.now.value)
  return (
    <Dialog
      title="Reschedule this visit?"
      onLater={answering.close}
      onMain={answering.compareAgain}
      foot={
        <>
          <button type="button" class="button" onClick={answering.close}>
            I’ll do this later
          </button>
          <span class="gap" />
          <button type="submit" class="button main" autofocus>
            <Icon name="sync" />
            It is entered, find it
          </button>
        </>
      }
    >
      <p>
        The visit of <b>{nameOf(request)}</b>, {when}, is moved in the PMS. Then the new appointment takes its place
        here.
      </p>
      <ol class="steps-list">
        <li>
          <span>Enter the new appointment in the PMS.</span>
        </li>
        <li>
          <span>Come back, find it and choose it.</span>
        </li>
        <li>
          <span>The original is cancelled here, and the patient is told the new time.</span>
        </li>
      </ol>
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
