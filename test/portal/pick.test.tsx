import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { OverruleReply, PickerReply } from '../../server/contract/answer.ts'
import type { Me, RequestDetail } from '../../server/contract/desk.ts'
import { candidate, click, comparison, dialog, enter, gone, openRequest, patient } from './answer-kit.tsx'
import { danaAt, server } from './kit.tsx'

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ')

const start = (at: string, who = 'osei') => ({
  start: at,
  practitioner: who,
  practitionerName: who === 'osei' ? 'Dr. Amara Osei' : 'Dr. Lukas Brandt',
  chair: 'chair-2',
})
const days: PickerReply['days'] = [
  { date: '2026-11-23', starts: [start('2026-11-23T16:00:00-05:00')], why: null },
  { date: '2026-11-24', starts: [start('2026-11-24T11:10:00-05:00')], why: null },
  { date: '2026-11-26', starts: [], why: 'Closed, Thanksgiving' },
]
const wish = {
  at: '2026-11-22T19:02:00-05:00',
  start: '2026-12-01T10:00:00-05:00',
  reason: 'Filling',
  practitioner: null,
}

async function openPicker(from: string | RegExp, change: { request?: Partial<RequestDetail>; me?: Me } = {}) {
  const opened = await openRequest(change)
  const asked: string[] = []
  const rules: OverruleReply = {
    rules: [{ rule: 'outside-hours', words: 'Outside the hours of Dr. Amara Osei.', mayOverrule: true }],
  }
  server.use(
    http.get('*/requests/r1/openings', ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json({ days })
    }),
    http.get('*/requests/r1/overrule', ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json(rules)
    }),
  )
  // What stands in a menu is hidden until the menu is opened.
  fireEvent.click(screen.getByRole('button', { name: from, hidden: true }))
  const picker = await screen.findByRole('dialog')
  return { ...opened, asked, rules, picker }
}

const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

describe('accepting with another time', () => {
  it('offers the real openings of the week asked for, the asked time dashed, and why a day has none', async () => {
    const { picker, asked } = await openPicker('Accept with another time…')
    expect(await within(picker).findByRole('button', { name: '11:10' })).toBeTruthy()
    expect(asked).toEqual(['?from=2026-11-23&practitioner=osei'])
    expect(textOf(picker)).toContain('Imani Whitfield asked for Tue 24 Nov, 10:30 · Cleaning and check-up, 50 min')
    expect([...picker.querySelectorAll('.openings-day')].map(textOf)).toEqual([
      'Mon 2316:00',
      'Tue 2410:30 was asked for, and is not open11:10',
      'Thu 26Closed, Thanksgiving',
    ])
  })

  it('says on its button what it does, wants the cause, and sends what was chosen', async () => {
    const { picker, changes } = await openPicker('Accept with another time…')
    fireEvent.click(await within(picker).findByRole('button', { name: '11:10' }))
    const main = await within(picker).findByRole('button', { name: 'Accept for Tue 24 Nov, 11:10' })
    expect(textOf(picker)).toContain('The patient is always told, because the time differs.')
    fireEvent.click(main)
    expect(await within(picker).findByText('Choose why the time changed.')).toBeTruthy()
    expect(changes).toEqual([])
    choose('Why did the time change?', 'length-too-short')
    fireEvent.click(main)
    await dialog('Accepted, it is in the schedule')
    expect(changes).toEqual([
      {
        what: 'accept',
        body: {
          revision: 3,
          how: {
            kind: 'create',
            time: { start: '2026-11-24T11:10:00-05:00', practitioner: 'osei', chair: 'chair-2', overrule: [] },
          },
          mail: 'ask',
          cause: 'length-too-short',
        },
      },
    ])
  })

  it('reads other weeks, practitioners and chairs, and never a week that has passed', async () => {
    const { picker, asked } = await openPicker('Accept with another time…')
    await within(picker).findByRole('button', { name: '11:10' })
    click('Earlier week')
    click('Later week')
    await waitFor(() => expect(asked.at(-1)).toBe('?from=2026-11-30&practitioner=osei'))
    choose('Practitioner', '')
    await waitFor(() => expect(asked.at(-1)).toBe('?from=2026-11-30'))
    choose('Chair', 'chair-2')
    await waitFor(() => expect(asked.at(-1)).toBe('?from=2026-11-30&chair=chair-2'))
    fireEvent.change(screen.getByLabelText('Week of'), { target: { value: '2027-01-13' } })
    await waitFor(() => expect(asked.at(-1)).toBe('?from=2027-01-11&chair=chair-2'))
  })

  it('names each rule that a time not offered breaks, and takes it once all are overruled', async () => {
    const { picker, asked, changes } = await openPicker('Accept with another time…')
    click('Use a time that is not offered…')
    fireEvent.input(await screen.findByLabelText('Date'), { target: { value: '2026-11-24' } })
    fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2026-11-24' } })
    fireEvent.change(screen.getByLabelText('Time'), { target: { value: '18:00' } })
    click('What stands against it?')
    const rule = await within(picker).findByRole('checkbox', { name: 'Overrule: Outside the hours of Dr. Amara Osei.' })
    expect(asked.at(-1)).toBe('?start=2026-11-24T23%3A00%3A00.000Z&practitioner=osei')
    expect(within(picker).getByRole('button', { name: 'Choose a time' })).toBeTruthy()
    fireEvent.click(rule)
    await within(picker).findByRole('button', { name: 'Accept for Tue 24 Nov, 18:00' })
    choose('Why did the time change?', 'patient-asked')
    enter()
    await dialog('Accepted, it is in the schedule')
    expect(changes[0]?.body).toMatchObject({
      how: {
        kind: 'create',
        time: { start: '2026-11-24T23:00:00.000Z', practitioner: 'osei', chair: null, overrule: ['outside-hours'] },
      },
    })
  })

  it('never takes a time against a rule that holds', async () => {
    const { picker, rules } = await openPicker('Accept with another time…')
    rules.rules.push({ rule: 'past', words: 'This time has passed.', mayOverrule: false })
    click('Use a time that is not offered…')
    click('What stands against it?')
    fireEvent.click(await within(picker).findByRole('checkbox', { name: /^Overrule/ }))
    expect(textOf(picker)).toContain('This time has passed. This cannot be overruled.')
    expect(within(picker).getByRole('button', { name: 'Choose a time' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('reads the openings again when the one chosen was taken meanwhile', async () => {
    const { picker, asked, now } = await openPicker('Accept with another time…')
    now.replies = { accept: { status: 409 } }
    fireEvent.click(await within(picker).findByRole('button', { name: '11:10' }))
    choose('Why did the time change?', 'other')
    enter()
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(within(picker).getByRole('alert')).toBeTruthy()
  })
})

describe('a wish for another time', () => {
  it('shows the openings of the week wished for', async () => {
    const { picker, asked } = await openPicker('See openings', { request: { hasWish: true, wish } })
    expect(screen.getByText('Asks for another time.')).toBeTruthy()
    expect(textOf(picker)).toContain('wishes for Tue 1 Dec, 10:00')
    await waitFor(() => expect(asked).toEqual(['?from=2026-11-30']))
  })

  it('is granted by one tap where its time is open', async () => {
    const near = { ...wish, start: '2026-11-24T11:10:00-05:00', practitioner: 'Dr. Amara Osei' }
    const { asked, changes } = await openPicker('See openings', {
      request: { state: 'booked', hasWish: true, wish: near },
    })
    click(await screen.findByText('Move to Tue 24 Nov, 11:10').then((found) => found.textContent!))
    await dialog('The visit has moved')
    expect(asked).toEqual(['?from=2026-11-23&practitioner=osei'])
    expect(changes[0]?.body).toMatchObject({ cause: 'patient-asked', time: { start: near.start } })
  })

  it('can be declined: it stays as it is', async () => {
    const { changes } = await openRequest({ request: { hasWish: true, wish }, replies: { keep: { mail: 'sent' } } })
    click('Keep 10:30')
    await waitFor(() => expect(changes).toEqual([{ what: 'keep', body: { revision: 3 } }]))
    expect(await screen.findByText('Kept as it is')).toBeTruthy()
  })
})

describe('rescheduling', () => {
  const booked = { state: 'booked', appointment: candidate({ id: 'a0' }) } as const

  it('picks from the openings where the schedule is kept here, and always wants the cause', async () => {
    const { picker, changes } = await openPicker('Reschedule…', { request: booked })
    fireEvent.click(await within(picker).findByRole('button', { name: '11:10' }))
    await within(picker).findByRole('button', { name: 'Move to Tue 24 Nov, 11:10' })
    enter()
    expect(await within(picker).findByText('Choose why the time changed.')).toBeTruthy()
    choose('Why did the time change?', 'practitioner-away')
    enter()
    await dialog('The visit has moved')
    expect(changes).toEqual([
      {
        what: 'reschedule',
        body: {
          revision: 3,
          time: { start: '2026-11-24T11:10:00-05:00', practitioner: 'osei', chair: 'chair-2', overrule: [] },
          cause: 'practitioner-away',
        },
      },
    ])
  })

  it('is guided where the schedule is kept elsewhere: entered there, found, and put in the place of the original', async () => {
    const moved = candidate({ id: 'a9', start: '2026-11-25T09:00:00-05:00' })
    const { changes, now } = await openRequest({ request: booked, me: danaAt({ mode: 'reads' }) })
    click('Reschedule…')
    expect(textOf(await dialog('Reschedule this visit?'))).toContain('Enter the new appointment in the PMS.')
    enter()
    await dialog('No match found')
    now.comparison = comparison('partial', [patient({ appointments: [booked.appointment, moved] })])
    click('Try again')
    const which = await dialog('Which is the new appointment?')
    expect(within(which).getAllByRole('radio', { name: /Nov/ })).toHaveLength(1)
    enter()
    await dialog('Correct the appointment?')
    choose('Why did the time change?', 'patient-asked')
    click('OK, correct and move')
    await dialog('The visit has moved')
    expect(changes).toEqual([{ what: 'reschedule', body: { revision: 3, appointment: 'a9', cause: 'patient-asked' } }])
    await gone().catch(() => {})
  })
})
