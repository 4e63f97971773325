import type { RequestDetail } from '../../server/contract/desk.ts'
import { reasonWords } from '../model/answer/words.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'

/** When and with whom; where staff have changed it, also what the patient had asked for, and why. */
export function VisitTime({ portal, request }: { portal: Portal; request: RequestDetail }) {
  const words = portal.words.value
  const start = Date.parse(request.start)
  const { asked } = request
  return (
    <>
      <p class="requested">
        {words.dayInFull(start)}, <span class="together">{words.timeRange(start, Date.parse(request.end))}</span>
      </p>
      <p>
        <span class="part">
          {request.reason} · {request.durationMinutes} min
        </span>
        <span class="between"> · </span>
        <span class="part">
          {request.anyone && 'Anyone available → '}
          {request.practitioner}
          {request.chair && ` · ${request.chair}`}
        </span>
      </p>
      {asked && (
        <p class="small asked-for">
          <span class="muted">Asked for </span>
          <s>
            {words.momentInFull(Date.parse(asked.start))}
            {asked.practitioner !== request.practitioner && `, ${asked.practitioner}`}
          </s>
          {request.changeCause && <span class="muted"> · {reasonWords(request.changeCause)}</span>}
        </p>
      )}
      {request.state === 'pending' && (
        <p class="held">
          <Icon name="check" />
          This request holds the place, nobody else is offered it.
        </p>
      )}
    </>
  )
}
