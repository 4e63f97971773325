import type { Browser, Locator, Page } from 'playwright-core'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { importPractice } from '../../server/import.ts'
import { newPerson } from './browser.ts'
import { press } from './desk-steps.ts'
import type { DeskStreet } from './desk-street.ts'
import { chooseReason } from './patient.ts'
import { testPractice } from './practice.ts'

/* What staff do with the practice's hours, by role and name, and what a patient is offered by them. */

type Windows = PracticeFile['practitioners'][number]['weeks'][number]['windows']

/** Windows whose clocks go as the street's does. */
const onTime = new WeakSet<Page>()

/** Goes to a room by its address within the practice, like `schedule?practitioner=kim`; its clock is the street's. */
export async function enterRoom(staff: Page, street: DeskStreet, address: string, title: string): Promise<void> {
  const isFirst = !onTime.has(staff)
  if (isFirst) {
    onTime.add(staff)
    await staff.addInitScript((ahead) => {
      const { now } = Date
      Date.now = () => now() + ahead
    }, street.now - Date.now())
  }
  await staff.goto(`${street.api}/portal/#/oak/${address}`)
  if (isFirst) await staff.reload()
  await staff.getByRole('heading', { name: title, level: 1 }).waitFor()
}

/** The calendar's week of a date. */
export const openCalendar = (staff: Page, street: DeskStreet, date: string, practitioner = 'kim'): Promise<void> =>
  enterRoom(staff, street, `calendar?date=${date}&practitioner=${practitioner}`, 'Calendar')

/** Where one week is edited; by its Monday. */
export const openWeek = (staff: Page, street: DeskStreet, week: string, practitioner = 'kim'): Promise<void> =>
  enterRoom(staff, street, `calendar/edit?week=${week}&practitioner=${practitioner}`, 'Edit a week')

export const openSchedule = (staff: Page, street: DeskStreet, practitioner = 'kim'): Promise<void> =>
  enterRoom(staff, street, `schedule?practitioner=${practitioner}`, 'Default schedule')

/** Start or end of some hours: of `hours 1` of a schedule, of `Tuesday` of a week. */
export const edgeOf = (staff: Page, edge: 'Start' | 'End', of: string): Locator =>
  staff.getByLabel(new RegExp(`^${edge}\\s+of ${of}$`))

/** What saving would bring about, once it is known. */
export async function effects(staff: Page): Promise<Locator> {
  const aside = staff.getByRole('region', { name: 'Before you save' })
  await aside.getByText('Nothing is moved or dropped').waitFor()
  return aside
}

export async function saveRules(staff: Page): Promise<void> {
  await press(staff.getByRole('region', { name: 'Not saved' }), /^Save/)
  await savedRules(staff)
}

export const savedRules = (staff: Page): Promise<void> =>
  staff.locator('.save-bar').getByText('Saved. Patients see it at once').waitFor()

/** Takes the last save back by the bar that says it is saved. */
export async function undoSave(staff: Page): Promise<void> {
  await press(staff.locator('.save-bar'), /^Undo$/)
  await staff.locator('.save-bar').getByText('Undone: the hours are as before').waitFor()
}

/** A day of the calendar, by what it is called: `Tuesday, December 8`. */
export const dayOf = (staff: Page, day: string): Locator => staff.getByRole('region', { name: day, exact: true })

/** What a day is for whoever can't see it: `open 9:00 AM – 12:00 PM`, `no hours`. */
export async function dayAloud(staff: Page, day: string): Promise<string> {
  const text = (await dayOf(staff, day).getByRole('heading', { level: 3 }).locator('.sr').textContent()) ?? ''
  return plain(text).split(': ').slice(1).join(': ')
}

/** Marks of how many places are taken on a day: `1/2`. */
export const takenOn = (staff: Page, day: string): Promise<string[]> =>
  dayOf(staff, day).locator('.calendar-taken').allInnerTexts()

/** Everything that stands in a day, as it is read out. */
export async function itemsOn(staff: Page, day: string): Promise<string[]> {
  return (await dayOf(staff, day).locator('.calendar-item .sr').allTextContents()).map(plain)
}

/**
 * A patient who has never been on the practice's page looks for times on some dates.
 *
 * @param dates - `YYYY-MM-DD`, in order, at most a year ahead.
 * @returns By date, as they are read, `10:00 AM 1 place`; empty: the date can't be chosen.
 */
export async function timesOffered(
  browser: Browser,
  street: DeskStreet,
  dates: readonly string[],
  reason: 'Cleaning' | 'Check-up' = 'Cleaning',
): Promise<Record<string, string[]>> {
  const patient = await newPerson(browser)
  const year = patient.waitForResponse((reply) => reply.url().includes('/openings?'))
  await patient.goto(street.site)
  await chooseReason(patient, reason)
  await (await year).finished()
  await press(patient, 'More dates')
  const offered: Record<string, string[]> = {}
  for (const date of dates) offered[date] = await timesOn(patient, date)
  await patient.context().close()
  return offered
}

const inWords = (date: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(Date.parse(date))

/** @param date - On the page's month or after it. */
async function timesOn(patient: Page, date: string): Promise<string[]> {
  const month = patient.getByRole('grid', { name: inWords(date, { month: 'long', year: 'numeric' }) })
  await patient.getByRole('grid').waitFor()
  for (let turned = 0; turned < 13 && !(await month.isVisible()); turned++) await press(patient, 'Next month')
  const day = month.getByRole('button', { name: new RegExp(`${inWords(date, { month: 'long', day: 'numeric' })}\\b`) })
  if ((await day.getAttribute('aria-disabled')) !== null) return []
  await day.click()
  await month.locator('button[aria-pressed=true]').waitFor()
  const labels = patient.getByRole('group', { name: /^(Morning|Afternoon|Evening)$/ }).locator('label')
  return (await labels.allInnerTexts()).map(plain)
}

/** The practice, with weeks of Kim's that were edited by hand: each as its Monday and the hours of each weekday. */
export async function handEdited(
  street: DeskStreet,
  weeks: Record<string, [start: string, end: string]>,
): Promise<void> {
  const practice = testPractice({ origins: [street.site] })
  const windowsOf = ([start, end]: [string, string]): Windows =>
    ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, start, end }))
  const edited = Object.entries(weeks).map(([week, hours]) => ({ week, windows: windowsOf(hours) }))
  const practitioners = practice.practitioners.map((one) => (one.id === 'kim' ? { ...one, weeks: edited } : one))
  const answer = await importPractice(street.store, { ...practice, practitioners }, street.now)
  if (!answer.ok) throw new Error(answer.reason)
}

/** Presses a key until something has focus, as whoever has no mouse does. */
export async function keyTo(staff: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 120): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await wanted.evaluateAll((found) => found.some((each) => each === document.activeElement))) return
    await staff.keyboard.press(key)
  }
  throw new Error(`${most} times ${key} lead nowhere near ${wanted}`)
}

/** Without line breaks and the narrow spaces of times. */
const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
