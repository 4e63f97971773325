import type { Failure } from '../api.ts'
import { focusDetails, focusRow } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { Actions } from './actions.tsx'
import { Appointment } from './appointment.tsx'
import { DetailBones } from './bones.tsx'
import { DetailsBody } from './details-body.tsx'
import { DetailsHead } from './details-head.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'

/** What is open: all of a request, ready to be answered or typed into the practice's own system; or an appointment. */
export function Details({ portal, desk }: { portal: Portal; desk: Desk }) {
  const id = desk.selected.value
  const practice = portal.practice.value
  if (id === null || !practice) {
    const count = desk.rows.value?.length ?? 0
    return <div class="details none">{count > 0 && <p class="muted">Choose one to see its details.</p>}</div>
  }
  const request = desk.opened.request.value
  const appointment = desk.opened.appointment.value
  const failure = desk.opened.failure.value
  const known = request ?? appointment
  const back = () => {
    portal.close()
    focusRow(id)
  }
  return (
    <section class="details" key={id} aria-labelledby="details">
      <Steps portal={portal} desk={desk} back={back} />
      <DetailsHead known={known ?? desk.selectedRow.value} />
      {request && <Actions portal={portal} desk={desk} request={request} practice={practice} />}
      {request && <DetailsBody portal={portal} desk={desk} request={request} practice={practice} />}
      {appointment && (
        <Appointment portal={portal} practice={practice.id} appointment={appointment} now={desk.now.value} />
      )}
      {!known && !failure && <DetailBones />}
      {!known && failure && <NotRead desk={desk} failure={failure} back={back} />}
    </section>
  )
}

function NotRead({ desk, failure, back }: { desk: Desk; failure: Failure; back: () => void }) {
  const what = desk.open.value?.kind ?? 'request'
  if (failure.kind === 'not-found') {
    return (
      <Notice
        tone="danger"
        level="h2"
        title={`This ${what} is not here`}
        action={{ words: 'Back to the list', icon: 'left', act: back }}
      >
        The link may be old, or belong to another practice.
      </Notice>
    )
  }
  return (
    <Notice
      tone="danger"
      level="h2"
      title={`The ${what} could not be read`}
      technical={failure.code}
      action={{ words: 'Try again', icon: 'sync', act: desk.opened.read }}
    >
      {failureWords(failure)} The {what} itself is kept.
    </Notice>
  )
}

/** Back to the list (only where the list isn't beside it), which request of how many, and its neighbours. */
function Steps({ portal, desk, back }: { portal: Portal; desk: Desk; back: () => void }) {
  const at = desk.position.value
  const count = desk.search.isOn.value ? (desk.rows.value?.length ?? 0) : desk.list.value.total.value
  const isLast = at >= 0 && at === (desk.rows.value?.length ?? 0) - 1 && desk.list.value.next.value === null
  const step = async (steps: 1 | -1) => {
    const row = await desk.neighbour(desk.selected.value, steps)
    if (!row) return
    portal.openRow(row)
    focusDetails()
  }
  return (
    <div class="steps">
      <button type="button" class="button quiet back" onClick={back}>
        <Icon name="left" />
        <span aria-hidden="true">Back</span>
        <span class="sr">Back to the list</span>
      </button>
      {at >= 0 && (
        <span class="where">
          <span class="narrow-only">Request </span>
          {at + 1} of {count}
        </span>
      )}
      {at > 0 && (
        <button type="button" class="button quiet small icon-only" onClick={() => void step(-1)}>
          <Icon name="left" />
          <span class="sr">Previous request</span>
        </button>
      )}
      {at >= 0 && !isLast && (
        <button type="button" class="button quiet small icon-only" onClick={() => void step(1)}>
          <Icon name="right" />
          <span class="sr">Next request</span>
        </button>
      )}
    </div>
  )
}
