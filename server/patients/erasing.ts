import { ProblemError } from '../problem.ts'
import type { StoredPatient } from '../store/model.ts'
import { type Change, changedMeanwhile, notePatient } from './changing.ts'

const waiting: ReadonlySet<string> = new Set(['pending', 'booked', 'arrived'])
const over: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error', 'fulfilled'])

/**
 * Erases one person at their wish: the record with consents, invitations and account, all messages, and what names them in
 * their requests and appointments. That there were visits stays, so that reports still add up; of the person the log of
 * changes holds nothing but the id.
 *
 * Where the practice keeps its schedule in its own software (PMS), they are erased here only: once something about them
 * changes there, it comes in again, under a new patient. They must be erased there first.
 *
 * @throws ProblemError `not-changeable` while a visit is ahead, or something is being written into the PMS.
 */
export async function erasePatient(change: Change, patient: StoredPatient): Promise<void> {
  const { transaction, practice, now } = change
  const { id } = practice.file
  // Whoever sends a request just now is waited for, and then seen.
  if (!(await transaction.notePatientActive(id, patient.id, now))) throw changedMeanwhile()
  const requests = await transaction.requestsOfPatient(id, patient.id)
  const appointments = await transaction.appointmentsOfPatient(id, patient.id)
  const isAhead =
    requests.some(({ state, end }) => waiting.has(state) && end > now) ||
    appointments.some(({ status, end }) => !over.has(status) && end > now)
  if (isAhead) {
    throw new ProblemError('not-changeable', 'A visit of this patient is ahead. Cancel it, or wait until it is over.')
  }
  for (const request of requests) {
    if (await transaction.pmsWrite(id, request.id)) {
      throw new ProblemError(
        'not-changeable',
        'A visit of this patient is being written into your own software. Look again later.',
      )
    }
  }
  await transaction.erasePatient(id, patient.id, now)
  await notePatient(change, patient, 'patient-erased', { requests: requests.length, appointments: appointments.length })
}
