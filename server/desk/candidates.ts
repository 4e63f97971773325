import type { AppointmentStatus, Interval, KnownAppointment, KnownPatient } from '../../engine/index.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import type { Phones } from './phones.ts'

const DAY_MS = 86_400_000
/** A day more than matching looks at: it knows hours, and a day may have 25 of them. */
const DAYS_AROUND = 15

const live: ReadonlySet<AppointmentStatus> = new Set([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
])

/** Does it take place, or did it? */
export function isLive({ status }: Pick<StoredAppointment, 'status'>): boolean {
  return live.has(status)
}

/** Somebody whom the practice's schedule knows, with their appointments around a request. */
export interface Candidate extends KnownPatient {
  readonly appointments: readonly KnownAppointment[]
  /** The number as it stands in the schedule. */
  readonly typedMobile: string | null
}

export interface Candidates {
  readonly patients: readonly Candidate[]
  /** By id. */
  readonly appointments: ReadonlyMap<string, StoredAppointment>
}

/** Where in time appointments lie that may be what a request asks for. */
export function around({ start }: Pick<DeskRequest, 'start'>): Interval {
  return { start: start - DAYS_AROUND * DAY_MS, end: start + DAYS_AROUND * DAY_MS }
}

/** Whose appointments around a request's start may be what it asks for. */
export async function candidatesFor(
  reader: Reader,
  practice: string,
  request: DeskRequest,
  phones: Phones,
): Promise<Candidates> {
  return candidatesAmong(await reader.appointments(practice, around(request)), request, phones)
}

/**
 * The same of appointments that were read already: those that take place and that no other request led to.
 *
 * @param all - Those {@link around} the request, earliest first.
 */
export function candidatesAmong(
  all: readonly StoredAppointment[],
  { id }: Pick<DeskRequest, 'id'>,
  phones: Pick<Phones, 'international'>,
): Candidates {
  const free = all.filter((each) => each.patient && isLive(each) && (each.request ?? id) === id)
  const people = new Map<string, StoredAppointment[]>()
  for (const appointment of free) {
    const key = identityOf(appointment)
    const known = people.get(key)
    if (known) known.push(appointment)
    else people.set(key, [appointment])
  }
  return {
    patients: [...people.values()].map((appointments, i) => {
      return candidate(appointments[0]!.patientId ?? `person-${i + 1}`, appointments, phones)
    }),
    appointments: new Map(free.map((appointment) => [appointment.id, appointment])),
  }
}

/** Where the schedule doesn't say who is who, those of whom all is the same are one. */
function identityOf({ patientId, patient }: StoredAppointment): string {
  if (patientId) return patientId
  const { given, family, birthDate, mobile, email } = patient!
  return JSON.stringify([given, family, birthDate, mobile, email])
}

function candidate(
  id: string,
  appointments: readonly StoredAppointment[],
  phones: Pick<Phones, 'international'>,
): Candidate {
  const { mobile, ...person } = appointments[0]!.patient!
  const { phones: others, ...known } = appointments[0]!.knownAs ?? {}
  return {
    ...person,
    ...known,
    phones: others?.map((number) => phones.international(number)),
    id,
    mobile: mobile === null ? null : phones.international(mobile),
    typedMobile: mobile,
    appointments: appointments.map(({ id: appointment, start, end, practitioners, reason, status }) => ({
      id: appointment,
      start,
      end,
      practitioner: practitioners[0] ?? null,
      reason,
      status,
    })),
  }
}
