import type { AcceptBody } from '../contract/answer.ts'
import type { ConnectionMode } from '../contract/desk.ts'
import type { DeskRequest, RequestChanges } from '../store/model.ts'
import { type Desk, notChangeable, type Outcome } from './answering.ts'
import { createAppointment } from './create.ts'
import { linkTo } from './link.ts'

/** What is told once a request is accepted, with its time the same or another. */
export interface Accepted {
  readonly changes: RequestChanges
  readonly action: string
  readonly detail: Readonly<Record<string, unknown>>
  /** Does the patient come at another time than they know of? */
  readonly isMoved: boolean
}

/**
 * Accepts a request: it is an appointment of the schedule, or becomes one, or will be entered elsewhere. One that was
 * accepted and is no appointment yet can become one later.
 */
export async function accept(desk: Desk, { how, cause, mail }: AcceptBody): Promise<Outcome> {
  const { request, settings, present, actor } = desk
  refuseUnlessWaiting(request, how.kind === 'unlinked')
  const accepted =
    how.kind === 'link'
      ? await linkTo(desk, how, cause)
      : how.kind === 'create'
        ? await createAppointment(desk, how.time, cause)
        : leaveUnlinked(settings.mode)
  const isAnswered = request.state === 'booked'
  const answer = isAnswered ? {} : { answer: { at: present.snapshot.now, by: actor, reason: null } }
  return {
    changes: { ...accepted.changes, ...answer, state: 'booked' },
    action: accepted.action,
    detail: { how: how.kind, ...accepted.detail, ...(cause === undefined ? {} : { cause }) },
    tell: accepted.isMoved ? 'request-changed' : toTell(mail, isAnswered),
  }
}

/** Whoever was accepted before was asked about then: only an outright yes tells them once more. */
function toTell(mail: AcceptBody['mail'], isAnswered: boolean): Outcome['tell'] {
  if (mail === 'yes') return 'request-confirmed'
  return mail === 'ask' && !isAnswered ? 'ask' : null
}

function refuseUnlessWaiting({ state, appointment }: DeskRequest, isToStayUnlinked: boolean): void {
  if (state === 'pending' || (state === 'booked' && appointment === null && !isToStayUnlinked)) return
  throw notChangeable(
    state === 'booked'
      ? 'This request is accepted already.'
      : `This request is ${state}: it can no longer be accepted.`,
  )
}

/** Its places stay claimed by the request itself until it is linked. */
function leaveUnlinked(mode: ConnectionMode): Accepted {
  if (mode === 'own') throw notChangeable('Your schedule is kept here: accepting makes the appointment.')
  if (mode === 'link-only') {
    throw notChangeable(
      'Here a request is accepted by linking it. Enter the appointment in your PMS, then link it here.',
    )
  }
  return { changes: {}, action: 'request-accepted', detail: {}, isMoved: false }
}
