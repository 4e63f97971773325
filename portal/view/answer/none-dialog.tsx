import { scheduleName } from '../../model/answer/words.ts'
import { nameOf } from '../../model/row-words.ts'
import { copyAll } from '../copy-all-button.tsx'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Fault } from './fault.tsx'
import { LinkOnlyNote } from './link-only-note.tsx'
import type { DialogProps } from './props.ts'

/** Nothing in the schedule fits: staff enter it there and come back, or do it later. */
export function NoneDialog({ portal, desk, answering, request, dialog }: DialogProps<'none'>) {
  const { mode } = answering.practice
  const words = portal.words.value
  const schedule = scheduleName(mode)
  const { patients, comparedAt } = dialog.comparison
  const when = words.momentInSentence(Date.parse(request.start), desk.now.value)
  const isNoneOfThem = patients.some(({ appointments }) => appointments.length > 0)
  const canMake = mode === 'own' || mode === 'writes'
  const isCopied = portal.copies.last.value?.key === 'all' && portal.copies.last.value.done
  return (
    <Dialog
      title={mode === 'link-only' ? 'Link an appointment' : 'No match found'}
      onLater={answering.close}
      onMain={canMake ? answering.createInstead : answering.compareAgain}
      isBusy={answering.isBusy.value}
      foot={
        <>
          <button type="button" class="button" onClick={answering.close}>
            I’ll do this later
          </button>
          <span class="gap" />
          {canMake ? (
            <>
              <button type="button" class="button" onClick={answering.compareAgain}>
                <Icon name="sync" />
                Try again
              </button>
              <button type="submit" class="button main" autofocus>
                Create new
              </button>
            </>
          ) : (
            <button type="submit" class="button main" autofocus>
              <Icon name="sync" />
              Try again
            </button>
          )}
        </>
      }
    >
      {mode === 'link-only' && <LinkOnlyNote />}
      {isNoneOfThem ? (
        <p>None of those listed is it.</p>
      ) : (
        <p>
          {capital(schedule)} has no appointment for <b>{nameOf(request)}</b> around {when}
          {patients.length === 0 ? ', and no patient like this.' : '.'}
        </p>
      )}
      {canMake && (
        <p>
          <b>Create new</b> enters it in {schedule} for you. Or enter it there yourself:
        </p>
      )}
      <ol class="steps-list">
        <li>
          <span>
            {dialog.intent === 'move' ? 'Enter the new appointment in ' : 'Enter the appointment in '}
            {schedule}.
          </span>
          <button
            type="button"
            class={isCopied ? 'button small copy-all done' : 'button small copy-all'}
            onClick={() => void copyAll(portal, request, desk.now.value)}
          >
            <Icon name={isCopied ? 'check' : 'copy'} />
            {isCopied ? 'Copied' : 'Copy all details'}
          </button>
        </li>
        <li>
          <span>
            Come back and choose <b>Try again</b>.
          </span>
        </li>
      </ol>
      <p class="small muted">
        <Icon name="sync" /> Looked {words.timeInFull(Date.parse(comparedAt))}. The request keeps its place meanwhile.
      </p>
      {mode === 'reads' && dialog.intent !== 'move' && request.state === 'pending' && (
        <p class="small">
          The patient may be told before it is entered:{' '}
          <button type="button" class="link" onClick={answering.acceptUnlinked}>
            Accept now, enter it later
          </button>
        </p>
      )}
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
