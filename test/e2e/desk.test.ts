import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkClaims } from '../../server/check.ts'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { DESK, type DeskStreet, openDesk } from '../kit/desk-street.ts'
import { linksIn } from '../kit/mailbox.ts'
import { book, chooseReason, type Details, timesShown } from '../kit/patient.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const PATIENT = 'nadia@example.com'

let browser: Browser
let street: DeskStreet
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  street = await openDesk()
})
afterEach(async () => {
  // Whatever staff did, what is claimed is what takes time.
  expect(await checkClaims(street.store, 'oak', street.now)).toEqual([])
  await street.close()
})

/** A patient on the practice's own page. */
async function request(time = '9:30 AM', details: Details = {}, reason = 'Check-up'): Promise<string> {
  const patient = await newPerson(browser)
  const reference = await book(patient, street.site, reason, time, details)
  await patient.context().close()
  return reference
}

async function openRequest(staff: Page, name = 'Nadia Reyes'): Promise<void> {
  await staff
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
  await staff.getByRole('heading', { name, level: 2 }).waitFor()
}

const dialog = (staff: Page, title: string) => staff.getByRole('dialog', { name: title })
const press = (place: Page | ReturnType<Page['getByRole']>, name: string | RegExp) =>
  place.getByRole('button', { name }).click()
const rows = async (staff: Page) =>
  (await staff.locator('#requests .name').allInnerTexts()).map((text) => text.split('\n')[0])

describe('B1 Every request from the widget is pending and stands in Action required, oldest first', () => {
  it('and takes capacity: no second patient is offered the same place', async () => {
    await request('10:00 AM', { given: 'Ada', family: 'First' }, 'Cleaning')
    street.now += 5 * MINUTE
    await request('10:00 AM', { given: 'Bo', family: 'Second' }, 'Cleaning')
    const staff = await street.staff(browser)
    await expect.poll(() => rows(staff)).toEqual(['Ada First', 'Bo Second'])
    await staff.waitForFunction(() => document.title.startsWith('(2, 2 new) '))
    const next = await newPerson(browser)
    await next.goto(street.site)
    // Kim takes two at a time, and nine o’clock is too soon by now.
    await chooseReason(next, 'Cleaning')
    const times = (await timesShown(next)).map((text) => text.replace(/\s+/g, ' '))
    expect(times.filter((text) => /^(9|10|11):00/.test(text)).map((text) => text.slice(0, 8).trim())).toEqual([
      '11:00 AM',
    ])
  })

  it('and appears without reloading', async () => {
    const staff = await street.staff(browser)
    await staff.getByText('Nothing is waiting').waitFor()
    await request()
    await staff.getByRole('link', { name: /Nadia Reyes/ }).waitFor()
    await staff.waitForFunction(() => document.title.startsWith('(1, 1 new) '))
  })
})

describe('B2 The practice gets an email at once, with a “View appointment details” link to that request', () => {
  it('which opens it after sign-in; the patient is told that it was received', async () => {
    await request()
    const mail = await street.mailbox.mailTo(DESK, /New request/)
    const link = linksIn(mail).find((href) => href.includes('/portal/'))!
    expect(mail.html).toContain('View appointment details')
    expect(link).toBe(`${street.api}/portal/#/oak/requests/${(await street.only()).id}`)
    const staff = await street.staff(browser)
    await staff.goto(link)
    await staff.getByRole('heading', { name: 'Nadia Reyes', level: 2 }).waitFor()
    const received = await street.mailbox.mailTo(PATIENT, /We have your request/)
    expect(received.attachments.map(({ mimeType }) => mimeType)).toContain('text/calendar')
  })
})

describe('B3 Accept compares the request with the patients and appointments of the schedule', () => {
  it('exact patient and appointment: linked at once', async () => {
    await request()
    const id = await street.enter(await street.only())
    const staff = await street.staff(browser)
    await openRequest(staff)
    await staff.keyboard.press('a')
    await dialog(staff, 'Linked to the appointment').getByText('Exact match.').waitFor()
    expect(await street.only()).toMatchObject({ state: 'booked', appointment: id })
  })

  it('partial: “Could this be the same appointment?”, then Link appointment', async () => {
    await request()
    const asked = await street.only()
    const id = await street.enter(asked, { patient: { family: 'Reyes-Ortega' } })
    await street.enter(asked, {
      start: asked.start + 7 * DAY,
      end: asked.end + 7 * DAY,
      patient: { given: 'Nadja', birthDate: '1984-07-03', email: 'other@example.com', mobile: '555-0155' },
    })
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const same = dialog(staff, 'Could this be the same appointment?')
    await same.getByText('Reyes-Ortega').first().waitFor()
    await same.getByRole('columnheader', { name: 'Requested online' }).waitFor()
    await press(same, /^Link appointment/)
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await street.only()).toMatchObject({ state: 'booked', appointment: id })
  })

  it('partial: No match, create new', async () => {
    await request()
    const asked = await street.only()
    const later = { start: asked.start + 60 * MINUTE, end: asked.end + 60 * MINUTE }
    await street.enter(asked, { ...later, patient: { family: 'Reyes-Ortega' } })
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Could this be the same appointment?'), 'No match, create new')
    await press(dialog(staff, 'Create in the schedule?'), 'Create and accept')
    await dialog(staff, 'Accepted, it is in the schedule').waitFor()
    const { state, appointment } = await street.only()
    expect(state).toBe('booked')
    expect(await street.store.appointment('oak', appointment!)).toMatchObject({ patient: { family: 'Reyes' } })
  })

  it('none: says so, with Try again after it was entered, or I’ll do this later', async () => {
    await street.set({ mode: 'reads' })
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const none = dialog(staff, 'No match found')
    await press(none, 'I’ll do this later')
    await none.waitFor({ state: 'detached' })
    expect((await street.only()).state).toBe('pending')
    await press(staff, /^Accept/)
    await none.waitFor()
    const id = await street.enter(await street.only())
    await press(none, 'Try again')
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await street.only()).toMatchObject({ state: 'booked', appointment: id })
  })
})

describe('B4 Accept with changes: another date, time, practitioner or chair', () => {
  it('picked from real openings', async () => {
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^More/)
    await staff
      .getByRole('menuitem', { name: /another time/ })
      .or(staff.getByRole('button', { name: /another time…/ }))
      .first()
      .click()
    const pick = dialog(staff, 'Accept with another time')
    await pick.getByLabel('Practitioner').selectOption({ label: 'Dr Bob Birch' })
    await pick
      .locator('.openings')
      .getByText(/^11:00/)
      .first()
      .click()
    await pick.getByLabel('Why did the time change?').selectOption({ label: 'The practitioner is away' })
    await press(pick, /^Accept for/)
    await dialog(staff, 'Accepted, it is in the schedule').waitFor()
    const booked = await street.only()
    expect(booked.practitioners).toEqual(['bob'])
    expect(new Date(booked.start).toISOString().slice(11, 16)).toBe('16:00')
    expect(booked.asked?.practitioners).toEqual(['ann'])
    const mail = await street.mailbox.mailTo(PATIENT, /Confirmed: .*you asked for/)
    expect(mail.text).toContain('9:30')
  })

  it('a link-only practice must link an existing appointment, and the screen says so', async () => {
    await street.set({ mode: 'link-only' })
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const link = dialog(staff, 'Link an appointment')
    await link.getByText(/can only be linked/).waitFor()
    expect(await link.getByRole('button', { name: /create/i }).count()).toBe(0)
    await street.enter(await street.only())
    await press(link, 'Try again')
    await dialog(staff, 'Linked to the appointment').waitFor()
  })
})

describe('B5 Linking to an appointment whose time or practitioner differs asks for confirmation', () => {
  it('that the request is corrected', async () => {
    await request()
    const asked = await street.only()
    const later = { start: asked.start + 30 * MINUTE, end: asked.end + 30 * MINUTE, practitioners: ['bob'] }
    const id = await street.enter(asked, { ...later, chair: 'two' })
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Could this be the same appointment?'), /^Link appointment/)
    const correct = dialog(staff, 'Correct the appointment?')
    await correct.getByText('Dr Bob Birch').waitFor()
    await correct.getByLabel('Why did the time change?').selectOption({ index: 1 })
    expect((await street.only()).state).toBe('pending')
    await press(correct, 'OK, correct and link')
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await street.only()).toMatchObject({ appointment: id, ...later, asked: { start: asked.start } })
  })
})

describe('B6 Then: send a confirmation email? Yes is the default', () => {
  it('it states the scheduled time, and its private link opens', async () => {
    await request()
    await street.enter(await street.only())
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const done = dialog(staff, 'Linked to the appointment')
    await done.getByText('Send a confirmation email?').waitFor()
    await staff.keyboard.press('Enter')
    const mail = await street.mailbox.mailTo(PATIENT, /^Confirmed/)
    expect(mail.subject).toMatch(/9:30/)
    const patient = await newPerson(browser)
    await patient.goto(linksIn(mail).find((href) => href.includes('/oak/request'))!)
    await patient.getByText(/9:30/).first().waitFor()
  })

  it('No sends none', async () => {
    await request()
    await street.enter(await street.only())
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const done = dialog(staff, 'Linked to the appointment')
    await press(done, /^No$/)
    await done.waitFor({ state: 'detached' })
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(street.mailbox.mails.filter(({ subject }) => /^Confirmed/.test(subject ?? ''))).toEqual([])
  })

  it('the patient is always told when the time differs from what was requested', async () => {
    await request()
    const asked = await street.only()
    await street.enter(asked, { start: asked.start + 30 * MINUTE, end: asked.end + 30 * MINUTE })
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Could this be the same appointment?'), /^Link appointment/)
    const correct = dialog(staff, 'Correct the appointment?')
    await correct.getByLabel('Why did the time change?').selectOption({ index: 1 })
    await press(correct, 'OK, correct and link')
    await dialog(staff, 'Linked to the appointment')
      .getByText(/told by email/)
      .waitFor()
    const mail = await street.mailbox.mailTo(PATIENT, /Confirmed: .*10:00.*you asked for.*9:30/)
    expect(mail.text).toMatch(/not the one you asked for/)
  })
})

describe('B7 Reject and cancel need a reason; the patient may be told', () => {
  it('reject: refused without a reason, then told', async () => {
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await staff.keyboard.press('r')
    const reject = dialog(staff, 'Reject this request?')
    await press(reject, 'Reject request')
    await reject.getByText('Choose a reason to reject.').waitFor()
    await reject.getByLabel('Reason (needed)').selectOption({ index: 1 })
    await press(reject, 'Reject request')
    await reject.waitFor({ state: 'detached' })
    expect((await street.only()).state).toBe('rejected')
    await street.mailbox.mailTo(PATIENT, /About your request/)
  })

  it('cancel: nobody is told where the practice has switched that off', async () => {
    await street.set({ isCancellationTold: false })
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Create in the schedule?'), 'Create and accept')
    await press(dialog(staff, 'Accepted, it is in the schedule'), /^No$/)
    await press(staff, /^Cancel…/)
    const cancel = dialog(staff, 'Cancel this visit?')
    await cancel.getByLabel('Reason (needed)').selectOption({ index: 2 })
    await press(cancel, 'Cancel visit')
    await cancel.waitFor({ state: 'detached' })
    expect((await street.only()).state).toBe('cancelled')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(street.mailbox.mails.filter(({ subject }) => /^Cancelled/.test(subject ?? ''))).toEqual([])
  })

  it('reschedule: one guided action; the patient gets the new time', async () => {
    await request()
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Create in the schedule?'), 'Create and accept')
    await press(dialog(staff, 'Accepted, it is in the schedule'), /^No$/)
    await press(staff, /^Reschedule…/)
    const pick = dialog(staff, 'Move to another time')
    await pick
      .locator('.openings')
      .getByText(/^11:30/)
      .first()
      .click()
    await pick.getByLabel('Why did the time change?').selectOption({ index: 1 })
    await press(pick, /^Move to/)
    await dialog(staff, 'The visit has moved').waitFor()
    // Nobody had confirmed the first one to them.
    await street.mailbox.mailTo(PATIENT, /11:30.*you asked for 9:30/)
  })
})

describe('B8 Two staff acting at once', () => {
  it('the second is told what happened, nothing is overwritten', async () => {
    await request()
    const [mara, dana] = [await street.staff(browser, 'Mara Lindqvist'), await street.staff(browser)]
    await openRequest(mara)
    await openRequest(dana)
    await press(dana, /^Accept/)
    await dialog(dana, 'Create in the schedule?').waitFor()
    await press(mara, /^Reject…/)
    const reject = dialog(mara, 'Reject this request?')
    await reject.getByLabel('Reason (needed)').selectOption({ index: 1 })
    await press(reject, 'Reject request')
    await reject.waitFor({ state: 'detached' })
    await press(dialog(dana, 'Create in the schedule?'), 'Create and accept')
    const told = dialog(dana, 'Someone else just rejected this')
    await told.getByText('Mara Lindqvist').waitFor()
    expect((await street.only()).state).toBe('rejected')
  })
})

describe('B9 Any appointment that came from online shows Created by: Online appointment', () => {
  it('and when the patient made it', async () => {
    await request()
    await street.enter(await street.only())
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Linked to the appointment'), /^No$/)
    const { appointment } = await street.only()
    await staff.goto(`${street.api}/portal/#/oak/appointments/${appointment}`)
    await staff.getByText('Online appointment').first().waitFor()
    await staff
      .getByText(/made Mon, Nov 23, 2026, 8:00 AM|made Mon 23 Nov 2026, 08:00/)
      .first()
      .waitFor()
  })
})

describe('B10 Report Online scheduling', () => {
  it('counts a rejected request against the rate, and a linked one for it', async () => {
    await request()
    await street.enter(await street.only())
    const staff = await street.staff(browser)
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Linked to the appointment'), /^No$/)
    await request('10:30 AM', { given: 'Bo', family: 'Second' })
    await openRequest(staff, 'Bo Second')
    await staff.keyboard.press('r')
    const reject = dialog(staff, 'Reject this request?')
    await reject.getByLabel('Reason (needed)').selectOption({ index: 1 })
    await press(reject, 'Reject request')
    await reject.waitFor({ state: 'detached' })
    await staff.getByRole('link', { name: /^Reports?$/ }).click()
    await staff.getByRole('heading', { name: 'Online scheduling' }).waitFor()
    await staff
      .getByText(/50\s?%/)
      .first()
      .waitFor()
    expect(staff.faults.filter((fault) => !fault.includes('401'))).toEqual([])
  })
})
