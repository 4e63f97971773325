import type { RescheduleBody } from '../contract/answer.ts'
import type { DeskRequest, RequestChanges } from '../store/model.ts'
import { type Desk, notChangeable, type Outcome } from './answering.ts'
import { changesTo, differsFromNow, moveLinkEnd, type NewTime, timeDetail } from './changed-time.ts'
import { isBeyondCapacity } from './choosing.ts'
import { type ChosenTime, chooseFor, overruledDetail, visitOf } from './create.ts'
import { freeAppointment, takeOver } from './link.ts'
import { cancelAppointment, claim, release } from './places.ts'

/** A visit that moved. */
interface Moved {
  readonly to: NewTime
  readonly changes: RequestChanges
  readonly detail: Readonly<Record<string, unknown>>
}

/**
 * Moves an accepted visit. In a schedule that we write, its appointment moves; elsewhere staff have entered a new one,
 * which takes the place of the original. The patient is always told of another time, and a wish is answered by it.
 */
export async function reschedule(desk: Desk, { time, appointment, cause }: RescheduleBody): Promise<Outcome> {
  const { request, settings, present } = desk
  if (request.state !== 'booked') throw notChangeable('Only an accepted visit can be moved.')
  const isWritten = settings.mode === 'own' || settings.mode === 'writes'
  if ((time === undefined) === (appointment === undefined)) {
    throw notChangeable('Choose a time, or name the appointment that takes its place.')
  }
  if (time && !isWritten) {
    throw notChangeable('Your schedule is kept elsewhere. Enter the new appointment there first, then choose it here.')
  }
  if (appointment !== undefined && settings.mode === 'own') {
    throw notChangeable('Your schedule is kept here. Choose the new time.')
  }
  const moved = time ? await moveTo(desk, time) : await goOnWith(desk, appointment!)
  const { practice } = present
  await moveLinkEnd(desk, moved.to.end)
  const changes = { ...moved.changes, ...changesTo(present, request, moved.to, cause) }
  return {
    changes: { ...changes, wish: null },
    action: 'request-rescheduled',
    detail: { cause, ...moved.detail, ...timeDetail(practice, request, moved.to) },
    tell: differsFromNow(practice, request, moved.to) ? 'request-changed' : null,
  }
}

/** The same appointment at another time; of a request that is none yet, its own places move. */
async function moveTo(desk: Desk, time: ChosenTime): Promise<Moved> {
  const { transaction, present, request } = desk
  const reason = reasonAt(request, Date.parse(time.start))
  const chosen = chooseFor(desk, time, reason)
  const visit = visitOf(desk, chosen.slot, reason)
  // Old and new place may overlap, so the old one is given up first; when the new one can't be had, nothing of this stands.
  const holder = request.appointment ?? request.id
  await release(desk, holder)
  await claim(desk, { ...visit, id: holder }, isBeyondCapacity(chosen))
  if (request.appointment !== null) {
    await transaction.changeAppointment(present.practice.file.id, request.appointment, visit)
  }
  const { bufferBeforeMinutes, bufferAfterMinutes } = visit
  return {
    to: visit,
    changes: { reason, bufferBeforeMinutes, bufferAfterMinutes },
    detail: {
      appointment: request.appointment,
      ...(reason === request.reason ? {} : { reason }),
      ...overruledDetail(chosen),
    },
  }
}

/** The patient who wished for that very time may have wished for another kind of visit, too. */
export function reasonAt({ wish, reason }: Pick<DeskRequest, 'wish' | 'reason'>, start: number): string {
  return wish?.start === start ? wish.reason : reason
}

/** The appointment that staff entered elsewhere takes the place of the original, which is cancelled here. */
async function goOnWith(desk: Desk, id: string): Promise<Moved> {
  const { request } = desk
  const appointment = await freeAppointment(desk, id)
  if (request.appointment !== null && request.appointment !== id) await cancelAppointment(desk, request.appointment)
  await takeOver(desk, appointment)
  return { to: appointment, changes: { appointment: id }, detail: { appointment: id, instead: request.appointment } }
}
