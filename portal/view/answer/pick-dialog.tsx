import type { Picker } from '../../model/answer/picker.ts'
import { causeWords } from '../../model/answer/words.ts'
import { nameOf } from '../../model/row-words.ts'
import { Dialog } from '../dialog.tsx'
import { Icon } from '../icon.tsx'
import { Choose } from './choose.tsx'
import { Fault } from './fault.tsx'
import { Openings } from './openings.tsx'
import { PickFields } from './pick-fields.tsx'
import type { AnswerProps } from './props.ts'
import { UnofferedTime } from './unoffered-time.tsx'

/** Another date, time, practitioner or chair, from what is truly open. */
export function PickDialog(props: AnswerProps & { picker: Picker }) {
  const { portal, desk, answering, request, picker } = props
  const words = portal.words.value
  const now = desk.now.value
  const isMove = picker.purpose === 'reschedule'
  const visit = isMove ? request : (request.asked ?? request)
  const chosen = picker.chosen.value
  const { wish } = request
  const verb = isMove ? 'Move to' : 'Accept for'
  return (
    <Dialog
      title={isMove ? 'Move to another time' : 'Accept with another time'}
      size="medium"
      onLater={answering.close}
      onMain={answering.takePicked}
      isBusy={answering.isBusy.value}
      foot={
        <>
          <button type="button" class="link" onClick={picker.toggleUnoffered}>
            {picker.unoffered.value ? 'Back to real openings' : 'Use a time that is not offered…'}
          </button>
          <span class="gap" />
          <button type="button" class="button quiet" onClick={answering.close}>
            Cancel
          </button>
          <button type="submit" class="button main" aria-disabled={chosen === null}>
            {chosen ? `${verb} ${words.moment(Date.parse(chosen.start), now)}` : 'Choose a time'}
          </button>
        </>
      }
    >
      <p class="muted">
        {nameOf(request)} {isMove ? 'comes on' : 'asked for'}{' '}
        <b class="ink">{words.moment(Date.parse(visit.start), now)}</b> · {request.reason}, {request.durationMinutes}{' '}
        min
        {wish && (
          <>
            {' · '}wishes for <b class="ink">{words.moment(Date.parse(wish.start), now)}</b>
            {wish.practitioner && ` with ${wish.practitioner}`}
          </>
        )}
      </p>
      {picker.unoffered.value ? (
        <UnofferedTime {...props} unoffered={picker.unoffered.value} />
      ) : (
        <>
          <PickFields practice={answering.practice} picker={picker} />
          <Openings portal={portal} picker={picker} visit={visit} now={now} />
        </>
      )}
      {chosen && (isMove || !picker.isAsAsked()) && (
        <>
          <Choose
            label="Why did the time change?"
            words={causeWords}
            value={picker.cause.value}
            onChange={(cause) => {
              picker.cause.value = cause
              picker.isCauseMissing.value = false
            }}
            missing={picker.isCauseMissing.value && 'Choose why the time changed.'}
          />
          <p class="small muted">
            <Icon name={request.patient.email ? 'mail' : 'phone'} />{' '}
            {request.patient.email
              ? 'The patient is always told, because the time differs.'
              : `There is no email: call ${request.patient.mobile ?? 'the patient'}.`}
          </p>
        </>
      )}
      <Fault failure={answering.fault.value ?? picker.failure.value} />
    </Dialog>
  )
}
