import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import {
  answeredByMara,
  candidate,
  click,
  comparison,
  dialog,
  enter,
  exact,
  exactOne,
  field,
  gone,
  none,
  openRequest,
  partial,
  patient,
  press,
} from './answer-kit.tsx'
import { danaAt, detail, server } from './kit.tsx'

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ')
const linked = { request: detail({ state: 'booked', revision: 4, appointment: exactOne }) }

describe('an exact match', () => {
  it('is linked at once, and the confirmation is sent by Enter', async () => {
    const { changes } = await openRequest({ comparison: exact, replies: { accept: linked } })
    press('a')
    const done = await dialog('Linked to the appointment')
    expect(textOf(done)).toContain(
      'Exact match. Imani Whitfield, Tue 24 Nov 2026, 10:30, Dr. Amara Osei. Nothing to retype.',
    )
    expect(textOf(done)).toContain('Send a confirmation email?To imani.whitfield@example.com.')
    expect(document.activeElement?.textContent).toMatch(/^Yes, send it/)
    enter()
    await gone()
    expect(changes).toEqual([
      {
        what: 'accept',
        body: { revision: 3, how: { kind: 'link', appointment: 'a1', isCorrected: false }, mail: 'ask' },
      },
      { what: 'confirmation', body: { send: true } },
    ])
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Imani Whitfield'))
  })

  it('can be kept from the patient', async () => {
    const { changes } = await openRequest({ comparison: exact, replies: { accept: linked } })
    press('a')
    await dialog('Linked to the appointment')
    click('No')
    await gone()
    expect(changes.at(-1)).toEqual({ what: 'confirmation', body: { send: false } })
  })

  it('can be taken back, by the revision that linking made', async () => {
    const { changes } = await openRequest({ comparison: exact, replies: { accept: linked } })
    press('a')
    await dialog('Linked to the appointment')
    click('Undo the link')
    await gone()
    expect(changes.at(-1)).toEqual({ what: 'unlink', body: { revision: 4 } })
  })

  it('is only shown, not linked, where staff asked to link', async () => {
    const { changes } = await openRequest({ comparison: exact })
    press('l')
    expect(textOf(await dialog('Could this be the same appointment?'))).toContain('One is an exact match.')
    expect(changes).toEqual([])
  })
})

describe('a partial match', () => {
  it('shows what agrees and what differs, marks the part that does, and says it in sentences', async () => {
    await openRequest({ comparison: partial })
    press('a')
    const same = await dialog('Could this be the same appointment?')
    const rows = [...same.querySelectorAll('tbody tr')].map(textOf)
    expect(rows).toContain('Family nameWhitfieldWhitfield-Reyes Close')
    expect(rows).toContain('StartTue 24 Nov 2026, 10:30Tue 24 Nov 2026, 10:50 Close')
    expect([...same.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['-Reyes', '10:50'])
    expect(textOf(same)).toContain('4 of 5 agree')
    expect(textOf(same)).toContain('20 min later')
    expect([...same.querySelectorAll('.for li')].map(textOf)).toEqual([
      'Given name, date of birth, mobile, email, practitioner, reason and length are the same',
    ])
    expect([...same.querySelectorAll('.against li')].map(textOf)).toEqual([
      'Family name is only part of a double name',
      'Starts 20 min later than asked for',
    ])
  })

  it('shows the appointments of the patient that is chosen, and number keys choose', async () => {
    const other = patient({
      id: 'p2',
      family: 'Whitfeld',
      appointments: [candidate({ id: 'a2' }), candidate({ id: 'a3', start: '2026-12-09T14:00:00-05:00' })],
    })
    await openRequest({ comparison: comparison('partial', [patient(), other]) })
    press('a')
    const same = await dialog('Could this be the same appointment?')
    const chosen = () => [...same.querySelectorAll<HTMLInputElement>(':checked')].map(({ value }) => value)
    expect(chosen()).toEqual(['p1', 'a1'])
    press('2')
    await waitFor(() => expect(chosen()).toEqual(['p2', 'a2']))
    press('4')
    await waitFor(() => expect(chosen()).toEqual(['p2', 'a3']))
    fireEvent.click(within(same).getByRole('radio', { name: /Whitfield-Reyes/ }))
    await waitFor(() => expect(chosen()).toEqual(['p1', 'a1']))
  })

  it('asks to correct the request before it is linked to another time, and why', async () => {
    const { changes } = await openRequest({ comparison: partial, replies: { accept: { mail: 'sent' } } })
    press('a')
    await dialog('Could this be the same appointment?')
    press('l')
    const correct = await dialog('Correct the appointment?')
    expect(textOf(correct)).toContain('StartAsked for: Tue 24 Nov, 10:30Scheduled: Tue 24 Nov, 10:50')
    expect(textOf(correct)).toContain('the patient always gets an email with the scheduled time')
    enter()
    expect(await within(correct).findByText('Choose why the time changed.')).toBeTruthy()
    expect(changes).toEqual([])
    fireEvent.change(within(correct).getByLabelText('Why did the time change?'), {
      target: { value: 'entered-by-phone' },
    })
    click('OK, correct and link')
    expect(textOf(await dialog('Linked to the appointment'))).toContain(
      'The patient is told by email: imani.whitfield@example.com.',
    )
    expect(changes).toEqual([
      {
        what: 'accept',
        body: {
          revision: 3,
          how: { kind: 'link', appointment: 'a1', isCorrected: true },
          mail: 'ask',
          cause: 'entered-by-phone',
        },
      },
    ])
  })

  it('asks the same where another practitioner has it at the time asked for', async () => {
    const withBrandt = candidate({
      ...exactOne,
      isExact: false,
      practitioner: 'Dr. Lukas Brandt',
      fields: [field('start'), field('practitioner', { verdict: 'differs' }), field('reason'), field('duration')],
    })
    await openRequest({ comparison: comparison('partial', [patient({ appointments: [withBrandt] })]) })
    press('a')
    await dialog('Could this be the same appointment?')
    enter()
    const correct = await dialog('Correct the appointment?')
    expect(textOf(correct)).toContain('PractitionerAsked for: Dr. Amara OseiScheduled: Dr. Lukas Brandt')
    expect(textOf(correct)).not.toContain('always gets an email')
    click('Back')
    expect(await dialog('Could this be the same appointment?')).toBeTruthy()
  })

  it('can be no match: one is made where the schedule is kept here', async () => {
    const { changes } = await openRequest({ comparison: partial })
    press('a')
    await dialog('Could this be the same appointment?')
    click('No match, create new')
    await dialog('Create in the schedule?')
    enter()
    await dialog('Accepted, it is in the schedule')
    expect(changes).toEqual([{ what: 'accept', body: { revision: 3, how: { kind: 'create' }, mail: 'ask' } }])
  })

  it('can wait: Esc puts it off and leads back to the row', async () => {
    const { changes } = await openRequest({ comparison: partial })
    press('a')
    const same = await dialog('Could this be the same appointment?')
    fireEvent(same, new Event('cancel', { cancelable: true }))
    await gone()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: /Imani/ })))
    expect(changes).toEqual([])
  })
})

describe('no match', () => {
  it('says so, copies all, and tries again until it is there', async () => {
    const { changes, now, clipboard } = await openRequest({
      me: danaAt({ mode: 'reads' }),
      replies: { accept: linked },
    })
    press('a')
    const missing = await dialog('No match found')
    expect(textOf(missing)).toContain(
      'The PMS has no appointment for Imani Whitfield around Tue 24 Nov, 10:30, and no patient like this.',
    )
    expect(textOf(missing)).toContain('Looked 08:42:10.')
    fireEvent.click(within(missing).getByRole('button', { name: 'Copy all details' }))
    await waitFor(() => expect(clipboard).toEqual([expect.stringMatching(/^Given name: Imani\n/)]))
    click('Try again')
    await dialog('No match found')
    now.comparison = exact
    click('Try again')
    await dialog('Linked to the appointment')
    expect(changes.map(({ what }) => what)).toEqual(['accept'])
  })

  it('goes straight to making one where the schedule is kept here', async () => {
    await openRequest({ request: { isNewPatient: true, patient: { ...detail().patient, email: null } } })
    press('a')
    const create = await dialog('Create in the schedule?')
    expect(textOf(create)).toContain('Imani Whitfield, new patient')
    expect(textOf(create)).toContain('Tue 24 Nov 2026, 10:30 – 11:20')
    expect(textOf(create)).toContain('No email was given: call (206) 555-0142 to confirm.')
  })

  it('can be accepted now and entered later, where the PMS is only read', async () => {
    const { changes } = await openRequest({ me: danaAt({ mode: 'reads' }) })
    press('a')
    await dialog('No match found')
    click('Accept now, enter it later')
    await dialog('Accepted, not yet in the PMS')
    expect(changes[0]).toEqual({ what: 'accept', body: { revision: 3, how: { kind: 'unlinked' }, mail: 'ask' } })
  })

  it('can only be linked where nothing else is possible, and says so', async () => {
    await openRequest({ me: danaAt({ mode: 'link-only' }) })
    press('a')
    const link = await dialog('Link an appointment')
    expect(textOf(link)).toContain('This PMS can only be linked.')
    expect(within(link).queryByRole('button', { name: /reate|enter it later/ })).toBeNull()
    click('I’ll do this later')
    await gone()
    expect(screen.queryByRole('button', { name: /another time/ })).toBeNull()
  })

  it('says that one may be made where the PMS is written', async () => {
    await openRequest({ me: danaAt({ mode: 'writes' }) })
    press('a')
    await dialog('No match found')
    click('Create new')
    expect(textOf(await dialog('Create in the PMS?'))).toContain('chairtime writes this one into the PMS:')
  })
})

describe('without an email', () => {
  it('says whom to call', async () => {
    await openRequest({ replies: { accept: { mail: 'no-address' } } })
    press('a')
    await dialog('Create in the schedule?')
    enter()
    const done = await dialog('Accepted, it is in the schedule')
    expect(textOf(done)).toContain('No email was given: call (206) 555-0142 to confirm.')
    expect(within(done).queryByText('Send a confirmation email?')).toBeNull()
  })
})

describe('two at once', () => {
  it('tells the second who did what, and changes nothing', async () => {
    await openRequest({ replies: { accept: answeredByMara } })
    press('a')
    await dialog('Create in the schedule?')
    enter()
    const told = await dialog('Someone else just accepted this')
    expect(textOf(told)).toContain(
      'Mara Lindqvist accepted this request at 08:41, 20 seconds ago. It stands at Tue 24 Nov 2026, 11:00. ' +
        'Nothing of yours was saved over it.',
    )
    click('Show what Mara did')
    await gone()
  })

  it('reads again what a note or a wish has moved, and lets the answer be given once more', async () => {
    const moved = { type: '/problems/changed-meanwhile', title: '', status: 409, detail: 'It was changed meanwhile.' }
    const { changes, now, desk } = await openRequest({ replies: { accept: moved } })
    press('a')
    await dialog('Create in the schedule?')
    desk.details = [detail({ revision: 7 })]
    enter()
    expect(await screen.findByText(/It was changed meanwhile. It has been read again./)).toBeTruthy()
    now.replies = {}
    enter()
    await dialog('Accepted, it is in the schedule')
    expect(changes.map(({ body }) => (body as { revision: number }).revision)).toEqual([3, 7])
  })
})

describe('when the server does not answer', () => {
  it('keeps the dialog and what was chosen, and takes another try', async () => {
    const { now } = await openRequest({ replies: { accept: { status: 503 } } })
    press('a')
    await dialog('Create in the schedule?')
    enter()
    expect(await screen.findByText(/could not answer this time. Nothing was changed./)).toBeTruthy()
    now.replies = {}
    enter()
    await dialog('Accepted, it is in the schedule')
  })

  it('says that nothing could be compared, and compares again', async () => {
    await openRequest({ comparison: partial })
    server.use(http.get('*/requests/r1/comparison', () => HttpResponse.error(), { once: true }))
    press('a')
    await dialog('The schedule could not be compared')
    click('Try again')
    await dialog('Could this be the same appointment?')
  })

  it('asks for the correction where the server finds one that was not seen here', async () => {
    const refusal = { type: '/problems/needs-confirmation', title: '', status: 422, detail: 'Not as asked for.' }
    await openRequest({ comparison: exact, replies: { accept: refusal } })
    press('a')
    await dialog('Correct the appointment?')
  })
})

describe('who may only look', () => {
  it('sees no way to answer, and keys do nothing', async () => {
    await openRequest({ me: danaAt({ role: 'read-only' }), request: { staffNote: 'Called twice' } })
    for (const key of ['a', 'l', 'r']) press(key)
    for (const name of [/Accept/, /Link/, /Reject/]) expect(screen.queryByRole('button', { name })).toBeNull()
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByText('Called twice')).toBeTruthy()
    expect(screen.queryByRole('textbox', { name: 'Internal note' })).toBeNull()
    expect(none.patients).toEqual([])
  })
})
