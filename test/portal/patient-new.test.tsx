import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { openPortal, server } from './kit.tsx'
import { answerPatients, duplicate, invited, noConsent, patientPage, problem, sentTo, textOf } from './patients-kit.tsx'

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const tick = (name: string | RegExp) => fireEvent.click(screen.getByRole('checkbox', { name }))
const elias = { given: 'Elias', family: 'Thornbury', birthDate: '1979-09-02', mobile: '(206) 555-0163' }

/** The dialog, open and filled in. */
async function fill(more: { email?: string } = {}) {
  const answers = answerPatients({ list: { patients: [] } })
  const opened = openPortal('#/elm/patients')
  await screen.findByRole('heading', { name: 'No patients yet' })
  fireEvent.click(screen.getAllByRole('button', { name: 'New patient' })[0]!)
  await screen.findByRole('dialog', { name: 'New patient' })
  type('Given name', elias.given)
  type('Family name', elias.family)
  type('Date of birth', elias.birthDate)
  type('Mobile', elias.mobile)
  if (more.email) type('Email', more.email)
  return { ...answers, ...opened }
}

describe('a new patient', () => {
  it('is saved with what they agreed to, asked by whoever enters it, and their page opens', async () => {
    const { on, asked, addresses, portal } = await fill()
    const made = patientPage({ ...elias, id: 'p9' })
    on('', () => ({ patient: made, invitation: null }))
    expect(screen.getAllByText('asked by Dana Whitlock, today')).toHaveLength(2)
    tick(/^Agreed to emails/)
    fireEvent.click(button('Save'))
    expect(await screen.findByRole('heading', { name: 'Elias Thornbury' })).toBeTruthy()
    const [sent] = asked.filter(({ path }) => path === '')
    expect(sent).toEqual({
      path: '',
      body: {
        ...{ ...elias, email: '', consent: { email: true, text: false }, sendInvitation: false, evenSo: false },
      },
      key: expect.stringMatching(/^\d+(-\d+){3}$/),
    })
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/patients/p9', step: 'on' })
    expect(portal.said.value).toBe('Elias Thornbury is saved.')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('cannot be invited without an email, said at the field before anything is sent', async () => {
    const { asked } = await fill()
    tick('Send invitation on saving')
    fireEvent.click(button('Save and send invitation'))
    expect(await screen.findByText('The invitation needs an email address.')).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Email')))
    expect(asked.filter(({ path }) => path === '')).toEqual([])
    type('Email', 'elias@example.com')
    await waitFor(() => expect(screen.queryByText('The invitation needs an email address.')).toBeNull())
  })

  it('needs the date of birth to be invited, since the patient confirms it', async () => {
    const { asked } = await fill({ email: 'elias@example.com' })
    type('Date of birth', '')
    tick('Send invitation on saving')
    fireEvent.click(button('Save and send invitation'))
    expect(await screen.findByText(/^The invitation needs the date of birth/)).toBeTruthy()
    expect(asked.filter(({ path }) => path === '')).toEqual([])
  })

  it('is invited on saving, and the page says where it went and until when the link works', async () => {
    const { on, bodies, portal } = await fill({ email: 'elias@example.com' })
    const outcome = sentTo({ detail: 'Invitation sent to elias@example.com. The link works until 23 Dec 2026.' })
    on('', () => ({ patient: invited({ ...elias, id: 'p9' }), invitation: outcome }))
    tick(/^Agreed to emails/)
    tick(/^Agreed to texts/)
    tick('Send invitation on saving')
    fireEvent.click(button('Save and send invitation'))
    expect(await screen.findByText(outcome.detail, { selector: 'main *' })).toBeTruthy()
    expect(portal.said.value).toBe(outcome.detail)
    expect(bodies('')).toMatchObject([{ sendInvitation: true, consent: { email: true, text: true } }])
  })

  it('is saved all the same where the invitation is refused, and the dialog says why', async () => {
    const { on } = await fill({ email: 'elias@example.com' })
    const made = patientPage({ ...elias, id: 'p9', consent: { email: false, text: false } })
    on('', () => ({ patient: made, invitation: noConsent }))
    tick('Send invitation on saving')
    fireEvent.click(button('Save and send invitation'))
    const refused = await screen.findByRole('dialog', { name: 'No invitation was sent' })
    expect(textOf(refused)).toMatch(/Elias Thornbury\s*Ask the patient, then record the consent here\./)
    expect(within(refused).getByRole('button', { name: 'Record consent' })).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Elias Thornbury' })).toBeTruthy()
  })

  it('stays typed where the server finds a fault, which stands beside its field', async () => {
    const { on } = await fill()
    on('', () => problem(400, 'invalid-request', 'Enter a date of birth that is not in the future', '/birthDate'))
    fireEvent.click(button('Save'))
    expect(await screen.findByText('Enter a date of birth that is not in the future')).toBeTruthy()
    expect(screen.getByLabelText('Date of birth').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', 'Elias')
  })

  it('keeps its key for every try of the same, and takes another for something else', async () => {
    const { on, asked } = await fill()
    const keys = () => asked.filter(({ path }) => path === '').map(({ key }) => key)
    server.use(http.post('*/elm/patients', () => HttpResponse.error()))
    fireEvent.click(button('Save'))
    expect(await screen.findByText(/does not answer/)).toBeTruthy()
    on('', () => problem(503, 'unavailable', 'Later.'))
    fireEvent.click(button('Save'))
    await waitFor(() => expect(keys()).toHaveLength(1))
    await screen.findByText('Later.')
    fireEvent.click(button('Save'))
    await waitFor(() => expect(keys()).toHaveLength(2))
    await waitFor(() => expect(button('Save')).toBeTruthy())
    type('Given name', 'Elia')
    fireEvent.click(button('Save'))
    await waitFor(() => expect(keys()).toHaveLength(3))
    expect(keys()[1]).toBe(keys()[0])
    expect(keys()[2]).not.toBe(keys()[0])
  })

  it('tells while it is typed who may be the same person, with the way to them', async () => {
    const { known, bodies, portal } = await fill()
    known.alike = [duplicate()]
    type('Email', 'elias@example.com')
    const link = await screen.findByRole('link', { name: 'Imany Whitfield' })
    expect(link.getAttribute('href')).toBe('#/elm/patients/p7')
    expect(screen.getByText('The birth date and the mobile are the same.')).toBeTruthy()
    expect(portal.said.value).toBe('1 patient may be the same person')
    expect(bodies('/alike').at(-1)).toEqual({ ...elias, email: 'elias@example.com' })
    fireEvent.click(link)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('asks nobody while too little is typed', async () => {
    const { bodies } = await fill()
    type('Family name', '')
    type('Mobile', '206')
    const before = bodies('/alike').length
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(bodies('/alike')).toHaveLength(before)
  })

  it('is asked about where the name and birth date are known, and saved even so', async () => {
    const { on, bodies } = await fill()
    on('', ({ evenSo }) =>
      evenSo
        ? { patient: patientPage({ ...elias, id: 'p9' }), invitation: null }
        : problem(422, 'needs-confirmation', 'Somebody with this name and date of birth is known.'),
    )
    fireEvent.click(button('Save'))
    expect(await screen.findByText('Somebody with this name and date of birth is known.')).toBeTruthy()
    fireEvent.click(button('Save as another patient'))
    expect(await screen.findByRole('heading', { name: 'Elias Thornbury' })).toBeTruthy()
    expect(bodies('').map((body) => (body as { evenSo: boolean }).evenSo)).toEqual([false, true])
  })

  it('starts empty each time', async () => {
    await fill()
    fireEvent.click(button('Cancel'))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    fireEvent.click(screen.getAllByRole('button', { name: 'New patient' })[0]!)
    await screen.findByRole('dialog', { name: 'New patient' })
    expect(screen.getByLabelText('Given name')).toHaveProperty('value', '')
    expect(screen.getByRole('checkbox', { name: 'Send invitation on saving' })).toHaveProperty('checked', false)
  })
})
