import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runAxe } from '../a11y/axe.ts'
import { addPasskeyDevice, launchChromium, newPerson } from '../kit/browser.ts'
import { openDesk } from '../kit/desk-street.ts'
import { linksIn } from '../kit/mailbox.ts'
import { openStreet, STAFF, type Street } from '../kit/street.ts'
import { totpAt } from '../kit/totp.ts'

const PASSWORD = 'quiet river under stones'

let browser: Browser
let street: Street
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  street = await openStreet()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await street.close()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
/** Before sign-in the portal asks who is there and is told 401; a wrong code is answered with 400. */
const faultsOf = (page: Page & { faults: string[] }) => page.faults.filter((fault) => !/40[01]/.test(fault))

async function typePassword(page: Page) {
  await page.getByLabel('Email').fill(STAFF.email)
  await page.getByLabel('Password', { exact: true }).fill(STAFF.password)
  await button(page, 'Sign in').first().click()
}

async function signIn(page: Page, site = street.api) {
  await page.goto(`${site}/portal/`)
  await typePassword(page)
  await heading(page, 'Appointments').waitFor()
}

async function openAccount(page: Page) {
  await page.getByRole('link', { name: /Dana/ }).click()
  await heading(page, 'My account').waitFor()
  await heading(page, 'Passkeys').waitFor()
}

/** What axe finds, in both schemes, and whether anything scrolls sideways on a small phone. */
async function look(page: Page, name: string) {
  const before = page.viewportSize()!
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // High enough that nothing lies under the bar at the bottom.
    for (const [width, height] of [
      [before.width, before.height],
      [320, 2400],
    ] as const) {
      await page.setViewportSize({ width, height })
      const { violations } = await runAxe(page)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      )
      found.push(...violations, ...(wide ? [`scrolls sideways at ${width}`] : []))
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png` })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(before)
  expect([name, found]).toEqual([name, []])
}

describe('a second factor', () => {
  it('is set up by scanning or typing, asked at the next sign-in, and replaced by a backup code', async () => {
    const dana = await newPerson(browser, { reducedMotion: 'reduce' })
    await dana.goto(`${street.api}/portal/`)
    await dana.getByLabel('Email').waitFor()
    await look(dana, 'sign-in')
    await signIn(dana)
    await openAccount(dana)
    await look(dana, 'account')
    await button(dana, 'Set up a second factor').click()
    await dana.getByLabel('Your password').fill('not the password')
    await button(dana, 'Go on').click()
    await dana.getByText('That is not your password.').waitFor()
    await look(dana, 'confirm')
    await dana.getByLabel('Your password').fill(STAFF.password)
    await button(dana, 'Go on').click()
    await dana.getByRole('img', { name: 'QR code with the secret' }).waitFor()
    await look(dana, 'scan')
    const secret = (await dana.locator('.secret').textContent())!.replaceAll(' ', '')
    const code = () => totpAt(`otpauth://totp/x?secret=${secret}`, Date.now())
    await dana.getByLabel('Code that the app shows now').fill('000000')
    await button(dana, 'Turn it on').click()
    await dana.getByText(/not the code that is shown now/).waitFor()
    await dana.getByLabel('Code that the app shows now').fill(code())
    await button(dana, 'Turn it on').click()
    await heading(dana, 'Keep these backup codes').waitFor()
    await look(dana, 'codes')
    if (process.env.SHOTS) await dana.pdf({ path: `${process.env.SHOTS}/codes.pdf` })
    const codes = await dana.locator('.codes code').allTextContents()
    expect(codes).toHaveLength(10)
    await button(dana, 'I have kept them').click()
    await dana.getByText('The second factor is on. It is asked from the next sign-in on.').first().waitFor()

    await button(dana, 'Sign out').first().click()
    await typePassword(dana)
    await heading(dana, 'One more step').waitFor()
    await look(dana, 'code')
    await dana.getByLabel('Code of six digits').fill('000000')
    await button(dana, 'Sign in').click()
    await dana.getByText('That code is not right.').waitFor()
    await dana.getByLabel('Code of six digits').fill(code())
    await button(dana, 'Sign in').click()
    await heading(dana, 'My account').waitFor()

    await button(dana, 'Sign out').first().click()
    await typePassword(dana)
    await button(dana, 'Use a backup code instead').click()
    await dana.getByLabel('Backup code').fill(codes[0]!)
    await button(dana, 'Sign in').click()
    await heading(dana, 'My account').waitFor()
    expect(faultsOf(dana)).toEqual([])
  })
})

describe('a passkey', () => {
  it('is added on the account’s page and signs in without email, password or code', async () => {
    const dana = await newPerson(browser, { reducedMotion: 'reduce' })
    const device = await addPasskeyDevice(dana)
    // A passkey belongs to a name: the same server, by its other one.
    const site = street.api.replace('127.0.0.1', 'localhost')
    await signIn(dana, site)
    await openAccount(dana)
    await button(dana, 'Add a passkey').click()
    await dana.getByLabel('Name for the list').fill('Front desk')
    await dana.getByLabel('Your password').fill(STAFF.password)
    await button(dana, 'Add a passkey').last().click()
    await dana.getByText('The passkey “Front desk” is added.').first().waitFor()
    expect(await device.countPasskeys()).toBe(1)

    await button(dana, 'Sign out').first().click()
    await button(dana, 'Sign in with a passkey').click()
    await heading(dana, 'My account').waitFor()

    // Whoever can't show a finger or the PIN gets nowhere.
    await button(dana, 'Sign out').first().click()
    await device.setVerified(false)
    await button(dana, 'Sign in with a passkey').click()
    await dana.waitForTimeout(500)
    expect(await heading(dana, 'Sign in').isVisible()).toBe(true)

    await typePassword(dana)
    await heading(dana, 'My account').waitFor()
    // Only now: what axe is brought in with takes the virtual device away.
    await look(dana, 'passkeys')
    await button(dana, 'Add a passkey').click()
    await look(dana, 'passkey')
    await button(dana, 'Cancel').click()
    await button(dana, /Remove… Front desk/).click()
    await button(dana, 'Remove the passkey').click()
    await dana.getByText('The passkey “Front desk” is removed.').first().waitFor()
    expect(faultsOf(dana)).toEqual([])
  })

  it('is not offered where the address has no name', async () => {
    const dana = await newPerson(browser, { reducedMotion: 'reduce' })
    await dana.goto(`${street.api}/portal/`)
    await dana.getByLabel('Email').waitFor()
    expect(await button(dana, 'Sign in with a passkey').count()).toBe(0)
  })
})

describe('a new colleague', () => {
  it('is invited, makes an account from the link, and is given another role and none', async () => {
    const dana = await newPerson(browser, { reducedMotion: 'reduce' })
    await signIn(dana)
    await dana.getByRole('link', { name: 'Staff' }).click()
    await heading(dana, 'Who works here').waitFor()
    await look(dana, 'staff-one')
    await dana.getByLabel('Email').fill('rosa@example.com')
    await dana.getByRole('radio', { name: /Read-only/ }).check()
    await button(dana, 'Invite').click()
    const link = (await dana.locator('.handed code').textContent())!
    await look(dana, 'staff-invited')

    const rosa = await newPerson(browser, { reducedMotion: 'reduce' })
    await rosa.goto(link)
    await heading(rosa, 'Work at the desk of Oak Dental').waitFor()
    await look(rosa, 'invitation')
    await rosa.getByLabel('Your name').fill('Rosa Delgado')
    await rosa.getByLabel('Choose a password').fill('Password2026!')
    await button(rosa, 'Make the account and sign in').click()
    await rosa.getByText(/guessed first/).waitFor()
    await rosa.getByLabel('Choose a password').fill(PASSWORD)
    await button(rosa, 'Make the account and sign in').click()
    await heading(rosa, 'Appointments').waitFor()
    expect(await rosa.getByRole('link', { name: 'Staff' }).count()).toBe(0)
    expect(faultsOf(rosa)).toEqual([])

    const late = await newPerson(browser, { reducedMotion: 'reduce' })
    await late.goto(link)
    await heading(late, 'This invitation no longer works').waitFor()
    await look(late, 'invitation-ended')

    await dana.reload()
    await dana.getByLabel('Role of Rosa Delgado').selectOption('owner')
    await dana.getByText('Rosa Delgado is an owner now.').first().waitFor()
    await look(dana, 'staff-two')
    await rosa.reload()
    await rosa.getByRole('link', { name: 'Staff' }).waitFor()
    await button(dana, /Remove… Rosa Delgado/).click()
    await look(dana, 'staff-removal')
    await button(dana, 'Remove the access').click()
    await dana.getByText('Rosa Delgado has no access any more.').first().waitFor()
    await rosa.reload()
    await heading(rosa, 'Your account belongs to no practice yet').waitFor()
    expect(faultsOf(dana)).toEqual([])
  })

  it('who has an account signs in from the link, and accepts', async () => {
    const dana = await newPerson(browser, { reducedMotion: 'reduce' })
    await signIn(dana)
    await street.accounts.newStaff({ email: 'rosa@example.com', name: 'Rosa Delgado', password: PASSWORD })
    await dana.getByRole('link', { name: 'Staff' }).click()
    await dana.getByLabel('Email').fill('rosa@example.com')
    await button(dana, 'Invite').click()
    const link = (await dana.locator('.handed code').textContent())!

    // In the browser of somebody else who is signed in, it says so.
    await dana.goto(link)
    await dana.getByText(/The invitation is for/).waitFor()
    await look(dana, 'invitation-other')

    const rosa = await newPerson(browser, { reducedMotion: 'reduce' })
    await rosa.goto(link)
    await rosa.getByText('You have an account with this email. Sign in to accept.').waitFor()
    await look(rosa, 'invitation-sign-in')
    await rosa.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await button(rosa, 'Sign in').first().click()
    await button(rosa, 'Accept for Oak Dental').click()
    await heading(rosa, 'Appointments').waitFor()
    expect(faultsOf(rosa)).toEqual([])
  })
})

describe('an invitation by mail', () => {
  it('is sent by an owner, read in the practice’s language, followed, and works once', async () => {
    const desk = await openDesk()
    try {
      const dana = await desk.staff(browser)
      await dana.getByRole('link', { name: 'Staff', exact: true }).click()
      await heading(dana, 'Who works here').waitFor()
      await dana.getByLabel('Email').fill('rosa@example.com')
      await button(dana, 'Invite').click()
      const mail = await desk.mailbox.mailTo('rosa@example.com', /^Dana Whitlock invites you to the appointment desk/)
      expect(mail.text).toContain('Your role: Staff: answers requests and sends messages')
      expect(mail.text).toMatch(/The link works once\. After Monday, November 30, 8:00 AM it no longer does\./)
      expect(await dana.locator('.handed code').count()).toBe(0)
      const links = linksIn(mail).filter((href) => href.startsWith('http'))
      expect(links).toEqual([expect.stringContaining('/portal/#/invitation/oak/')])

      // As a mail program shows it: the button in the HTML part.
      const rosa = await newPerson(browser, { reducedMotion: 'reduce' })
      await rosa.setContent(mail.html!)
      await look(rosa, 'invitation-mail')
      await rosa.goto(
        await rosa
          .getByRole('link', { name: 'Accept the invitation' })
          .evaluate((link) => (link as HTMLAnchorElement).href),
      )
      await heading(rosa, 'Work at the desk of Oak Dental').waitFor()
      await rosa.getByLabel('Your name').fill('Rosa Delgado')
      await rosa.getByLabel('Choose a password').fill(PASSWORD)
      await button(rosa, 'Make the account and sign in').click()
      await heading(rosa, 'Appointments').waitFor()
      await button(rosa, 'Sign out').first().click()
      await rosa.getByLabel('Email').fill('rosa@example.com')
      await rosa.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await button(rosa, 'Sign in').first().click()
      await heading(rosa, 'Appointments').waitFor()
      expect(faultsOf(rosa)).toEqual([])

      const late = await newPerson(browser, { reducedMotion: 'reduce' })
      await late.goto(links[0]!)
      await heading(late, 'This invitation no longer works').waitFor()
      await late.getByText(/An owner of the practice can send another/).waitFor()
    } finally {
      await desk.close()
    }
  })
})
