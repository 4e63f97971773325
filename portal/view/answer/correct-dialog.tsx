import { causeWords } from '../../model/answer/words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Choose } from './choose.tsx'
import { Fault } from './fault.tsx'
import type { DialogProps } from './props.ts'

/** The appointment isn't what was asked for: the request becomes what is scheduled. */
export function CorrectDialog({ portal, desk, answering, request, dialog }: DialogProps<'correct'>) {
  const words = portal.words.value
  const now = desk.now.value
  const { appointment, cause, back, intent } = dialog
  const visit = request.asked ?? request
  const moment = (at: string) => words.moment(Date.parse(at), now)
  const isOtherTime = Date.parse(appointment.start) !== Date.parse(request.start)
  const rows = [
    { label: 'Start', was: moment(visit.start), is: moment(appointment.start) },
    { label: 'Practitioner', was: visit.practitioner, is: appointment.practitioner },
    { label: 'Chair', was: visit.chair, is: appointment.chair },
  ].filter(({ was, is }) => was !== is && is)
  return (
    <Dialog
      title="Correct the appointment?"
      onLater={answering.close}
      onMain={answering.correctAndLink}
      isBusy={answering.isBusy.value}
      foot={
        <>
          <button
            type="button"
            class="button quiet"
            onClick={() => (back.at === 'comparing' ? answering.close() : answering.show(back))}
          >
            Back
          </button>
          <span class="gap" />
          <button type="submit" class="button main">
            {intent === 'move' ? 'OK, correct and move' : 'OK, correct and link'}
          </button>
        </>
      }
    >
      <p>
        {intent === 'move'
          ? 'The new appointment takes the place of the original, which is cancelled here.'
          : 'The linked appointment differs, so the request is corrected to what is scheduled.'}
      </p>
      <table class="differences correction">
        <tbody>
          {rows.map(({ label, was, is }) => (
            <tr key={label} class="other">
              <th scope="row">{label}</th>
              <td>
                <span class="sr">Asked for: </span>
                <s>{was ?? 'None'}</s>
              </td>
              <td class="strong">
                <span class="sr">Scheduled: </span>
                {is}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Choose
        label="Why did the time change?"
        words={causeWords}
        value={cause}
        onChange={answering.chooseCause}
        missing={dialog.isMissing && 'Choose why the time changed.'}
        isFirst
      />
      {isOtherTime && (
        <p class="note">
          <Icon name={request.patient.email ? 'mail' : 'phone'} />
          <span>
            {request.patient.email
              ? 'The time differs, so the patient always gets an email with the scheduled time.'
              : `The time differs and there is no email: call ${request.patient.mobile ?? 'the patient'}.`}
          </span>
        </p>
      )}
      <Fault failure={answering.fault.value} />
    </Dialog>
  )
}
