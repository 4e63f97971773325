import type { RequestRow } from '../../server/contract/desk.ts'
import { focusDetails, rowId } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatAppointment, formatRoute } from '../model/route.ts'
import { nameOf, stateOf } from '../model/row-words.ts'
import { span } from '../model/words.ts'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'

const soonMs = 6 * 60 * 60 * 1000

/** One row: who, since when, what for, and only the facts that change what staff do next. */
export function RequestLink(props: {
  portal: Portal
  desk: Desk
  request: RequestRow
  isOpen: boolean
  isUnread: boolean
}) {
  const { portal, desk, request, isOpen, isUnread } = props
  const words = portal.words.value
  const now = desk.now.value
  const start = Date.parse(request.start)
  const untilStart = start - now
  const state = stateOf(request)
  const isWaiting = request.state === 'pending'
  /** Is there something to do about it? */
  const isOpenCase = isWaiting || request.hasWish || request.isUnlinked || request.isToCancel
  const isVisit = !isWaiting && (desk.tab.value === 'today' || desk.tab.value === 'upcoming')
  return (
    <a
      class="request"
      id={rowId(request.id)}
      data-request={request.id}
      href={
        request.kind === 'request'
          ? formatRoute(desk.practice, request.id, desk.tab.value) + portal.filter.value
          : formatAppointment(desk.practice, request.id)
      }
      aria-current={isOpen ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        portal.openRow(request)
        focusDetails()
      }}
    >
      <span class="name">
        {isUnread && <span class="dot" aria-hidden="true" />}
        {nameOf(request)}
        {isUnread && <span class="sr">, unread</span>}
      </span>
      {state && <span class="age">{state}</span>}
      {isWaiting && request.receivedAt && (
        <Age portal={portal} desk={desk} receivedAt={Date.parse(request.receivedAt)} />
      )}
      <span class="when">{words.moment(start, now)}</span>
      <span class="why">
        {request.reason && `${request.reason} · `}
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
        {isWaiting && untilStart <= 0 && (
          <Chip icon="warn" tone="danger">
            The time has passed
          </Chip>
        )}
        {isWaiting && untilStart > 0 && untilStart <= soonMs && (
          <Chip icon="clock" tone="warning">
            Starts in {span(untilStart)}
          </Chip>
        )}
        {request.hasWish && (
          <Chip icon="undo" tone="warning">
            Asks for another time
          </Chip>
        )}
        {request.isUnlinked && portal.practice.value?.mode !== 'own' && (
          <Chip icon="link" tone="warning">
            Not yet in the PMS
          </Chip>
        )}
        {request.match && (
          <Chip icon="link" tone={request.match.isExact ? 'success' : 'accent'}>
            {matchWords(request.match)}
          </Chip>
        )}
        {request.isToCancel && (
          <Chip icon="x" tone="warning">
            Cancel in the PMS
          </Chip>
        )}
        {isOpenCase && request.hasGuardian && (
          <Chip icon="users" tone="outline">
            Guardian
          </Chip>
        )}
        {isOpenCase && !request.hasEmail && request.kind === 'request' && (
          <Chip icon="phone" tone="outline">
            No email, call
          </Chip>
        )}
        {isVisit && request.receivedAt && (
          <Chip icon="inbox" tone="outline">
            Online appointment
          </Chip>
        )}
        {isOpenCase && request.isNewPatient && (
          <Chip icon="user" tone="outline">
            New patient
          </Chip>
        )}
      </span>
    </a>
  )
}

function matchWords({ isExact, appointments }: NonNullable<RequestRow['match']>): string {
  if (isExact) return 'Match found'
  return appointments === 1 ? '1 possible match' : `${appointments} possible matches`
}

function Age({ portal, desk, receivedAt }: { portal: Portal; desk: Desk; receivedAt: number }) {
  const words = portal.words.value
  const now = desk.now.value
  const isOverdue = words.isOverdue(receivedAt, now)
  return (
    <span class={isOverdue ? 'age overdue' : 'age'} title={`Received ${words.moment(receivedAt, now)}`}>
      {isOverdue && <Icon name="clock" />}
      <span class="sr">, {isOverdue ? 'waiting for more than a working day, ' : 'waiting for '}</span>
      {span(now - receivedAt)}
    </span>
  )
}
