import { queueCancel } from '../pms/write/cancelling.ts'
import type { AskedTime, StoredAppointment } from '../store/model.ts'
import { type Desk, notChangeable, type Outcome } from './answering.ts'
import { firstAsked, moveLinkEnd, timeDetail } from './changed-time.ts'
import { cancelAppointment, claimAsItStands, countPatients, patientsOf } from './places.ts'

/**
 * Takes a link back: the request waits again, at the time that was asked for. An appointment that accepting made here goes
 * with it; one that was in the schedule stays there.
 */
export async function unlink(desk: Desk): Promise<Outcome> {
  const { transaction, present, request } = desk
  const { practice, snapshot } = present
  const { id } = practice.file
  if (request.state !== 'booked' || request.appointment === null) {
    throw notChangeable('Only an accepted request that is linked to an appointment can be unlinked.')
  }
  const asked = firstAsked(request) as AskedTime & { practitioners: [string, ...string[]] }
  if (asked.start <= snapshot.now) {
    throw notChangeable('The time that was asked for has passed, so the request cannot wait again. Cancel it instead.')
  }
  const appointment = await transaction.appointment(id, request.appointment)
  const isOurs = appointment !== null && isMadeHere(appointment, request.id)
  const isElsewhere = isOurs && (await queueCancel(desk, request.id, appointment.id, desk.actor))
  if (isElsewhere) await transaction.changeAppointment(id, appointment.id, { request: null })
  else if (isOurs) await cancelAppointment(desk, appointment.id)
  else if (appointment) {
    await transaction.changeAppointment(id, appointment.id, { request: null })
    await countPatients(desk, appointment, null)
  }
  const { start, end, practitioners, chair } = asked
  // It stood there first: whatever has been given its place since, the patient was told that it waits.
  await claimAsItStands(desk, { ...request, start, end, practitioners, chair, patients: patientsOf(request) })
  await moveLinkEnd(desk, end)
  return {
    changes: {
      state: 'pending',
      appointment: null,
      answer: null,
      asked: null,
      changeCause: null,
      start,
      end,
      practitioners,
      chair,
    },
    action: 'request-unlinked',
    detail: { appointment: request.appointment, ...timeDetail(practice, request, asked) },
    tell: null,
  }
}

function isMadeHere({ request, createdBy }: StoredAppointment, id: string): boolean {
  return request === id && createdBy?.startsWith('staff:') === true
}
