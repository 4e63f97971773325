import type { AcceptBody, ChangeCause } from '../contract/answer.ts'
import { ProblemError } from '../problem.ts'
import type { StoredAppointment } from '../store/model.ts'
import type { Accepted } from './accept.ts'
import type { Desk } from './answering.ts'
import { isLive } from './candidates.ts'
import { changesTo, differsFromAsked, moveLinkEnd, timeDetail } from './changed-time.ts'
import { countPatients, patientsOf, release } from './places.ts'

type Link = Extract<AcceptBody['how'], { kind: 'link' }>

/**
 * Makes a request the appointment that stands in the schedule: its time is the appointment's from now on, and its own
 * places are given up, since the appointment takes them.
 *
 * @throws ProblemError `needs-confirmation` when the appointment isn't what was asked for and that wasn't said.
 */
export async function linkTo(
  desk: Desk,
  { appointment: id, isCorrected }: Link,
  cause: ChangeCause | undefined,
): Promise<Accepted> {
  const { request, present } = desk
  const { practice } = present
  const appointment = await freeAppointment(desk, id)
  if (differsFromAsked(practice, request, appointment) && !isCorrected) {
    throw new ProblemError(
      'needs-confirmation',
      'The appointment is not what the patient asked for. Confirm that the request is corrected.',
      { errors: [{ pointer: '/how/isCorrected', detail: 'Confirm that the request is corrected.' }] },
    )
  }
  const changes = changesTo(present, request, appointment, cause)
  await takeOver(desk, appointment)
  return {
    changes: { ...changes, appointment: id },
    action: 'request-linked',
    detail: { appointment: id, ...timeDetail(practice, request, appointment) },
    isMoved: appointment.start !== request.start,
  }
}

/**
 * An appointment that a request may become.
 *
 * @throws ProblemError when there is none, it doesn't take place, or another request led to it.
 */
export async function freeAppointment({ transaction, present, request }: Desk, id: string): Promise<StoredAppointment> {
  const appointment = await transaction.appointment(present.practice.file.id, id)
  if (!appointment) throw new ProblemError('not-found', 'There is no such appointment.')
  if (!isLive(appointment)) {
    throw new ProblemError('changed-meanwhile', 'This appointment no longer takes place. Compare again.')
  }
  if ((appointment.request ?? request.id) !== request.id) throw linkedAlready()
  return appointment
}

/** The request's places are given up, and the appointment says where it came from. */
export async function takeOver(desk: Desk, appointment: StoredAppointment): Promise<void> {
  const { transaction, present, request } = desk
  const { id } = present.practice.file
  if (!(await transaction.linkAppointment(id, appointment.id, request.id))) throw linkedAlready()
  await release(desk, request.id)
  await countPatients(desk, appointment, patientsOf(request))
  await moveLinkEnd(desk, appointment.end)
}

function linkedAlready(): ProblemError {
  return new ProblemError('changed-meanwhile', 'This appointment is linked to another online request already.')
}
