import type { AppointmentStatus } from '../../../engine/index.ts'
import type { FhirSource } from '../../contract/connection.ts'
import type { PmsAppointment, PmsName, Unreadable } from '../connector.ts'
import { type Json, objectIn, objectsIn, textIn } from './json.ts'
import { parsePatient } from './parse-patient.ts'
import { type Referred, referred } from './reference.ts'
import { readInstant } from './time.ts'

export interface Reading {
  readonly baseUrl: string
  /** IANA name, for times without an offset. */
  readonly timeZone: string
  /** Of visits that say neither their end nor how long they take. */
  readonly durationMinutes: number
  readonly statuses: FhirSource['statuses']
  readonly identifierSystem: string
  readonly now: number
  /** What came beside it, or was read since, by `Type/id` and by full address. */
  readonly beside: ReadonlyMap<string, Json>
  /** What somebody is called that was seen before, by PMS id. */
  readonly called: ReadonlyMap<string, string>
}

const MINUTE_MS = 60_000
const LONGEST_MINUTES = 7 * 24 * 60
const statuses: ReadonlySet<string> = new Set<AppointmentStatus>([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
  'cancelled',
  'noshow',
  'entered-in-error',
])
const ended: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error'])

/** What can't be read: where it stands, and what stands there. Never made of what may be about a patient. */
class Fault extends Error {}

/**
 * Reads an Appointment. One that takes no time in any case is left out when it can't be read, as is a place on a waiting
 * list; for all others that can't be read it says why, and whose time may be taken.
 *
 * @returns Null: left out.
 */
export function parseAppointment(resource: Json, reading: Reading): PmsAppointment | Unreadable | null {
  const id = `Appointment/${textIn(resource.id) ?? '?'}`
  let people: readonly string[] = []
  try {
    const written = resource.status
    if (written === 'waitlist') return null
    const actors = actorsOf(resource, reading)
    people = [...new Set(actors.filter(({ part }) => part === 'practitioner').map(({ who }) => who.id))]
    if (id === 'Appointment/?') throw new Fault('Appointment.id is missing.')
    if (typeof written !== 'string' || !statuses.has(written)) {
      throw new Fault(`Appointment.status is ${quoted(written, /^[\w-]{1,40}$/)}.`)
    }
    const status = reading.statuses[written as keyof FhirSource['statuses']] ?? (written as AppointmentStatus)
    const nameless = actors.find(({ part }) => part === 'nameless')
    if (nameless && people.length === 0) throw new Fault(`${nameless.path} doesn't say who it is.`)
    const chair = actors.find(({ part }) => part === 'chair')?.who.id ?? null
    const type = typeOf(resource) ?? serviceOf(actors)
    return {
      kind: 'appointment',
      id,
      status,
      ...timeOf(resource, reading),
      practitioners: people,
      chair,
      type: type?.id ?? null,
      patient: patientOf(actors, reading.now),
      key: keyOf(resource, reading.identifierSystem),
      createdAt: instantIn(resource.created, reading),
      version: versionOf(resource),
      names: [...namesOf(actors, reading), ...(type ? [type] : [])],
    }
  } catch (error) {
    if (typeof resource.status === 'string' && ended.has(resource.status)) return null
    const why = error instanceof Fault ? error.message : 'Appointment is not made as FHIR R4 has it.'
    return { kind: 'unreadable', id, practitioners: people, why }
  }
}

/** `Patient/…` of those an appointment is for, to be read where they didn't come along. */
export function patientsNamed(resource: Json, reading: Pick<Reading, 'baseUrl' | 'beside'>): readonly string[] {
  return objectsIn(resource.participant)
    .map((participant) => referred(objectIn(participant.actor), along(resource, reading)))
    .filter((who) => who?.type === 'Patient' && who.resource === null && who.id.startsWith('Patient/'))
    .map((who) => who!.id)
}

/** What a change must be made from; where the version never moves, the time of the last change does. */
export function versionOf(resource: Json): string | null {
  const meta = objectIn(resource.meta)
  const version = textIn(meta.versionId)
  const lastUpdated = textIn(meta.lastUpdated)
  return version === null && lastUpdated === null ? null : `${version ?? ''}@${lastUpdated ?? ''}`
}

interface Actor {
  readonly who: Referred
  readonly part: 'practitioner' | 'chair' | 'patient' | 'service' | 'none' | 'nameless'
  readonly path: string
}

const nobody: Referred = { id: '', type: null, resource: null, display: null }

function actorsOf(resource: Json, reading: Reading): readonly Actor[] {
  return objectsIn(resource.participant).map((participant, i) => {
    const path = `Appointment.participant[${i}].actor`
    if (participant.status === 'declined') return { who: nobody, part: 'none', path }
    const actor = objectIn(participant.actor)
    const who = referred(actor, along(resource, reading))
    // Without an actor it is a kind of person that is wanted; nobody's time.
    if (who === null) return { who: nobody, part: Object.keys(actor).length === 0 ? 'none' : 'nameless', path }
    return { who, part: partOf(who, participant), path }
  })
}

function along(resource: Json, { baseUrl, beside }: Pick<Reading, 'baseUrl' | 'beside'>) {
  const owner = `Appointment/${textIn(resource.id) ?? '?'}`
  return { owner, baseUrl, beside, contained: resource.contained }
}

function partOf(who: Referred, participant: Json): Actor['part'] {
  switch (who.type) {
    case 'Practitioner':
    case 'PractitionerRole':
    case 'CareTeam':
      return 'practitioner'
    // Some PMS keep everybody as persons; what they are here says the role.
    case 'Person':
      return isPatientRole(participant) ? 'patient' : 'practitioner'
    case 'Patient':
      return 'patient'
    case 'Location':
    case 'Device':
      return 'chair'
    case 'HealthcareService':
      return 'service'
    case 'RelatedPerson':
    case 'Group':
      return 'none'
    default:
      return 'nameless'
  }
}

function isPatientRole(participant: Json): boolean {
  const concepts = objectsIn(participant.type)
  const codes = concepts.flatMap((concept) => objectsIn(concept.coding).map((coding) => textIn(coding.code)))
  return [...codes, ...concepts.map((concept) => textIn(concept.text))].some(
    (text) => text !== null && /^(patient|pat|sbj|subject)$/i.test(text),
  )
}

function patientOf(actors: readonly Actor[], now: number) {
  for (const { who, part } of actors) {
    const patient = part === 'patient' && who.resource ? parsePatient(who.resource, now, who.id) : null
    if (patient) return patient
  }
  return null
}

function timeOf(resource: Json, reading: Reading): { readonly start: number; readonly end: number } {
  const start = timeIn(resource, 'start', reading)
  if (start === null) throw new Fault('Appointment.start is missing.')
  const end = timeIn(resource, 'end', reading)
  if (end === null) {
    const said = resource.minutesDuration
    const minutes = typeof said === 'number' && said > 0 && said <= LONGEST_MINUTES ? said : reading.durationMinutes
    return { start: start.earlier, end: start.later + minutes * MINUTE_MS }
  }
  if (end.later <= start.earlier) throw new Fault('Appointment.end is not after its start.')
  if (end.later - start.earlier > LONGEST_MINUTES * MINUTE_MS) {
    throw new Fault('Appointment.end is more than a week after its start.')
  }
  return { start: start.earlier, end: end.later }
}

function timeIn(resource: Json, field: 'start' | 'end', reading: Reading) {
  const written = resource[field]
  if (written === undefined || written === null) return null
  const read = typeof written === 'string' ? readInstant(written, reading.timeZone) : null
  if (read === null)
    throw new Fault(`Appointment.${field} is ${quoted(written, /^[\dTZ:.+ -]{1,40}$/)}, which is no time.`)
  return read
}

function instantIn(written: unknown, reading: Reading): number | null {
  return typeof written === 'string' ? (readInstant(written, reading.timeZone)?.earlier ?? null) : null
}

/** A value as it stands there, if it is such that it can't be about a patient. */
function quoted(value: unknown, safe: RegExp): string {
  if (value === undefined || value === null) return 'missing'
  return typeof value === 'string' && safe.test(value) ? `"${value}"` : 'something else'
}

function typeOf(resource: Json): PmsName | null {
  for (const field of ['serviceType', 'appointmentType', 'reasonCode']) {
    for (const concept of objectsIn(resource[field])) {
      for (const coding of objectsIn(concept.coding)) {
        const code = textIn(coding.code)
        if (code === null) continue
        const name = textIn(coding.display) ?? (field === 'reasonCode' ? code : (textIn(concept.text) ?? code))
        return { kind: 'type', id: `${textIn(coding.system) ?? ''}|${code}`, name }
      }
      // A reason without a code is what somebody wrote about a patient.
      const text = field === 'reasonCode' ? null : textIn(concept.text)
      if (text !== null) return { kind: 'type', id: `|${text}`, name: text }
    }
  }
  return null
}

function serviceOf(actors: readonly Actor[]): PmsName | null {
  const service = actors.find(({ part }) => part === 'service')?.who
  return service ? { kind: 'type', id: service.id, name: service.display ?? service.id } : null
}

function keyOf(resource: Json, system: string): string | null {
  const own = objectsIn(resource.identifier).find((identifier) => identifier.system === system)
  return textIn(own?.value)
}

function namesOf(actors: readonly Actor[], reading: Reading): readonly PmsName[] {
  return actors.flatMap(({ who, part }) =>
    part === 'practitioner' || part === 'chair'
      ? [{ kind: part, id: who.id, name: who.display ?? reading.called.get(who.id) ?? who.id }]
      : [],
  )
}
