import { describe, expect, it } from 'vitest'
import {
  dayAloud,
  dayOf,
  edgeOf,
  effects,
  enterRoom,
  handEdited,
  itemsOn,
  keyTo,
  openCalendar,
  openSchedule,
  openWeek,
  savedRules,
  saveRules,
  takenOn,
  timesOffered,
  undoSave,
} from '../kit/calendar-steps.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { dialog, press } from '../kit/desk-steps.ts'

const journey = deskJourneys()
const offered = (...dates: string[]) => timesOffered(journey.browser, journey.street, dates)

const [TO_NINE, TO_TEN, TO_ELEVEN] = [1, 2, 3].map((n) =>
  ['9:00 AM 2 places', '10:00 AM 2 places', '11:00 AM 2 places'].slice(0, n),
) as [string[], string[], string[]]

describe('D1 A default weekly schedule per practitioner, read a year ahead', () => {
  it('is edited, and the widget offers accordingly, also in a year', async () => {
    const staff = await journey.staff()
    await openSchedule(staff, journey.street)
    await edgeOf(staff, 'End', 'hours 1').fill('10:00')
    await (await effects(staff)).getByText(/− \d{3} openings lost/).waitFor()
    await saveRules(staff)
    expect(await offered('2026-11-24', '2027-11-16')).toEqual({ '2026-11-24': TO_NINE, '2027-11-16': TO_NINE })
    await openCalendar(staff, journey.street, '2027-11-16')
    await expect.poll(() => dayAloud(staff, 'Tuesday, November 16')).toBe('open 9:00 – 10:00 AM')
  })
})

describe('D2 A calendar shows any week; any week can be edited on its own', () => {
  it('and the weeks beside it stay as they are', async () => {
    const staff = await journey.staff()
    await openCalendar(staff, journey.street, '2026-12-08')
    await expect.poll(() => dayAloud(staff, 'Tuesday, December 8')).toBe('open 9:00 AM – 12:00 PM')
    await staff.getByRole('link', { name: /^Edit this week/ }).click()
    await press(staff, 'Remove the hours of Tuesday')
    await effects(staff)
    await saveRules(staff)
    await staff.getByText('Edited by hand', { exact: true }).waitFor()
    expect(await offered('2026-12-01', '2026-12-08', '2026-12-15')).toEqual({
      '2026-12-01': TO_ELEVEN,
      '2026-12-08': [],
      '2026-12-15': TO_ELEVEN,
    })
    await openCalendar(staff, journey.street, '2026-12-08')
    await expect.poll(() => dayAloud(staff, 'Tuesday, December 8')).toBe('no hours')
    await staff.getByText('Week edited by hand').waitFor()
    await press(staff, 'The week after')
    await expect.poll(() => dayAloud(staff, 'Tuesday, December 15')).toBe('open 9:00 AM – 12:00 PM')
  })
})

describe('D3 Load default schedule puts the default into the week being edited', () => {
  it('with the booked appointments in view, which can be switched off, and nothing is lost', async () => {
    const { street } = journey
    await handEdited(street, { '2026-11-23': ['09:00', '11:00'] })
    await journey.request('10:00 AM', {}, 'Cleaning')
    const booked = await street.only()
    const staff = await journey.staff()
    await openWeek(staff, street, '2026-11-23')
    const visit = staff.getByRole('region', { name: 'Week of Kim Cedar' }).getByRole('link', { name: /Nadia Reyes/ })
    await visit.waitFor()

    await press(staff, 'Load default schedule')
    await press(dialog(staff, 'Load the default schedule into this week?'), 'Load default schedule')
    await expect.poll(() => edgeOf(staff, 'End', 'Monday').inputValue()).toBe('12:00')
    expect(await visit.isVisible()).toBe(true)
    const shown = staff.getByLabel('Show booked appointments')
    await shown.uncheck()
    await visit.waitFor({ state: 'detached' })
    await shown.check()
    await visit.waitFor()

    // Taken back: the hours that were edited by hand stand there again.
    await press(staff, 'Take back')
    await expect.poll(() => edgeOf(staff, 'End', 'Monday').inputValue()).toBe('11:00')
    await visit.waitFor()
    await press(staff, 'Load default schedule')
    await press(dialog(staff, 'Load the default schedule into this week?'), 'Load default schedule')
    await effects(staff)
    await saveRules(staff)
    await visit.waitFor()
    expect(await street.only()).toEqual(booked)
    expect(await offered('2026-11-24')).toEqual({ '2026-11-24': TO_ELEVEN })
  })
})

describe('D4 A changed default is applied with Apply to remaining weeks from a chosen week on', () => {
  it('weeks edited by hand are listed first and kept unless staff say otherwise; nothing counts until Save', async () => {
    const { street } = journey
    await handEdited(street, { '2026-12-14': ['09:00', '10:00'], '2026-12-21': ['09:00', '10:00'] })
    const dates = ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22'] as const
    const before = { [dates[0]]: TO_ELEVEN, [dates[1]]: TO_ELEVEN, [dates[2]]: TO_NINE, [dates[3]]: TO_NINE }
    const staff = await journey.staff()
    await openSchedule(staff, street)
    await edgeOf(staff, 'End', 'hours 1').fill('11:00')
    await press(staff, 'Apply to remaining weeks…')
    const apply = dialog(staff, 'Apply to remaining weeks?')
    await apply.getByLabel('From the week of').fill('2026-12-07')
    await apply.getByText('2 weeks were edited by hand. They are kept unless you tick them:').waitFor()
    await apply.getByLabel(/^Replace Dec 21/).check()
    await press(apply, /^Apply from/)
    await effects(staff)
    expect(await offered(...dates)).toEqual(before)

    await saveRules(staff)
    expect(await offered(...dates)).toEqual({ ...before, [dates[1]]: TO_TEN, [dates[3]]: TO_TEN })
  })

  it('leaving unsaved asks', async () => {
    const staff = await journey.staff()
    await openSchedule(staff, journey.street)
    await edgeOf(staff, 'End', 'hours 1').fill('11:00')
    const requests = staff.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Appointments' })
    const leave = dialog(staff, 'Leave without saving?')
    await requests.click()
    await press(leave, 'Stay here')
    expect(await edgeOf(staff, 'End', 'hours 1').inputValue()).toBe('11:00')
    await requests.click()
    await press(leave, 'Leave without saving')
    await staff.getByRole('navigation', { name: 'Lists' }).waitFor()
    expect(await offered('2026-12-01')).toEqual({ '2026-12-01': TO_ELEVEN })
  })
})

describe('D5 Saving shows which booked appointments now fall outside hours', () => {
  it('none is moved or dropped, and saving can be undone', async () => {
    const { street } = journey
    await journey.request('11:00 AM', {}, 'Cleaning')
    const booked = await street.only()
    const staff = await journey.staff()
    await openWeek(staff, street, '2026-11-23')
    await edgeOf(staff, 'End', 'Monday').fill('10:00')
    const aside = await effects(staff)
    await aside.getByRole('heading', { name: 'Affected: 1' }).waitFor()
    const affected = aside.getByRole('listitem').filter({ hasText: 'outside hours' })
    expect(await affected.innerText()).toMatch(/^Nadia Reyes.*11:00.AM · Kim Cedar · request · outside hours/s)
    await staff.getByText('1 booking is affected; it stays.').waitFor()
    await saveRules(staff)
    expect(await street.only()).toEqual(booked)
    await openCalendar(staff, street, '2026-11-23')
    await expect
      .poll(() => itemsOn(staff, 'Monday, November 23'))
      .toEqual(['11:00 AM – 12:00 PM Cleaning, Nadia Reyes, request, outside hours'])

    await openWeek(staff, street, '2026-11-23')
    await undoSave(staff)
    await expect.poll(() => edgeOf(staff, 'End', 'Monday').inputValue()).toBe('12:00')
    await openCalendar(staff, street, '2026-11-23')
    await expect
      .poll(() => itemsOn(staff, 'Monday, November 23'))
      .toEqual(['11:00 AM – 12:00 PM Cleaning, Nadia Reyes, request'])
    expect(await street.only()).toEqual(booked)
  })
})

describe('D6 Split booking value per calendar', () => {
  it('with value 2 and one place filled, the other stays bookable online, and the calendar shows taken / places', async () => {
    const { street } = journey
    const staff = await journey.staff()
    await openCalendar(staff, street, '2026-11-23')
    await journey.request('10:00 AM', { given: 'Ada', family: 'First' }, 'Cleaning')
    await expect.poll(() => takenOn(staff, 'Monday, November 23')).toEqual(['1/2', '0/2'])
    expect(await offered('2026-11-23')).toEqual({
      '2026-11-23': ['9:00 AM 2 places', '10:00 AM 1 place', '11:00 AM 2 places'],
    })
    await journey.request('10:00 AM', { given: 'Bo', family: 'Second' }, 'Cleaning')
    await expect.poll(() => takenOn(staff, 'Monday, November 23')).toEqual(['2/2', '0/2'])
    expect(await offered('2026-11-23')).toEqual({ '2026-11-23': ['9:00 AM 2 places', '11:00 AM 2 places'] })
  })

  it('lowered to 1, what is over stays and is flagged, and nothing more is offered beside it', async () => {
    const { street } = journey
    await journey.request('10:00 AM', { given: 'Ada', family: 'First' }, 'Cleaning')
    await street.enter(await street.only(), { patient: { given: 'Bo', family: 'Second' } })
    const staff = await journey.staff()
    await openSchedule(staff, street)
    await staff.getByLabel('Places at the same time').fill('1')
    await staff.keyboard.press('Tab')
    await staff.getByText(/where there will be 1 place; (it stays|they stay)\./).waitFor()
    await saveRules(staff)
    await openCalendar(staff, street, '2026-11-23')
    await expect.poll(() => takenOn(staff, 'Monday, November 23')).toEqual(['2/1'])
    const items = await itemsOn(staff, 'Monday, November 23')
    expect(items.filter((item) => item.endsWith('more visits than places'))).toHaveLength(items.length)
    expect(items).toHaveLength(2)
    expect(await offered('2026-11-23')).toEqual({ '2026-11-23': ['9:00 AM', '11:00 AM'] })
  })
})

describe('D7 Closures and dated exceptions', () => {
  it('a holiday that is suggested, one practitioner’s leave, an extra Saturday', async () => {
    const { street } = journey
    const staff = await journey.staff()
    await enterRoom(staff, street, 'setup/closures', 'Set-up')
    await press(staff, 'Show public holidays')
    await staff.getByLabel(/^Christmas Day/).check()
    await enterRoom(staff, street, 'setup/time-off', 'Set-up')
    const whose = staff.getByLabel('Leave or an extra day for')
    const add = async (first: string, what?: string) => {
      await whose.selectOption('Kim Cedar')
      await press(staff, /^Add$/)
      if (what) await staff.getByLabel('What').selectOption(what)
      await staff.getByLabel('First day').fill(first)
    }
    await add('2026-12-01')
    await staff.getByLabel('Note').fill('On a course')
    await add('2026-12-05', 'Works these hours')
    await staff.getByLabel('From', { exact: true }).fill('10:00')
    await staff.getByLabel('To', { exact: true }).fill('12:00')
    await saveRules(staff)

    expect(await offered('2026-12-01', '2026-12-02', '2026-12-05', '2026-12-12', '2026-12-24', '2026-12-25')).toEqual({
      '2026-12-01': [],
      '2026-12-02': TO_ELEVEN,
      '2026-12-05': TO_ELEVEN.slice(1),
      '2026-12-12': [],
      '2026-12-24': TO_ELEVEN,
      '2026-12-25': [],
    })
    await openCalendar(staff, street, '2026-12-01')
    await expect.poll(() => dayAloud(staff, 'Tuesday, December 1')).toBe('On a course')
    await expect.poll(() => dayAloud(staff, 'Saturday, December 5')).toBe('open 10:00 AM – 12:00 PM')
    await openCalendar(staff, street, '2026-12-25')
    await expect.poll(() => dayAloud(staff, 'Friday, December 25')).toBe('Closed: Christmas Day')
  })
})

describe('D8 “Why is this time not offered?” for any time: the reasons, in order, with the record behind each', () => {
  it('a request that takes it, and hours that end before it', async () => {
    const { street } = journey
    await journey.request('9:30 AM')
    const { practitioners } = await street.only()
    const who = practitioners[0] === 'ann' ? 'Dr Ann Ash' : 'Dr Bob Birch'
    const staff = await journey.staff()
    await openCalendar(staff, street, '2026-11-23', practitioners[0])
    await dayOf(staff, 'Monday, November 23')
      .getByRole('link', { name: /Nadia Reyes/ })
      .focus()
    await staff.keyboard.press('w')
    const why = dialog(staff, 'Why is this time not offered?')
    await why.getByText(`${who} is taken: a request 9:30 – 10:00 AM.`).waitFor()
    await why.getByText('move or cancel a request').waitFor()
    await why.getByLabel('Time').fill('13:00')
    await why.getByText(`Outside the hours of ${who}.`).waitFor()
    await why.getByRole('link', { name: `The default hours of ${who}` }).waitFor()
    await why.getByLabel('Time').fill('09:30')
    await why.getByRole('link', { name: /^Reyes/ }).click()
    await staff.getByRole('heading', { name: 'Nadia Reyes', level: 2 }).waitFor()
  })

  it('a time that is blocked with a note is gone online until the block is', async () => {
    const { street } = journey
    const staff = await journey.staff()
    await openCalendar(staff, street, '2026-11-24')
    await press(staff, 'Block a time…')
    const block = dialog(staff, 'Block a time')
    await block.getByLabel('at', { exact: true }).fill('10:00')
    await block.getByLabel('until', { exact: true }).fill('11:00')
    await block.getByLabel('Note').fill('Lab call')
    await press(block, 'Block this time')
    const blocked = dayOf(staff, 'Tuesday, November 24').getByRole('button', { name: /Lab call/ })
    await blocked.waitFor()
    expect(await offered('2026-11-24')).toEqual({ '2026-11-24': ['9:00 AM 2 places', '11:00 AM 2 places'] })
    await blocked.focus()
    await staff.keyboard.press('w')
    await dialog(staff, 'Why is this time not offered?')
      .getByText(/blocked 10:00 – 11:00 AM \(Lab call\)/)
      .waitFor()
    await staff.keyboard.press('Escape')

    await blocked.click()
    await press(dialog(staff, 'Lab call'), 'Remove the block')
    await blocked.waitFor({ state: 'detached' })
    expect(await offered('2026-11-24')).toEqual({ '2026-11-24': TO_ELEVEN })
  })
})

describe('two people edit the same week', () => {
  it('and the second sees what the first changed before saving on top of it', async () => {
    const { street } = journey
    const [first, second] = [await journey.staff('Dana Whitlock'), await journey.staff('Robin Vale')]
    await openWeek(first, street, '2026-12-07')
    await openWeek(second, street, '2026-12-07')
    await edgeOf(second, 'End', 'Tuesday').fill('11:00')
    await edgeOf(first, 'End', 'Tuesday').fill('10:00')
    await edgeOf(first, 'End', 'Wednesday').fill('10:00')
    await saveRules(first)
    await second.getByText('Dana Whitlock has saved meanwhile', { exact: true }).waitFor()
    await press(second, 'Keep mine on top of theirs')
    await second.getByText('You both changed:').waitFor()
    await press(second, /^Take theirs.*week of 7 December$/)
    expect(await edgeOf(second, 'End', 'Tuesday').inputValue()).toBe('10:00')
    await edgeOf(second, 'End', 'Thursday').fill('11:00')
    await effects(second)
    await saveRules(second)
    expect(await offered('2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11')).toEqual({
      '2026-12-08': TO_NINE,
      '2026-12-09': TO_NINE,
      '2026-12-10': TO_TEN,
      '2026-12-11': TO_ELEVEN,
    })
  })
})

describe('a week is edited without a mouse', () => {
  it('from the calendar to the save and its undoing', async () => {
    const staff = await journey.staff()
    await openCalendar(staff, journey.street, '2026-12-07')
    await dayOf(staff, 'Tuesday, December 8').waitFor()
    await staff.keyboard.press('e')
    await staff.getByRole('heading', { name: 'Edit a week', level: 1 }).waitFor()
    await keyTo(staff, staff.getByRole('slider', { name: /^End of .*, Tuesday$/ }))
    for (let steps = 0; steps < 4; steps++) await staff.keyboard.press('ArrowUp')
    await expect.poll(() => edgeOf(staff, 'End', 'Tuesday').inputValue()).toBe('11:00')
    await keyTo(staff, staff.getByRole('button', { name: 'Remove the hours of Wednesday' }))
    await staff.keyboard.press('Enter')
    await keyTo(staff, edgeOf(staff, 'End', 'Thursday'))
    await staff.keyboard.type('1000AM')
    await effects(staff)
    await staff.keyboard.press('Control+s')
    await savedRules(staff)
    expect(await offered('2026-12-08', '2026-12-09', '2026-12-10')).toEqual({
      '2026-12-08': TO_TEN,
      '2026-12-09': [],
      '2026-12-10': TO_NINE,
    })
    await keyTo(staff, staff.locator('.save-bar').getByRole('button', { name: 'Undo' }))
    await staff.keyboard.press('Enter')
    await expect.poll(() => edgeOf(staff, 'End', 'Tuesday').inputValue()).toBe('12:00')
    expect(await offered('2026-12-09')).toEqual({ '2026-12-09': TO_ELEVEN })
  })
})
