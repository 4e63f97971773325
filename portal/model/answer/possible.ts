import type { Me, RequestDetail } from '../../../server/contract/desk.ts'

export type Possible = ReturnType<typeof possibleFor>

/**
 * What may be done with a request, by where it stands, who looks at it and how the schedule is joined; nothing while an answer
 * is on its way into the practice system.
 */
export function possibleFor(request: RequestDetail, practice: Pick<Me['practices'][number], 'role' | 'mode'>) {
  const may = practice.role !== 'read-only' && request.writing === null
  const isPending = may && request.state === 'pending'
  const isBooked = may && request.state === 'booked'
  const isLinked = request.appointment !== null
  /** Can an appointment be made or moved from here? */
  const isWritten = practice.mode === 'own' || practice.mode === 'writes'
  return {
    /** Whether the reader may change anything at all. */
    change: may,
    accept: isPending,
    link: isPending || (isBooked && !isLinked),
    reject: isPending,
    /** At another time, or with somebody else. Where nothing can be made, an appointment must be there to link. */
    anotherTime: isPending && isWritten,
    reschedule: isBooked,
    /** A visit that was accepted; a request that waits is rejected instead. */
    cancel: isBooked,
    unlink: isBooked && isLinked,
    /** The patient's wish for another time waits for an answer. */
    wish: (isPending || isBooked) && request.wish !== null,
  }
}
