import { afterEach, describe, expect, it } from 'vitest'
import type { PmsAppointment, Unreadable } from '../../server/pms/connector.ts'
import { parseAppointment, type Reading } from '../../server/pms/fhir/parse.ts'
import { parsePatient } from '../../server/pms/fhir/parse-patient.ts'
import { all } from '../kit/connector-contract.ts'
import { appointment, type FhirStreet, NOW, openFhirStreet, patient, withPatient, YEAR } from '../kit/fhir.ts'
import type { Resource } from '../kit/fhir-server.ts'

const reading = (changes: Partial<Reading> = {}): Reading => ({
  ...{ baseUrl: 'https://pms.example.com/fhir', timeZone: 'America/New_York', durationMinutes: 30, statuses: {} },
  ...{ identifierSystem: 'urn:chairtime:key', now: NOW, beside: new Map(), called: new Map() },
  ...changes,
})
const parse = (resource: Resource, changes: Partial<Reading> = {}) => parseAppointment(resource, reading(changes))
const read = (fields: Record<string, unknown>, changes: Partial<Reading> = {}) =>
  parse(appointment('a', fields), changes) as PmsAppointment
const iso = (at: number) => new Date(at).toISOString()
const times = ({ start, end }: PmsAppointment) => [iso(start), iso(end)]
const actor = (reference: string, more: Record<string, unknown> = {}) => ({ actor: { reference }, ...more })

describe('parseAppointment', () => {
  it('reads all there is', () => {
    const ana = patient('ana', 'de la Cruz', 'Ana')
    const read = parse(
      appointment('a', {
        meta: { versionId: '3', lastUpdated: '2026-11-20T10:00:00Z' },
        identifier: [
          { system: 'urn:other', value: 'x' },
          { system: 'urn:chairtime:key', value: 'key-1' },
        ],
        created: '2026-11-19T09:00:00-05:00',
        serviceType: [{ coding: [{ system: 'urn:types', code: 'exam', display: 'Exam' }] }],
        participant: [
          { actor: { reference: 'Patient/ana', display: 'Ana de la Cruz' } },
          { actor: { reference: 'Practitioner/reed', display: 'Dr. Reed' } },
          { actor: { reference: 'https://pms.example.com/fhir/PractitionerRole/r1/_history/2' } },
          { actor: { reference: 'Practitioner/late' }, status: 'declined' },
          { actor: { reference: 'Location/chair-1', display: 'Chair 1' } },
        ],
      }),
      { beside: new Map([['Patient/ana', ana]]), called: new Map([['PractitionerRole/r1', 'Hygiene']]) },
    )
    expect(read).toEqual({
      kind: 'appointment',
      id: 'Appointment/a',
      status: 'booked',
      start: Date.parse('2026-12-01T15:00:00Z'),
      end: Date.parse('2026-12-01T15:30:00Z'),
      practitioners: ['Practitioner/reed', 'PractitionerRole/r1'],
      chair: 'Location/chair-1',
      type: 'urn:types|exam',
      patient: {
        ...{ id: 'Patient/ana', given: 'Ana', family: 'de la Cruz', birthDate: '1985-03-09' },
        ...{ mobile: null, email: null },
      },
      key: 'key-1',
      createdAt: Date.parse('2026-11-19T14:00:00Z'),
      version: '3@2026-11-20T10:00:00Z',
      names: [
        { kind: 'practitioner', id: 'Practitioner/reed', name: 'Dr. Reed' },
        { kind: 'practitioner', id: 'PractitionerRole/r1', name: 'Hygiene' },
        { kind: 'chair', id: 'Location/chair-1', name: 'Chair 1' },
        { kind: 'type', id: 'urn:types|exam', name: 'Exam' },
      ],
    })
  })

  it.each([
    'proposed',
    'pending',
    'booked',
    'arrived',
    'checked-in',
    'fulfilled',
    'cancelled',
    'noshow',
    'entered-in-error',
  ])('keeps the status %s', (status) => expect(read({ status }).status).toBe(status))

  it('takes a status as the practice uses it', () => {
    expect(read({ status: 'proposed' }, { statuses: { proposed: 'booked' } }).status).toBe('booked')
  })

  it('leaves out who waits for a place', () => {
    expect(parse(appointment('a', { status: 'waitlist', start: undefined }))).toBeNull()
  })

  it.each([
    ['a status of its own', { status: 'rescheduled' }, 'Appointment.status is "rescheduled".'],
    ['no status', { status: undefined }, 'Appointment.status is missing.'],
    ['no start', { start: undefined }, 'Appointment.start is missing.'],
    [
      'a day that is none',
      { start: '2026-02-30T09:00:00Z' },
      'Appointment.start is "2026-02-30T09:00:00Z", which is no time.',
    ],
    [
      'a time that is none',
      { end: '2026-12-01T24:30:00Z' },
      'Appointment.end is "2026-12-01T24:30:00Z", which is no time.',
    ],
    ['a date alone', { start: '2026-12-01' }, 'Appointment.start is "2026-12-01", which is no time.'],
    ['words for a time', { start: 'after Ana' }, 'Appointment.start is something else, which is no time.'],
    ['a number for a time', { start: 1_764_601_200 }, 'Appointment.start is something else, which is no time.'],
    ['an end before its start', { end: '2026-12-01T14:00:00Z' }, 'Appointment.end is not after its start.'],
    ['an end like its start', { end: '2026-12-01T15:00:00Z' }, 'Appointment.end is not after its start.'],
    ['an end a year later', { end: '2027-12-01T15:30:00Z' }, 'Appointment.end is more than a week after its start.'],
  ])('says of one with %s whose time may be taken, and why', (_, fields, why) => {
    const expected = { kind: 'unreadable', id: 'Appointment/a', practitioners: ['Practitioner/reed'], why }
    expect(parse(appointment('a', fields))).toEqual(expected)
  })

  it('leaves out what is over and can not be read', () => {
    expect(parse(appointment('a', { status: 'cancelled', start: 'never' }))).toBeNull()
  })

  it.each([null, 'x', 7, [], [null], {}, { actor: 'x' }, [[{}]], [{ actor: { reference: 7 } }]])(
    'does not stumble over participants like %j',
    (participant) => expect(parse(appointment('a', { participant }))?.kind).toMatch(/appointment|unreadable/),
  )

  it('takes somebody without a reference for nobody only where somebody else is named', () => {
    const nameless = { actor: { display: 'Ana' } }
    const alone = parse(appointment('a', { participant: [nameless] })) as Unreadable
    expect(alone.why).toBe("Appointment.participant[0].actor doesn't say who it is.")
    expect(read({ participant: [nameless, actor('Practitioner/reed')] }).practitioners).toEqual(['Practitioner/reed'])
  })

  it('takes a Person for whoever gives it, unless the role says patient', () => {
    const role = (code: string) => ({ type: [{ coding: [{ code }] }] })
    const participant = [actor('Person/dr', role('PPRF')), actor('Person/ana', role('patient'))]
    expect(read({ participant })).toMatchObject({ practitioners: ['Person/dr'], patient: null })
  })

  it('names no patient where there is none', () => {
    expect(read({}).patient).toBeNull()
  })

  it('reads who is contained in it', () => {
    const contained = [
      { ...patient('p', 'Oak', 'Li') },
      { resourceType: 'Practitioner', id: 'd', identifier: [{ system: 'urn:npi', value: '12' }] },
    ]
    expect(read({ contained, participant: [actor('#p'), actor('#d')] })).toMatchObject({
      practitioners: ['Practitioner?identifier=urn:npi|12'],
      patient: { id: 'Appointment/a#p', family: 'Oak' },
    })
  })

  it('does not take an id on another server for one on ours', () => {
    const participant = [actor('https://other.example.com/fhir/Practitioner/reed')]
    expect(read({ participant }).practitioners).toEqual(['https://other.example.com/fhir/Practitioner/reed'])
  })

  it.each([
    [
      'serviceType before others',
      { serviceType: [{ coding: [{ system: 's', code: '1' }] }], appointmentType: { coding: [{ code: '2' }] } },
      's|1',
    ],
    [
      'appointmentType',
      { appointmentType: { coding: [{ system: 's', code: '2' }] }, reasonCode: [{ coding: [{ code: '3' }] }] },
      's|2',
    ],
    ['a coded reason', { reasonCode: [{ coding: [{ system: 's', code: '3' }], text: 'fell off a horse' }] }, 's|3'],
    ['words', { serviceType: [{ text: 'Cleaning' }] }, '|Cleaning'],
    ['no words about the patient', { reasonCode: [{ text: 'fell off a horse' }] }, null],
    ['a service that takes part', { participant: [actor('HealthcareService/c')] }, 'HealthcareService/c'],
  ])('takes its type from %s', (_, fields, type) => {
    const found = read(fields)
    expect(found.type).toBe(type)
    expect(JSON.stringify(found.names)).not.toContain('horse')
  })
})

describe('times', () => {
  it('without an end take as long as it says, or as the practice says', () => {
    expect(times(read({ end: undefined, minutesDuration: 50 }))[1]).toBe('2026-12-01T15:50:00.000Z')
    expect(times(read({ end: undefined, minutesDuration: -5 }))[1]).toBe('2026-12-01T15:30:00.000Z')
    expect(times(read({ end: undefined }, { durationMinutes: 40 }))[1]).toBe('2026-12-01T15:40:00.000Z')
  })

  it('with an offset are what they are', () => {
    expect(times(read({ start: '2026-12-01T10:00:00-05:00', end: '2026-12-01T10:30:00.5-05:00' }))).toEqual([
      '2026-12-01T15:00:00.000Z',
      '2026-12-01T15:30:00.500Z',
    ])
  })

  it('without an offset are those of the practice', () => {
    expect(times(read({ start: '2026-12-01T10:00:00', end: '2026-12-01T10:30' }))).toEqual([
      '2026-12-01T15:00:00.000Z',
      '2026-12-01T15:30:00.000Z',
    ])
  })

  it('that come twice take all that they may mean, when clocks go back', () => {
    expect(times(read({ start: '2026-11-01T01:30:00', end: '2026-11-01T01:50:00' }))).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:50:00.000Z',
    ])
    expect(times(read({ start: '2026-11-01T01:30:00', end: undefined }))).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T07:00:00.000Z',
    ])
  })

  it('that never come are moved by the gap, when clocks go forward', () => {
    expect(times(read({ start: '2027-03-14T02:30:00', end: '2027-03-14T03:45:00' }))).toEqual([
      '2027-03-14T07:30:00.000Z',
      '2027-03-14T07:45:00.000Z',
    ])
  })
})

describe('parsePatient', () => {
  it('reads names by their use, and what is over last', () => {
    expect(
      parsePatient(
        {
          resourceType: 'Patient',
          id: 'eli',
          name: [
            { use: 'nickname', given: ['Liz'] },
            { use: 'maiden', family: 'Đặng' },
            { use: 'official', given: ['Elizabeth', 'Jane', 'Q'], family: "O'Brien-Müller", suffix: ['Jr.', 'MD'] },
            { family: 'Stone', given: ['Elizabeth'], period: { end: '2010-05-01' } },
          ],
          birthDate: '1985-03',
          telecom: [
            { system: 'phone', use: 'home', value: '555-0100' },
            { system: 'phone', use: 'mobile', value: '555-0101', period: { end: '2020-01-01' } },
            { system: 'phone', use: 'mobile', value: '555-0102' },
            { system: 'phone', use: 'old', value: '555-0103' },
            { system: 'email', value: 'second@example.com', rank: 2 },
            { system: 'email', value: 'first@example.com', rank: 1 },
            { system: 'fax', value: '555-0104' },
          ],
        },
        NOW,
      ),
    ).toEqual({
      id: 'Patient/eli',
      given: 'Elizabeth',
      family: "O'Brien-Müller Jr.",
      middle: ['Jane', 'Q'],
      nicknames: ['Liz'],
      formerFamily: ['Đặng', 'Stone'],
      birthDate: '1985-03',
      mobile: '555-0102',
      phones: ['555-0100', '555-0101'],
      email: 'first@example.com',
      emails: ['second@example.com'],
    })
  })

  it('takes the first phone where none is a mobile', () => {
    const telecom = [{ system: 'phone', use: 'home', value: '555-0100' }]
    expect(parsePatient(patient('p', 'Oak', 'Li', { telecom }), NOW)).toMatchObject({ mobile: '555-0100' })
  })

  it('reads a name that is written in one line', () => {
    const read = parsePatient({ resourceType: 'Patient', id: 'p', name: [{ text: 'Li Wei Oak' }] }, NOW)
    expect(read).toMatchObject({ given: 'Li', middle: ['Wei'], family: 'Oak', birthDate: null })
  })

  it.each([undefined, null, 'Oak', [7], [{ given: 'Li', family: ['Oak'] }], [{}]])(
    'reads what it can of a name like %j',
    (name) => expect(parsePatient({ resourceType: 'Patient', id: 'p', name }, NOW)?.id).toBe('Patient/p'),
  )
})

describe('over HTTP', () => {
  let street: FhirStreet
  afterEach(() => street.server.close())

  it('reads a server without offsets on the day that clocks go back', async () => {
    const local = (text: unknown) =>
      typeof text === 'string' ? new Date(Date.parse(text) - 5 * 3_600_000).toISOString().slice(0, 19) : text
    street = await openFhirStreet({
      written: (resource) =>
        resource.resourceType === 'Appointment'
          ? { ...resource, start: local(resource.start), end: local(resource.end) }
          : resource,
    })
    street.server.store.put(appointment('a', { start: '2026-11-01T14:00:00Z', end: '2026-11-01T14:30:00Z' }))
    street.server.store.put(appointment('b', { start: '2026-11-01T06:30:00Z', end: '2026-11-01T07:30:00Z' }))
    const { items } = await all(street.connector.window(YEAR, street.signal))
    expect(items.map((item) => times(item as PmsAppointment))).toEqual([
      // 01:30 to 02:30 on the wall.
      ['2026-11-01T05:30:00.000Z', '2026-11-01T07:30:00.000Z'],
      // 09:00 to 09:30 on the wall.
      ['2026-11-01T14:00:00.000Z', '2026-11-01T14:30:00.000Z'],
    ])
  })

  it('keeps two visits on a day, twins and a family with one mobile apart', async () => {
    street = await openFhirStreet()
    const { store } = street.server
    const telecom = [{ system: 'phone', use: 'mobile', value: '(555) 555-0101' }]
    for (const given of ['Ana', 'Anaïs'])
      store.put(patient(given === 'Ana' ? 'ana' : 'anais', 'Đặng', given, { telecom }))
    store.put(appointment('a', withPatient('ana')))
    store.put(appointment('b', { ...withPatient('ana'), start: '2026-12-01T19:00:00Z', end: '2026-12-01T19:30:00Z' }))
    store.put(appointment('c', withPatient('anais')))
    const { items } = await all(street.connector.window(YEAR, street.signal))
    const read = items.map((item) => item.kind === 'appointment' && [item.id, item.patient?.id, item.patient?.given])
    expect(read.sort()).toEqual([
      ['Appointment/a', 'Patient/ana', 'Ana'],
      ['Appointment/b', 'Patient/ana', 'Ana'],
      ['Appointment/c', 'Patient/anais', 'Anaïs'],
    ])
  })
})
