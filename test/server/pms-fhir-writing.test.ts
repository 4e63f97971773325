import { afterEach, describe, expect, it } from 'vitest'
import type { PmsFault } from '../../server/pms/connector.ts'
import { appointment, type FhirStreet, openFhirStreet, patient, withPatient } from '../kit/fhir.ts'
import type { Mishap } from '../kit/fhir-server.ts'

let street: FhirStreet
afterEach(() => street.server.close())

const person = { given: 'Ana', family: 'Müller', birthDate: '1985-03-09', mobile: '555-0101', email: 'ana@example.com' }
const start = Date.parse('2026-12-01T15:00:00Z')
const visit = {
  ...{ start, end: start + 1_800_000, practitioners: ['Practitioner/reed'], chair: 'Location/chair-1' },
  ...{ type: 'urn:types|exam', patientId: 'Patient/ana' },
}
const { patientId: _, ...moved } = { ...visit, start: start + 3_600_000, end: start + 5_400_000 }
const faultOf = (promise: Promise<unknown>): Promise<PmsFault> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error: PmsFault) => error,
  )
const once = (method: string, mishap: Mishap) => {
  street.server.ways.mishap = (asked) => {
    if (asked.method !== method || asked.target.includes('_search')) return undefined
    street.server.ways.mishap = () => undefined
    return mishap
  }
}
const appointments = () => street.server.store.all('Appointment')
const create = () => street.connector.writer!.createAppointment('key-1', visit, street.signal)

async function open(ways = {}): Promise<void> {
  street = await openFhirStreet(ways)
  street.server.store.put(patient('ana', 'Müller', 'Ana'))
}

describe('createAppointment', () => {
  it('writes all that is known, under our key', async () => {
    await open()
    await create()
    expect(appointments()).toMatchObject([
      {
        identifier: [{ system: 'urn:chairtime:key', value: 'key-1' }],
        status: 'booked',
        start: '2026-12-01T15:00:00.000Z',
        end: '2026-12-01T15:30:00.000Z',
        minutesDuration: 30,
        serviceType: [{ coding: [{ system: 'urn:types', code: 'exam' }] }],
        participant: [
          { actor: { reference: 'Patient/ana' }, status: 'accepted' },
          { actor: { reference: 'Practitioner/reed' }, status: 'accepted' },
          { actor: { reference: 'Location/chair-1' }, status: 'accepted' },
        ],
      },
    ])
  })

  it.each([
    ['a good server', {}],
    ['one that knows no If-None-Exist', { ignoresIfNoneExist: true }],
    ['one that can not search by identifier', { ignoresIfNoneExist: true, ignoresIdentifier: true }],
  ])('makes one alone when the answer of %s was lost', async (_, ways) => {
    await open(ways)
    street.server.store.put(appointment('other', withPatient('ana')))
    once('POST', 'lost')
    expect((await faultOf(create())).kind).toBe('unreachable')
    expect(street.waits).toEqual([])
    expect(await create()).toMatchObject({ key: 'key-1', patient: { given: 'Ana' } })
    expect(appointments()).toHaveLength(2)
  })

  it('finds what was made where the answer has no body', async () => {
    await open({ isSilentOnWriting: true })
    expect(await create()).toMatchObject({ key: 'key-1', start })
  })

  it.each([
    [409, 'conflict'],
    [422, 'conflict'],
    [412, 'conflict'],
    [403, 'denied'],
    [500, 'unreachable'],
  ])('takes %i for %s, and does not try again', async (status, kind) => {
    await open()
    const issue = [{ severity: 'error', code: 'business-rule', diagnostics: 'Ana Müller is here already' }]
    once('POST', { status, body: { resourceType: 'OperationOutcome', issue } })
    const fault = await faultOf(create())
    expect(fault.kind).toBe(kind)
    expect(fault.message).not.toMatch(/Ana|Müller/)
    expect(street.server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(appointments()).toEqual([])
  })

  it('tries again when it was refused before it was looked at', async () => {
    await open()
    once('POST', { status: 429, headers: { 'retry-after': '2' } })
    await create()
    expect(street.waits).toEqual([2000])
    expect(appointments()).toHaveLength(1)
  })
})

describe('changeAppointment', () => {
  const change = async (version: string | null, changes: Parameters<typeof writer>[2]) =>
    writer('Appointment/a', version, changes, street.signal)
  const writer: NonNullable<FhirStreet['connector']['writer']>['changeAppointment'] = (...asked) =>
    street.connector.writer!.changeAppointment(...asked)

  async function openWithOne(ways = {}): Promise<string> {
    await open(ways)
    street.server.store.put(
      appointment('a', {
        comment: 'needs the ramp',
        minutesDuration: 30,
        participant: [
          { actor: { reference: 'Patient/ana' }, status: 'accepted' },
          { actor: { reference: 'RelatedPerson/mother' }, status: 'tentative' },
          { actor: { reference: 'Practitioner/reed', display: 'Dr. Reed' }, status: 'accepted', required: 'required' },
          { actor: { reference: 'Location/chair-2' }, status: 'accepted' },
        ],
      }),
    )
    const read = await street.connector.get('Appointment/a', street.signal)
    return read?.kind === 'appointment' ? read.version! : ''
  }

  it.each([
    ['PUT', {}],
    ['PATCH, where the server takes no PUT', { refusesPut: true }],
  ])('keeps what else the PMS has in it, by %s', async (_, ways) => {
    const version = await openWithOne(ways)
    await change(version, { ...moved, chair: 'Location/chair-1' })
    expect(appointments()).toMatchObject([
      {
        comment: 'needs the ramp',
        start: '2026-12-01T16:00:00.000Z',
        end: '2026-12-01T16:30:00.000Z',
        participant: [
          { actor: { reference: 'Patient/ana' } },
          { actor: { reference: 'RelatedPerson/mother' }, status: 'tentative' },
          { actor: { reference: 'Practitioner/reed', display: 'Dr. Reed' }, required: 'required' },
          { actor: { reference: 'Location/chair-1' } },
        ],
      },
    ])
  })

  it('is done once when the answer was lost', async () => {
    const version = await openWithOne()
    once('PUT', 'lost')
    expect((await faultOf(change(version, moved))).kind).toBe('unreachable')
    expect(await change(version, moved)).toMatchObject({ start: moved.start })
    expect(street.server.asked.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  it('notices a change where the version is always 1', async () => {
    const version = await openWithOne({
      written: (resource: { meta?: object }) => ({ ...resource, meta: { ...resource.meta, versionId: '1' } }),
    })
    street.server.ways.now += 1000
    street.server.store.put(appointment('a', { status: 'arrived' }))
    expect((await faultOf(change(version, { status: 'cancelled' }))).kind).toBe('moved')
    expect(appointments()).toMatchObject([{ status: 'arrived' }])
  })

  it('notices a change in the very moment', async () => {
    const version = await openWithOne()
    street.server.ways.mishap = ({ method }) => {
      if (method === 'PUT') street.server.store.put(appointment('a', { status: 'arrived' }))
      return undefined
    }
    expect((await faultOf(change(version, moved))).kind).toBe('moved')
    expect(appointments()).toMatchObject([{ status: 'arrived' }])
  })

  it('says that the time is taken', async () => {
    const version = await openWithOne()
    once('PUT', { status: 409 })
    expect((await faultOf(change(version, moved))).kind).toBe('conflict')
  })
})

describe('findPatients', () => {
  const find = async () => {
    const found = await street.connector.writer!.findPatients(person, street.signal)
    return found.map(({ id }) => id).sort()
  }

  it.each([{}, { refusesPostSearch: true }])('finds whoever may be meant, however they are written', async (ways) => {
    await open(ways)
    const { writer } = street.connect({ searchesByAddress: true })
    const find = async () => (await writer!.findPatients(person, street.signal)).map(({ id }) => id).sort()
    const { store } = street.server
    store.put(patient('twin', 'Muller', 'Anaïs'))
    store.put(patient('maiden', 'Stone', 'Ana'))
    store.put(patient('swapped', 'Müller', 'Ana', { birthDate: '1985-09-03' }))
    store.put(patient('merged', 'Müller', 'Ana', { active: false }))
    store.put(patient('other', 'Müller', 'Ana', { birthDate: '1970-01-01' }))
    expect(await find()).toEqual(['Patient/ana', 'Patient/maiden', 'Patient/swapped', 'Patient/twin'])
  })

  it.each([{}, { refusesPostSearch: true }])('keeps who is looked for out of addresses', async (ways) => {
    await open(ways)
    if (ways.refusesPostSearch) expect(await faultOf(find())).toMatchObject({ kind: 'misconfigured' })
    else expect(await find()).toEqual(['Patient/ana'])
    expect(street.server.asked.map(({ target }) => target).join()).not.toMatch(/M%C3|ller|1985/)
  })
})

describe('createPatient', () => {
  it('makes one alone when the answer was lost', async () => {
    await open()
    once('POST', 'lost')
    const make = () => street.connector.writer!.createPatient('key-p', person, street.signal)
    expect((await faultOf(make())).kind).toBe('unreachable')
    expect(await make()).toMatchObject(person)
    expect(street.server.store.all('Patient')).toHaveLength(2)
  })
})

describe('writer', () => {
  it('is left out where the token is for reading alone', async () => {
    await open()
    const access = { kind: 'smart' as const, clientId: 'us', tokenUrl: null, keyId: null, privateKey: 'key' }
    const withScope = (scope: string) => street.connect({ access: { ...access, scope } }).writer
    expect(withScope('system/Appointment.rs system/Patient.cruds')).toBeUndefined()
    expect(withScope('system/Appointment.read')).toBeUndefined()
    for (const scope of ['system/Appointment.cruds', 'system/*.*', 'system/Patient.rs system/Appointment.write']) {
      expect(withScope(scope)).toBeDefined()
    }
  })
})
