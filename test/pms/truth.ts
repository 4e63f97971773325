import { DateTime } from 'luxon'
import type { FhirServer, Resource } from '../kit/fhir-server.ts'
import { assigned, elm, ZONE } from './practice.ts'

/* What our copy must say, read from the PMS's own store: written down again on purpose, nothing here is asked of the server's
   code. It knows the shapes that the town writes, and no others. */

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const live = ['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled']

/** A row of the table `appointment`, without what is ours alone: its id, its hash, its request. */
export type Row = Readonly<Record<string, unknown>>

/** An appointment of the PMS in our ids. */
export interface Visit {
  readonly id: string
  readonly isLive: boolean
  readonly start: number
  readonly end: number
  readonly practitioners: readonly string[]
  readonly row: Row
  /** Whose whole time it blocks instead of taking places. */
  readonly blocked: readonly string[] | null
  readonly patient: Resource | null
}

interface Participant {
  readonly actor: { readonly reference: string }
}

/** All visits there, but for places on a waiting list. */
export function visitsIn({ store }: FhirServer): Visit[] {
  const patients = new Map(store.all('Patient').map((patient) => [`Patient/${patient.id}`, patient]))
  return store
    .all('Appointment')
    .filter(({ status }) => status !== 'waitlist')
    .map((resource) => visitOf(resource, patients))
}

function visitOf(resource: Resource, patients: ReadonlyMap<string, Resource>): Visit {
  const who = ((resource.participant ?? []) as Participant[]).map(({ actor }) => actor.reference)
  const people = who.filter((each) => each.startsWith('Practitioner/'))
  const place = who.find((each) => each.startsWith('Location/')) ?? null
  const practitioners = people.flatMap((each) => (assigned.practitioners as Record<string, string>)[each] ?? [])
  const chair = place === null ? null : ((assigned.chairs as Record<string, string>)[place] ?? null)
  const coding = (resource.serviceType as { coding: { system: string; code: string }[] }[] | undefined)?.[0]?.coding[0]
  const reason = coding ? ((assigned.types as Record<string, string>)[`${coding.system}|${coding.code}`] ?? null) : null
  const start = instantsOf(resource.start as string)[0]!
  const minutes = (resource.minutesDuration as number | undefined) ?? 30
  const end =
    resource.end === undefined
      ? instantsOf(resource.start as string).at(-1)! + minutes * MINUTE_MS
      : instantsOf(resource.end as string).at(-1)!
  const isUnnamed = people.length === 0 && place === null
  const isBlock = isUnnamed || (end - start > DAY_MS && practitioners.length > 0)
  const patientId = who.find((each) => each.startsWith('Patient/')) ?? null
  const patient = patientId === null ? null : (patients.get(patientId) ?? null)
  const isLive = live.includes(resource.status as string)
  return {
    id: `Appointment/${resource.id}`,
    ...{ isLive, start, end, practitioners, patient },
    blocked: isUnnamed ? ['ann', 'bob', 'kim'] : isBlock ? practitioners : null,
    row: {
      practice: elm.id,
      pms_id: `Appointment/${resource.id}`,
      pms_version: `${resource.meta?.versionId}@${resource.meta?.lastUpdated}`,
      status: resource.status,
      start_at: start,
      end_at: end,
      practitioner: practitioners[0] ?? '',
      practitioners: practitioners.length === 1 ? null : JSON.stringify(practitioners),
      chair,
      reason,
      buffer_before_minutes: 0,
      buffer_after_minutes: reason === 'clean' ? 10 : 0,
      ...patientRow(patient),
      patient_id: patient && patientId,
      location: chair === 'one' ? 'main' : null,
      created_at: resource.created === undefined ? null : Date.parse(resource.created as string),
      created_by: 'sync',
      takes_time: !isBlock && (practitioners.length > 0 || chair !== null) ? 1 : 0,
      erased_at: null,
    },
  }
}

function patientRow(patient: Resource | null): Row {
  if (!patient) {
    return { given: null, family: null, birth_date: null, mobile: null, email: null, known_as: null, search: '  ' }
  }
  const [name, ...others] = patient.name as { family: string; given: string[] }[]
  // The store keeps no empty lists.
  const telecom = (patient.telecom ?? []) as { system: string; use?: string; value: string }[]
  const phones = telecom.filter(({ system }) => system === 'phone')
  const [mobile = null, ...morePhones] = [
    ...phones.filter(({ use }) => use === 'mobile'),
    ...phones.filter(({ use }) => use !== 'mobile'),
  ].map(({ value }) => value)
  const [email = null] = telecom.filter(({ system }) => system === 'email').map(({ value }) => value)
  const [given = '', ...middle] = name!.given
  const knownAs = {
    ...(middle.length > 0 ? { middle } : {}),
    ...(others.length > 0 ? { nicknames: others.map((other) => other.given[0]) } : {}),
    ...(morePhones.length > 0 ? { phones: morePhones } : {}),
  }
  const { family } = name!
  const birthDate = patient.birthDate as string
  const words = [given, family, given, birthDate, mobile?.replace(/\D/g, ''), email]
  return {
    ...{ given, family, birth_date: birthDate, mobile, email },
    known_as: Object.keys(knownAs).length === 0 ? null : JSON.stringify(knownAs),
    search: ` ${words.flatMap((word) => (word ? [folded(word)] : [])).join(' ')} `,
  }
}

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@.\- ]/gu, '')

/** What a time says; of wall time that comes twice, both. */
function instantsOf(text: string): number[] {
  const time = DateTime.fromISO(text, { zone: ZONE })
  if (/Z$|[+-]\d\d:\d\d$/.test(text)) return [time.toMillis()]
  return time
    .getPossibleOffsets()
    .map((each) => each.toMillis())
    .sort((a, b) => a - b)
}

/** Every difference between rows as they are and as they should be, one line each. */
export function differences(
  visits: readonly Visit[],
  rows: readonly Row[],
  window: { readonly start: number; readonly end: number },
): string[] {
  const faults: string[] = []
  const isIn = (at: unknown) => Number(at) >= window.start && Number(at) < window.end
  const byId = new Map<unknown, Row>()
  for (const row of rows) {
    if (byId.has(row.pms_id)) faults.push(`${row.pms_id} is kept twice`)
    byId.set(row.pms_id, row)
  }
  for (const { id, row: wanted } of visits) {
    const row = byId.get(id)
    byId.delete(id)
    if (!row) {
      if (isIn(wanted.start_at)) faults.push(`${id} is not kept`)
      continue
    }
    // What moved out of the window before anybody looked again is of no use to us.
    if (!isIn(wanted.start_at) && !isIn(row.start_at)) continue
    for (const [column, value] of Object.entries(wanted)) {
      const found = column.endsWith('_at') && row[column] !== null ? Number(row[column]) : row[column]
      if (found !== value) faults.push(`${id}: ${column} is ${JSON.stringify(found)}, not ${JSON.stringify(value)}`)
    }
    if (!row.pms_hash) faults.push(`${id} has no hash`)
  }
  for (const [id, row] of byId) {
    if (isIn(row.start_at) && row.status !== 'entered-in-error')
      faults.push(`${id} is gone there, and ${row.status} here`)
  }
  return faults
}

/** The blocks that must stand, as text. */
export function blocksOf(visits: readonly Visit[], now: number): string[] {
  return visits
    .filter(({ isLive, end, blocked }) => isLive && blocked && end > now)
    .map(({ id, start, end, blocked }) => JSON.stringify([`pms:${id}`, [...blocked!].sort(), start, end]))
    .sort()
}
