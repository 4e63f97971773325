import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { answerCalendar, at, item, week, why } from './calendar-kit.tsx'
import { openPortal } from './kit.tsx'

async function openCalendar() {
  const opened = openPortal('#/elm/calendar?date=2026-11-24')
  await screen.findByRole('region', { name: 'Tuesday 24 November' })
  return opened
}
const set = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const panel = () => screen.findByRole('dialog', { name: /this time/i })

describe('why not this time?', () => {
  it('answers for the booking that has focus: reasons in order, the record behind each, what would change it', async () => {
    const { asked } = answerCalendar()
    await openCalendar()
    const visit = screen.getByRole('link', { name: /Nadia Reyes/ })
    visit.focus()
    fireEvent.keyDown(visit, { key: 'w' })
    const shown = within(await panel())
    expect(await shown.findByText('Dr. Amara Osei has a visit until 10:00')).toBeTruthy()
    expect(asked.filter((each) => each.startsWith('why'))).toEqual([
      'why?start=2026-11-24T14:30:00.000Z&reason=check-up&patients=existing&practitioner=osei',
    ])
    const record = shown.getByRole('link', { name: 'Reyes 09:30 – 10:00' })
    expect(record.getAttribute('href')).toBe('#/elm/appointments/a1')
    expect(shown.getByText('What would change it: moving that visit')).toBeTruthy()
    expect(shown.getByText('The limit on visits')).toBeTruthy()
    expect(shown.getByText('All 2 must go for this time to be offered.')).toBeTruthy()
    expect(shown.getByRole('link', { name: 'Edit hours' }).getAttribute('href')).toBe(
      '#/elm/calendar/edit?week=2026-11-23&practitioner=osei',
    )
  })

  it('leads to where each rule is changed', async () => {
    const ids = [
      '/practitioners/1/weeks/0',
      '/practitioners/1/schedules',
      '/chairs/0/schedules',
      '/practitioners/0/exceptions/2',
      '/reasons/0/patients',
      '/closures/3',
      '/noticeMinutes',
    ]
    const records = ids.map((id) => ({ kind: 'rule' as const, id }))
    answerCalendar({ why: why({ rules: [{ rule: 'any', words: 'All of them', records, remove: [] }] }) })
    await openCalendar()
    fireEvent.keyDown(document.body, { key: 'w' })
    const shown = within((await screen.findByText('All of them')).closest('ol')!)
    expect(shown.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['The hours of Dr. Lukas Brandt in this week', '#/elm/calendar/edit?week=2026-11-23&practitioner=brandt'],
      ['The default hours of Dr. Lukas Brandt', '#/elm/schedule?practitioner=brandt'],
      ['The default hours of Chair 2', '#/elm/schedule?chair=chair-2'],
      ['An exception of Dr. Amara Osei', '#/elm/setup/time-off/osei.2'],
      ['The reason for visit: Cleaning and check-up', '#/elm/setup/reasons/check-up'],
      ['The closure', '#/elm/setup/closures/3'],
      ['How long before it can be booked', '#/elm/setup/practice'],
    ])
  })

  it('asks again for another time, reason, practitioner and kind of patient', async () => {
    const { asked, kept } = answerCalendar()
    await openCalendar()
    fireEvent.keyDown(document.body, { key: 'w' })
    await panel()
    kept.why = why({
      isOffered: true,
      offeredTo: ['new'],
      practitioners: [{ id: 'brandt', name: 'Dr. Lukas Brandt' }],
      rules: [],
    })
    set('Time', '14:05')
    set('With', '')
    set('Patient', 'new')
    expect(await screen.findByText(/Offered to new patients, with Dr. Lukas Brandt/)).toBeTruthy()
    expect(screen.getByRole('dialog', { name: 'This time is offered' })).toBeTruthy()
    expect(asked.at(-1)).toBe('why?start=2026-11-24T19:05:00.000Z&reason=check-up&patients=new')
  })

  it('gives focus back to where it was asked', async () => {
    answerCalendar()
    await openCalendar()
    const visit = screen.getByRole('link', { name: /Nadia Reyes/ })
    visit.focus()
    fireEvent.keyDown(visit, { key: 'w' })
    await panel()
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(visit))
  })

  it('says when the answer could not be had', async () => {
    const { kept } = answerCalendar({ why: 'broken' })
    await openCalendar()
    fireEvent.keyDown(document.body, { key: 'w' })
    const shown = within(await panel())
    expect(await shown.findByText('The server could not answer this time.')).toBeTruthy()
    kept.why = why()
    fireEvent.click(shown.getByRole('button', { name: 'Try again' }))
    expect(await shown.findByText('Dr. Amara Osei has a visit until 10:00')).toBeTruthy()
  })
})

describe('a block', () => {
  it('takes a time from those who are chosen, with a note', async () => {
    const { changes } = answerCalendar()
    await openCalendar()
    fireEvent.click(screen.getByRole('button', { name: /^Block/ }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Block a time' }))
    expect(dialog.getByRole<HTMLInputElement>('checkbox', { name: 'Dr. Amara Osei' }).checked).toBe(true)
    fireEvent.click(dialog.getByRole('checkbox', { name: 'Dr. Lukas Brandt' }))
    type('at', '13:00')
    type('until', '12:00')
    expect(await dialog.findByText('It must end after it starts.')).toBeTruthy()
    type('until', '14:30')
    type('Note', 'Lab call')
    await waitFor(() => expect(dialog.queryByText('It must end after it starts.')).toBeNull())
    fireEvent.click(dialog.getByRole('button', { name: 'Block this time' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes).toEqual([
      {
        what: 'blocks',
        body: {
          practitioners: ['osei', 'brandt'],
          start: '2026-11-24T18:00:00.000Z',
          end: '2026-11-24T19:30:00.000Z',
          note: 'Lab call',
        },
      },
    ])
  })

  it('is removed by staff only where staff made it', async () => {
    const block = item({
      id: 'b1',
      kind: 'block',
      state: null,
      patient: null,
      reason: null,
      note: 'Lab call',
      blockKind: 'staff',
      start: at('2026-11-24', '13:00'),
      end: at('2026-11-24', '14:00'),
    })
    const { changes } = answerCalendar({
      calendar: week({ items: [block, { ...block, id: 'b2', note: 'Leave', blockKind: 'pms' }] }),
    })
    await openCalendar()
    fireEvent.click(screen.getByRole('button', { name: /Leave, blocked/ }))
    expect(await screen.findByText(/can only be removed there/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Remove the block' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    fireEvent.click(screen.getByRole('button', { name: /Lab call, blocked/ }))
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the block' }))
    await waitFor(() => expect(changes).toEqual([{ what: 'blocks/remove', body: { id: 'b1' } }]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
