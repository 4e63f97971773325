// npm run firefox: one whole booking in Firefox, in the page and in a dialog, driven over WebDriver BiDi.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core'
import { Checks } from '../a11y/checks.ts'
import { openSite, type Site } from '../a11y/site.ts'

const executablePath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path))
/** What is filled in quicker is taken for a program. */
const typingMs = 3500

const checks = new Checks()
if (executablePath) await bookInFirefox(executablePath)
else console.log('firefox: left out, as none is installed (on Debian: apt-get install firefox-esr)')
checks.finish()
if (!executablePath) process.exitCode = 0

async function bookInFirefox(path: string): Promise<void> {
  // As root Firefox wants a home of its own.
  const home = mkdtempSync(join(tmpdir(), 'chairtime-firefox-'))
  const site = await openSite()
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'app.update.enabled': false },
  })
  console.log((await browser.version()).replace('/', ' '))
  try {
    await checks.part('in the page', () => bookOn(browser, site, 'inline'))
    await checks.part('in a dialog', () => bookOn(browser, site, 'popup'))
  } finally {
    await browser.close()
    await site.close()
    rmSync(home, { recursive: true, force: true })
  }
}

async function bookOn(browser: Browser, site: Site, mode: 'inline' | 'popup'): Promise<void> {
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  const { url, practice } = await site.open({ mode })
  const widget = mode === 'popup' ? 'chairtime-dialog >>> chairtime-booking' : 'chairtime-booking'
  const inside = (selector: string) => found(page, `${widget} >>> ${selector}`)
  await page.goto(url)
  if (mode === 'popup') {
    const opener = await found(page, 'chairtime-button >>> button')
    await opener.click()
    checks.same('popup: a modal dialog opens', await isModal(page), true)
  }
  const heading = await inside('h2')
  checks.same(`${mode}: the first screen`, await textOf(heading), 'What do you need?')
  await (await inside('input[name=reason]')).click()
  await inside('input[name=time]')
  // The second way of choosing a day.
  await (await inside('button ::-p-text(More dates)')).click()
  await inside('[role=grid]')
  await (await inside('[role=grid] button[aria-label^="Tuesday, November 24"]')).click()
  const times = await page.$$(`${widget} >>> input[name=time]`)
  await times[1]!.click()
  await inside('#given')
  await (await inside('input[name=been]')).click()
  for (const [id, text] of [
    ['given', 'Nadia'],
    ['family', 'Reyes'],
    ['month', 'March'],
    ['day', '7'],
    ['year', '1984'],
    ['mobile', '555-0117'],
    ['email', 'nadia@example.com'],
  ]) {
    await (await inside(`[id=${id}]`)).type(text!)
  }
  await (await inside('fieldset .c input')).click()
  await wait(typingMs)
  await (await inside('button ::-p-text(Send request)')).click()
  const reference = await textOf(await inside('.ref'))
  const requests = await site.street.store.requests(practice, 'pending')
  checks.same(
    `${mode}: one request is with the practice, for the time that was chosen`,
    requests.map((one) => [one.reference, new Date(one.start).toISOString(), one.patient.birthDate]),
    [[reference, '2026-11-24T14:30:00.000Z', '1984-03-07']],
  )
  if (mode === 'popup') {
    await page.keyboard.press('Escape')
    checks.same('popup: Escape closes it', await isModal(page), false)
    const focused = await page.evaluate(() => document.activeElement?.localName)
    checks.same('popup: the focus is where it was opened', focused, 'chairtime-button')
  }
  checks.same(`${mode}: no error in the console`, faults, [])
  await page.close()
}

async function found(page: Page, selector: string): Promise<ElementHandle> {
  const element = await page.waitForSelector(selector, { timeout: 15_000 })
  if (!element) throw new Error(`there is no ${selector}`)
  await element.scrollIntoView()
  return element
}

function textOf(element: ElementHandle): Promise<string | null> {
  return element.evaluate((one) => one.textContent)
}

function isModal(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.querySelector('chairtime-dialog')?.shadowRoot?.querySelector('dialog')?.matches(':modal') ?? false,
  )
}
