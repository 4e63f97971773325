import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { parseSetup } from '../../portal/model/setup-address.ts'
import { button, choose, field, file, listed, openSetup, save, type } from './setup-kit.tsx'

const fieldFault = (name: string | RegExp) => {
  const ids = field(name).getAttribute('aria-describedby')?.split(' ') ?? []
  return ids
    .map((id) => document.getElementById(id))
    .find((each) => each?.role === 'alert' || each?.getAttribute('role') === 'alert')?.textContent
}

describe('the set-up', () => {
  it('reads its address, and an old one as its first part', () => {
    expect(parseSetup('#/elm/setup/reasons/check-up')).toEqual({ place: 'reasons', open: 'check-up' })
    expect(parseSetup('#/elm/setup/time-off/osei.0')).toEqual({ place: 'time-off', open: 'osei.0' })
    expect(parseSetup('#/elm/setup/what')).toEqual({ place: 'practice', open: null })
  })

  it('saves what a practice is, and leaves the rest of its file alone', async () => {
    const { desk } = await openSetup('practice', 'Practice')
    type('Name', 'Elm Dental Care')
    type('Email', '')
    type('Notice before a visit', '90')
    choose('Openings are counted from', 'clock')
    fireEvent.click(screen.getByLabelText(/Tell patients what to do when it is urgent/))
    const { email: _email, ...kept } = file()
    expect(await save(desk)).toEqual({
      ...kept,
      ...{ name: 'Elm Dental Care', noticeMinutes: 90, grid: 'clock' },
      urgentCare: { title: 'Is it urgent?', text: 'Call us instead of sending a request.', phone: '555-0142' },
    })
  })

  it('says at a number that it is none, while it stands there as it was typed', async () => {
    await openSetup('practice', 'Practice')
    type('Notice before a visit', '2 h')
    await waitFor(() => expect(fieldFault('Notice before a visit')).toBe('Type a whole number from 0 to 525600.'))
    expect(field('Notice before a visit').value).toBe('2 h')
    expect(field('Notice before a visit').getAttribute('aria-invalid')).toBe('true')
    button('Take back').click()
    await waitFor(() => expect(field('Notice before a visit').value).toBe('120'))
  })

  it('shows what the server refuses at its field, and in a list that leads there', async () => {
    const { desk } = await openSetup('practice', 'Practice')
    desk.refused = [{ pointer: '/email', detail: 'Must be an email address.' }]
    type('Email', 'desk')
    button(/^Save/).click()
    await waitFor(() => expect(fieldFault('Email')).toBe('Must be an email address.'))
    await waitFor(() => expect(document.activeElement).toBe(field('Email')))
    const faults = screen.getByText('It can’t be saved like this.').closest<HTMLElement>('.note')!
    expect(within(faults).getByRole('link', { name: 'Email' }).getAttribute('href')).toBe('#/elm/setup/practice')
    expect(desk.saved).toEqual([])
  })

  it('keeps translations by language, and none where none is left', async () => {
    const { desk } = await openSetup('practice', 'Practice')
    type(/You answer within: Español/, 'un día laborable')
    type(/You answer within: Deutsch/, 'ein Tag')
    await waitFor(() => expect(field(/You answer within: Deutsch/).value).toBe('ein Tag'))
    type(/You answer within: Deutsch/, '')
    expect((await save(desk)).answersWithin).toEqual({ es: 'un día laborable' })
  })

  it('asks before it is left, not from part to part', async () => {
    const { portal } = await openSetup('practice', 'Practice')
    type('Name', 'Elm')
    await screen.findByRole('region', { name: 'Not saved' })
    const event = new MouseEvent('click', { bubbles: true, cancelable: true })
    screen.getByRole('link', { name: 'Chairs' }).dispatchEvent(event)
    expect(screen.queryByRole('dialog')).toBeNull()
    portal.hash.value = '#/elm/setup/chairs'
    await screen.findByRole('heading', { name: 'Chairs' })
    expect(screen.getByRole('region', { name: 'Not saved' }).textContent).toContain('name')
    screen.getByRole('link', { name: 'Report' }).click()
    await screen.findByRole('dialog', { name: 'Leave without saving?' })
  })

  it('is read-only for whoever may not change it, and says why', async () => {
    const { portal } = await openSetup('chairs', 'Chairs', { role: 'staff' })
    expect(screen.getByText(/An owner of the practice can change them/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Remove|Move|Add/ })).toBeNull()
    button(/^Chair 1/).click()
    await waitFor(() => expect(field('Name').disabled).toBe(true))
    // When nobody is seen is for staff, too.
    portal.hash.value = '#/elm/setup/closures'
    expect(await screen.findByRole('button', { name: 'Add a closure' })).toBeTruthy()
    expect(screen.queryByText(/An owner of the practice can change them/)).toBeNull()
  })

  it('shows no way to change anything to a reader', async () => {
    await openSetup('closures', 'Closures', { role: 'read-only' })
    expect(screen.queryByRole('button', { name: /Remove|Add|Show public holidays/ })).toBeNull()
    expect(screen.getByText(/An owner of the practice can change them/)).toBeTruthy()
  })
})

describe('a list of the set-up', () => {
  it('adds by name, opens what was added with focus in it, and keeps its id for good', async () => {
    const { desk } = await openSetup('chairs', 'Chairs')
    button('Add').click()
    await screen.findByText('Type a name.')
    type('Name of another chair', ' Hygiene room ')
    button('Add').click()
    await waitFor(() => expect(document.activeElement).toBe(field('Name')))
    type('Name', 'Hygiene')
    type('Visits at the same time', '2')
    expect((await save(desk)).chairs.at(-1)).toEqual({ id: 'hygiene-room', name: 'Hygiene', capacity: 2 })
  })

  it('removes, says so until it is saved, and puts back all that spoke of it', async () => {
    const { desk } = await openSetup('reasons', 'Reasons for a visit')
    button('Remove: Check-up').click()
    await waitFor(() => expect(listed('Reasons for a visit')).toEqual(['Filling']))
    await waitFor(() => expect(document.activeElement).toBe(button(/^Filling/)))
    expect(listed('Removed when saved')).toEqual(['Check-up'])
    expect(screen.queryByRole('button', { name: 'Remove: Filling' })).toBeNull()
    button('Put back: Check-up').click()
    await waitFor(() => expect(listed('Reasons for a visit')).toEqual(['Check-up', 'Filling']))
    await waitFor(() => expect(document.activeElement).toBe(button(/^Check-up/)))
    expect(screen.queryByRole('region', { name: 'Not saved' })).toBeNull()
    button('Remove: Filling').click()
    await screen.findByRole('region', { name: 'Not saved' })
    const saved = await save(desk)
    expect(saved.practitioners.map(({ reasons }) => reasons)).toEqual([['check-up'], ['check-up']])
  })

  it('says why something with visits ahead cannot be removed, where it stood', async () => {
    const { desk } = await openSetup('practitioners', 'Practitioners')
    const detail = '“Dr. Lukas Brandt” can’t be taken out: 3 appointments or requests ahead need it.'
    desk.refused = [{ pointer: '/practitioners', detail }]
    button('Remove: Dr. Lukas Brandt').click()
    const removed = await screen.findByRole('list', { name: 'Removed when saved' })
    await within(removed).findByText(detail)
    const faults = screen.getByText('It can’t be saved like this.').closest<HTMLElement>('.note')!
    expect(within(faults).getByRole('link').getAttribute('href')).toBe('#/elm/setup/practitioners')
    desk.refused = [{ pointer: '/practitioners/0/schedules/0/windows/0/end', detail: 'Must be another time.' }]
    button(/^Put back/).click()
    fireEvent.click(await screen.findByRole('button', { name: 'Move down: Dr. Amara Osei' }))
    const hours = await screen.findByRole('link', { name: /^Hours of Dr/ })
    expect(hours.getAttribute('href')).toContain('#/elm/schedule?practitioner=')
  })

  it('puts in order, keeping focus and telling the place', async () => {
    const { desk, portal } = await openSetup('practitioners', 'Practitioners')
    const down = button('Move down: Dr. Amara Osei')
    down.focus()
    down.click()
    await waitFor(() => expect(listed('Practitioners')).toEqual(['Dr. Lukas Brandt', 'Dr. Amara Osei']))
    expect(document.activeElement).toBe(down)
    expect(down.getAttribute('aria-disabled')).toBe('true')
    expect(portal.said.value).toBe('Dr. Amara Osei: 2 of 2')
    expect((await save(desk)).practitioners.map(({ id }) => id)).toEqual(['brandt', 'osei'])
  })

  it('closes what is open with Esc, and focus returns to its line', async () => {
    await openSetup('practitioners/osei', 'Practitioners')
    fireEvent.keyDown(field('Name'), { key: 'Escape' })
    const line = button(/^Dr\. Amara Osei/)
    await waitFor(() => expect(line.getAttribute('aria-expanded')).toBe('false'))
    expect(document.activeElement).toBe(line)
  })

  it('says in the line what is wrong within', async () => {
    const { desk, portal } = await openSetup('reasons/filling', 'Reasons for a visit')
    desk.refused = [{ pointer: '/reasons/1/durationMinutes', detail: 'Must be a multiple of 5.' }]
    type('Length', '61')
    await waitFor(() => expect(fieldFault('Length')).toBe('Must be a multiple of 5.'))
    portal.hash.value = '#/elm/setup/reasons'
    await waitFor(() => expect(button(/^Filling/).textContent).toContain('Must be a multiple of 5.'))
    expect(screen.getByRole('link', { name: 'Filling' }).getAttribute('href')).toBe('#/elm/setup/reasons/filling')
  })
})

describe('a location', () => {
  it('takes a time zone by its city and says what time it is there', async () => {
    const { desk } = await openSetup('locations/elm-street', 'Locations')
    expect(screen.getByText(/It is Mon.* 08:42 there now/)).toBeTruthy()
    type('Time zone', 'los angeles')
    await waitFor(() =>
      expect(fieldFault('Time zone')).toBe('Choose a time zone from the list, like America/New_York.'),
    )
    fireEvent.blur(field('Time zone'))
    await waitFor(() => expect(field('Time zone').value).toBe('America/Los_Angeles'))
    expect((await save(desk)).locations[0]!.timeZone).toBe('America/Los_Angeles')
  })

  it('that is the only one cannot be removed', async () => {
    await openSetup('locations', 'Locations')
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
  })
})

describe('a reason', () => {
  it('says who gives it, which chairs it needs, and when the practitioner is needed', async () => {
    const { desk } = await openSetup('reasons/filling', 'Reasons for a visit')
    fireEvent.click(within(screen.getByRole('group', { name: 'Given by' })).getByLabelText('Dr. Lukas Brandt'))
    fireEvent.click(within(screen.getByRole('group', { name: 'Needs one of these chairs' })).getByLabelText('Chair 2'))
    choose('For', 'new')
    type('An opening every', '30')
    fireEvent.click(screen.getByLabelText(/^All the time/))
    await screen.findByLabelText('From minute')
    type('To minute', '20')
    await screen.findByText(/needed in minutes 0–20 of 60/)
    button('Another span').click()
    await waitFor(() => expect(screen.getAllByLabelText('From minute')).toHaveLength(2))
    const saved = await save(desk)
    expect(saved.reasons[1]).toEqual({
      ...file().reasons[1]!,
      ...{ patients: 'new', stepMinutes: 30, chairs: ['chair-2'] },
      segments: [
        { startMinutes: 0, endMinutes: 20 },
        { startMinutes: 30, endMinutes: 60 },
      ],
    })
    expect(saved.practitioners[1]!.reasons).toEqual(['check-up', 'filling'])
  })
})

describe('closures', () => {
  it('stand by date, those that are over apart, and can be of one day, of several, or of every year', async () => {
    const { desk } = await openSetup('closures', 'Closures')
    expect(listed('Closures')).toEqual(['Christmas Eve'])
    expect(listed('Closures that are over')).toEqual(['Labor Day'])
    button('Add a closure').click()
    await waitFor(() => expect(document.activeElement).toBe(field('Name')))
    type('Name', 'Founding day')
    type('Date', '2026-12-01')
    choose('When', 'yearly')
    await waitFor(() => expect(field('Month').value).toBe('12'))
    expect(screen.getByText(/Every year on 1 December/)).toBeTruthy()
    fireEvent.click(screen.getByLabelText(/^Only part of the day/))
    await waitFor(() => expect(field('Closed until').value).toBe('00:00'))
    expect((await save(desk)).closures.at(-1)).toEqual({
      ...{ name: 'Founding day', rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1', start: '12:00', end: '24:00' },
    })
  })

  it('say that a range ends before it begins', async () => {
    await openSetup('closures/0', 'Closures')
    choose('When', 'days')
    await screen.findByLabelText('Last day')
    type('Last day', '2026-12-20')
    await waitFor(() => expect(fieldFault('Last day')).toBe('The last day must not be before the first.'))
  })

  it('are removed one by one', async () => {
    const { desk } = await openSetup('closures', 'Closures')
    button('Remove: Christmas Eve').click()
    await screen.findByText('No closure is ahead.')
    expect((await save(desk)).closures).toEqual([{ date: '2026-09-07', name: 'Labor Day' }])
  })

  it('are taken over from public holidays ahead, and dropped again', async () => {
    const { desk } = await openSetup('closures', 'Closures')
    button('Show public holidays').click()
    const box = await screen.findByLabelText<HTMLInputElement>(/^Christmas Day/)
    expect(desk.asked).toEqual(['?country=GB&year=2026'])
    expect(screen.getByText('Dates: a library and its licence.')).toBeTruthy()
    expect(screen.queryByLabelText(/^New Year/)).toBeNull()
    fireEvent.click(box)
    await waitFor(() => expect(listed('Closures')).toEqual(['Christmas Eve', 'Christmas Day']))
    fireEvent.click(box)
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Not saved' })).toBeNull())
    choose('Country', 'US')
    choose('Year', '2027')
    await waitFor(() => expect(desk.asked.at(-1)).toBe('?country=US&year=2027'))
  })
})

describe('leave and extra days', () => {
  it('take away part of a day, whole days, or give an extra Saturday', async () => {
    const { desk } = await openSetup('time-off', 'Leave and extra days')
    expect(screen.getByText(/Wed.* 20 Jan 2027: away 14:00–17:00 · Course/)).toBeTruthy()
    choose('Leave or an extra day for', 'brandt')
    button('Add').click()
    await waitFor(() => expect(document.activeElement).toBe(field('What')))
    type('First day', '2027-01-09')
    await waitFor(() => expect(field('Last day').value).toBe('2027-01-09'))
    choose('What', 'works')
    await screen.findByRole('group', { name: 'Hours on these days' })
    type('To', '12:30')
    type('Note', 'Extra Saturday')
    expect((await save(desk)).practitioners[1]!.exceptions).toEqual([
      { date: '2027-01-09', windows: [{ start: '09:00', end: '12:30' }], note: 'Extra Saturday' },
    ])
    type('Last day', '2027-01-12')
    choose('What', 'away')
    expect((await save(desk)).practitioners[1]!.exceptions).toEqual([
      { from: '2027-01-09', through: '2027-01-12', windows: [], note: 'Extra Saturday' },
    ])
  })

  it('show at its field what the server refuses', async () => {
    const { desk } = await openSetup('time-off/osei.0', 'Leave and extra days')
    desk.refused = [{ pointer: '/practitioners/0/exceptions/0/remove/end', detail: 'Must be after its start.' }]
    type('Away until', '13:00')
    await waitFor(() => expect(fieldFault('Away until')).toBe('Must be after its start.'))
    expect(screen.getByRole('link', { name: 'Dr. Amara Osei' }).getAttribute('href')).toBe(
      '#/elm/setup/time-off/osei.0',
    )
  })
})
