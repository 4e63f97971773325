import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import type { PreviewReply } from '../../server/contract/calendar.ts'
import { openPortal } from './kit.tsx'
import { answerRules, file, nothing, savedByLee } from './schedule-kit.tsx'

/** What is for screen readers only begins with a space, which is lost here. */
const spaceless = (name: string) => (found: string) => found.replace(/\s/g, '') === name.replace(/\s/g, '')
const button = (name: string) => screen.getByRole('button', { name: spaceless(name) })
const save = async () => (await screen.findByRole('button', { name: /^Save/ })).click()
const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement
const put = (name: string, value: string) => fireEvent.change(field(name), { target: { value } })

const effects: PreviewReply = {
  ...nothing,
  what: ['Dr. Amara Osei: on Tuesday until 11:00.'],
  weeks: [{ week: '2026-11-23', gained: 0, lost: 2 }],
  practitioners: [{ id: 'osei', name: 'Dr. Amara Osei', gained: 0, lost: 2 }],
  affected: [
    {
      kind: 'appointment',
      id: 'a1',
      request: null,
      start: '2026-11-24T11:10:00-05:00',
      practitioner: 'Dr. Amara Osei',
      reason: 'Check-up',
      patient: { given: 'Marcus', family: 'Bell' },
      why: 'outside-hours',
    },
  ],
}

describe('a week being edited', () => {
  async function openWeek(...change: Parameters<typeof answerRules>) {
    const answers = answerRules(...change)
    const opened = openPortal('#/elm/calendar/edit?week=2026-11-23&practitioner=osei')
    await screen.findByRole('heading', { name: 'Hours of the week' })
    await screen.findByRole('region', { name: 'Week of Dr. Amara Osei' })
    return { ...opened, answers }
  }
  const osei = (answers: Awaited<ReturnType<typeof openWeek>>['answers']) =>
    answers.sent.at(-1)?.body.file.practitioners[0]

  it('is edited as fields, says what that brings about with a link to each, and is saved as a week of its own', async () => {
    const { answers } = await openWeek()
    answers.preview = effects
    put('End of Tuesday', '11:00')
    await screen.findByText('Dr. Amara Osei: on Tuesday until 11:00.')
    screen.getByText('Nothing is moved or dropped. Nothing counts until you save.')
    const bell = screen.getByRole('link', { name: spaceless('Open Marcus Bell in a new tab') })
    expect(bell.getAttribute('href')).toBe('#/elm/appointments/a1')
    expect(bell.closest('li')?.textContent).toContain('outside hours')
    await save()
    await screen.findByText('Saved. Patients see it at once', { selector: '.save-bar p' })
    const saved = osei(answers)?.weeks[0]
    expect(saved?.week).toBe('2026-11-23')
    expect(saved?.windows[1]).toEqual({ weekday: 2, start: '08:00', end: '11:00' })
    screen.getByText('Edited by hand')
    button('Undo').click()
    await waitFor(() => expect(field('End of Tuesday').value).toBe('12:00'))
  })

  it('moves an edge by key: 15 minutes, with Shift 5', async () => {
    await openWeek()
    const edge = screen.getByRole('slider', { name: 'End of 08:00–12:00, Tuesday' })
    fireEvent.keyDown(edge, { key: 'ArrowDown' })
    await waitFor(() => expect(field('End of Tuesday').value).toBe('12:15'))
    fireEvent.keyDown(screen.getByRole('slider', { name: 'End of 08:00–12:15, Tuesday' }), {
      key: 'ArrowUp',
      shiftKey: true,
    })
    await waitFor(() => expect(field('End of Tuesday').value).toBe('12:10'))
  })

  it('adds, splits and removes hours', async () => {
    await openWeek()
    button('Split the hours of Tuesday').click()
    await waitFor(() => expect(field('End of Tuesday, hours 1').value).toBe('10:00'))
    button('Remove the hours of Tuesday, hours 2').click()
    await waitFor(() => expect(field('End of Tuesday').value).toBe('10:00'))
    button('Add hours on Sunday').click()
    await waitFor(() => expect(field('Start of Sunday').value).toBe('08:00'))
  })

  it('loads the default into a week edited by hand only when asked, and goes back to the default', async () => {
    const { portal } = await openWeek()
    put('End of Tuesday', '11:00')
    await screen.findByText('Not saved')
    button('Load default schedule').click()
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByText(/Booked appointments stay as they are/)
    expect(field('End of Tuesday').value).toBe('11:00')
    within(dialog).getByRole('button', { name: 'Load default schedule' }).click()
    await waitFor(() => expect(field('End of Tuesday').value).toBe('12:00'))
    screen.getByText('Not saved')
    button('Back to the default').click()
    await screen.findByText('Default schedule', { selector: '.chip' })
    expect(portal.said.value).toContain('follows the default schedule again')
    expect(screen.queryByRole('region', { name: 'Not saved' })).toBeNull()
  })

  it('shows the bookings, until they are switched off', async () => {
    await openWeek()
    screen.getByText('Reyes')
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show booked appointments' }))
    await waitFor(() => expect(screen.queryByText('Reyes')).toBeNull())
  })

  it('narrows hours to reasons and new patients', async () => {
    const { answers } = await openWeek()
    fireEvent.change(screen.getByRole('combobox', { name: 'Patients, Tuesday' }), { target: { value: 'new' } })
    const reasons = () => within(screen.getByRole('group', { name: 'Reasons allowed, Tuesday' }))
    fireEvent.click(reasons().getByRole('checkbox', { name: 'For every reason' }))
    fireEvent.click(await reasons().findByRole('checkbox', { name: 'Crown' }))
    await waitFor(() =>
      expect((reasons().getByRole('checkbox', { name: 'Crown' }) as HTMLInputElement).checked).toBe(false),
    )
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true })
    await waitFor(() =>
      expect(osei(answers)?.weeks[0]?.windows[1]).toEqual({
        ...{ weekday: 2, start: '08:00', end: '12:00', patients: 'new' },
        reasons: ['check-up'],
      }),
    )
  })

  it('asks before it is left, but not on the way to the default schedule', async () => {
    const { portal } = await openWeek()
    put('End of Tuesday', '11:00')
    await screen.findByText('Not saved')
    screen.getByRole('link', { name: 'default schedule' }).click()
    expect(screen.queryByRole('dialog')).toBeNull()
    screen.getByRole('link', { name: /^Appointments/ }).click()
    await screen.findByRole('dialog', { name: 'Leave without saving?' })
    expect(portal.route.value).toMatchObject({ room: 'week' })
  })

  it('says that a colleague has saved before one saves oneself', async () => {
    const { portal, answers, time } = await openWeek()
    put('End of Tuesday', '11:00')
    await screen.findByText('Not saved')
    time.now += 1000
    savedByLee(answers, (before) => ({ ...before, noticeMinutes: 60 }))
    void portal.desk.value?.read()
    await screen.findByText('Lee Park has saved meanwhile')
    button('Keep mine on top of theirs').click()
    await screen.findByText('Changed by them: notice before a visit.')
    expect(field('End of Tuesday').value).toBe('11:00')
  })

  it('can only be looked at by whoever may only read', async () => {
    await openWeek({}, 'read-only')
    expect(field('End of Tuesday').disabled).toBe(true)
    expect(screen.queryByRole('button', { name: /Add hours/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Load default schedule' })).toBeNull()
  })
})

describe('the default schedule', () => {
  async function openSchedule(whose = 'practitioner=osei', ...change: Parameters<typeof answerRules>) {
    const answers = answerRules(...change)
    const opened = openPortal(`#/elm/schedule?${whose}`)
    await screen.findByRole('heading', { name: /^Hours of / })
    return { ...opened, answers }
  }
  const saved = async (answers: Awaited<ReturnType<typeof openSchedule>>['answers']) => {
    await save()
    await screen.findByText('Saved. Patients see it at once', { selector: '.save-bar p' })
    return answers.reply.file
  }

  it('changes weekdays and how often hours come', async () => {
    const { answers } = await openSchedule()
    const days = within(screen.getByRole('group', { name: 'Weekdays of hours 1' }))
    fireEvent.click(days.getByRole('checkbox', { name: 'Friday' }))
    fireEvent.change(screen.getByRole('combobox', { name: 'Comes, hours 1' }), { target: { value: '2' } })
    const [first] = (await saved(answers)).practitioners[0]!.schedules[0]!.windows
    expect(first).toEqual({
      ...{ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH', dtstart: '2026-11-23' },
      ...{ start: '08:00', end: '12:00' },
    })
  })

  it('is applied from a week on; edited weeks are listed, and kept unless ticked', async () => {
    const { answers } = await openSchedule()
    put('End of hours 1', '11:00')
    button('Apply to remaining weeks…').click()
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('From the week of'), { target: { value: '2026-12-09' } })
    expect(
      ((await dialog.findByRole('checkbox', { name: /^Replace 21 – 27 Dec 2026/ })) as HTMLInputElement).checked,
    ).toBe(false)
    dialog.getByRole('button', { name: 'Apply from 7 Dec 2026' }).click()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const after = (await saved(answers)).practitioners[0]!
    expect(after.schedules.map(({ from, windows }) => [from, windows[0]?.end])).toEqual([
      [undefined, '12:00'],
      ['2026-12-07', '11:00'],
    ])
    expect(after.weeks.map(({ week }) => week)).toEqual(['2026-12-21'])
  })

  it('shows a rule that has no fields as text, and keeps it', async () => {
    const { answers } = await openSchedule('practitioner=brandt')
    screen.getByText('FREQ=MONTHLY;BYMONTHDAY=1')
    expect(field('Start of hours 1').disabled).toBe(true)
    button('Add hours').click()
    await screen.findByRole('group', { name: 'Weekdays of hours 2' })
    const { windows } = (await saved(answers)).practitioners[1]!.schedules[0]!
    expect(windows[0]).toEqual(file().practitioners[1]!.schedules[0]!.windows[0])
    expect(windows).toHaveLength(2)
  })

  it('says what lowering the places does', async () => {
    const { answers } = await openSchedule()
    const over = { ...effects.affected[0]!, why: 'over-capacity' as const }
    answers.preview = { ...nothing, affected: [over, { ...over, id: 'a2' }] }
    put('Places at the same time', '1')
    await screen.findByText('2 visits stand where there will be 1 place; they stay.')
  })

  it('says why there can’t be more places than one', async () => {
    const one = file()
    await openSchedule('practitioner=brandt', { file: one, canSplit: false })
    expect(field('Places at the same time').disabled).toBe(true)
    screen.getByText(/takes one visit at a time/)
  })

  it('gives a chair hours of its own, and takes them away again', async () => {
    const { answers } = await openSchedule('chair=chair-2')
    screen.getByText(/It has no hours of its own/)
    button('Give it hours of its own').click()
    await screen.findByRole('group', { name: 'Weekdays of hours 1' })
    expect((await saved(answers)).chairs[0]?.schedules).toHaveLength(1)
    button('No hours of its own').click()
    await screen.findByText(/It has no hours of its own/)
    expect('schedules' in (await saved(answers)).chairs[0]!).toBe(false)
  })

  it('sets a ceiling', async () => {
    const { answers } = await openSchedule()
    button('Add a ceiling').click()
    await screen.findByRole('group', { name: 'Ceiling 1' })
    put('At most, ceiling 1', '3')
    expect((await saved(answers)).ceilings).toEqual([
      { id: 'ceiling-1', most: 3, practitioners: ['osei'], start: '08:00', end: '12:00' },
    ])
  })
})
