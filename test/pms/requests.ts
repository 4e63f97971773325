import type { Availability } from '../../server/contract/availability.ts'
import type { DeskRequest, StoredAppointment } from '../../server/store/model.ts'
import { send, type TestHouse } from '../kit/house.ts'
import type { Chance } from '../torture/chance.ts'
import { elm } from './practice.ts'
import type { Person, Town } from './town.ts'
import { type Visit, visitsIn } from './truth.ts'

/* Patients send requests, and staff enter them in their software: as they were sent, or for somebody else. Each is labelled
   with what it is in truth. */

const MINUTE_MS = 60_000
const kinds = ['exact', 'exact', 'exact', 'typo', 'twin', 'family', 'later', 'never'] as const

export interface Sent {
  readonly id: string
  readonly kind: (typeof kinds)[number]
}

/** Sends a request for something that is offered, if anything is; `enter` does what staff make of it. */
export async function sendSome(
  house: TestHouse,
  town: Town,
  chance: Chance,
  count: number,
): Promise<{ sent: Sent; enter: () => void } | null> {
  const practitioner = chance.pick([null, 'ann', 'bob'])
  const query = `reason=check${practitioner === null ? '' : `&practitioner=${practitioner}`}`
  const listed = await house.app.request(`/v1/practices/${elm.id}/availability?${query}`)
  const { slots } = (await listed.json()) as Availability
  if (slots.length === 0) return null
  const slot = chance.pick(slots)
  const kind = chance.pick(kinds)
  const person = town.newPerson()
  const asked = kind === 'typo' ? { ...person, family: `${person.family}e` } : person
  const reply = await send(
    house,
    {
      ...{ reason: 'check', practitioner, start: slot.start, patient: asked, isNewPatient: false },
      consent: { email: true, text: false },
    },
    { key: `pms-request-${count}`, origin: null, practice: elm.id },
  )
  // Offered a moment ago by a page of five minutes; all else is a fault.
  if (reply.status !== 201) throw new Error(`a request for an offered time: ${reply.status} ${await reply.text()}`)
  const { reference } = (await reply.json()) as { reference: string }
  const pending = await house.store.requests(elm.id, 'pending')
  const { id } = pending.find((request) => request.reference === reference)!
  const start = Date.parse(slot.start) + (kind === 'later' ? 30 * MINUTE_MS : 0)
  const doctor = practitioner ?? chance.pick(slot.practitioners)
  const enter = () => {
    const theirs = personThere(kind, person)
    if (!theirs) return
    town.enterFor(theirs, { start, end: start + 30 * MINUTE_MS, doctor }, kind === 'exact' ? id : null)
  }
  return { sent: { id, kind }, enter }
}

/** Whom staff enter. */
function personThere(kind: Sent['kind'], person: Person): Person | null {
  switch (kind) {
    case 'never':
      return null
    case 'twin':
      return { ...person, given: `${person.given}e` }
    case 'family':
      return { ...person, given: 'Zoe', birthDate: '2015-05-05' }
    default:
      return person
  }
}

/** Whoever was confirmed by a sync is who they are in truth, and where their appointment is. */
export async function requestFaults(
  house: TestHouse,
  town: Town,
  requests: readonly Sent[],
): Promise<{ faults: string[]; confirmed: number }> {
  const faults: string[] = []
  const visits = new Map(visitsIn(town.server).map((visit) => [visit.id, visit]))
  const linked = new Set<string>()
  let confirmed = 0
  for (const { id, kind } of requests) {
    const name = `request ${id} (${kind})`
    const request = (await house.store.request(elm.id, id))!
    const audit = await house.store.auditOf(elm.id, `request:${id}`)
    const bySync = audit.filter(({ actor, action }) => actor === 'sync' && /confirmed|relinked/.test(action))
    if (bySync.length > 0) confirmed++
    for (const { detail } of bySync) {
      const row = await house.store.pmsAppointment(elm.id, String(detail?.appointment))
      if (town.meant.get(row!.pms.id.slice('Appointment/'.length)) !== id) {
        faults.push(`${name} was confirmed with ${row!.pms.id}, which is not theirs`)
      }
    }
    if (request.appointment === null) continue
    if (linked.has(request.appointment)) faults.push(`${name} shares its appointment with another request`)
    linked.add(request.appointment)
    const row = (await house.store.pmsAppointment(elm.id, request.appointment))!
    faults.push(...unlikeVisit(request, row, visits.get(row.pms.id)).map((fault) => `${name} ${fault}`))
  }
  return { faults, confirmed }
}

const stands = ['booked', 'arrived', 'fulfilled', 'noshow']

function unlikeVisit(request: DeskRequest, row: StoredAppointment, visit: Visit | undefined): string[] {
  if (!stands.includes(request.state)) return []
  if (!visit || (!visit.isLive && visit.row.status !== 'noshow'))
    return [`is ${request.state}, but there is no visit any more`]
  const isThere = request.start === visit.start && request.end === visit.end
  return [
    ...(isThere
      ? []
      : [`is at ${new Date(request.start).toISOString()}, its visit at ${new Date(visit.start).toISOString()}`]),
    ...(row.request === request.id ? [] : ['is not who its appointment says it came from']),
  ]
}

/** Those that wait, though their appointment stands there beyond doubt. */
export async function openRequests(house: TestHouse, town: Town): Promise<string[]> {
  const faults: string[] = []
  const visits = visitsIn(town.server).filter(({ isLive, practitioners }) => isLive && practitioners.length > 0)
  const taken = new Set<string>()
  const kept = await house.store.pmsAppointments(
    elm.id,
    visits.map(({ id }) => id),
  )
  for (const [id, { request }] of kept) if (request) taken.add(id)
  for (const request of await house.store.openRequests(elm.id, house.now)) {
    const named = request.anyone ? ['ann', 'bob'] : request.practitioners
    const exact = visits.filter(
      (visit) =>
        visit.start === request.start &&
        !taken.has(visit.id) &&
        named.includes(visit.practitioners[0]!) &&
        isPatientOf(request, visit),
    )
    if (exact.length === 1)
      faults.push(`request ${request.id} is ${request.state} and waits, though ${exact[0]!.id} is theirs`)
  }
  return faults
}

function isPatientOf({ patient }: DeskRequest, { row }: Visit): boolean {
  const digits = (text: unknown) => String(text ?? '').replace(/\D/g, '')
  const isReachable =
    (row.mobile !== null && digits(row.mobile) === digits(patient.mobile)) ||
    (row.email !== null && row.email === patient.email)
  return (
    isReachable && row.given === patient.given && row.family === patient.family && row.birth_date === patient.birthDate
  )
}
