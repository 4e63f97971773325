import type { Slot } from '../../engine/index.ts'
import type { AcceptBody, ChangeCause } from '../contract/answer.ts'
import type { ConnectionMode } from '../contract/desk.ts'
import { visitIn } from '../placing.ts'
import type { StoredAppointment } from '../store/model.ts'
import type { Accepted } from './accept.ts'
import { type Desk, notChangeable } from './answering.ts'
import { changesTo, moveLinkEnd, timeDetail } from './changed-time.ts'
import { type Choice, type Chosen, chooseSlot, isBeyondCapacity } from './choosing.ts'
import { claim, patientsOf, release } from './places.ts'

/** A time as staff choose it. */
export type ChosenTime = NonNullable<Extract<AcceptBody['how'], { kind: 'create' }>['time']>

/**
 * Makes a request's appointment in our own book: at the time asked for, or another. Its places go from the request to the
 * appointment.
 */
export async function createAppointment(
  desk: Desk,
  time: ChosenTime | undefined,
  cause: ChangeCause | undefined,
): Promise<Accepted> {
  const { transaction, present, settings, request, actor } = desk
  refuseUnlessMade(settings.mode)
  const { practice, snapshot } = present
  const { file } = practice
  const chosen = time ? chooseFor(desk, time, request.reason) : chooseAsAsked(desk)
  const visit = visitOf(desk, chosen.slot, request.reason)
  const changes = changesTo(present, request, visit, cause)
  const appointment: StoredAppointment = {
    ...visit,
    id: crypto.randomUUID(),
    status: 'booked',
    patient: request.patient,
    filedUnder: request.filedUnder ?? null,
    request: request.id,
    createdAt: snapshot.now,
    createdBy: actor,
  }
  await release(desk, request.id)
  await claim(desk, appointment, isBeyondCapacity(chosen))
  await transaction.addAppointment(file.id, appointment)
  await moveLinkEnd(desk, visit.end)
  return {
    changes: { ...changes, appointment: appointment.id },
    action: 'request-accepted',
    detail: { appointment: appointment.id, ...timeDetail(practice, request, visit), ...overruledDetail(chosen) },
    isMoved: visit.start !== request.start,
  }
}

/** Where accepting makes no appointment, says what to do instead. */
function refuseUnlessMade(mode: ConnectionMode): void {
  if (mode === 'reads') {
    throw notChangeable('Your schedule is kept in your own software. Enter the appointment there, then link it here.')
  }
  if (mode === 'link-only') {
    throw notChangeable('The connected schedule cannot be written to. Enter the appointment there, then link it here.')
  }
}

/** What staff chose, at the request's location. */
export function chooseFor({ present, request }: Desk, time: ChosenTime, reason: string): Chosen {
  const { practitioner, chair, overrule } = time
  const choice: Choice = { reason, practitioner, chair, location: request.location, start: Date.parse(time.start) }
  return chooseSlot(present.snapshot, present.practice.file, request, choice, overrule)
}

/** As the request stands. It was asked for in time, so the notice has been kept however late it is answered. */
export function chooseAsAsked({ present, request }: Desk): Chosen {
  const { reason, practitioners, location, start } = request
  const chairs = present.snapshot.compiled.reasons.get(reason)?.chairs
  const chair = request.chair !== null && chairs?.includes(request.chair) ? request.chair : null
  const choice: Choice = { reason, practitioner: practitioners[0], chair, location, start }
  const { slot, overruled } = chooseSlot(present.snapshot, present.practice.file, request, choice, ['too-soon'])
  return { slot, overruled: overruled.filter((rule) => rule !== 'too-soon') }
}

/** What an appointment in a slot takes. */
export function visitOf({ present, request }: Desk, slot: Slot, reasonId: string) {
  const reason = present.snapshot.compiled.reasons.get(reasonId)!
  return { ...visitIn(slot, reason), patients: patientsOf(request) }
}

/** Rules that staff overruled, for the audit. */
export function overruledDetail({ overruled }: Chosen): { overruled?: readonly string[] } {
  return overruled.length > 0 ? { overruled } : {}
}
