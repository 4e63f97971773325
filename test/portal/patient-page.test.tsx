import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import { invitationEvents } from '../../portal/model/patient-words.ts'
import { createWords } from '../../portal/model/words.ts'
import { server } from './kit.tsx'
import {
  answerPatients,
  consent,
  duplicate,
  invitation,
  invited,
  noConsent,
  openPage,
  patientPage,
  problem,
  rowsOf,
  sentTo,
  textOf,
  visit,
} from './patients-kit.tsx'

const region = (name: string | RegExp) => screen.findByRole('region', { name })
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const dialog = (name: string | RegExp) => screen.findByRole('dialog', { name })
const type = (label: string | RegExp, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } })
const noDialog = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

describe('the page of a patient', () => {
  it('shows the details as they are pasted, whom they are in the PMS, and where the record came from', async () => {
    answerPatients({ pages: [patientPage({ pmsId: '10482' })] })
    const { clipboard } = openPage()
    const details = await region('Details')
    expect(textOf(details)).toContain('10482')
    expect(textOf(details)).toContain('Created by: Online appointment, made Sat 21 Nov 2026, 09:14 · reads Español')
    fireEvent.click(within(details).getByRole('button', { name: /^Copy date of birth/ }))
    await waitFor(() => expect(clipboard).toEqual(['14/03/1991']))
  })

  it('lists what is to come and what was, with who made it and the way there', async () => {
    const pms = visit({
      ...{ kind: 'appointment', id: 'a9', state: 'booked', isOnline: false, createdBy: 'Mara Lindqvist' },
      ...{ start: '2027-01-14T09:00:00-05:00', createdAt: '2026-11-02T15:20:00-05:00', reason: null },
    })
    const old = visit({ id: 'r7', state: 'fulfilled', start: '2026-02-02T09:00:00-05:00' })
    answerPatients({ pages: [patientPage({ coming: [visit(), pms], past: [old] })] })
    openPage()
    const visits = await region('Appointments')
    expect(rowsOf(within(visits).getByRole('table'))).toEqual([
      [
        'Tue 24 Nov, 10:30',
        'Cleaning and check-upDr. Amara Osei',
        'Online appointmentmade Sat 21 Nov, 09:14',
        'Pending request',
      ],
      ['Thu 14 Jan 2027, 09:00', 'AppointmentDr. Amara Osei', 'Mara LindqvistMon 2 Nov, 15:20', 'Confirmed'],
    ])
    const links = within(visits).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['#/elm/all/r1', '#/elm/appointments/a9'])
    fireEvent.click(within(visits).getByRole('button', { name: 'Past 1' }))
    expect(rowsOf(within(visits).getByRole('table')).map((cells) => cells[3])).toEqual(['Completed'])
  })

  it('says kindly that a record is gone, and leads to the list', async () => {
    answerPatients()
    const { addresses } = openPage('gone')
    expect(await screen.findByRole('heading', { name: 'This patient is not here any more' })).toBeTruthy()
    fireEvent.click(button('Show all patients'))
    expect(addresses).toEqual([{ hash: '#/elm/patients', step: 'back' }])
  })

  it('can be read again after a fault', async () => {
    answerPatients({ pages: [patientPage()] })
    server.use(http.get('*/patients/p1', () => HttpResponse.error(), { once: true }))
    openPage()
    expect(await screen.findByRole('heading', { name: 'The patient could not be read' })).toBeTruthy()
    fireEvent.click(button('Try again'))
    expect(await region('Details')).toBeTruthy()
  })

  it('shows who may only look no button that changes anything', async () => {
    answerPatients({ role: 'read-only', pages: [invited({ duplicates: [duplicate()] })] })
    openPage()
    await region('Online appointments')
    const names = within(screen.getByRole('main')).getAllByRole('button').map(textOf)
    expect(names.filter((name) => !/^Copy|^Coming|^Past|Search|Keyboard/.test(name!))).toEqual([])
  })

  it('keeps merging and erasing to owners', async () => {
    answerPatients({ role: 'staff', pages: [patientPage({ duplicates: [duplicate()] }), patientPage({ id: 'p7' })] })
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: /^Compare/ }))
    const asked = within(await dialog('Are these the same person?'))
    expect(asked.getByText('An owner can merge them.')).toBeTruthy()
    expect(asked.queryByRole('button', { name: 'Merge…' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Erase…' })).toBeNull()
  })
})

describe('editing the details', () => {
  it('sends all of them with the revision, and shows what was saved', async () => {
    const { on, bodies } = answerPatients({ pages: [patientPage()] })
    on('/p1', () => ({ patient: patientPage({ given: 'Imana', revision: 5 }), invitation: null }))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await dialog('Edit the details')
    type('Given name', 'Imana')
    fireEvent.click(button('Save'))
    await noDialog()
    expect(await screen.findByRole('heading', { name: 'Imana Whitfield' })).toBeTruthy()
    expect(bodies('/p1')).toEqual([
      {
        ...{ given: 'Imana', family: 'Whitfield', birthDate: '1991-03-14', mobile: '(206) 555-0142' },
        ...{ email: 'imani.whitfield@example.com', language: 'es', revision: 4 },
      },
    ])
  })

  it('shows the server’s word beside its field, and puts the focus there', async () => {
    const { on } = answerPatients({ pages: [patientPage()] })
    on('/p1', () => problem(400, 'invalid-request', 'Enter a mobile number with at least seven digits', '/mobile'))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await dialog('Edit the details')
    type('Mobile', '12')
    fireEvent.click(button('Save'))
    expect(await screen.findByText('Enter a mobile number with at least seven digits')).toBeTruthy()
    expect(screen.getByLabelText('Mobile').getAttribute('aria-invalid')).toBe('true')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Mobile')))
  })

  it('warns that another email ends the open invitation', async () => {
    answerPatients({ pages: [invited()] })
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await dialog('Edit the details')
    expect(screen.queryByText(/the open invitation is withdrawn/)).toBeNull()
    type('Email', 'other@example.com')
    expect(await screen.findByText(/the open invitation is withdrawn/)).toBeTruthy()
  })

  it('shows what somebody else saved meanwhile, takes what only they changed, and overwrites nothing unseen', async () => {
    const { known, on, bodies } = answerPatients({ pages: [patientPage()] })
    const theirs = patientPage({ revision: 9, mobile: '(206) 555-0199', email: 'new@example.com' })
    on('/p1', (body) =>
      body.revision === 9
        ? { patient: { ...theirs, mobile: String(body.mobile), revision: 10 }, invitation: null }
        : problem(409, 'changed-meanwhile', 'Somebody else has changed this patient meanwhile.'),
    )
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await dialog('Edit the details')
    type('Mobile', '(206) 555-0111')
    known.pages = [theirs]
    fireEvent.click(button('Save'))
    const alert = await screen.findByText('Somebody else has changed this patient meanwhile')
    expect(rowsOf(within(alert.closest('.note') as HTMLElement).getByRole('table'))[0]!.slice(0, 3)).toEqual([
      'Mobile',
      '(206) 555-0111',
      '(206) 555-0199',
    ])
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'new@example.com')
    expect(screen.getByLabelText('Mobile')).toHaveProperty('value', '(206) 555-0111')
    fireEvent.click(button('Save'))
    await noDialog()
    expect(bodies('/p1').at(-1)).toMatchObject({ mobile: '(206) 555-0111', email: 'new@example.com', revision: 9 })
  })
})

describe('inviting', () => {
  it('says who invited when and where to, and what became of each invitation', async () => {
    answerPatients({ pages: [invited()] })
    openPage()
    const card = await region('Online appointments')
    expect(textOf(card)).toContain(
      'Invited Thu 12 Nov, 11:03 by Dana Whitlock, to imani.whitfield@example.com. Not enrolled yet.',
    )
    expect(within(card).getAllByRole('listitem').map(textOf)).toEqual([
      'Invited, link works until 12 Dec 2026Thu 12 Nov, 11:03, Dana Whitlock',
      'Invitation withdrawn, link is deadThu 12 Nov, 11:02, address corrected',
      'Invited at imani.whitfeld@example.comTue 10 Nov, 16:40, Dana Whitlock',
    ])
  })

  it.each([
    [{ access: 'none' }, 'Not invited', 'Has an email; agreed to emails and texts.'],
    [{ access: 'none', origin: 'online', revision: 1 }, 'Not invited', 'make sure that it is the patient’s.'],
    [
      { access: 'none', email: null, consent: { email: true, text: false } },
      'Not invited',
      'An invitation still needs an email address and the consent to texts.',
    ],
    [{ access: 'invited', isBounced: true }, 'Bounced', 'The mail came back'],
    [{ access: 'invited', isLinkEnded: true }, 'Link ended', 'The link no longer works. A new invitation can be sent.'],
    [
      { access: 'invited', isLinkEnded: true, invitations: [invitation({ state: 'locked' })] },
      'Link ended',
      'The birth date was wrong too often',
    ],
    [{ access: 'enrolled', accessAt: '2026-10-04T18:20:00-04:00' }, 'Enrolled', 'Enrolled Sun 4 Oct, 18:20.'],
    [
      { access: 'removed', accessAt: '2026-09-30T10:00:00-04:00', accessBy: 'Mara Lindqvist' },
      'Removed',
      'Removed Wed 30 Sept, 10:00 by Mara Lindqvist. The old link is dead; a new invitation can be sent.',
    ],
  ] as const)('tells how %o stands', async (change, chip, sentence) => {
    const { invitations, ...rest } = { invitations: undefined, ...change }
    answerPatients({ pages: [patientPage({ ...rest, ...(invitations ? { invitations: [...invitations] } : {}) })] })
    openPage()
    const card = await region('Online appointments')
    expect(within(card).getByText(chip)).toBeTruthy()
    expect(textOf(card)).toContain(sentence)
  })

  it('sends one and says where it went and until when its link works', async () => {
    const { on, bodies } = answerPatients({ pages: [patientPage()] })
    on('/p1/invitation', () => ({ patient: invited(), invitation: sentTo() }))
    const { portal } = openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Send invitation' }))
    const sent = await dialog('Invitation sent')
    expect(textOf(sent)).toContain('Sent to imani.whitfield@example.com. The link works until 23 Dec 2026.')
    expect(portal.said.value).toBe('Invitation sent')
    expect(bodies('/p1/invitation')).toEqual([{}])
    fireEvent.click(within(sent).getByRole('button', { name: 'OK' }))
    await noDialog()
    expect(within(await region('Online appointments')).getByText('Invited')).toBeTruthy()
  })

  it('says why none was sent, and goes on from recording the consent to sending', async () => {
    const consents = [consent({ isGiven: false, how: 'staff', by: 'Mara Lindqvist', at: '2026-10-09T10:15:00-04:00' })]
    const page = patientPage({ consent: { email: false, text: false }, consents })
    const { on, bodies } = answerPatients({ pages: [page] })
    on('/p1/invitation', () => ({ patient: page, invitation: noConsent }))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Send invitation' }))
    const refused = await dialog('No invitation was sent')
    expect(textOf(refused)).toMatch(/Imani Whitfield\s*Ask the patient, then record the consent here\./)
    expect(textOf(refused)).toContain('Last change: opted out, entered by Mara Lindqvist, Fri 9 Oct, 10:15.')
    fireEvent.click(within(refused).getByRole('button', { name: 'Record consent' }))
    const record = within(await dialog('Record the consent'))
    expect(record.getByRole('checkbox', { name: 'Agrees to emails' })).toHaveProperty('checked', false)
    fireEvent.click(record.getByRole('checkbox', { name: 'Agrees to emails' }))
    fireEvent.click(record.getByRole('checkbox', { name: 'Agrees to texts' }))
    type('How did you ask? (optional)', 'By phone')
    const agreed = patientPage()
    on('/p1/consents', () => ({ patient: agreed, invitation: null }))
    on('/p1/invitation', () => ({ patient: invited(), invitation: sentTo() }))
    fireEvent.click(record.getByRole('button', { name: 'Record and send invitation' }))
    expect(await dialog('Invitation sent')).toBeTruthy()
    expect(bodies('/p1/consents')).toEqual([{ email: true, text: true, note: 'By phone' }])
    expect(bodies('/p1/invitation')).toEqual([{}, {}])
  })

  it('leads to the details where the email is missing', async () => {
    const page = patientPage({ email: null })
    const { on } = answerPatients({ pages: [page] })
    on('/p1/invitation', () => ({
      patient: page,
      invitation: sentTo({ isSent: false, email: null, refusal: 'no-email', detail: 'Ask for an email address.' }),
    }))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Send invitation' }))
    fireEvent.click(within(await dialog('No invitation was sent')).getByRole('button', { name: 'Edit the details' }))
    expect(await dialog('Edit the details')).toBeTruthy()
  })

  it('corrects a wrong address, withdraws and sends anew in one step', async () => {
    const { on, bodies } = answerPatients({ pages: [invited({ email: 'imani.whitfeld@example.com' })] })
    on('/p1/address', () => ({ patient: invited({ revision: 5 }), invitation: sentTo() }))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Wrong address…' }))
    const asked = within(await dialog('Correct the address'))
    expect(asked.getByLabelText('Email now')).toHaveProperty('value', 'imani.whitfeld@example.com')
    fireEvent.click(asked.getByRole('button', { name: 'Correct and send' }))
    expect(await asked.findByText('This is the email as it is now.')).toBeTruthy()
    type('Correct email', 'imani.whitfield@example.com')
    fireEvent.click(asked.getByRole('button', { name: 'Correct and send' }))
    expect(await dialog('Invitation sent')).toBeTruthy()
    expect(bodies('/p1/address')).toEqual([{ email: 'imani.whitfield@example.com', revision: 4, sendInvitation: true }])
  })

  it('takes access away after a question, and brings it back by sending again', async () => {
    const { on, bodies } = answerPatients({ pages: [patientPage({ access: 'enrolled' })] })
    const removed = patientPage({ access: 'removed', accessBy: 'Dana Whitlock' })
    on('/p1/access/remove', () => ({ patient: removed, invitation: null }))
    on('/p1/invitation', () => ({ patient: invited(), invitation: sentTo() }))
    const { portal } = openPage()
    fireEvent.click((await screen.findAllByRole('button', { name: 'Review account' }))[0]!)
    const review = within(await dialog('Review account'))
    expect(review.getByText(/signed out everywhere/)).toBeTruthy()
    fireEvent.click(review.getByRole('button', { name: 'Remove access' }))
    await noDialog()
    expect(portal.said.value).toBe('Imani Whitfield can no longer sign in, and the link is dead.')
    fireEvent.click(button('Send again'))
    expect(await dialog('Invitation sent')).toBeTruthy()
    expect([bodies('/p1/access/remove'), bodies('/p1/invitation')]).toEqual([[{}], [{}]])
  })

  it('says what the server says when it refuses, and keeps the dialog', async () => {
    const { on } = answerPatients({ pages: [patientPage({ access: 'enrolled' })] })
    on('/p1/access/remove', () => problem(409, 'changed-meanwhile', 'Somebody was quicker.'))
    openPage()
    fireEvent.click((await screen.findAllByRole('button', { name: 'Review account' }))[0]!)
    fireEvent.click(button('Remove access'))
    expect(await screen.findByText('Somebody was quicker.')).toBeTruthy()
    expect(screen.getByRole('dialog', { name: 'Review account' })).toBeTruthy()
  })
})

describe('consents', () => {
  it('stand apart, each change with who, when, how and the wording', async () => {
    const consents = [
      consent(),
      consent({ channel: 'text', how: 'staff', by: 'Mara Lindqvist', language: null, note: 'By phone' }),
      consent({ channel: 'text', isGiven: false, how: 'account', at: '2026-02-02T09:40:00-05:00' }),
    ]
    answerPatients({ pages: [patientPage({ consents })] })
    openPage()
    const card = await region('Consents')
    const headings = within(card).getAllByRole('heading', { level: 4 })
    expect(headings.map(textOf)).toEqual(['Emails: agreed', 'Texts: agreed'])
    expect(within(card).getAllByRole('listitem').map(textOf)).toEqual([
      'Agreed, by the patient with a request, Sat 21 Nov, 09:14 (wording 2026-11, English)',
      'Agreed, entered by Mara Lindqvist, Sat 21 Nov, 09:14: “By phone” (wording 2026-11)',
      'Opted out, by the patient in their account, Mon 2 Feb, 09:40 (wording 2026-11, English)',
    ])
  })

  it('keep earlier changes behind a button', async () => {
    const consents = [1, 2, 3, 4, 5].map((day) => consent({ at: `2026-11-0${day}T09:00:00-05:00` })).reverse()
    answerPatients({ pages: [patientPage({ consents })] })
    openPage()
    expect(within(await region('Consents')).getByText('2 earlier changes')).toBeTruthy()
  })

  it('are changed one by one: only what differs is recorded, and the open invitation is warned about', async () => {
    const { on, bodies } = answerPatients({ pages: [invited()] })
    const after = patientPage({ consent: { email: true, text: false } })
    on('/p1/consents', () => ({ patient: after, invitation: null }))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: /^Change/ }))
    const asked = within(await dialog('Change the consents'))
    expect(asked.queryByText(/The open invitation is withdrawn/)).toBeNull()
    fireEvent.click(asked.getByRole('checkbox', { name: 'Agrees to texts' }))
    expect(asked.getByText(/The open invitation is withdrawn/)).toBeTruthy()
    fireEvent.click(asked.getByRole('button', { name: 'Record' }))
    await noDialog()
    expect(bodies('/p1/consents')).toEqual([{ text: false }])
    expect(within(await region('Consents')).getByText('Texts: not agreed')).toBeTruthy()
  })

  it('record nothing where nothing differs', async () => {
    const { bodies } = answerPatients({ pages: [patientPage()] })
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: /^Change/ }))
    fireEvent.click(within(await dialog('Change the consents')).getByRole('button', { name: 'Record' }))
    await noDialog()
    expect(bodies('/p1/consents')).toEqual([])
  })
})

describe('possible duplicates', () => {
  const other = patientPage({
    ...{ id: 'p7', given: 'Imany', email: null, revision: 12, pmsId: '10482', consent: { email: false, text: false } },
  })
  const open = async (more: Parameters<typeof answerPatients>[0] = {}) => {
    const answers = answerPatients({ pages: [patientPage({ duplicates: [duplicate()] }), other], ...more })
    const opened = openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Compare… with Imany Whitfield' }))
    await within(await dialog('Are these the same person?')).findByRole('table')
    return { ...answers, ...opened }
  }

  it('stand with what speaks for and against them', async () => {
    answerPatients({ pages: [patientPage({ duplicates: [duplicate()] })] })
    openPage()
    const card = await region('Possibly the same person')
    expect(within(card).getAllByRole('listitem').slice(1).map(textOf)).toEqual([
      'For: The birth date and the mobile are the same.',
      'Against: The given names differ.',
    ])
  })

  it('are compared side by side, and what differs is marked', async () => {
    await open()
    const asked = screen.getByRole('dialog')
    expect(rowsOf(within(asked).getByRole('table')).slice(0, 6)).toEqual([
      ['Given name', 'Imani', 'Imany'],
      ['Family name', 'Whitfield', 'Whitfield'],
      ['Date of birth', '14 Mar 1991', '14 Mar 1991'],
      ['Mobile', '(206) 555-0142', '(206) 555-0142'],
      ['Email', 'imani.whitfield@example.com', 'Not known'],
      ['PMS patient', 'Not known', '10482'],
    ])
    expect([...asked.querySelectorAll('mark')].map(textOf)).toEqual(['Imany'])
  })

  it('are merged into the record whose details are chosen, after one more question', async () => {
    const { on, known, addresses, bodies } = await open()
    const one = { ...other, email: 'imani.whitfield@example.com', duplicates: [], revision: 13 }
    on('/p7/merge', () => {
      known.pages = [one]
      return { patient: one, invitation: null }
    })
    fireEvent.click(screen.getByRole('radio', { name: 'Keep these details of Imany Whitfield' }))
    fireEvent.click(button('Merge…'))
    const asked = await dialog('Merge into one record?')
    expect(textOf(asked)).toContain('NameImany Whitfield')
    expect(textOf(asked)).toContain('Emailimani.whitfield@example.com')
    fireEvent.click(within(asked).getByRole('button', { name: 'Merge' }))
    await noDialog()
    expect(bodies('/p7/merge')).toEqual([{ other: 'p1', revision: 12 }])
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/patients/p7', step: 'over' })
    expect(await screen.findByText('The two records are one now.', { selector: 'main *' })).toBeTruthy()
    expect(await screen.findByRole('heading', { name: 'Imany Whitfield' })).toBeTruthy()
  })

  it('can be kept apart for good', async () => {
    const { on, bodies } = await open({ role: 'staff' })
    on('/p1/distinct', () => ({ patient: patientPage(), invitation: null }))
    fireEvent.click(button('Not the same person'))
    await noDialog()
    expect(bodies('/p1/distinct')).toEqual([{ other: 'p7' }])
    expect(screen.queryByRole('region', { name: 'Possibly the same person' })).toBeNull()
  })
})

describe('export and erasure', () => {
  it('hands over everything kept as a file whose name says nothing of the patient', async () => {
    const { on } = answerPatients({ pages: [patientPage()] })
    on('/p1/export', () => ({ exportedAt: '2026-11-23T08:42:00-05:00', patient: { given: 'Imani' } }))
    const kept: Blob[] = []
    const names: string[] = []
    const createObjectURL = (blob: Blob) => `blob:${kept.push(blob)}`
    Object.assign(URL, { createObjectURL, revokeObjectURL: () => {} })
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    const { portal } = openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Export everything', hidden: true }))
    await waitFor(() => expect(names).toEqual(['patient-export-2026-11-23.json']))
    click.mockRestore()
    expect(JSON.parse(await kept[0]!.text())).toMatchObject({ patient: { given: 'Imani' } })
    expect(portal.said.value).toMatch(/^The export is in your downloads/)
  })

  it('erases after the name was typed, and leads to the list', async () => {
    const { on, bodies } = answerPatients({ pages: [patientPage()] })
    on('/p1/erase', () => ({}))
    const { addresses } = openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Erase…', hidden: true }))
    const asked = within(await dialog('Erase Imani Whitfield?'))
    fireEvent.click(asked.getByRole('button', { name: 'Erase for good' }))
    expect(await asked.findByText('Type the name as it stands above.')).toBeTruthy()
    expect(bodies('/p1/erase')).toEqual([])
    type('Type Whitfield to erase', 'whitfield')
    fireEvent.click(asked.getByRole('button', { name: 'Erase for good' }))
    await noDialog()
    expect(bodies('/p1/erase')).toEqual([{}])
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/patients', step: 'over' })
    expect(await screen.findByText('Everything kept of this patient is erased.', { selector: 'main *' })).toBeTruthy()
  })

  it('does not erase while a visit is ahead', async () => {
    answerPatients({ pages: [patientPage({ coming: [visit(), visit({ id: 'r2', state: 'cancelled' })] })] })
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Erase…', hidden: true }))
    const asked = await dialog('Imani Whitfield can’t be erased yet')
    expect(textOf(asked)).toContain('A visit is still ahead.')
    expect(within(asked).queryByRole('button', { name: /^Erase/ })).toBeNull()
  })

  it('shows what the server says when it knows better', async () => {
    const { on } = answerPatients({ pages: [patientPage()] })
    on('/p1/erase', () => problem(409, 'not-changeable', 'A visit is ahead.'))
    openPage()
    fireEvent.click(await screen.findByRole('button', { name: 'Erase…', hidden: true }))
    await dialog('Erase Imani Whitfield?')
    type('Type Whitfield to erase', 'Whitfield')
    fireEvent.click(button('Erase for good'))
    expect(await screen.findByText('A visit is ahead.')).toBeTruthy()
  })
})

describe('invitationEvents', () => {
  const { date } = createWords('en-GB', 'America/New_York')

  it('tells what ended a link, and what became of its mail', () => {
    const invitations = [
      invitation({ state: 'locked', endedAt: '2026-11-13T10:00:00-05:00', mail: 'failed' }),
      invitation({ sentAt: '2026-10-01T10:00:00-04:00', state: 'expired', expiresAt: '2026-10-31T10:00:00-04:00' }),
    ]
    const events = invitationEvents({ invitations }, (at) => date(Date.parse(at)))
    expect(events.map(({ at, words, aside }) => [at, words, aside])).toEqual([
      ['2026-11-13T10:00:00-05:00', 'Link locked: the birth date was wrong too often', null],
      [
        '2026-11-12T11:03:00-05:00',
        'Invited at imani.whitfield@example.com',
        'Dana Whitlock, mail could not be delivered',
      ],
      ['2026-10-31T10:00:00-04:00', 'Link ran out', null],
      ['2026-10-01T10:00:00-04:00', 'Invited at imani.whitfield@example.com', 'Dana Whitlock'],
    ])
  })
})
