import { matchAppointments } from './match-appointment.ts'
import type { AskedVisit, KnownAppointment, KnownPatient, Match, PatientMatch, Person } from './match-model.ts'
import { matchPatients } from './match-patient.ts'

export { matchAppointments } from './match-appointment.ts'
export { comparePatient, matchPatients } from './match-patient.ts'

/**
 * Which appointment of the practice management software is the one that a request asked for.
 *
 * Exact, so that it may be linked without asking anyone: one exact patient, with one exact appointment. None: nobody is
 * likely to be the patient, or nobody who is has an appointment that fits. All else is partial: staff choose the patient,
 * then the appointment. Where a patient is exact, others count only with an appointment at the very time that was asked for
 * (somebody took the twin's record).
 *
 * @param request - The person and the visit; instants in epoch ms. Not changed.
 * @param patients - Each with their appointments. The order of neither matters.
 * @example
 * match(
 *   {
 *     patient: { given: 'Ann', family: 'Roy', birthDate: '1990-05-06', mobile: null, email: 'ann@example.com' },
 *     start: now, end: now + 1_800_000, practitioners: ['kim'], reason: 'check',
 *   },
 *   [
 *     {
 *       id: 'p1', given: 'Ann', family: 'Roy', birthDate: '1990-05-06', mobile: null, email: 'ann@example.com',
 *       appointments: [{ id: 'a1', start: now, end: now + 1_800_000, practitioner: 'kim', reason: 'check', status: 'booked' }],
 *     },
 *   ],
 * ).kind // 'exact'
 */
export function match(
  request: AskedVisit & { readonly patient: Person },
  patients: readonly (KnownPatient & { readonly appointments: readonly KnownAppointment[] })[],
): Match {
  const { kind, candidates } = matchPatients(request.patient, patients)
  const appointmentsOf = new Map(patients.map(({ id, appointments }) => [id, appointments]))
  const all = candidates.map((candidate): PatientMatch => {
    return { ...candidate, appointments: matchAppointments(request, appointmentsOf.get(candidate.id)!) }
  })

  const [first] = all
  if (kind === 'exact') {
    const exact = first!.appointments.filter(({ isExact }) => isExact)
    const others = all.slice(1).filter(({ appointments }) => appointments.some(({ isExact }) => isExact))
    const likely = [first!, ...others]
    if (exact.length === 1) return { kind: 'exact', patient: first!, appointment: exact[0]!, patients: likely }
    return { kind: hasAny(likely) ? 'partial' : 'none', patients: likely }
  }
  // Of two who are equally likely, the one with an appointment helps; who has none stays visible below.
  const withFitting = all.filter(({ appointments }) => appointments.length > 0)
  const without = all.filter(({ appointments }) => appointments.length === 0)
  return { kind: withFitting.length > 0 ? 'partial' : 'none', patients: [...withFitting, ...without] }
}

const hasAny = (patients: readonly PatientMatch[]) => patients.some(({ appointments }) => appointments.length > 0)
