import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newPerson } from '../kit/browser.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { acceptCreated, dialog, openRequest, press } from '../kit/desk-steps.ts'
import { linksIn, type ReceivedMail } from '../kit/mailbox.ts'

const IMANI = 'imani.whitfield@example.com'
const INVITED = /online/
const journey = deskJourneys()

describe('E1 New patient, with “send invitation” on saving', () => {
  it('needs an email address, saves, mails, and says so', async () => {
    const staff = await journey.staff()
    const fresh = await newPatient(staff)
    await fresh.getByLabel('Agreed to emails').check()
    await fresh.getByLabel('Agreed to texts').check()
    await fresh.getByLabel('Send invitation on saving').check()
    await press(fresh, 'Save and send invitation')
    await fresh.getByText('The invitation needs an email address').waitFor()
    await fresh.getByLabel('Email', { exact: true }).fill(IMANI)
    await press(fresh, 'Save and send invitation')

    await staff.getByRole('heading', { name: 'Imani Whitfield', level: 2 }).waitFor()
    await staff.getByText(`Sent to ${IMANI}`).or(staff.getByText('The invitation was sent')).first().waitFor()
    const mail = await journey.street.mailbox.mailTo(IMANI, INVITED)
    expect(invitationLink(mail)).toContain('/oak/invitation')
    expect(await chip(staff)).toBe('Invited')
  })

  it('saves without an invitation where none was asked for', async () => {
    const staff = await journey.staff()
    const fresh = await newPatient(staff, { email: IMANI })
    await press(fresh, /^Save$/)
    await staff.getByRole('heading', { name: 'Imani Whitfield', level: 2 }).waitFor()
    expect(await chip(staff)).toBe('Not invited')
    expect(journey.street.mailbox.mails).toEqual([])
  })
})

describe('E2 The patient’s page, from any of the patient’s appointments', () => {
  it('opens from a request and shows not invited, invited, enrolled and removed, each with its moment', async () => {
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptCreated(staff)
    await staff
      .getByRole('link', { name: /^Open patient/ })
      .first()
      .click()
    await staff.getByRole('heading', { name: 'Nadia Reyes', level: 2 }).waitFor()
    const visits = staff.getByRole('region', { name: 'Appointments' })
    await visits.getByText('Online appointment').first().waitFor()
    expect(await chip(staff)).toBe('Not invited')

    await recordBothConsents(staff)
    await press(account(staff), /Send invitation/)
    await dialog(staff, 'Invitation sent').getByText('nadia@example.com').waitFor()
    await press(dialog(staff, 'Invitation sent'), 'OK')
    await account(staff)
      .getByText(/^Invited .* by Dana Whitlock/)
      .waitFor()
    expect(await chip(staff)).toBe('Invited')

    const mail = await journey.street.mailbox.mailTo('nadia@example.com', INVITED)
    const patient = await newPerson(journey.browser)
    await enrol(patient, invitationLink(mail), { day: '7', month: '3', year: '1984', family: 'Reyes' })
    await account(staff)
      .getByText(/^Enrolled .*Books with/)
      .waitFor()
    expect(await chip(staff)).toBe('Enrolled')

    await press(account(staff), 'Review account')
    await press(staff.getByRole('dialog'), /Remove/)
    await account(staff)
      .getByText(/^Removed .* by Dana Whitlock/)
      .waitFor()
    expect(await chip(staff)).toBe('Removed')
    // Whose access was removed is signed out.
    await patient.goto(`${journey.street.api}/oak/account`)
    await patient.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

describe('E3 Without consent to texts and emails no invitation leaves', () => {
  it('says why and to ask the patient, records the consent with who and when, and then sends', async () => {
    const staff = await journey.staff()
    await saveImani(staff, { consents: false })
    await press(account(staff), /Send invitation/)
    const refused = dialog(staff, 'No invitation was sent')
    await refused.getByText(/has not agreed to (emails and texts|texts and emails)/).waitFor()
    await refused.getByText(/Ask the patient for consent/).waitFor()
    expect(await journey.street.store.outbox(10)).toEqual([])
    expect(journey.street.mailbox.mails).toEqual([])

    await press(refused, 'Record consent')
    const record = dialog(staff, 'Record the consent')
    await record.getByLabel('Agrees to emails').check()
    await record.getByLabel('Agrees to texts').check()
    await record.getByLabel(/How did you ask/).fill('By phone')
    await press(record, 'Record and send invitation')
    await press(dialog(staff, 'Invitation sent'), 'OK')
    await journey.street.mailbox.mailTo(IMANI, INVITED)
    const consents = staff.getByRole('region', { name: 'Consents' })
    expect(await consents.getByText(/entered by Dana Whitlock/).count()).toBe(2)
    expect(await consents.getByText(/By phone/).count()).toBeGreaterThan(0)
  })

  it('consent that is taken back ends the invitation that is open', async () => {
    const staff = await journey.staff()
    await saveImani(staff, { consents: true })
    await press(account(staff), /Send invitation/)
    await press(dialog(staff, 'Invitation sent'), 'OK')
    const mail = await journey.street.mailbox.mailTo(IMANI, INVITED)
    await press(staff.getByRole('region', { name: 'Consents' }), /Change/)
    const change = dialog(staff, 'Change the consents')
    await change.getByLabel('Agrees to emails').uncheck()
    await change.getByText(/open invitation is withdrawn/).waitFor()
    await press(change, 'Record')
    await change.waitFor({ state: 'detached' })
    const patient = await newPerson(journey.browser)
    await patient.goto(invitationLink(mail))
    await patient.getByRole('heading', { name: 'This link no longer works' }).waitFor()
  })
})

describe('E4 Wrong address', () => {
  it('is corrected, withdrawn and sent anew in one flow; the old link says that a newer one was sent', async () => {
    const staff = await journey.staff()
    await saveImani(staff, { email: 'imani.whitfeld@example.com', consents: true })
    await press(account(staff), /Send invitation/)
    await press(dialog(staff, 'Invitation sent'), 'OK')
    const wrong = await journey.street.mailbox.mailTo('imani.whitfeld@example.com', INVITED)

    await press(account(staff), 'Wrong address…')
    const correct = dialog(staff, 'Correct the address')
    await correct.getByLabel('Correct email').fill(IMANI)
    await press(correct, 'Correct and send')
    await press(dialog(staff, 'Invitation sent'), 'OK')
    const right = await journey.street.mailbox.mailTo(IMANI, INVITED)
    const events = account(staff).getByRole('list', { name: 'Invitations' })
    await events.getByText('Invitation withdrawn, link is dead').waitFor()
    await events.getByText(/address corrected/).waitFor()

    const stranger = await newPerson(journey.browser)
    await stranger.goto(invitationLink(wrong))
    await stranger.getByText(/newer/).first().waitFor()
    const said = await stranger.locator('body').innerText()
    for (const word of ['Imani', 'Whitfield', 'whitfield', '1991']) expect(said).not.toContain(word)

    const imani = await newPerson(journey.browser)
    await enrol(imani, invitationLink(right), { day: '14', month: '3', year: '1991', family: 'Whitfield' })
  })
})

describe('E5 Patient access', () => {
  it('lists the invited and the enrolled with counts, searches, removes and sends again', async () => {
    const staff = await journey.staff()
    await saveImani(staff, { consents: true })
    await press(account(staff), /Send invitation/)
    await press(dialog(staff, 'Invitation sent'), 'OK')
    await staff.getByRole('link', { name: 'Patients', exact: true }).first().click()
    await newPatient(staff, { given: 'Priya', family: 'Raman', email: 'priya@example.com' })
    for (const label of ['Agreed to emails', 'Agreed to texts', 'Send invitation on saving']) {
      await dialog(staff, 'New patient').getByLabel(label).check()
    }
    await press(dialog(staff, 'New patient'), 'Save and send invitation')
    await staff.getByRole('heading', { name: 'Priya Raman', level: 2 }).waitFor()
    const priya = await newPerson(journey.browser)
    const mail = await journey.street.mailbox.mailTo('priya@example.com', INVITED)
    await enrol(priya, invitationLink(mail), { day: '14', month: '3', year: '1991', family: 'Raman' })

    await staff.goto(`${journey.street.api}/portal/#/oak/patient-access`)
    const tabs = staff.getByRole('navigation', { name: 'Which accounts' })
    await tabs.getByRole('link', { name: 'All 2' }).waitFor()
    await tabs.getByRole('link', { name: 'Enrolled 1' }).click()
    await staff.getByRole('link', { name: 'Priya Raman' }).waitFor()
    expect(await staff.getByRole('link', { name: 'Imani Whitfield' }).count()).toBe(0)
    await tabs.getByRole('link', { name: 'All 2' }).click()
    await staff.getByRole('searchbox').fill('whitf')
    await staff.getByRole('link', { name: 'Priya Raman' }).waitFor({ state: 'detached' })
    await press(staff, /^Remove….*Imani Whitfield/)
    await press(staff.getByRole('dialog'), 'Remove access')
    await tabs.getByRole('link', { name: 'Removed 1' }).waitFor()

    const dead = await newPerson(journey.browser)
    const first = await journey.street.mailbox.mailTo(IMANI, INVITED)
    await dead.goto(invitationLink(first))
    await dead.getByRole('heading', { name: 'This link no longer works' }).waitFor()

    await press(staff, /^Send again to Imani Whitfield/)
    await tabs.getByRole('link', { name: 'Invited 1' }).waitFor()
    const sent = () => journey.street.mailbox.mails.filter(({ recipients }) => recipients.includes(IMANI)).length
    await expect.poll(sent, { timeout: 15_000 }).toBe(2)
  })
})

interface Entered {
  readonly given?: string
  readonly family?: string
  readonly email?: string
}

/** Opens the dialog for a new patient and types who it is. */
async function newPatient(staff: Page, { given = 'Imani', family = 'Whitfield', email }: Entered = {}) {
  await staff.goto(`${journey.street.api}/portal/#/oak/patients`)
  await staff
    .getByRole('button', { name: /^New patient/ })
    .first()
    .click()
  const fresh = dialog(staff, 'New patient')
  await fresh.getByLabel('Given name').fill(given)
  await fresh.getByLabel('Family name').fill(family)
  await fresh.getByLabel('Date of birth').fill('1991-03-14')
  if (email) await fresh.getByLabel('Email', { exact: true }).fill(email)
  return fresh
}

async function saveImani(staff: Page, { email = IMANI, consents }: { email?: string; consents: boolean }) {
  const fresh = await newPatient(staff, { email })
  if (consents) {
    await fresh.getByLabel('Agreed to emails').check()
    await fresh.getByLabel('Agreed to texts').check()
  }
  await press(fresh, /^Save$/)
  await staff.getByRole('heading', { name: 'Imani Whitfield', level: 2 }).waitFor()
}

async function recordBothConsents(staff: Page) {
  await press(staff.getByRole('region', { name: 'Consents' }), /Change/)
  const change = dialog(staff, 'Change the consents')
  await change.getByLabel('Agrees to emails').check()
  await change.getByLabel('Agrees to texts').check()
  await press(change, 'Record')
  await change.waitFor({ state: 'detached' })
}

const account = (staff: Page) => staff.getByRole('region', { name: 'Online appointments' })

/** In one word, how the patient stands with booking online. */
async function chip(staff: Page): Promise<string> {
  return (await account(staff).locator('.chip').first().innerText()).trim()
}

function invitationLink(mail: ReceivedMail): string {
  const link = linksIn(mail).find((one) => one.includes('/invitation'))
  if (!link) throw new Error(`no invitation in the mail: ${mail.text}`)
  return link
}

interface Told {
  readonly day: string
  readonly month: string
  readonly year: string
  readonly family: string
}

/** Opens an invitation and says who it is. */
async function enrol(page: Page, link: string, { day, month, year, family }: Told) {
  await page.goto(link)
  await page.getByLabel('Day', { exact: true }).fill(day)
  await page.getByLabel('Month', { exact: true }).fill(month)
  await page.getByLabel('Year', { exact: true }).fill(year)
  await page.getByLabel('Family name').fill(family)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: /Confirm it/ }).click()
  await page.getByRole('heading', { name: /^Thank you/ }).waitFor()
}
