import { describe, expect, it } from 'vitest'
import { ComparisonReply } from '../../server/contract/answer.ts'
import { RequestList } from '../../server/contract/desk.ts'
import { at, type Desk, deskForEach, NADIA, putInSchedule, putSettings, sendRequest } from '../kit/desk.ts'
import type { TestHouse } from '../kit/house.ts'

let house: TestHouse
let desk: Desk
const rebuild = deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

const compare = async (id: string) => ComparisonReply.parse(await (await desk.get(`/requests/${id}/comparison`)).json())
const fields = (rows: ComparisonReply['patients'][number]['fields']) =>
  Object.fromEntries(rows.map(({ field, asked, known, verdict }) => [field, [asked, known, verdict]]))

describe('GET /requests/{id}/comparison', () => {
  it('finds the appointment that the request is, in texts as people read them', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house, { patient: { ...NADIA, mobile: '+1 (206) 555-0119' } })
    await putInSchedule(house, { patient: { ...NADIA, mobile: '2065550119' }, patientId: 'p7' })
    const reply = await compare(id)
    expect([reply.mode, reply.kind, reply.comparedAt]).toEqual(['reads', 'exact', '2026-11-23T08:00:00-05:00'])
    const [patient] = reply.patients
    expect(patient).toMatchObject({
      id: 'p7',
      given: 'Nadia',
      family: 'Reyes',
      birthDate: '1984-03-07',
      mobile: '(206) 555-0119',
      agree: 5,
      isExact: true,
    })
    expect(fields(patient!.fields)).toEqual({
      given: ['Nadia', 'Nadia', 'same'],
      family: ['Reyes', 'Reyes', 'same'],
      birthDate: ['Mar 7, 1984', 'Mar 7, 1984', 'same'],
      mobile: ['(206) 555-0119', '(206) 555-0119', 'same'],
      email: ['nadia@example.com', 'nadia@example.com', 'same'],
    })
    expect(patient!.appointments).toMatchObject([{ id: 'a1', isExact: true, start: '2026-11-23T09:30:00-05:00' }])
    expect(fields(patient!.appointments[0]!.fields)).toEqual({
      start: ['Mon, Nov 23, 2026, 9:30 AM', 'Mon, Nov 23, 2026, 9:30 AM', 'same'],
      practitioner: ['Dr Ann Ash', 'Dr Ann Ash', 'same'],
      reason: ['Check-up', 'Check-up', 'same'],
      duration: ['30 min', '30 min', 'same'],
    })
    const audit = await house.store.auditOf('oak', `request:${id}`)
    expect(audit.map(({ action }) => action)).toContain('request-compared')
  })

  it('marks what differs in the texts as they are read', async () => {
    const { id } = await sendRequest(house, { patient: { ...NADIA, family: 'Reyes', mobile: '206 555 0119' } })
    const patient = { ...NADIA, family: 'Reyez', birthDate: '1984-07-03', mobile: '206-555-0118' }
    await putInSchedule(house, { patient, start: at('10:00'), end: at('10:45') })
    const reply = await compare(id)
    expect(reply.kind).toBe('partial')
    const marked = (row: ComparisonReply['patients'][number]['fields'][number]) => {
      const parts = (text: string | null, spans: [number, number][]) => spans.map(([from, to]) => text!.slice(from, to))
      return [row.because, parts(row.asked, row.differences.asked), parts(row.known, row.differences.known)]
    }
    const rows = reply.patients[0]!.fields
    expect(rows.map(marked)).toEqual([
      [null, [], []],
      ['typo', ['s'], ['z']],
      ['day-month-swapped', ['Mar', '7'], ['Jul', '3']],
      ['one-digit', ['9'], ['8']],
      [null, [], []],
    ])
    expect(reply.patients[0]!.appointments[0]!.fields.map(({ verdict, because }) => [verdict, because])).toEqual([
      ['close', 'minutes-apart'],
      ['same', null],
      ['same', null],
      ['close', null],
    ])
  })

  it('reads dates, times and numbers as the practice does', async () => {
    await rebuild({ locale: 'de-DE' })
    const { id } = await sendRequest(house, { patient: { ...NADIA, mobile: '0170 5550119' } })
    await putInSchedule(house, { patient: { ...NADIA, mobile: '+49 170 5550119' } })
    const { kind, patients } = await compare(id)
    expect(kind).toBe('exact')
    expect(fields(patients[0]!.fields)).toMatchObject({
      birthDate: ['7. März 1984', '7. März 1984', 'same'],
      mobile: ['0170 5550119', '0170 5550119', 'same'],
    })
    expect(fields(patients[0]!.appointments[0]!.fields).start![0]).toBe('Mo., 23. Nov. 2026, 09:30')
  })

  it('takes whoever gives the visit where anyone was asked for', async () => {
    const anyone = await sendRequest(house, { practitioner: null })
    await putInSchedule(house, { practitioners: ['bob'], chair: 'two' })
    const reply = await compare(anyone.id)
    expect(reply.kind).toBe('exact')
    expect(fields(reply.patients[0]!.appointments[0]!.fields).practitioner).toEqual([
      'Dr Ann Ash, Dr Bob Birch',
      'Dr Bob Birch',
      'same',
    ])
    const named = await sendRequest(house, { start: '2026-11-23T10:00:00-05:00' })
    expect((await compare(named.id)).kind).toBe('partial')
  })

  it('counts appointments of the same person as one patient’s', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, {}, { id: 'a2', start: at('10:00') }, { id: 'a3', start: at('11:00'), patientId: 'p1' })
    const { patients } = await compare(id)
    expect(patients.map((patient) => patient.appointments.map((each) => each.id))).toEqual([['a3'], ['a1', 'a2']])
  })

  it('leaves out what does not take place, is far away, or is another request’s', async () => {
    const { id } = await sendRequest(house)
    const other = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    const far = { id: 'far', start: at('09:30', '2026-12-21') }
    await putInSchedule(
      house,
      { id: 'gone', status: 'cancelled' },
      far,
      { id: 'theirs', request: other.id },
      { id: 'nobody', patient: null },
    )
    expect(await compare(id)).toMatchObject({ kind: 'none', patients: [] })
    await putInSchedule(house, { id: 'own', request: id })
    expect((await compare(id)).patients[0]!.appointments).toMatchObject([{ id: 'own', request: id }])
  })

  it('answers for a request that there isn’t with 404', async () => {
    expect((await desk.get('/requests/nothing/comparison')).status).toBe(404)
  })
})

describe('what the list says of possible matches', () => {
  const matchOf = async (id: string) => {
    const { requests } = RequestList.parse(await (await desk.get('/requests')).json())
    return requests.find((row) => row.id === id)!.match
  }

  it('is what a comparison would find', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house)
    expect(await matchOf(id)).toBeNull()
    const relative = { ...NADIA, given: 'Omar', birthDate: '1991-01-02' }
    await putInSchedule(house, { id: 'a2', patient: { ...NADIA, family: 'Reyez', mobile: null }, start: at('11:00') })
    await putInSchedule(house, { id: 'a3', patient: relative, start: at('13:00'), end: at('13:30') })
    await putInSchedule(house, { id: 'a4', start: at('09:30', '2026-12-28'), end: at('10:00', '2026-12-28') })
    await putInSchedule(house, { id: 'a5', status: 'cancelled' })
    const offered = async () => {
      const { kind, patients } = await compare(id)
      return { isExact: kind === 'exact', appointments: patients.flatMap(({ appointments }) => appointments).length }
    }
    expect(await matchOf(id)).toEqual({ isExact: false, appointments: 1 })
    expect(await matchOf(id)).toEqual(await offered())
    await putInSchedule(house, { id: 'a6', patientId: 'p7', chair: 'two' })
    expect(await matchOf(id)).toMatchObject({ isExact: true })
    expect(await matchOf(id)).toEqual(await offered())
  })

  it('is nothing for a visit that another request led to, nor on the other lists', async () => {
    const first = await sendRequest(house)
    await desk.answer(first.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    const { id } = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    expect(await matchOf(id)).toBeNull()
    await putInSchedule(house, { start: at('11:00') })
    expect(await matchOf(id)).toMatchObject({ appointments: 1 })
    const { requests } = RequestList.parse(await (await desk.get('/requests?tab=all')).json())
    expect(requests.map(({ match }) => match)).toEqual([null, null])
  })
})
