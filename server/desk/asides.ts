import type { z } from 'zod'
import { zoneAt } from '../availability.ts'
import type { CancelledThereBody, KeepBody, NoteBody } from '../contract/answer.ts'
import { localIso } from '../dates.ts'
import { CANCELLED_THERE } from '../store/desk-reading.ts'
import { type Desk, notChangeable, type Outcome } from './answering.ts'

/** The patient asked for another time, and the visit stays as it is. */
export async function keep({ request, present }: Desk, _body: z.infer<typeof KeepBody>): Promise<Outcome> {
  const { wish } = request
  if (!wish) throw notChangeable('The patient does not ask for another time.')
  return {
    changes: { wish: null },
    action: 'wish-declined',
    detail: { start: localIso(wish.start, zoneAt(present.practice, request.location)) },
    tell: 'wish-declined',
  }
}

/**
 * Staff have cancelled in their own system what the patient cancelled here. Its time stays taken until that system says so
 * too: nothing is offered on somebody's word.
 */
export async function cancelledThere({ request }: Desk, _body: z.infer<typeof CancelledThereBody>): Promise<Outcome> {
  if (request.state !== 'cancelled' || request.appointment === null) {
    throw notChangeable('Only a cancelled visit that was linked to an appointment can be cancelled there.')
  }
  const { appointment } = request
  return { changes: {}, action: CANCELLED_THERE, detail: { appointment }, tell: null }
}

/** A note for colleagues. What it says stands in the request alone. */
export async function writeNote(_desk: Desk, { note }: z.infer<typeof NoteBody>): Promise<Outcome> {
  return { changes: { staffNote: note || null }, action: 'note-changed', tell: null }
}
