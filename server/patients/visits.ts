import type { PatientVisit } from '../contract/patients.ts'
import { nameOf, namesOf } from '../desk/view.ts'
import type { DeskRequest, StoredAppointment, StoredPractice } from '../store/model.ts'
import { isoOf } from './looking.ts'

const MOST_PAST = 100

/** Still to come, if they stand. */
const standing: ReadonlySet<PatientVisit['state']> = new Set(['pending', 'booked', 'arrived', 'proposed', 'checked-in'])

/** What is filed under a patient: a request and the appointment that it is are one visit. */
export interface Filed {
  readonly requests: readonly DeskRequest[]
  readonly appointments: readonly StoredAppointment[]
}

/** All visits of a patient. What is off or was never answered is past, though its time may not be. */
export function visitsOf(
  practice: StoredPractice,
  { requests, appointments }: Filed,
  now: number,
  nameFor: (actor: string) => string,
): { coming: PatientVisit[]; past: PatientVisit[] } {
  const linked = new Set(requests.flatMap(({ appointment }) => appointment ?? []))
  const alone = appointments.filter(({ id, takesTime = true }) => takesTime && !linked.has(id))
  const all = [
    ...requests.map((request) => ({
      end: request.end,
      start: request.start,
      visit: visitOfRequest(practice, request),
    })),
    ...alone.map((each) => ({ end: each.end, start: each.start, visit: visitOfAppointment(practice, each, nameFor) })),
  ].sort((a, b) => a.start - b.start)
  const isComing = ({ end, visit }: (typeof all)[number]) => end > now && standing.has(visit.state)
  return {
    coming: all.filter(isComing).map(({ visit }) => visit),
    past: all
      .filter((each) => !isComing(each))
      .reverse()
      .slice(0, MOST_PAST)
      .map(({ visit }) => visit),
  }
}

function visitOfRequest(practice: StoredPractice, request: DeskRequest): PatientVisit {
  const { file } = practice
  const iso = isoOf(practice)
  return {
    ...{ kind: 'request', id: request.id, reference: request.reference, state: request.state },
    ...{ start: iso(request.start), end: iso(request.end), reason: nameOf(file.reasons, request.reason) },
    practitioner: namesOf(file.practitioners, request.practitioners),
    ...{ isOnline: true, createdBy: null, createdAt: iso(request.createdAt) },
  }
}

function visitOfAppointment(
  practice: StoredPractice,
  appointment: StoredAppointment,
  nameFor: (actor: string) => string,
): PatientVisit {
  const { file } = practice
  const iso = isoOf(practice)
  const { id, status, start, end, reason, practitioners, createdBy, createdAt } = appointment
  return {
    ...{ kind: 'appointment', id, reference: null, state: status, start: iso(start), end: iso(end) },
    reason: reason === null ? null : nameOf(file.reasons, reason),
    practitioner: namesOf(file.practitioners, practitioners),
    isOnline: appointment.request != null,
    createdBy: createdBy == null ? null : createdBy === 'sync' ? 'pms' : nameFor(createdBy),
    createdAt: createdAt == null ? null : iso(createdAt),
  }
}
