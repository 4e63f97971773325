import { apart } from '../../model/answer/speaks.ts'
import { scheduleName } from '../../model/answer/words.ts'
import { nameOf } from '../../model/row-words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { KeyCap } from '../key-cap.tsx'
import { Candidates } from './candidates.tsx'
import { Differences } from './differences.tsx'
import { Fault } from './fault.tsx'
import { LinkOnlyNote } from './link-only-note.tsx'
import type { DialogProps } from './props.ts'
import { Speaks } from './speaks.tsx'

/** Patients who may be the one, the chosen one's appointments, and what agrees and what doesn't. */
export function SameDialog({ portal, desk, answering, request, dialog }: DialogProps<'same'>) {
  const words = portal.words.value
  const { mode } = answering.practice
  const { comparison, intent } = dialog
  const patient = comparison.patients.find(({ id }) => id === dialog.patient) ?? null
  const appointment = patient?.appointments.find(({ id }) => id === dialog.appointment) ?? null
  const start = Date.parse(request.start)
  const minutes = appointment ? (Date.parse(appointment.start) - start) / 60_000 : 0
  const fields = [...(patient?.fields ?? []), ...(appointment?.fields ?? [])]
  const isMove = intent === 'move'

  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || !portal.lettersOn.value) return
    const choices = [...comparison.patients.map(({ id }) => id), ...(patient?.appointments.map(({ id }) => id) ?? [])]
    const chosen = choices[Number(event.key) - 1]
    if (chosen !== undefined) {
      if (Number(event.key) <= comparison.patients.length) answering.choosePatient(chosen)
      else answering.chooseAppointment(chosen)
    } else if (event.key.toLowerCase() === 'l') void answering.linkChosen()
    else return
    event.preventDefault()
  }

  return (
    <Dialog
      title={isMove ? 'Which is the new appointment?' : 'Could this be the same appointment?'}
      size="large"
      onLater={answering.close}
      onMain={answering.linkChosen}
      onKey={onKey}
      isBusy={answering.isBusy.value}
      foot={
        <>
          {!isMove && mode !== 'link-only' && (
            <button type="button" class="button" onClick={answering.noMatch}>
              No match, create new
            </button>
          )}
          {(isMove || mode === 'link-only') && (
            <button type="button" class="button" onClick={() => void answering.compareAgain()}>
              <Icon name="sync" />
              Try again
            </button>
          )}
          <button type="button" class="button quiet" onClick={answering.close}>
            I’ll do this later
          </button>
          <span class="gap" />
          {appointment && minutes !== 0 && (
            <span class="small muted next">
              Next: confirm the correction to {words.time(Date.parse(appointment.start))}
            </span>
          )}
          <button type="submit" class="button main" aria-disabled={!appointment} autofocus>
            <Icon name="link" />
            Link appointment
            {portal.lettersOn.value && <KeyCap>L</KeyCap>}
          </button>
        </>
      }
    >
      <p class="muted">
        Request of <b class="ink">{nameOf(request)}</b>, {words.moment(start, desk.now.value)}.{' '}
        {comparison.kind === 'exact'
          ? 'One is an exact match.'
          : comparison.patients.length > 1
            ? 'No exact match: choose the patient, then the appointment.'
            : 'No exact match.'}
      </p>
      {mode === 'link-only' && <LinkOnlyNote />}
      <div class="match">
        <Candidates
          portal={portal}
          dialog={dialog}
          chip={(known) => apart(start, Date.parse(known.start))}
          onPatient={answering.choosePatient}
          onAppointment={answering.chooseAppointment}
          now={desk.now.value}
        />
        <div>
          <h3>What agrees, what differs</h3>
          <Differences fields={fields} known={mode === 'own' ? 'In the schedule' : `In ${scheduleName(mode)}`} />
          <Speaks fields={fields} minutes={minutes} />
        </div>
      </div>
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
