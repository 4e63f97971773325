import { describe, expect, it } from 'vitest'
import { newPerson } from '../kit/browser.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { acceptLinked, dialog, linkCorrected, openRequest, press } from '../kit/desk-steps.ts'
import { linksIn } from '../kit/mailbox.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const PATIENT = 'nadia@example.com'
const journey = deskJourneys()

describe('B3 Accept compares the request with the patients and appointments of the schedule', () => {
  it('exact patient and appointment: linked at once', async () => {
    await journey.request()
    const id = await journey.street.enter(await journey.street.only())
    const staff = await journey.staff()
    await openRequest(staff)
    await staff.keyboard.press('a')
    await dialog(staff, 'Linked to the appointment').getByText('Exact match.').waitFor()
    expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: id })
  })

  it('partial: “Could this be the same appointment?”, then Link appointment', async () => {
    await journey.request()
    const asked = await journey.street.only()
    const id = await journey.street.enter(asked, { patient: { family: 'Reyes-Ortega' } })
    await journey.street.enter(asked, {
      start: asked.start + 7 * DAY,
      end: asked.end + 7 * DAY,
      patient: { given: 'Nadja', birthDate: '1984-07-03', email: 'other@example.com', mobile: '555-0155' },
    })
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    const same = dialog(staff, 'Could this be the same appointment?')
    await same.getByText('Reyes-Ortega').first().waitFor()
    await same.getByRole('columnheader', { name: 'Requested online' }).waitFor()
    await press(same, /^Link appointment/)
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: id })
  })

  it('partial: No match, create new', async () => {
    await journey.request()
    const asked = await journey.street.only()
    const later = { start: asked.start + 60 * MINUTE, end: asked.end + 60 * MINUTE }
    await journey.street.enter(asked, { ...later, patient: { family: 'Reyes-Ortega' } })
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Could this be the same appointment?'), 'No match, create new')
    await press(dialog(staff, 'Create in the schedule?'), 'Create and accept')
    await dialog(staff, 'Accepted, it is in the schedule').waitFor()
    const { state, appointment } = await journey.street.only()
    expect(state).toBe('booked')
    expect(await journey.street.store.appointment('oak', appointment!)).toMatchObject({ patient: { family: 'Reyes' } })
  })

  it('none: says so, with Try again after it was entered, or I’ll do this later', async () => {
    await journey.street.set({ mode: 'reads' })
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    const none = dialog(staff, 'No match found')
    await press(none, 'I’ll do this later')
    await none.waitFor({ state: 'detached' })
    expect((await journey.street.only()).state).toBe('pending')
    await press(staff, /^Accept/)
    await none.waitFor()
    const id = await journey.street.enter(await journey.street.only())
    await press(none, 'Try again')
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: id })
  })
})

describe('B4 Accept with changes: another date, time, practitioner or chair', () => {
  it('picked from real openings', async () => {
    await journey.request()
    const staff = await journey.staff()
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
    const booked = await journey.street.only()
    expect(booked.practitioners).toEqual(['bob'])
    expect(new Date(booked.start).toISOString().slice(11, 16)).toBe('16:00')
    expect(booked.asked?.practitioners).toEqual(['ann'])
    const mail = await journey.street.mailbox.mailTo(PATIENT, /Confirmed: .*you asked for/)
    expect(mail.text).toContain('9:30')
  })

  it('a link-only practice must link an existing appointment, and the screen says so', async () => {
    await journey.street.set({ mode: 'link-only' })
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    const link = dialog(staff, 'Link an appointment')
    await link.getByText(/can only be linked/).waitFor()
    expect(await link.getByRole('button', { name: /create|accept now/i }).count()).toBe(0)
    await journey.street.enter(await journey.street.only())
    await press(link, 'Try again')
    await dialog(staff, 'Linked to the appointment').waitFor()
  })
})

describe('B5 Linking to an appointment whose time or practitioner differs asks for confirmation', () => {
  it('that the request is corrected', async () => {
    await journey.request()
    const asked = await journey.street.only()
    const later = { start: asked.start + 30 * MINUTE, end: asked.end + 30 * MINUTE, practitioners: ['bob'] }
    const id = await journey.street.enter(asked, { ...later, chair: 'two' })
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    await press(dialog(staff, 'Could this be the same appointment?'), /^Link appointment/)
    const correct = dialog(staff, 'Correct the appointment?')
    await correct.getByText('Dr Bob Birch').waitFor()
    await correct.getByLabel('Why did the time change?').selectOption({ index: 1 })
    expect((await journey.street.only()).state).toBe('pending')
    await press(correct, 'OK, correct and link')
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await journey.street.only()).toMatchObject({ appointment: id, ...later, asked: { start: asked.start } })
  })
})

describe('B6 Then: send a confirmation email? Yes is the default', () => {
  it('it states the scheduled time, and its private link opens', async () => {
    await journey.request()
    await journey.street.enter(await journey.street.only())
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    const done = dialog(staff, 'Linked to the appointment')
    await done.getByText('Send a confirmation email?').waitFor()
    await staff.keyboard.press('Enter')
    const mail = await journey.street.mailbox.mailTo(PATIENT, /^Confirmed/)
    expect(mail.subject).toMatch(/9:30/)
    const patient = await newPerson(journey.browser)
    await patient.goto(linksIn(mail).find((href) => href.includes('/oak/request'))!)
    await patient.getByText(/9:30/).first().waitFor()
  })

  it('No sends none', async () => {
    await journey.request()
    await journey.street.enter(await journey.street.only())
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptLinked(staff)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(journey.street.mailbox.mails.filter(({ subject }) => /^Confirmed/.test(subject ?? ''))).toEqual([])
  })

  it('the patient is always told when the time differs from what was requested', async () => {
    await journey.request()
    const asked = await journey.street.only()
    await journey.street.enter(asked, { start: asked.start + 30 * MINUTE, end: asked.end + 30 * MINUTE })
    const staff = await journey.staff()
    await openRequest(staff)
    await press(staff, /^Accept/)
    await linkCorrected(staff)
    await dialog(staff, 'Linked to the appointment')
      .getByText(/told by email/)
      .waitFor()
    const mail = await journey.street.mailbox.mailTo(PATIENT, /Confirmed: .*10:00.*you asked for.*9:30/)
    expect(mail.text).toMatch(/not the one you asked for/)
  })
})
