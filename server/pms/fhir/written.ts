import type { WrittenAppointment, WrittenPatient } from '../connector.ts'
import { type Json, objectIn, objectsIn, textIn } from './json.ts'
import { instant } from './listing.ts'

const MINUTE_MS = 60_000
/** References of these are participants. */
const chairs = /(^|\/)(Location|Device)[/?]/

/** A Patient as we make one. */
export function patientResource(person: WrittenPatient, key: string, system: string): Json {
  const telecom = [
    ...(person.mobile === null ? [] : [{ system: 'phone', use: 'mobile', value: person.mobile }]),
    ...(person.email === null ? [] : [{ system: 'email', value: person.email }]),
  ]
  return {
    resourceType: 'Patient',
    identifier: [{ system, value: key }],
    active: true,
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    birthDate: person.birthDate,
    ...(telecom.length === 0 ? {} : { telecom }),
  }
}

export function appointmentOf(appointment: WrittenAppointment, key: string, system: string): Json {
  return {
    resourceType: 'Appointment',
    identifier: [{ system, value: key }],
    status: 'booked',
    ...timeOf(appointment),
    ...typeFields(appointment.type),
    participant: [participant(appointment.patientId), ...othersOf(appointment)],
  }
}

/** The same appointment at another time or with others; what else the PMS keeps in it stays. */
export function changedTo(resource: Json, changes: Omit<WrittenAppointment, 'patientId'>): Json {
  const kept = objectsIn(resource.participant).filter((each) => !isReplaced(each))
  const { minutesDuration: _, ...rest } = resource
  const isKnown = textIn(changes.type) !== null
  return {
    ...rest,
    ...timeOf(changes),
    ...(isKnown ? typeFields(changes.type) : {}),
    participant: [
      ...kept.filter((each) => !(isKnown && isService(each))),
      ...othersOf(changes).map((each) => existing(resource, each) ?? each),
    ],
  }
}

function timeOf({ start, end }: Pick<WrittenAppointment, 'start' | 'end'>) {
  return { start: instant(start), end: instant(end), minutesDuration: Math.round((end - start) / MINUTE_MS) }
}

function typeFields(type: string | null): Json {
  if (type === null || type.startsWith('HealthcareService/')) return {}
  const bar = type.indexOf('|')
  const [system, code] = [type.slice(0, Math.max(bar, 0)), type.slice(bar + 1)]
  // Without a system it was read as a code or as words alone; words can be both.
  return { serviceType: [system === '' ? { text: code } : { coding: [{ system, code }] }] }
}

function othersOf({ practitioners, chair, type }: Omit<WrittenAppointment, 'patientId'>): readonly Json[] {
  const service = type?.startsWith('HealthcareService/') ? [type] : []
  return [...practitioners, ...(chair === null ? [] : [chair]), ...service].map(participant)
}

function participant(id: string): Json {
  const conditional = /^([A-Za-z]*)\?identifier=(.*)\|(.*)$/.exec(id)
  const actor = conditional
    ? {
        ...(conditional[1] === '' ? {} : { type: conditional[1] }),
        identifier: { ...(conditional[2] === '' ? {} : { system: conditional[2] }), value: conditional[3] },
      }
    : { reference: id }
  return { actor, status: 'accepted' }
}

/** Whoever gives it and where it is are said anew; patients and their kin stay. */
function isReplaced(each: Json): boolean {
  const text = referenceOf(each)
  return /(^|\/)(Practitioner|PractitionerRole|CareTeam)[/?]/.test(text) || chairs.test(text) || isPerson(each, text)
}

function isPerson(each: Json, text: string): boolean {
  const codes = objectsIn(each.type).flatMap((type) => objectsIn(type.coding).map((coding) => coding.code))
  return /(^|\/)Person\//.test(text) && !codes.some((code) => /^(patient|pat|sbj|subject)$/i.test(String(code)))
}

function isService(each: Json): boolean {
  return /(^|\/)HealthcareService\//.test(referenceOf(each))
}

function referenceOf(each: Json): string {
  const actor = objectIn(each.actor)
  return textIn(actor.reference) ?? (actor.identifier ? `${textIn(actor.type) ?? ''}?` : '')
}

/** The participant as it stands there, with all that the PMS says of them. */
function existing(resource: Json, wanted: Json): Json | undefined {
  const reference = referenceOf(wanted)
  return objectsIn(resource.participant).find((each) => {
    const text = referenceOf(each)
    return reference !== '' && (text === reference || text.endsWith(`/${reference}`)) && each.status !== 'declined'
  })
}
