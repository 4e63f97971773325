import { beforeEach, describe, expect, it } from 'vitest'
import { createDemoPms, type DemoPms } from '../../demo/pms/demo-pms.ts'
import type { PmsAppointment } from '../../server/pms/connector.ts'
import { createFhirConnector } from '../../server/pms/fhir/connector.ts'
import { all } from '../kit/connector-contract.ts'

const NOW = Date.parse('2026-12-01T14:00:00Z')
const at = (time: string) => Date.parse(`2026-12-01T${time}:00Z`)
const ana = {
  ...{ given: 'Ana', family: "O'Brien-Müller", birthDate: '1985-03-09' },
  ...{ mobile: '555-0101', email: 'ana@example.com' },
}
const signal = new AbortController().signal
let pms: DemoPms

beforeEach(() => {
  const seeded = { practitioner: 'reed', chair: 'chair-1', reason: 'exam', status: 'booked' as const, patient: ana }
  pms = createDemoPms({
    now: () => NOW,
    timeZone: 'America/New_York',
    practitioners: [{ id: 'reed', name: 'Dr. Reed' }],
    chairs: [{ id: 'chair-1', name: 'Chair 1' }],
    types: [{ id: 'exam', name: 'Exam', durationMinutes: 40 }],
    seed: [
      { id: 'v1', start: at('15:00'), end: at('15:40'), ...seeded },
      { id: 'v2', start: at('19:00'), end: at('19:40'), ...seeded },
    ],
  })
})

const get = async (path: string) => {
  const response = await pms.app.request(`http://localhost${path}`)
  return { status: response.status, text: await response.text() }
}
const post = (path: string, fields: Record<string, string>, origin = 'http://localhost') =>
  pms.app.request(`http://localhost${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams(fields).toString(),
  })
const visit = (id: string) => pms.store.read('Appointment', id)
const place = { date: '2026-12-02', time: '09:30', minutes: '30', practitioner: 'reed', chair: '', type: 'exam' }

describe('the front desk', () => {
  it("shows a day of the book, in the practice's time", async () => {
    const { text } = await get('/')
    expect(text).toContain('Tuesday, December 1, 2026')
    expect(text).toMatch(
      /10:00–10:40[\s\S]*Ana O&#39;Brien-Müller[\s\S]*Dr\. Reed[\s\S]*Chair 1[\s\S]*Exam[\s\S]*Booked/,
    )
    expect((await get('/?date=2026-12-02')).text).toContain('No appointments on this day.')
  })

  it('enters an appointment of a new patient', async () => {
    const response = await post('/new', { ...place, patient: 'new', ...ana, given: 'Li <b>' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/?date=2026-12-02&done=made')
    const { text } = await get('/?date=2026-12-02&done=made')
    expect(text).toContain('09:30–10:00')
    expect(text).toContain('Li &lt;b&gt;')
    expect(text).toContain('The appointment is in the book.')
    expect(pms.store.all('Patient')).toHaveLength(2)
  })

  it('enters an appointment of a patient who is known', async () => {
    const [known] = pms.store.all('Patient')
    await post('/new', { ...place, patient: known!.id! })
    expect(pms.store.all('Patient')).toHaveLength(1)
    expect(pms.store.all('Appointment')).toHaveLength(3)
  })

  it('says in words what is wrong, keeps what was typed, and saves nothing', async () => {
    const response = await post('/new', {
      ...place,
      time: '25:00',
      patient: 'new',
      given: 'Li',
      family: '',
      birthDate: 'x',
    })
    expect(response.status).toBe(422)
    const text = await response.text()
    for (const words of ['Enter a date and a time that exist.', 'Enter the last name.', 'Enter the date of birth.']) {
      expect(text).toContain(words)
    }
    expect(text).toContain('value="Li"')
    expect(pms.store.all('Appointment')).toHaveLength(2)
  })

  it('moves an appointment', async () => {
    const response = await post('/visits/v1/move', place)
    expect(response.headers.get('location')).toBe('/?date=2026-12-02&done=moved')
    expect(visit('v1')).toMatchObject({ start: '2026-12-02T14:30:00.000Z', end: '2026-12-02T15:00:00.000Z' })
    expect(visit('v1')!.participant).toMatchObject([
      { actor: { reference: 'Patient/5001' } },
      { actor: { reference: 'Practitioner/reed' } },
    ])
  })

  it.each(['arrived', 'fulfilled', 'noshow', 'cancelled'])('marks an appointment as %s', async (status) => {
    await post('/visits/v1/status', { status })
    expect(visit('v1')).toMatchObject({ status })
    expect((await get('/visits/v1')).text).toContain('Back to booked')
  })

  it('deletes an appointment', async () => {
    await post('/visits/v1/delete', {})
    expect(visit('v1')).toBeNull()
    expect((await get('/visits/v1')).status).toBe(404)
  })

  it('changes nothing by looking, nor at the word of another site', async () => {
    for (const path of ['/visits/v1/delete', '/visits/v1/status?status=cancelled', '/visits/v1/move']) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await post('/visits/v1/delete', {}, 'https://evil.example.com')).status).toBe(403)
    const sent = { method: 'POST', body: JSON.stringify({ resourceType: 'Patient' }) }
    expect((await pms.app.request('http://localhost/fhir/Patient', sent)).status).toBe(415)
    expect(visit('v1')).not.toBeNull()
    expect(pms.store.all('Patient')).toHaveLength(1)
  })
})

describe('its FHIR', () => {
  const connect = () =>
    createFhirConnector(
      { kind: 'fhir', baseUrl: 'http://localhost/fhir', access: { kind: 'none' }, statuses: {} },
      {
        clock: () => NOW,
        timeZone: 'America/New_York',
        fetch: async (url, options) => pms.app.request(String(url), options),
      },
    )

  it('tells a connector all that stands in the book, and what changes', async () => {
    const connector = connect()
    expect(await connector.capabilities(signal)).toEqual({ isIncremental: true, software: 'Front Desk 1.0' })
    const { cursor } = await all(connector.changed(null, signal))
    const { items } = await all(connector.window({ start: NOW - 86_400_000, end: NOW + 86_400_000 }, signal))
    expect(items).toMatchObject([
      {
        ...{ id: 'Appointment/v1', practitioners: ['Practitioner/reed'], chair: 'Location/chair-1', patient: ana },
        type: 'urn:front-desk:visit-type|exam',
      },
      { id: 'Appointment/v2', start: at('19:00') },
    ])
    await post('/visits/v1/status', { status: 'cancelled' })
    const changed = (await all(connector.changed(cursor, signal))).items as PmsAppointment[]
    expect(changed.find(({ id }) => id === 'Appointment/v1')?.status).toBe('cancelled')
    expect(await connector.directory(signal)).toMatchObject([
      { kind: 'type', name: 'Exam' },
      { id: 'Practitioner/reed', name: 'Dr. Reed' },
      { id: 'Location/chair-1', name: 'Chair 1' },
    ])
  })

  it('takes an appointment that a connector writes', async () => {
    const { writer } = connect()
    const patient = await writer!.createPatient('p', { ...ana, given: 'Li', family: 'Oak' }, signal)
    const written = { start: at('17:00'), end: at('17:30'), practitioners: ['Practitioner/reed'], chair: null }
    await writer!.createAppointment('a', { ...written, type: null, patientId: patient.id }, signal)
    expect((await get('/')).text).toContain('Li Oak')
  })
})
