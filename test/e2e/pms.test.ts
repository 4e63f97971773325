import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newPerson } from '../kit/browser.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { acceptCreatedThere, dialog, openRequest, press } from '../kit/desk-steps.ts'
import { DESK } from '../kit/desk-street.ts'
import { linksIn } from '../kit/mailbox.ts'
import { chooseReason, timesShown } from '../kit/patient.ts'
import { dayInBook, enterVisit, markVisit, moveVisit, openDeskAgain, syncNow } from '../kit/pms-steps.ts'
import { joinPms, type PmsOnStreet } from '../kit/pms-street.ts'

const MINUTE = 60_000
const PATIENT = 'nadia@example.com'
const BOOKED = '09:30–10:00 · Nadia Reyes · Dr Ann Ash · Chair 1 · Check-up · Booked'
const journey = deskJourneys()
let pms: PmsOnStreet

beforeEach(async () => {
  pms = await joinPms(journey.street)
  await journey.street.set({ mode: 'reads' })
})
afterEach(() => pms.goDown())

const frontDesk = () => pms.frontDesk(journey.browser, journey.street.now)

/** What the next patient would be offered on Monday, as `9:30 AM`. */
async function offered(reason = 'Check-up'): Promise<string[]> {
  const next = await newPerson(journey.browser)
  await next.goto(journey.street.site)
  await chooseReason(next, reason)
  const times = (await timesShown(next)).map((text) => /^\d+:\d\d\s[AP]M/.exec(text)?.[0].replace(/\s/, ' ') ?? text)
  await next.context().close()
  return times
}

/** The patient's own page, by the link in a mail. */
async function patientPage(subject: RegExp): Promise<Page> {
  const mail = await journey.street.mailbox.mailTo(PATIENT, subject)
  const patient = await newPerson(journey.browser)
  await patient.goto(linksIn(mail).find((href) => href.includes('/oak/request'))!)
  return patient
}

/** A request for 9:30 with Ann that staff have entered in the PMS, and that has confirmed itself. */
async function confirmed(): Promise<{ staff: Page; desk: Page }> {
  await journey.request()
  const desk = await frontDesk()
  await enterVisit(desk)
  const staff = await journey.staff()
  await syncNow(staff)
  expect((await journey.street.only()).state).toBe('booked')
  await journey.street.mailbox.mailTo(PATIENT, /^Confirmed: .*9:30/)
  return { staff, desk }
}

describe('C1 Reads the PMS’s appointments on Sync now', () => {
  it('and shows when it was read last, and how many are ahead', async () => {
    await enterVisit(await frontDesk())
    const staff = await journey.staff()
    await syncNow(staff)
    await staff.getByRole('heading', { name: 'Front Desk 1.0' }).waitFor()
    expect(await staff.locator('.standing-facts').innerText()).toMatch(/Appointments ahead\s*1/)
    expect(await staff.locator('.standing-facts').innerText()).not.toContain('None yet')
  })
})

describe('C2 An appointment that equals the request confirms it by itself', () => {
  it('and the patient is told', async () => {
    const { staff } = await confirmed()
    await openDeskAgain(staff)
    await staff.getByText('Nothing is waiting').waitFor()
    // Counted once: one of two who give check-ups is still free then.
    expect(await offered()).toContain('9:30 AM')
  })
})

describe('C3 Identifiers not equal: the request stays pending, and the appointment is offered as a partial match', () => {
  it('“Could this be the same appointment?”, then Link appointment', async () => {
    await journey.request()
    await enterVisit(await frontDesk(), { lastName: 'Reyez' })
    const staff = await journey.staff()
    await syncNow(staff)
    expect((await journey.street.only()).state).toBe('pending')
    await openDeskAgain(staff)
    await openRequest(staff)
    await press(staff, /^Accept/)
    const compare = dialog(staff, 'Could this be the same appointment?')
    await compare.getByText('Reyez').first().waitFor()
    await press(compare, /^Link appointment/)
    await dialog(staff, 'Linked to the appointment').waitFor()
    expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: expect.any(String) })
  })
})

describe('C4 Only practitioners marked as integrated are matched', () => {
  it('the request stays pending, and their time is taken all the same', async () => {
    await pms.connect({ integrated: ['bob', 'kim'] })
    await journey.request()
    const desk = await frontDesk()
    await enterVisit(desk)
    await enterVisit(desk, { time: '10:00', practitioner: 'Dr Bob Birch', lastName: 'Someone' })
    await enterVisit(desk, { time: '10:00', lastName: 'Other' })
    const staff = await journey.staff()
    await syncNow(staff)
    expect((await journey.street.only()).state).toBe('pending')
    expect(await offered()).not.toContain('10:00 AM')
  })
})

describe('C5 Status changes in the PMS are mirrored at each sync', () => {
  it('moved: the patient’s page and what is offered follow, and the patient is told', async () => {
    const { staff, desk } = await confirmed()
    await moveVisit(desk, '11:00')
    await syncNow(staff)
    const patient = await patientPage(/^New time: .*11:00.*9:30/)
    await patient.getByRole('heading', { name: 'Monday, November 23, 11:00 AM' }).waitFor()
    await enterVisit(desk, { time: '11:00', practitioner: 'Dr Bob Birch', lastName: 'Someone' })
    await syncNow(staff)
    const times = await offered()
    expect(times).toContain('9:30 AM')
    expect(times).not.toContain('11:00 AM')
  })

  it('cancelled: likewise, and the time is free again', async () => {
    const { staff, desk } = await confirmed()
    await enterVisit(desk, { practitioner: 'Dr Bob Birch', lastName: 'Someone' })
    await syncNow(staff)
    expect(await offered()).not.toContain('9:30 AM')
    await markVisit(desk, 'Cancel appointment', 'The appointment was cancelled.', 'Nadia Reyes')
    await syncNow(staff)
    expect((await journey.street.only()).state).toBe('cancelled')
    await (await patientPage(/^Cancelled: .*9:30/))
      .getByText(/cancelled/i)
      .first()
      .waitFor()
    expect(await offered()).toContain('9:30 AM')
  })

  it.each([
    ['arrived', 'Mark arrived', 'The patient has arrived.'],
    ['noshow', 'Mark no-show', 'The patient did not come.'],
    ['fulfilled', 'Mark completed', 'The appointment is completed.'],
  ])('%s', async (state, action, done) => {
    const { staff, desk } = await confirmed()
    await markVisit(desk, action, done)
    await syncNow(staff)
    expect((await journey.street.only()).state).toBe(state)
  })
})

describe('C6 Writes: accepting creates it in the PMS', () => {
  it('patient and appointment; rescheduling moves it, and cancelling cancels it there', async () => {
    await journey.street.set({ mode: 'writes' })
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptCreatedThere(staff)
    const desk = await frontDesk()
    await expect.poll(() => dayInBook(desk)).toEqual([BOOKED])

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
    expect(await dayInBook(desk)).toEqual([BOOKED.replace('09:30–10:00', '11:30–12:00')])
    await staff.keyboard.press('Escape')

    await press(staff, /^Cancel…/)
    const cancel = dialog(staff, 'Cancel this visit?')
    await cancel.getByLabel('Reason (needed)').selectOption({ index: 2 })
    await press(cancel, 'Cancel visit')
    await cancel.waitFor({ state: 'detached' })
    await expect.poll(async () => (await dayInBook(desk))[0]).toMatch(/^11:30.*Cancelled$/)
    expect((await journey.street.only()).state).toBe('cancelled')
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
    expect(pms.store.all('Appointment')).toEqual([])
  })
})

describe('C7 What came from the PMS blocks availability', () => {
  it('whoever it is for', async () => {
    expect(await offered()).toContain('10:00 AM')
    const desk = await frontDesk()
    await enterVisit(desk, { time: '10:00' })
    await enterVisit(desk, { time: '10:00', practitioner: 'Dr Bob Birch', lastName: 'Someone' })
    await syncNow(await journey.staff())
    expect(await offered()).not.toContain('10:00 AM')
  })

  it('and a request linked to its appointment is never counted twice', async () => {
    await journey.request('10:00 AM', {}, 'Cleaning')
    const desk = await frontDesk()
    const cleaning = { time: '10:00', practitioner: 'Kim Cedar', minutes: 60, chair: 'No chair', type: 'Cleaning' }
    await enterVisit(desk, cleaning)
    const staff = await journey.staff()
    await syncNow(staff)
    expect((await journey.street.only()).state).toBe('booked')
    // Kim takes two at a time.
    expect(await offered('Cleaning')).toContain('10:00 AM')
    await enterVisit(desk, { ...cleaning, lastName: 'Someone' })
    await syncNow(staff)
    expect(await offered('Cleaning')).not.toContain('10:00 AM')
  })
})

describe('C8 A PMS that is down loses nothing and opens no time that is not free', () => {
  it('staff see the last good sync and the error; what was read stays', async () => {
    const { staff } = await confirmed()
    await pms.goDown()
    await syncNow(staff)
    await staff.getByText('Your practice system does not answer').waitFor()
    expect(await staff.locator('.standing-facts').innerText()).not.toContain('None yet')
    expect((await journey.street.only()).state).toBe('booked')
  })

  it('after an hour no times are offered, patients see the phone, the practice is mailed; then they are back', async () => {
    const staff = await journey.staff()
    await syncNow(staff)
    await pms.goDown()
    journey.street.now += 61 * MINUTE
    // From here on the sync's own job would do it too, every quarter of a minute.
    await syncNow(staff)
    await staff.getByText(/are not offered online; patients see your phone number/).waitFor()
    const patient = await newPerson(journey.browser)
    await patient.goto(journey.street.site)
    await chooseReason(patient, 'Check-up')
    await patient
      .getByRole('link', { name: /555-0100/ })
      .first()
      .waitFor()
    expect(await patient.getByRole('radio').count()).toBe(0)
    await journey.street.mailbox.mailTo(DESK, /^Times are no longer offered online$/)
    await pms.comeBack()
    await syncNow(staff)
    expect(await offered()).toContain('10:30 AM')
  })
})
