import { localIso } from '../../server/dates.ts'
import { readLocal } from '../../server/pms/local-time.ts'
import type { FhirStore, Resource } from './fhir-store.ts'

/* The front desk's own view of what is kept as FHIR. */

export interface Named {
  readonly id: string
  readonly name: string
}

export interface VisitType extends Named {
  readonly durationMinutes: number
}

export type Status = 'booked' | 'arrived' | 'fulfilled' | 'noshow' | 'cancelled'

/** An appointment as the front desk reads it. */
export interface Visit {
  readonly id: string
  /** `YYYY-MM-DD` and `HH:MM` where the practice is. */
  readonly date: string
  readonly time: string
  readonly endTime: string
  readonly minutes: number
  /** Epoch ms. */
  readonly start: number
  readonly status: string
  readonly patient: Person | null
  readonly practitioner: string | null
  readonly chair: string | null
  readonly type: string | null
}

export interface Person {
  readonly id: string
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string
  readonly email: string
}

/** When and with whom. */
export interface Place {
  readonly start: number
  readonly minutes: number
  readonly practitioner: string
  readonly chair: string | null
  readonly type: string | null
}

export interface Book {
  on(date: string): readonly Visit[]
  visit(id: string): Visit | null
  /** By family name. */
  people(): readonly Person[]
  addPerson(person: Omit<Person, 'id'>): string
  add(place: Place, patientId: string): string
  move(id: string, place: Place): void
  setStatus(id: string, status: Status): void
  remove(id: string): void
}

export const TYPE_SYSTEM = 'urn:front-desk:visit-type'
const MINUTE_MS = 60_000

export function openBook(store: FhirStore, timeZone: string): Book {
  const visitOf = (resource: Resource): Visit | null => {
    const start = Date.parse(String(resource.start))
    const end = Date.parse(String(resource.end))
    if (Number.isNaN(start) || Number.isNaN(end)) return null
    const local = localIso(start, timeZone)
    const coding = (resource.serviceType as { coding?: { code?: string }[] }[] | undefined)?.[0]?.coding?.[0]
    return {
      id: resource.id!,
      date: local.slice(0, 10),
      time: local.slice(11, 16),
      endTime: localIso(end, timeZone).slice(11, 16),
      minutes: Math.round((end - start) / MINUTE_MS),
      start,
      status: String(resource.status),
      patient: personOf(store.read('Patient', actorOf(resource, 'Patient') ?? '')),
      practitioner: actorOf(resource, 'Practitioner'),
      chair: actorOf(resource, 'Location'),
      type: coding?.code ?? null,
    }
  }
  const change = (id: string, changes: Readonly<Record<string, unknown>>) => {
    const resource = store.read('Appointment', id)
    if (resource) store.put({ ...resource, ...changes })
  }

  return {
    on: (date) =>
      store
        .all('Appointment')
        .filter((resource) => isNear(String(resource.start), date))
        .flatMap((resource) => visitOf(resource) ?? [])
        .filter((visit) => visit.date === date)
        .sort((a, b) => a.start - b.start || a.id.localeCompare(b.id)),
    visit(id) {
      const resource = store.read('Appointment', id)
      return resource && visitOf(resource)
    },
    people: () =>
      store
        .all('Patient')
        .flatMap((resource) => personOf(resource) ?? [])
        .sort((a, b) => a.family.localeCompare(b.family) || a.given.localeCompare(b.given)),
    addPerson(person) {
      return store.put(patientResource(person)).id!
    },
    add(place, patientId) {
      const participant = [taking(`Patient/${patientId}`), ...othersOf(place)]
      return store.put({ resourceType: 'Appointment', status: 'booked', ...fieldsOf(place), participant }).id!
    },
    move(id, place) {
      const before = (store.read('Appointment', id)?.participant ?? []) as Participant[]
      const kept = before.filter(({ actor }) => !/^(Practitioner|Location)\//.test(actor?.reference ?? ''))
      change(id, { ...fieldsOf(place), participant: [...kept, ...othersOf(place)] })
    },
    setStatus: (id, status) => change(id, { status }),
    remove: (id) => store.remove('Appointment', id),
  }
}

/** The instant of a date and time as the practice's clocks show it; of two the first. Null: there is none. */
export function startOf(date: string, time: string, timeZone: string): number | null {
  return readLocal(date, time, timeZone)?.earlier ?? null
}

export function patientResource(
  { given, family, birthDate, mobile, email }: Omit<Person, 'id'>,
  id?: string,
): Resource {
  return {
    resourceType: 'Patient',
    ...(id === undefined ? {} : { id }),
    active: true,
    name: [{ use: 'official', given: given.split(' ').filter(Boolean), family }],
    birthDate,
    telecom: [
      ...(mobile === '' ? [] : [{ system: 'phone', use: 'mobile', value: mobile }]),
      ...(email === '' ? [] : [{ system: 'email', value: email }]),
    ],
  }
}

interface Participant {
  readonly actor?: { readonly reference?: string }
}

export const taking = (reference: string) => ({ actor: { reference }, status: 'accepted' })

/** Fields of an Appointment that say when and what. */
export function fieldsOf({ start, minutes, type }: Pick<Place, 'start' | 'minutes' | 'type'>) {
  return {
    start: new Date(start).toISOString(),
    end: new Date(start + minutes * MINUTE_MS).toISOString(),
    minutesDuration: minutes,
    ...(type === null ? {} : { serviceType: [{ coding: [{ system: TYPE_SYSTEM, code: type }] }] }),
  }
}

function othersOf({ practitioner, chair }: Place) {
  return [taking(`Practitioner/${practitioner}`), ...(chair === null ? [] : [taking(`Location/${chair}`)])]
}

function actorOf(resource: Resource, type: string): string | null {
  const participants = (resource.participant ?? []) as Participant[]
  const references = participants.map(({ actor }) => actor?.reference ?? '')
  return references.find((reference) => reference.startsWith(`${type}/`))?.slice(type.length + 1) ?? null
}

function personOf(resource: Resource | null): Person | null {
  if (!resource) return null
  const [name] = (resource.name ?? []) as { given?: string[]; family?: string }[]
  const telecom = (resource.telecom ?? []) as { system?: string; value?: string }[]
  const first = (system: string) => telecom.find((each) => each.system === system)?.value ?? ''
  return {
    id: resource.id!,
    given: name?.given?.join(' ') ?? '',
    family: name?.family ?? '',
    birthDate: String(resource.birthDate ?? ''),
    mobile: first('phone'),
    email: first('email'),
  }
}

/** Cheap: nothing is on a date whose UTC date is further off than a day. */
function isNear(start: string, date: string): boolean {
  return Math.abs(Date.parse(start) - Date.parse(`${date}T12:00:00Z`)) < 36 * 60 * MINUTE_MS
}
