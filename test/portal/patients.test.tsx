import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { formatPatient, parseAccess, parsePatient } from '../../portal/model/patients-address.ts'
import { parseRoute } from '../../portal/model/route.ts'
import { appointment } from './answer-kit.tsx'
import { detail, openPortal, readAgain, row, server } from './kit.tsx'
import { answerPatients, marcus, patientPage, patientRow, rowsOf } from './patients-kit.tsx'

const table = () => screen.findByRole('table')

describe('addresses of patients', () => {
  it('carry the id and nothing else', () => {
    expect(formatPatient('elm', 'a/b')).toBe('#/elm/patients/a%2Fb')
    expect(parsePatient('#/elm/patients/a%2Fb')).toBe('a/b')
    expect(parseRoute('#/elm/patients/p1')).toEqual({ at: 'room', practice: 'elm', room: 'patients' })
    expect(parsePatient('#/elm/patients')).toBeNull()
    expect(parsePatient('#/elm/patients/%E0%A4%A')).toBeNull()
    expect(parsePatient('#/elm/requests/p1')).toBeNull()
    expect(parseAccess('#/elm/patient-access?show=removed')).toBe('removed')
    expect(parseAccess('#/elm/patient-access?show=nothing')).toBe('any')
  })
})

describe('the list of patients', () => {
  it('shows who it is, how to reach them, the next visit and the account', async () => {
    const access = { access: 'enrolled', accessAt: '2026-10-04T18:20:00-04:00' } as const
    answerPatients({
      list: { patients: [patientRow(access), marcus], access: { invited: 64, enrolled: 241, removed: 13 } },
    })
    const { portal } = openPortal('#/elm/patients')
    expect(rowsOf(await table())).toEqual([
      [
        'Imani Whitfield, born 14 Mar 1991, 35 years',
        '(206) 555-0142',
        'imani.whitfield@example.com',
        'Next visit: Tue 24 Nov, 10:30',
        'Enrolled',
      ],
      ['Marcus Bell, date of birth not known', '–none', '–none', '–none', 'Not invited'],
    ])
    expect(screen.getByText('2 patients')).toBeTruthy()
    expect(screen.getAllByRole('link', { name: /^Patient access/ })[0]!.textContent).toBe('Patient access 318')
    await waitFor(() => expect(portal.title.value).toBe('Patients · Elm Dental'))
  })

  it('looks for what is typed, and says how many were found', async () => {
    const { known, bodies } = answerPatients({ list: { patients: [patientRow(), marcus] } })
    const { portal, addresses } = openPortal('#/elm/patients')
    await table()
    known.list = { patients: [marcus] }
    fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' bell ' } })
    await waitFor(async () => expect(rowsOf(await table())).toHaveLength(1))
    expect(screen.getByText('1 found', { selector: 'b' })).toBeTruthy()
    expect(portal.said.value).toBe('1 found')
    expect(bodies('/search')).toEqual([{ text: '' }, { text: 'bell' }])
    // Nothing of it is in an address.
    expect(addresses).toEqual([])
  })

  it('has a way out of a search that finds nobody', async () => {
    const { known } = answerPatients({ list: { patients: [] } })
    openPortal('#/elm/patients')
    expect(await screen.findByRole('heading', { name: 'No patients yet' })).toBeTruthy()
    fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'zz' } })
    expect(await screen.findByRole('heading', { name: 'Nobody found' })).toBeTruthy()
    known.list = { patients: [marcus] }
    fireEvent.click(screen.getAllByRole('button', { name: 'End the search' })[0]!)
    expect(rowsOf(await table())).toHaveLength(1)
    expect(screen.getByRole('searchbox')).toHaveProperty('value', '')
  })

  it('reads the next part at a tap, and keeps both when it is read again', async () => {
    const { known, bodies } = answerPatients({ list: { patients: [patientRow()], total: 2, next: 'n1' } })
    const { portal } = openPortal('#/elm/patients')
    await table()
    server.use(
      http.post('*/patients/search', async ({ request }) => {
        const body = (await request.json()) as { after?: string }
        const isNext = body.after === 'n1'
        return HttpResponse.json({
          patients: isNext ? [marcus] : [patientRow()],
          ...{ total: 2, next: isNext ? null : 'n1', access: { invited: 0, enrolled: 0, removed: 0 } },
        })
      }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
    await waitFor(async () => expect(rowsOf(await table())).toHaveLength(2))
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
    await readAgain(portal)
    await waitFor(async () => expect(rowsOf(await table())).toHaveLength(2))
    expect(bodies('/search')).toHaveLength(1)
    expect(known.list.total).toBe(2)
  })

  it('keeps what was read when a later reading fails, and says so', async () => {
    answerPatients({ list: { patients: [patientRow()] } })
    const { portal, time } = openPortal('#/elm/patients')
    await table()
    server.use(http.post('*/patients/search', () => HttpResponse.error()))
    time.now += 60_000
    await readAgain(portal)
    expect(await screen.findByText('Not up to date')).toBeTruthy()
    expect(rowsOf(await table())).toHaveLength(1)
  })

  it('can be tried again when it could not be read at all', async () => {
    answerPatients({ list: { patients: [patientRow()] } })
    server.use(http.post('*/patients/search', () => HttpResponse.error(), { once: true }))
    openPortal('#/elm/patients')
    expect(await screen.findByRole('heading', { name: 'The patients could not be read' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(rowsOf(await table())).toHaveLength(1)
  })

  it('is worked by keys: rows, search, a new patient, all keys', async () => {
    answerPatients({ list: { patients: [patientRow(), marcus] } })
    const { portal } = openPortal('#/elm/patients')
    await table()
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
    press('j')
    press('j')
    expect(document.activeElement?.textContent).toMatch(/^Marcus Bell/)
    press('k')
    expect(document.activeElement?.textContent).toMatch(/^Imani Whitfield/)
    press('/')
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
    expect(portal.route.value).toMatchObject({ room: 'patients' })
    ;(document.activeElement as HTMLElement).blur()
    press('?')
    expect(within(screen.getByRole('dialog')).getByText('New patient')).toBeTruthy()
    portal.keysShown.value = false
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    press('n')
    expect(await screen.findByRole('dialog', { name: 'New patient' })).toBeTruthy()
  })

  it('opens a patient and leads back to the row', async () => {
    answerPatients({ pages: [patientPage()] })
    const { portal, addresses } = openPortal('#/elm/patients')
    fireEvent.click(within(await table()).getByRole('link', { name: /^Imani Whitfield/ }))
    expect(await screen.findByRole('heading', { name: 'Imani Whitfield' })).toBeTruthy()
    await waitFor(() => expect(document.activeElement?.id).toBe('details'))
    // Whose page it is stays out of the history.
    expect(portal.title.value).toBe('Patient · Elm Dental')
    fireEvent.keyDown(document.body, { key: 'Escape' })
    await table()
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Imani Whitfield/))
    expect(addresses).toEqual([
      { hash: '#/elm/patients/p1', step: 'on' },
      { hash: '#/elm/patients', step: 'back' },
    ])
  })

  it('opens a patient by a click anywhere in the row', async () => {
    answerPatients({ pages: [patientPage()] })
    const { addresses } = openPortal('#/elm/patients')
    fireEvent.click(within(await table()).getByText('(206) 555-0142'))
    expect(addresses).toEqual([{ hash: '#/elm/patients/p1', step: 'on' }])
  })

  it('offers nothing that changes anything to who may only look', async () => {
    answerPatients({ role: 'read-only', list: { patients: [] } })
    openPortal('#/elm/patients')
    await screen.findByRole('heading', { name: 'No patients yet' })
    expect(screen.queryByRole('button', { name: 'New patient' })).toBeNull()
    fireEvent.keyDown(document.body, { key: 'n' })
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('the way to a patient', () => {
  it('starts at a request, by link and by key', async () => {
    const { desk } = answerPatients({ pages: [patientPage()] })
    desk.requests = [row()]
    desk.details = [detail({ patientRecord: 'p1' })]
    const { addresses } = openPortal('#/elm/requests/r1')
    const link = await screen.findByRole('link', { name: 'Open patient' })
    expect(link.getAttribute('href')).toBe('#/elm/patients/p1')
    fireEvent.keyDown(document.body, { key: 'p' })
    expect(await screen.findByRole('heading', { name: 'Imani Whitfield' })).toBeTruthy()
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/patients/p1', step: 'on' })
  })

  it('starts at an appointment, and is not there where nobody is known', async () => {
    const { desk } = answerPatients()
    desk.requests = [row()]
    const made = { current: appointment({ patientRecord: 'p1' }) }
    server.use(http.get('*/appointments/:id', () => HttpResponse.json(made.current)))
    const first = openPortal('#/elm/appointments/a1')
    expect((await screen.findByRole('link', { name: 'Open patient' })).getAttribute('href')).toBe('#/elm/patients/p1')
    made.current = appointment({ id: 'a2', patientRecord: null })
    first.portal.go('#/elm/appointments/a2')
    await screen.findByText('The schedule names no patient.')
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Open patient' })).toBeNull())
  })
})
