import type { ComponentChildren } from 'preact'
import type { Me, RequestDetail } from '../../server/contract/desk.ts'
import { possibleFor } from '../model/answer/possible.ts'
import { reasonWords } from '../model/answer/words.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { whoWords } from '../model/timeline.ts'
import { writingId } from './actions.tsx'
import { Icon, type IconName } from './icon.tsx'

type Practice = Me['practices'][number]
type Writing = NonNullable<RequestDetail['writing']>
type Props = { portal: Portal; desk: Desk; request: RequestDetail; practice: Practice }

/** How the request stands where that asks for something, or explains why nothing can be done. */
export function Standing(props: Props) {
  const { portal, desk, request } = props
  const { state } = request
  const end = endOf(request)
  const { writing } = request
  return (
    <>
      {writing && <BeingWritten {...props} writing={writing} />}
      {request.wish && <Wish {...props} wish={request.wish} />}
      {request.isUnlinked && !writing && props.practice.mode !== 'own' && <Unlinked {...props} />}
      {request.isToCancel && !writing && Date.parse(request.end) > desk.now.value && <ToCancel {...props} />}
      {end && (
        <Band tone="plain" icon="x">
          {whoWords(end.by)} {state} this {portal.words.value.momentInSentence(Date.parse(end.at), desk.now.value)}
          {end.reason ? `: ${reasonWords(end.reason).toLowerCase()}.` : '.'}
        </Band>
      )}
      {state === 'expired' && (
        <Band tone="plain" icon="clock">
          Nobody answered in time. The place is free again{request.hasEmail ? '' : '; there is no email, so call'}.
        </Band>
      )}
    </>
  )
}

/** Who ended it, when and why. Who accepted a visit stays its answer when it is cancelled; that stands in the timeline. */
function endOf({ state, answer, timeline }: RequestDetail): RequestDetail['answer'] {
  if (state === 'rejected') return answer
  const last = state === 'cancelled' ? timeline.find(({ what }) => what === 'request-cancelled') : undefined
  if (!last) return null
  const reason = last.detail?.reason
  return { at: last.at, by: last.by, reason: typeof reason === 'string' ? reason : null }
}

function BeingWritten({ portal, desk, writing }: Props & { writing: Writing }) {
  const { kind, since, fault } = writing
  return (
    <div id={writingId}>
      <Band tone={fault ? 'warning' : 'plain'} icon={fault ? 'warn' : 'sync'}>
        <p>
          <b>{writingWords[kind]}</b>, since {portal.words.value.momentInSentence(Date.parse(since), desk.now.value)}.
          It can be answered again once that is done.
        </p>
        {fault && <p>It did not work yet, and is tried again by itself: {fault}</p>}
      </Band>
    </div>
  )
}

const writingWords: Readonly<Record<Writing['kind'], string>> = {
  create: 'Being written into your practice system',
  move: 'The other time is being written into your practice system',
  cancel: 'The cancellation is being written into your practice system',
}

function Wish({ portal, desk, request, practice, wish }: Props & { wish: NonNullable<RequestDetail['wish']> }) {
  const words = portal.words.value
  const now = desk.now.value
  const can = possibleFor(request, practice)
  const start = Date.parse(request.start)
  const offer = () => {
    if (request.state === 'booked') desk.answering.reschedule(request, practice.timeZone)
    else if (can.anotherTime) desk.answering.anotherTime(request, practice.timeZone)
    else void desk.answering.link(request)
  }
  return (
    <Band tone="warning" icon="undo">
      <p>
        <b>Asks for another time.</b> Holds {words.moment(start, now)} until you answer. Wish:{' '}
        <b>{words.moment(Date.parse(wish.start), now)}</b>
        {wish.practitioner && ` with ${wish.practitioner}`}
        {wish.reason !== request.reason && `, for ${wish.reason}`}.
      </p>
      {can.wish && (
        <p class="buttons">
          <button type="button" class={`button small${request.state === 'booked' ? ' main' : ''}`} onClick={offer}>
            {practice.mode === 'own' || practice.mode === 'writes' ? 'See openings' : 'Move in the PMS, then link'}
          </button>
          <button type="button" class="button small" onClick={() => void desk.answering.keep(request)}>
            Keep {words.time(start)}
          </button>
        </p>
      )}
    </Band>
  )
}

function Unlinked({ portal, desk, request, practice }: Props) {
  const { answer } = request
  const words = portal.words.value
  return (
    <Band tone="warning" icon="link">
      <p>
        <b>Not yet in the PMS.</b>{' '}
        {answer &&
          `Accepted ${words.momentInSentence(Date.parse(answer.at), desk.now.value)} by ${whoWords(answer.by)}. `}
        Enter it in the PMS; each sync looks for it.
      </p>
      {practice.role !== 'read-only' && (
        <p class="buttons">
          <button type="button" class="button small" onClick={() => void desk.answering.accept(request, true)}>
            <Icon name="sync" />
            Try again
          </button>
        </p>
      )}
    </Band>
  )
}

function ToCancel({ desk, request, practice }: Props) {
  return (
    <Band tone="warning" icon="x">
      <p>
        <b>Cancelled by the patient: cancel it in your practice system.</b> Until then its time stays taken.
      </p>
      {practice.role !== 'read-only' && (
        <p class="buttons">
          <button type="button" class="button small main" onClick={() => void desk.answering.cancelledThere(request)}>
            Done
          </button>
        </p>
      )}
    </Band>
  )
}

function Band(props: { tone: 'plain' | 'warning'; icon: IconName; children: ComponentChildren }) {
  return (
    <div class={`note standing ${props.tone}`}>
      <Icon name={props.icon} />
      <div>{props.children}</div>
    </div>
  )
}
