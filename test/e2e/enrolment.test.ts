import axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addPasskeyDevice, newPerson } from '../kit/browser.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { linksIn } from '../kit/mailbox.ts'
import { chooseReason, chooseTime, referenceShown, sendRequest } from '../kit/patient.ts'

const NADIA = 'nadia@example.com'
const INVITED = /online/
const SIGN_IN = /sign in/
const journey = deskJourneys()

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name, exact: typeof name === 'string' })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

/** What the desk does for a patient on record, as the portal does it. */
async function desk() {
  const staff = await journey.staff()
  const ask = async <T>(path: string, body: object): Promise<T> => {
    const [status, reply] = await staff.evaluate(
      async ([url, text, key]) => {
        const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key! }
        const answer = await fetch(url!, { method: 'POST', headers, body: text! })
        return [answer.status, await answer.json()] as const
      },
      [`/portal/api/practices/oak/patients${path}`, JSON.stringify(body), crypto.randomUUID()],
    )
    if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(reply)}`)
    return reply as T
  }
  const { patient } = await ask<{ patient: { id: string; revision: number } }>('', {
    given: 'Nadia',
    family: 'Reyes',
    birthDate: '1984-03-07',
    mobile: '555-0117',
    email: NADIA,
    consent: { email: true, text: true },
    sendInvitation: true,
  })
  return { staff, id: patient.id, revision: patient.revision, ask }
}

/** The newest link of a mail to an address. */
async function linkMailed(address: string, subject: RegExp): Promise<string> {
  await journey.street.mailbox.mailTo(address, subject)
  const fitting = journey.street.mailbox.mails.filter(
    (mail) => mail.recipients.includes(address) && subject.test(mail.subject ?? ''),
  )
  return linksIn(fitting.at(-1)!).find((link) => /\/(invitation|account)/.test(link))!
}

interface Person extends Page {
  readonly urls: string[]
  readonly faults: string[]
}

/** Somebody with a browser of their own; every address it asks for is noted, and what it complains of. */
async function person(options: BrowserContextOptions = {}): Promise<Person> {
  const page = await newPerson(journey.browser, { reducedMotion: 'reduce', ...options })
  const urls: string[] = []
  const faults: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('pageerror', (error) => faults.push(error.message))
  // That an answer was a refusal is no fault of the page.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  return Object.assign(page, { urls, faults })
}

async function tell(page: Page, year: string): Promise<void> {
  await page.getByLabel('Day', { exact: true }).fill('7')
  await page.getByLabel('Month', { exact: true }).fill('March')
  await page.getByLabel('Year', { exact: true }).fill(year)
  await page.getByLabel('Family name').fill('reyes')
  await page.getByRole('checkbox', { name: /^I agree/ }).check()
  await press(page, 'Confirm it’s me')
}

async function enrolled(options?: BrowserContextOptions): Promise<Person & { id: string }> {
  const { id } = await desk()
  const nadia = await person(options)
  await nadia.goto(await linkMailed(NADIA, INVITED))
  await tell(nadia, '1984')
  await heading(nadia, 'Thank you, Nadia').waitFor()
  return Object.assign(nadia, { id })
}

/** What axe has against the page, light and dark, by rule and place. */
async function objections(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${colorScheme} ${id}: ${target}`)))
  }
  return found
}

describe('A7 An invited patient', () => {
  it('confirms who she is, books with her details filled in, and is filed under her own record', async () => {
    const { id } = await desk()
    const nadia = await person()
    const link = await linkMailed(NADIA, INVITED)
    await nadia.goto(link)
    await heading(nadia, 'Request your visits online').waitFor()
    await nadia.getByText('Invitation sent to n•••@example.com.').waitFor()
    const token = new URL(link).hash.slice(1)
    expect(token.length).toBeGreaterThan(20)
    expect(nadia.url()).not.toContain(token)
    // Opened, and nothing has changed.
    expect((await journey.street.store.patient('oak', id))?.access).toBe('invited')

    await tell(nadia, '1948')
    await heading(nadia, 'That does not match what the practice has').waitFor()
    await nadia.getByText('You have 4 more tries.').waitFor()
    expect(await focused(nadia)).toMatch(/^That does not match/)
    await nadia.getByLabel('Year', { exact: true }).fill('1984')
    await press(nadia, 'Confirm it’s me')
    await heading(nadia, 'Thank you, Nadia').waitFor()
    expect(await focused(nadia)).toBe('Thank you, Nadia')
    await nadia.getByText('Born March 7, 1984').waitFor()
    expect((await journey.street.store.patient('oak', id))?.access).toBe('enrolled')

    await chooseReason(nadia, 'Check-up')
    await chooseTime(nadia, '9:30 AM')
    expect(await nadia.getByRole('textbox').count()).toBe(1)
    // Who fills it in faster is taken for a program.
    await nadia.waitForTimeout(1500)
    await sendRequest(nadia)
    const reference = await referenceShown(nadia)
    const request = await journey.street.only()
    expect(request).toMatchObject({ reference, isNewPatient: false })
    expect(request.patient).toMatchObject({ given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', email: NADIA })
    expect(request.filedUnder).toBe(id)

    await press(nadia, 'Your account')
    await heading(nadia, 'Your account').waitFor()
    await nadia.getByText('With the practice', { exact: true }).waitFor()
    await nadia.getByRole('link', { name: /^See or change: Monday, November 23, 9:30/ }).click()
    await heading(nadia, `Your request ${reference}`).waitFor()

    // The link has done its work.
    const again = await person()
    await again.goto(link)
    await heading(again, 'This link no longer works').waitFor()
    expect(await again.locator('body').innerText()).not.toMatch(/Nadia|Reyes|example\.com/)

    expect(nadia.urls.filter((url) => url.includes(token) || /nadia|reyes|1984|5550117|555-0117/i.test(url))).toEqual(
      [],
    )
    expect(await nadia.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ])
    expect(nadia.faults).toEqual([])
  })

  it('signs in again elsewhere by a mailed link, which a look does not use up and a press does', async () => {
    const first = await enrolled()
    const other = await person()
    await other.goto(`${journey.street.api}/oak/account`)
    await heading(other, 'Sign in').waitFor()
    // Nobody's address: the same words.
    await other.getByLabel('Email').fill('nobody@example.com')
    await press(other, 'Send me a link')
    await heading(other, 'Look at your email').waitFor()
    await press(other, 'Use another email')
    await other.getByLabel('Email').fill(NADIA)
    await press(other, 'Send me a link')
    await heading(other, 'Look at your email').waitFor()
    const link = await linkMailed(NADIA, SIGN_IN)
    expect(journey.street.mailbox.mails.some(({ recipients }) => recipients.includes('nobody@example.com'))).toBe(false)

    const scanner = await person()
    await scanner.goto(link)
    await heading(scanner, 'Sign in').waitFor()
    await other.goto(link)
    await other.getByText('Nothing has happened yet.').waitFor()
    expect(new URL(other.url()).hash).toBe('')
    await press(other, 'Sign in')
    await heading(other, 'Your account').waitFor()
    await other.reload()
    await heading(other, 'Nadia Reyes').waitFor()

    await press(scanner, 'Sign in')
    await heading(scanner, 'This link no longer works').waitFor()
    expect(await scanner.locator('body').innerText()).not.toMatch(/Nadia|Reyes|nadia@/)

    // One browser signs out; the other stays.
    await press(other, 'Sign out')
    await other.getByText('You are signed out.').first().waitFor()
    await other.reload()
    await heading(other, 'Sign in').waitFor()
    await first.reload()
    await first.goto(`${journey.street.api}/oak/account`)
    await heading(first, 'Nadia Reyes').waitFor()
    expect([other.faults, first.faults]).toEqual([[], []])
  })

  it('adds a passkey, signs in with it, and removes it', async () => {
    const { id } = await desk()
    const nadia = await person()
    const device = await addPasskeyDevice(nadia)
    // A passkey belongs to a name: the same server, by its other one.
    const byName = (link: string) => link.replace('127.0.0.1', 'localhost')
    await nadia.goto(byName(await linkMailed(NADIA, INVITED)))
    await tell(nadia, '1984')
    await heading(nadia, 'Thank you, Nadia').waitFor()
    await press(nadia, 'Your account')
    await nadia.getByLabel('Name of the new passkey').fill('My phone')
    await press(nadia, 'Add a passkey')
    await heading(nadia, 'My phone').waitFor()
    expect(await device.countPasskeys()).toBe(1)

    await press(nadia, 'Sign out')
    await press(nadia, 'Sign in with a passkey')
    await heading(nadia, 'Your account').waitFor()
    await press(nadia, 'Remove My phone')
    await heading(nadia, 'Remove the passkey “My phone”?').waitFor()
    await press(nadia, 'Yes, remove it')
    await nadia.getByText('The passkey is removed.').first().waitFor()
    expect(await journey.street.store.patientPasskeys('oak', id)).toEqual([])

    // The device still has it, but it opens nothing any more.
    await press(nadia, 'Sign out')
    await press(nadia, 'Sign in with a passkey')
    await heading(nadia, 'No passkey was used').waitFor()
    expect(nadia.faults).toEqual([])
  })

  it('takes back a consent, and changes how she is reached', async () => {
    const nadia = await enrolled()
    await nadia.getByLabel('Yes, by text message').uncheck()
    await nadia.getByText('Saved.').first().waitFor()
    expect(await journey.street.store.standingConsent('oak', nadia.id)).toEqual({ email: true, text: false })
    await press(nadia, 'Correct')
    await nadia.getByLabel('Mobile number').fill('555-0199')
    await press(nadia, 'Save')
    await nadia.getByText('555-0199, nadia@example.com').waitFor()
    expect((await journey.street.store.patient('oak', nadia.id))?.mobile).toBe('555-0199')
    await nadia.goto(`${journey.street.api}/oak/account`)
    await heading(nadia, 'Your account').waitFor()
    expect(await nadia.getByLabel('Yes, by text message').isChecked()).toBe(false)
    expect(await nadia.getByLabel('Yes, by email').isChecked()).toBe(true)
    expect(nadia.faults).toEqual([])
  })

  it('whose address was wrong is told that a newer link was sent; five wrong answers end a link', async () => {
    const { id, revision, ask } = await desk()
    const old = await linkMailed(NADIA, INVITED)
    await ask(`/${id}/address`, { email: 'nadia.reyes@example.com', revision, sendInvitation: true })
    const link = await linkMailed('nadia.reyes@example.com', INVITED)
    const nadia = await person()
    await nadia.goto(old)
    await heading(nadia, 'A newer link was sent').waitFor()
    expect(await nadia.locator('body').innerText()).not.toMatch(/Nadia|Reyes|@/)

    await nadia.goto(link)
    await tell(nadia, '1948')
    for (const left of ['4 more tries', '3 more tries', '2 more tries', '1 more try']) {
      await nadia.getByText(`You have ${left}.`).waitFor()
      await press(nadia, 'Confirm it’s me')
    }
    await heading(nadia, 'This link no longer works').waitFor()
    await nadia.getByRole('link', { name: 'Call 555-0100' }).waitFor()
    await nadia.goto('about:blank')
    await nadia.goto(link)
    await heading(nadia, 'This link no longer works').waitFor()
    expect((await journey.street.store.patient('oak', id))?.access).not.toBe('enrolled')
    expect(nadia.faults).toEqual([])
  })

  it('goes the whole way in Arabic, from right to left, by keyboard, on the narrowest screen', async () => {
    await desk()
    const nadia = await person({ viewport: { width: 320, height: 800 } })
    const link = new URL(await linkMailed(NADIA, INVITED))
    await nadia.goto(link.href)
    await heading(nadia, 'Request your visits online').waitFor()
    // In another language the link still stands.
    await nadia.locator('.langs summary').click()
    await nadia.getByRole('link', { name: 'العربية' }).click()
    await heading(nadia, 'طلب زياراتك عبر الإنترنت').waitFor()
    expect(await nadia.evaluate(() => [document.dir, document.title])).toEqual([
      'rtl',
      'طلب زياراتك عبر الإنترنت، Oak Dental',
    ])
    await nadia.locator('#day').focus()
    for (const typed of ['7', 'Tab', '3', 'Tab', '1984', 'Tab', 'Reyes', 'Tab', ' ', 'Tab', 'Enter']) {
      await (/Tab|Enter/.test(typed) ? nadia.keyboard.press(typed) : nadia.keyboard.type(typed))
    }
    await heading(nadia, /^شكرًا لك/).waitFor()
    const wide = () => nadia.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(await wide()).toBeLessThanOrEqual(0)
    expect(await objections(nadia)).toEqual([])
    await press(nadia, 'حسابك')
    await heading(nadia, 'حسابك').waitFor()
    expect(await wide()).toBeLessThanOrEqual(0)
    expect(await objections(nadia)).toEqual([])
    expect(nadia.faults).toEqual([])
  })
})

describe('axe has nothing against', () => {
  it('any screen of an invitation and an account, light or dark', async () => {
    const { id } = await desk()
    const nadia = await person({ viewport: { width: 390, height: 844 } })
    const against: Record<string, string[]> = {}
    const look = async (screen: string) => {
      const found = await objections(nadia)
      if (found.length > 0) against[screen] = found
    }
    await nadia.goto(await linkMailed(NADIA, INVITED))
    await heading(nadia, 'Request your visits online').waitFor()
    await look('invitation')
    await press(nadia, 'Confirm it’s me')
    await look('things to check')
    await tell(nadia, '1948')
    await heading(nadia, 'That does not match what the practice has').waitFor()
    await look('no match')
    await nadia.getByLabel('Year', { exact: true }).fill('1984')
    await press(nadia, 'Confirm it’s me')
    await heading(nadia, 'Thank you, Nadia').waitFor()
    await heading(nadia, 'What do you need?').waitFor()
    await look('enrolled')
    await chooseReason(nadia, 'Check-up')
    await chooseTime(nadia, '9:30 AM')
    await look('details of a known patient')
    await press(nadia, 'Correct')
    await look('correct')
    await press(nadia, 'Back')
    await nadia.waitForTimeout(1500)
    await sendRequest(nadia)
    await referenceShown(nadia)
    await look('sent')
    await press(nadia, 'Your account')
    await nadia.getByText('With the practice', { exact: true }).waitFor()
    await look('account')
    await press(nadia, 'Sign out')
    await heading(nadia, 'Sign in').waitFor()
    await look('sign in')
    await nadia.getByLabel('Email').fill(NADIA)
    await press(nadia, 'Send me a link')
    await heading(nadia, 'Look at your email').waitFor()
    await look('link sent')
    await nadia.goto(await linkMailed(NADIA, SIGN_IN))
    await nadia.getByText('Nothing has happened yet.').waitFor()
    await look('link opened')
    await nadia.goto(`${journey.street.api}/oak/invitation#nothing`)
    await heading(nadia, 'This link no longer works').waitFor()
    await look('link ended')
    expect(against).toEqual({})
    expect((await journey.street.store.patient('oak', id))?.access).toBe('enrolled')
  })
})
