import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { answerCalendar, at, days, item, lane, open, week } from './calendar-kit.tsx'
import { openPortal, readAgain } from './kit.tsx'

async function openCalendar(hash = '#/elm/calendar?date=2026-11-24') {
  const opened = openPortal(hash)
  await screen.findByRole('heading', { name: 'Calendar', level: 1 })
  return opened
}
const day = (name: string) => screen.findByRole('region', { name })
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

describe('the calendar', () => {
  it('asks for the whole week from its Monday, and says each day’s hours and bookings in words', async () => {
    const { asked } = answerCalendar()
    await openCalendar()
    const tuesday = within(await day('Tuesday 24 November'))
    expect(
      tuesday.getByRole('heading', {
        name: 'Tuesday 24 November, Dr. Amara Osei: open 09:00 – 12:00 and 13:00 – 17:00',
      }),
    ).toBeTruthy()
    const visit = tuesday.getByRole('link', { name: '09:30 – 10:00 Check-up, Nadia Reyes, appointment' })
    expect(visit.getAttribute('href')).toBe('#/elm/appointments/a1')
    expect(asked[0]).toBe('calendar?from=2026-11-23&to=2026-11-30')
  })

  it('leads from what was asked for online to its request', async () => {
    answerCalendar({
      calendar: week({ items: [item({ id: 'x', kind: 'request', request: 'r1', state: 'pending' })] }),
    })
    await openCalendar()
    const link = await screen.findByRole('link', { name: /Nadia Reyes, request/ })
    expect(link.getAttribute('href')).toBe('#/elm/all/r1')
  })

  it('says of an empty day why it is empty', async () => {
    answerCalendar({
      calendar: week({
        closures: [
          { name: 'Thanksgiving', start: at('2026-11-26', '00:00'), end: at('2026-11-27', '00:00'), location: null },
        ],
        lanes: [
          lane({
            away: [{ start: at('2026-11-25', '09:00'), end: at('2026-11-25', '17:00'), note: 'Course' }],
          }),
        ],
      }),
    })
    await openCalendar()
    expect(
      within(await day('Thursday 26 November')).getByRole('heading', { name: /Closed: Thanksgiving$/ }),
    ).toBeTruthy()
    expect(within(await day('Wednesday 25 November')).getByRole('heading', { name: /: Course$/ })).toBeTruthy()
    expect(within(await day('Sunday 29 November')).getByRole('heading', { name: /: no hours$/ })).toBeTruthy()
  })

  it('warns of what is outside hours and of more visits than places', async () => {
    answerCalendar({
      calendar: week({
        lanes: [
          lane({
            places: 2,
            taken: [{ start: at('2026-11-24', '09:30'), end: at('2026-11-24', '10:00'), taken: 3 }],
          }),
        ],
        items: [item({ id: 'a', isOutsideHours: true }), item({ id: 'b', isOver: true })],
      }),
    })
    await openCalendar()
    const tuesday = within(await day('Tuesday 24 November'))
    expect(tuesday.getByRole('link', { name: /appointment, outside hours$/ })).toBeTruthy()
    expect(tuesday.getByRole('link', { name: /appointment, more visits than places$/ })).toBeTruthy()
    expect(tuesday.getByText('3/2').className).toContain('over')
    expect(tuesday.getByText('0/2')).toBeTruthy()
  })

  it('keeps bookings over the hours until they are switched off, and remembers that', async () => {
    answerCalendar()
    const { kept } = await openCalendar()
    const visit = () => screen.queryByRole('link', { name: /Nadia Reyes/ })
    await waitFor(() => expect(visit()).toBeTruthy())
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show bookings' }))
    await waitFor(() => expect(visit()).toBeNull())
    expect(kept.get('calendar-bookings')).toBe('off')
  })

  it('shows everyone side by side in the day’s view', async () => {
    answerCalendar()
    const { portal } = await openCalendar()
    fireEvent.click(await screen.findByRole('button', { name: 'Day' }))
    expect(await day('Dr. Lukas Brandt')).toBeTruthy()
    expect(portal.hash.value).toBe('#/elm/calendar?date=2026-11-24&view=day')
  })

  it('shows another’s week, and keeps whose in the address', async () => {
    answerCalendar({
      calendar: week({
        lanes: [lane(), lane({ id: 'chair-2', kind: 'chair', name: 'Chair 2', hasHours: false, open: [] })],
      }),
    })
    const { portal } = await openCalendar()
    await day('Tuesday 24 November')
    fireEvent.click(screen.getByRole('button', { name: 'Chair 2' }))
    expect(portal.hash.value).toBe('#/elm/calendar?date=2026-11-24&chair=chair-2')
    const tuesday = within(await day('Tuesday 24 November'))
    expect(await tuesday.findByRole('heading', { name: /there whenever the practitioner is/ })).toBeTruthy()
  })

  it('steps by weeks, goes to a date and back to today', async () => {
    const { asked } = answerCalendar()
    const { portal } = await openCalendar()
    await day('Tuesday 24 November')
    fireEvent.click(screen.getByRole('button', { name: 'The week after' }))
    await waitFor(() => expect(asked).toContain('calendar?from=2026-11-30&to=2026-12-07'))
    expect(screen.getByRole('heading', { name: '30 Nov – 6 Dec 2026' })).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Go to a date'), { target: { value: '2027-01-06' } })
    await waitFor(() => expect(asked).toContain('calendar?from=2027-01-04&to=2027-01-11'))
    press('t')
    await waitFor(() => expect(portal.hash.value).toBe('#/elm/calendar'))
  })

  it('reads again when something moves', async () => {
    const { kept } = answerCalendar()
    const { portal, time } = await openCalendar()
    await screen.findByRole('link', { name: /Nadia Reyes/ })
    kept.calendar = week({ items: [item({ id: 'a2', patient: { given: 'Ada', family: 'Cole' } })] })
    time.now += 1000
    await readAgain(portal)
    expect(await screen.findByRole('link', { name: /Ada Cole/ })).toBeTruthy()
  })

  it('says what went wrong, and what was read stays', async () => {
    const { kept } = answerCalendar({ calendar: 'broken' })
    const { portal, time } = await openCalendar()
    expect(await screen.findByRole('heading', { name: 'The calendar could not be read' })).toBeTruthy()
    kept.calendar = week()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: /Nadia Reyes/ })).toBeTruthy()
    kept.calendar = 'broken'
    time.now += 1000
    await readAgain(portal)
    expect((await screen.findByRole('alert')).textContent).toContain('may have moved meanwhile')
    expect(screen.getByRole('link', { name: /Nadia Reyes/ })).toBeTruthy()
  })

  it('is also a list of days, without a picture', async () => {
    answerCalendar()
    await openCalendar('#/elm/calendar?date=2026-11-24&view=list')
    const link = await screen.findByRole('link', { name: '09:30 – 10:00 Check-up, Nadia Reyes, appointment' })
    expect(link.closest('section')?.textContent).toContain('Open 09:00 – 12:00 and 13:00 – 17:00')
  })

  it('leads to the editing of the week that is shown', async () => {
    answerCalendar()
    await openCalendar()
    const edit = await screen.findByRole('link', { name: /^Edit/ })
    expect(edit.getAttribute('href')).toBe('#/elm/calendar/edit?week=2026-11-23&practitioner=osei')
  })
})

describe('the calendar’s keys', () => {
  it('moves over a day’s bookings and to the neighbouring days, with one stop for Tab', async () => {
    answerCalendar({
      calendar: week({
        items: [
          item({ id: 'a1' }),
          item({
            id: 'a2',
            start: at('2026-11-25', '10:00'),
            end: at('2026-11-25', '11:00'),
            patient: { given: 'Ada', family: 'Cole' },
          }),
        ],
      }),
    })
    await openCalendar()
    const tuesday = await day('Tuesday 24 November')
    const grid = screen.getByRole('region', { name: 'Week of Dr. Amara Osei' })
    expect(grid.querySelectorAll('[tabindex="0"]').length).toBe(1)
    within(tuesday)
      .getByRole('button', { name: /Why is a time offered/ })
      .focus()
    press('ArrowDown')
    expect(document.activeElement?.textContent).toContain('Nadia Reyes')
    press('ArrowRight')
    expect(document.activeElement?.textContent).toContain('Ada Cole')
    press('ArrowUp')
    expect(document.activeElement?.closest('[data-date]')?.getAttribute('data-date')).toBe('2026-11-25')
    await waitFor(() => expect(document.activeElement?.getAttribute('tabindex')).toBe('0'))
    press('ArrowRight')
    expect(document.activeElement?.closest('[data-date]')?.getAttribute('data-date')).toBe('2026-11-26')
  })

  it('does nothing by letters when they are switched off', async () => {
    answerCalendar()
    const { portal } = await openCalendar()
    await day('Tuesday 24 November')
    portal.setLetters(false)
    press('j')
    expect(portal.hash.value).toBe('#/elm/calendar?date=2026-11-24')
    portal.setLetters(true)
    press('j')
    expect(portal.hash.value).toBe('#/elm/calendar?date=2026-12-01')
  })
})

describe('the day of a clock change', () => {
  const change = days('2026-10-26', '-04:00').map((each) =>
    each.date === '2026-11-01' ? { ...each, end: '2026-11-02T05:00:00.000Z' } : each,
  )
  it('has both hours that clocks show twice, and says so', async () => {
    answerCalendar({
      calendar: week({
        from: '2026-10-26',
        to: '2026-11-02',
        days: change,
        lanes: [lane({ open: [{ ...open('2026-11-01', '00:00', '06:00'), start: '2026-11-01T00:00:00-04:00' }] })],
        items: [
          item({ id: 'first', start: '2026-11-01T01:30:00-04:00', end: '2026-11-01T02:00:00-04:00' }),
          item({ id: 'again', start: '2026-11-01T01:30:00-05:00', end: '2026-11-01T02:00:00-05:00' }),
        ],
      }),
    })
    await openCalendar('#/elm/calendar?date=2026-11-01')
    const sunday = within(await day('Sunday 1 November'))
    expect(sunday.getByRole('heading', { name: /25 hours: clocks go back at 02:00/ })).toBeTruthy()
    const heights = sunday.getAllByRole('link').map((link) => link.style.getPropertyValue('--at'))
    expect(heights).toEqual(['1.5', '2.5'])
  })
})
