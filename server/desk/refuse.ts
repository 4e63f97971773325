import type { CancelBody, RejectBody } from '../contract/answer.ts'
import type { Settings } from '../contract/settings.ts'
import { type Desk, notChangeable, type Outcome, type Told } from './answering.ts'
import { giveUpPlaces, release } from './places.ts'

/** Rejects a request that waits: its places are free again. */
export async function reject(desk: Desk, { reason, tell }: RejectBody): Promise<Outcome> {
  const { request, settings, present, actor } = desk
  if (request.state !== 'pending') {
    throw notChangeable(
      request.state === 'booked'
        ? 'This request is accepted already. Cancel it instead.'
        : `This request is ${request.state}: it can no longer be rejected.`,
    )
  }
  await release(desk, request.id)
  return {
    changes: { state: 'rejected', answer: { at: present.snapshot.now, by: actor, reason }, wish: null },
    action: 'request-rejected',
    detail: { reason },
    tell: toldOf(settings, tell, 'request-rejected'),
  }
}

/**
 * Cancels an accepted visit. In a schedule of our own its appointment is cancelled too; elsewhere only staff can do that.
 * Who accepted it, and when, stays the request's answer.
 */
export async function cancel(desk: Desk, { reason, tell }: CancelBody): Promise<Outcome> {
  const { request, settings } = desk
  if (request.state !== 'booked') {
    throw notChangeable(
      request.state === 'pending'
        ? 'This request has not been accepted. Reject it instead.'
        : `This visit is ${request.state}: it can no longer be cancelled.`,
    )
  }
  await giveUpPlaces(desk, request, settings.mode, desk.actor)
  const isElsewhere = settings.mode !== 'own' && request.appointment !== null
  return {
    changes: { state: 'cancelled', wish: null },
    action: 'request-cancelled',
    detail: { reason, appointment: request.appointment, ...(isElsewhere ? { isElsewhere } : {}) },
    tell: toldOf(settings, tell, 'request-cancelled-by-practice'),
  }
}

function toldOf({ isCancellationTold }: Settings, tell: boolean, told: Told): Told | null {
  return isCancellationTold && tell ? told : null
}
