import { DateTime } from 'luxon'
import type { FhirServer, Resource } from '../kit/fhir-server.ts'
import type { Chance } from '../torture/chance.ts'
import { CLOCK_CHANGE, ZONE } from './practice.ts'

/* What the people of a practice do in their software, by chance: they enter, move, cancel, delete, enter anew, and mend what
   they know of patients. */

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export interface Person {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string
  readonly email: string
}

/** How a record can be spoilt, so that nobody can read it. */
const spoiling = ['start', 'no-start', 'end', 'status', 'actor'] as const
type Spoilt = (typeof spoiling)[number]

/** One practice's software, and who uses it. */
export interface Town {
  readonly server: FhirServer
  /** Ids of appointments that can't be read at present. */
  readonly spoilt: ReadonlyMap<string, Spoilt>
  /** Requests that an appointment is for in truth, by the appointment's id: what a sync may find out, and no more. */
  readonly meant: ReadonlyMap<string, string>
  /** Does something to some appointment, or to nobody's. */
  act(now: number): void
  /** Enters a visit for somebody; `request`: it is this request's in truth. */
  enterFor(person: Person, visit: { start: number; end: number; doctor: string }, request: string | null): void
  /** Somebody nobody else is. */
  newPerson(): Person
  mendAll(): void
}

const families = ['Alder', 'Beech', 'Cherry', 'Dogwood', 'Elder', 'Fir', 'Gum', 'Hazel', "O'Oak", 'Pine-Maple', 'Söder']
const givens = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gus', 'Ida', 'Jo', 'Lou', 'María']
const doctors = ['ann', 'bob', 'kim'] as const
const statuses = [
  'cancelled',
  'cancelled',
  'noshow',
  'booked',
  'booked',
  'arrived',
  'fulfilled',
  'waitlist',
  'proposed',
]

export function openTown(server: FhirServer, chance: Chance): Town {
  const { store, ways } = server
  const spoilt = new Map<string, Spoilt>()
  const meant = new Map<string, string>()
  let made = 0
  let people = 0
  const general: string[] = []

  const tick = () => {
    ways.now += 1 + chance.below(5000)
  }
  const put = (resource: Resource) => {
    tick()
    return store.put(resource)
  }
  const appointments = () => store.all('Appointment')

  function newPerson(): Person {
    const n = people++
    const word = [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    return {
      given: `${chance.pick(givens)}${word}`,
      family: `${chance.pick(families)} ${word.toUpperCase()}`,
      birthDate: `19${50 + (n % 50)}-0${1 + (n % 9)}-${10 + (n % 18)}`,
      mobile: `(206) 555-01${String(n % 100).padStart(2, '0')}`,
      email: `person-${word}@example.com`,
    }
  }

  function keepPerson(person: Person, contact: 'both' | 'mobile' | 'email' | 'none' = 'both'): string {
    const id = `p${++made}`
    const has = (kind: string) => contact === 'both' || contact === kind
    put({
      resourceType: 'Patient',
      id,
      name: [{ use: 'official', family: person.family, given: [person.given] }],
      birthDate: person.birthDate,
      telecom: [
        ...(has('mobile') ? [{ system: 'phone', use: 'mobile', value: person.mobile }] : []),
        ...(has('email') ? [{ system: 'email', value: person.email }] : []),
      ],
    })
    return id
  }

  for (let i = 0; i < 8; i++) general.push(keepPerson(newPerson(), chance.pick(['both', 'mobile', 'email', 'none'])))

  /** An instant as this software writes it: in UTC, with an offset, or as the clock on the wall shows it. */
  function written(at: number, style: number): string {
    const local = DateTime.fromMillis(at, { zone: ZONE })
    if (style < 0.4) return new Date(at).toISOString()
    if (style < 0.7) return local.toISO({ suppressMilliseconds: true })!
    return local.toFormat("yyyy-MM-dd'T'HH:mm:ss")
  }

  function timeFields(start: number, minutes: number) {
    const style = chance.next()
    const kind = chance.next()
    return {
      start: written(start, style),
      ...(kind < 0.85 ? { end: written(start + minutes * MINUTE_MS, style) } : {}),
      ...(kind > 0.6 && kind < 0.95 ? { minutesDuration: minutes } : {}),
    }
  }

  function someStart(now: number): number {
    if (chance.happens(0.15)) {
      return Date.parse(`${CLOCK_CHANGE}T04:00:00Z`) + chance.below(12 * 5) * 5 * MINUTE_MS
    }
    const day = chance.happens(0.75) ? chance.below(12) - 2 : chance.below(85)
    return Math.floor(now / DAY_MS + day) * DAY_MS + (13 * 60 + chance.below(108) * 5) * MINUTE_MS
  }

  const participant = (reference: string) => ({ actor: { reference }, status: 'accepted' })

  function someParticipants() {
    const who = chance.next()
    const with_ = (...ids: string[]) => ids.map((id) => participant(`Practitioner/${id}`))
    if (who < 0.04) return []
    if (who < 0.08) return [participant('Location/one')]
    if (who < 0.14) return [...with_('eve'), ...(chance.happens(0.5) ? [participant('Location/two')] : [])]
    if (who < 0.2) return with_('ann', 'bob')
    const chair = chance.pick([
      [],
      [participant('Location/one')],
      [participant('Location/two')],
      [participant('Location/three')],
    ])
    return [...with_(chance.pick(doctors)), ...chair]
  }

  function enter(now: number): void {
    const isLong = chance.happens(0.02)
    const minutes = isLong ? 3 * 24 * 60 : chance.pick([15, 30, 30, 45, 60, 90])
    put({
      resourceType: 'Appointment',
      id: `a${++made}`,
      status: chance.happens(0.9) ? 'booked' : chance.pick(statuses),
      ...timeFields(someStart(now), minutes),
      ...(isLong ? { end: undefined, minutesDuration: minutes } : {}),
      ...(chance.happens(0.6)
        ? { serviceType: [{ coding: [{ system: 'urn:elm', code: chance.pick(['check', 'clean', 'x-ray']) }] }] }
        : {}),
      ...(chance.happens(0.5) ? { created: new Date(ways.now - 1000).toISOString() } : {}),
      participant: [
        ...someParticipants(),
        ...(chance.happens(0.85) ? [participant(`Patient/${chance.pick(general)}`)] : []),
      ],
    })
  }

  function change(now: number): void {
    const all = appointments()
    if (all.length === 0) return
    const one = chance.pick(all)
    const id = one.id!
    const what = chance.next()
    if (what < 0.3) {
      const { end: _, minutesDuration: __, ...rest } = one
      put({ ...rest, ...timeFields(someStart(now), chance.pick([15, 30, 60])) })
    } else if (what < 0.55) put({ ...one, status: chance.pick(statuses) })
    else if (what < 0.65) {
      const patients = ((one.participant ?? []) as ReturnType<typeof participant>[]).filter(({ actor }) =>
        actor.reference.startsWith('Patient/'),
      )
      put({ ...one, participant: [...someParticipants(), ...patients] })
    } else if (what < 0.78) remove(id)
    else if (what < 0.9) {
      remove(id)
      const anew = `a${++made}`
      const request = meant.get(id)
      if (request !== undefined) meant.set(anew, request)
      put({ ...one, id: anew, status: 'booked' })
    } else if (spoilt.has(id)) spoilt.delete(id)
    else spoilt.set(id, chance.pick(spoiling))
  }

  function remove(id: string): void {
    tick()
    spoilt.delete(id)
    store.remove('Appointment', id)
  }

  function changePatient(): void {
    const one = chance.pick(store.all('Patient'))
    const number = `555-01${String(chance.below(100)).padStart(2, '0')}`
    const isGeneral = general.includes(one.id!)
    put({
      ...one,
      telecom: [
        ...(chance.happens(0.7) ? [{ system: 'phone', use: 'mobile', value: number }] : []),
        ...(chance.happens(0.3) ? [{ system: 'phone', use: 'home', value: '(206) 555-0198' }] : []),
        ...(chance.happens(0.7) ? [{ system: 'email', value: `changed-${chance.below(1000)}@example.com` }] : []),
      ],
      // What people are called changes too; of those who send requests it says who they are.
      ...(isGeneral && chance.happens(0.3)
        ? {
            name: [
              { family: chance.pick(families), given: [chance.pick(givens), 'Q.'] },
              { use: 'nickname', given: ['Bo'] },
            ],
          }
        : {}),
    })
  }

  ways.written = (resource) =>
    spoil(resource, resource.resourceType === 'Appointment' ? spoilt.get(resource.id!) : undefined)

  return {
    server,
    spoilt,
    meant,
    newPerson,
    act(now) {
      const what = chance.next()
      if (what < 0.4) enter(now)
      else if (what < 0.85) change(now)
      else changePatient()
    },
    enterFor(person, { start, end, doctor }, request) {
      const patient = keepPerson(person, chance.pick(['both', 'mobile', 'email']))
      const id = `a${++made}`
      if (request !== null) meant.set(id, request)
      put({
        resourceType: 'Appointment',
        id,
        status: chance.happens(0.9) ? 'booked' : 'proposed',
        start: written(start, chance.next() * 0.7),
        end: written(end, 0),
        participant: [participant(`Practitioner/${doctor}`), participant(`Patient/${patient}`)],
      })
    },
    mendAll: () => spoilt.clear(),
  }
}

function spoil(resource: Resource, how: Spoilt | undefined): Resource {
  switch (how) {
    case undefined:
      return resource
    case 'start':
      return { ...resource, start: 'some time on Tuesday' }
    case 'no-start':
      return { ...resource, start: undefined }
    case 'end':
      return { ...resource, end: '2001-01-01T00:00:00Z' }
    case 'status':
      return { ...resource, status: 'perhaps' }
    case 'actor':
      return { ...resource, participant: [{ actor: { display: 'somebody' }, status: 'accepted' }] }
  }
}
