import type { RequestRow } from '../../server/contract/desk.ts'
import { focusDetails, rowId } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { span } from '../model/words.ts'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'

const soonMs = 6 * 60 * 60 * 1000

/** One row: who, since when, what for, and only the facts that change what staff do next. */
export function RequestLink({ portal, desk, request }: { portal: Portal; desk: Desk; request: RequestRow }) {
  const words = portal.words.value
  const now = desk.now.value
  const start = Date.parse(request.start)
  const receivedAt = Date.parse(request.receivedAt)
  const isOverdue = words.isOverdue(receivedAt, now)
  const untilStart = start - now
  return (
    <a
      class="request"
      id={rowId(request.id)}
      data-request={request.id}
      href={formatRoute(desk.practice, request.id)}
      aria-current={desk.selected.value === request.id ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        portal.open(request.id)
        focusDetails()
      }}
    >
      <span class="name">
        {request.patient.given} {request.patient.family}
      </span>
      <span class={isOverdue ? 'age overdue' : 'age'} title={`Received ${words.moment(receivedAt, now)}`}>
        {isOverdue && <Icon name="clock" />}
        <span class="sr">, {isOverdue ? 'waiting for more than a working day, ' : 'waiting for '}</span>
        {span(now - receivedAt)}
      </span>
      <span class="when">{words.moment(start, now)}</span>
      <span class="why">
        {request.reason} ·{' '}
        {request.anyone ? (
          <>
            Anyone <span aria-hidden="true">→</span>
            <span class="sr">, assigned to</span> {request.practitioner}
          </>
        ) : (
          request.practitioner
        )}
      </span>
      <span class="tags">
        {untilStart <= 0 && (
          <Chip icon="warn" tone="danger">
            The time has passed
          </Chip>
        )}
        {untilStart > 0 && untilStart <= soonMs && (
          <Chip icon="clock" tone="warning">
            Starts in {span(untilStart)}
          </Chip>
        )}
        {!request.hasEmail && (
          <Chip icon="phone" tone="outline">
            No email, call
          </Chip>
        )}
        {request.isNewPatient && (
          <Chip icon="user" tone="outline">
            New patient
          </Chip>
        )}
      </span>
    </a>
  )
}
