import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * Where Chromium is: CHROMIUM_PATH, else an installed one, else playwright's own download, else, as root on Debian,
 * apt's package.
 *
 * @throws Error with one line that says what to do when there is none and none can be had.
 */
export function findChromium(): string {
  const known = [process.env.CHROMIUM_PATH ?? '', ...installed, chromium.executablePath()].find(
    (path) => path !== '' && existsSync(path),
  )
  if (known) return known
  console.log('No Chromium is installed; trying playwright-core install chromium')
  spawnSync('playwright-core', ['install', 'chromium'], { stdio: 'ignore', timeout: 180_000 })
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('It cannot be downloaded; trying apt-get install chromium')
    spawnSync('apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium', {
      shell: true,
      stdio: 'ignore',
      timeout: 300_000,
    })
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  throw new Error('The journeys need Chromium: install it (on Debian: apt-get install chromium) or set CHROMIUM_PATH.')
}

export function launchChromium(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? findChromium(),
    args: [...sandbox, '--disable-quic', '--disable-background-networking'],
  })
}

/**
 * Gives a page a device that keeps passkeys and shows a finger whenever it is asked: Chromium's own, in software.
 *
 * @returns How many passkeys it keeps, and a switch for whether it can tell who holds it.
 */
export async function addPasskeyDevice(page: Page) {
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    countPasskeys: async () => (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    setVerified: (isUserVerified: boolean) =>
      devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

/** A page in a browser profile of its own, like another person's. Faults on the page are collected in `faults`. */
export async function newPerson(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page & { faults: string[] }> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return Object.assign(page, { faults })
}
