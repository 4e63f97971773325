import { focusDetails, focusRow } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { DetailBones } from './bones.tsx'
import { DetailsBody } from './details-body.tsx'
import { DetailsHead } from './details-head.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'

/** The open request: all of it, ready to be typed into the practice's own system. */
export function Details({ portal, desk }: { portal: Portal; desk: Desk }) {
  const id = desk.selected.value
  if (id === null) {
    const count = desk.requests.value?.length ?? 0
    return <div class="details none">{count > 0 && <p class="muted">Choose a request to see its details.</p>}</div>
  }
  const detail = desk.detail.value
  const failure = desk.detailFailure.value
  const row = detail ?? desk.selectedRow.value
  const back = () => {
    portal.close()
    focusRow(id)
  }
  return (
    <section class="details" key={id} aria-labelledby="details">
      <Steps portal={portal} desk={desk} back={back} />
      <DetailsHead request={row} hasGuardian={detail?.guardian != null} />
      {detail && <DetailsBody portal={portal} request={detail} now={desk.now.value} />}
      {!detail && !failure && <DetailBones />}
      {!detail && failure?.kind === 'not-found' && (
        <Notice
          tone="danger"
          level="h2"
          title="This request is not here"
          action={{ words: 'Back to the list', icon: 'left', act: back }}
        >
          The link may be old, or belong to another practice.
        </Notice>
      )}
      {!detail && failure && failure.kind !== 'not-found' && (
        <Notice
          tone="danger"
          level="h2"
          title="The request could not be read"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: desk.readDetail }}
        >
          {failureWords(failure)} The request itself is kept.
        </Notice>
      )}
    </section>
  )
}

/** Back to the list (only where the list isn't beside it), which request of how many, and its neighbours. */
function Steps({ portal, desk, back }: { portal: Portal; desk: Desk; back: () => void }) {
  const at = desk.position.value
  const count = desk.requests.value?.length ?? 0
  const step = (steps: 1 | -1) => {
    const id = desk.neighbour(desk.selected.value, steps)
    if (id === null) return
    portal.open(id)
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
        <button type="button" class="button quiet small icon-only" onClick={() => step(-1)}>
          <Icon name="left" />
          <span class="sr">Previous request</span>
        </button>
      )}
      {at >= 0 && at < count - 1 && (
        <button type="button" class="button quiet small icon-only" onClick={() => step(1)}>
          <Icon name="right" />
          <span class="sr">Next request</span>
        </button>
      )}
    </div>
  )
}
