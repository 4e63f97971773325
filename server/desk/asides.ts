import type { z } from 'zod'
import { zoneAt } from '../availability.ts'
import type { KeepBody, NoteBody } from '../contract/answer.ts'
import { localIso } from '../dates.ts'
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

/** A note for colleagues. What it says stands in the request alone. */
export async function writeNote(_desk: Desk, { note }: z.infer<typeof NoteBody>): Promise<Outcome> {
  return { changes: { staffNote: note || null }, action: 'note-changed', tell: null }
}
