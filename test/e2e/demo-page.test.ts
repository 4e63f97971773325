import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveFolder } from '../../demo/page/serve.ts'
import { launchChromium } from '../kit/browser.ts'
import { dialog, openRequest, press } from '../kit/desk-steps.ts'
import { chooseReason, fillDetails, referenceShown, sendRequest } from '../kit/patient.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}dist/demo-page`
/** Below a path, as a project's pages are. */
const UNDER = '/project/pages/'
/** SQLite is loaded and a year of appointments made up. */
const OPEN_WITHIN_MS = 60_000
const STEP_WITHIN_MS = 20_000

let browser: Browser
/** One for all tests: what a window keeps, the next one opens with. */
let context: BrowserContext
let files: Server
let address = ''
let printed = ''
/** Between the browser and everywhere but this machine: it lets nothing through, and writes down what was wanted. */
let gate: Server
const wanted: string[] = []
const faults: string[] = []
/** Chromium's own, about any form; no page asks for it. */
const OF_BROWSER = /^content-autofill\.googleapis\.com:/

beforeAll(async () => {
  // Not the tests' own NODE_ENV, which would make another build of what is built.
  const env = { ...process.env, NODE_ENV: 'production' }
  const built = spawnSync(process.execPath, ['demo/page/build.ts'], { cwd: root, encoding: 'utf8', env })
  printed = built.stdout + built.stderr
  if (built.status !== 0) throw new Error(printed)
  files = await serveFolder(folder, 0, UNDER)
  address = `http://localhost:${portOf(files)}${UNDER}`
  gate = createServer((request, response) => {
    wanted.push(request.url ?? '')
    response.writeHead(502).end()
  })
  gate.on('connect', (request, socket) => {
    if (!OF_BROWSER.test(request.url ?? '')) wanted.push(request.url ?? '')
    socket.end('HTTP/1.1 502 Cut\r\n\r\n')
  })
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium()
  const proxy = { server: `http://127.0.0.1:${portOf(gate)}`, bypass: 'localhost' }
  context = await browser.newContext({ locale: 'en-US', proxy })
  context.setDefaultTimeout(STEP_WITHIN_MS)
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(address).origin) wanted.push(request.url())
  })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  for (const server of [files, gate]) await stop(server)
})

describe('npm run demo:page', () => {
  let page: Page

  it('says where the files are, how large, and how to look at them', () => {
    expect(printed).toMatch(/dist\/demo-page: \d+ files, [\d.]+ MB, [\d.]+ MB as they travel packed/)
    expect(printed).toContain('npm run demo:page -- --serve')
  })

  it('books, accepts and mails with the network cut', { timeout: 120_000 }, async () => {
    page = await openWindow(1280)
    await page.goto(address)
    await inPortal(page)
    const site = frameOf(page, 'site')
    await site.getByRole('radio', { name: /^Check-up and clean/ }).waitFor()
    await stop(files)

    await chooseReason(site, 'Check-up and clean')
    const times = site.getByRole('radio', { name: /^\d+:\d\d/ })
    await times.first().click()
    await site.getByRole('heading', { name: 'Your details' }).waitFor()
    await fillDetails(site)
    await sendRequest(site)
    const reference = await referenceShown(site)

    // The portal hears of it by itself.
    const portal = frameOf(page, 'portal')
    await openRequest(portal)
    await press(portal, /^Accept/)
    await press(dialog(portal, 'Create in the schedule?'), 'Create and accept')
    await press(dialog(portal, 'Accepted, it is in the schedule'), /^Yes/)

    await press(page, 'Mailbox')
    await confirmation(page).waitFor()
    expect(await mails(page).locator('.subject').allInnerTexts()).toEqual([
      expect.stringMatching(/^Confirmed: /),
      expect.stringMatching(/^We have your request for /),
    ])
    await confirmation(page).click()
    await page.frameLocator('details iframe').getByRole('link', { name: 'View your appointment' }).click()
    await site.getByText('Confirmed').first().waitFor()
    await site.getByText(`Reference ${reference}`).waitFor()
  })

  it('goes on where it was when it is loaded anew, and starts over when told to', { timeout: 120_000 }, async () => {
    files = await serveFolder(folder, Number(new URL(address).port), UNDER)
    await page.reload()
    const portal = await inPortal(page)
    await portal.getByRole('link', { name: /^All/ }).click()
    await portal.getByRole('link', { name: /Nadia Reyes.*Accepted/ }).waitFor()
    await press(page, 'Mailbox')
    await confirmation(page).waitFor()

    await press(page, 'About this demo')
    await Promise.all([page.waitForEvent('load'), press(page, 'Start over')])
    await inPortal(page)
    await press(page, 'Mailbox')
    await page.locator('summary').first().waitFor()
    expect(await mails(page).count()).toBe(0)
  })

  it('fits a phone, in one window at a time', { timeout: 120_000 }, async () => {
    const other = await openWindow(390)
    await other.goto(address)
    await press(other, 'Use it here')
    await other.getByRole('button', { name: 'Staff portal' }).click({ timeout: OPEN_WITHIN_MS })
    await inPortal(other)
    expect(await other.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    expect(await other.locator('iframe:visible').count()).toBe(1)
    await page.getByRole('heading', { name: 'The demo is open in another window' }).waitFor()
  })

  it('says why it does not open where there is no service worker', async () => {
    const other = await openWindow(390)
    await other.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
    await other.goto(address)
    await other.getByRole('heading', { name: 'This browser can’t open the demo here' }).waitFor()
  })

  it('asked nobody else for anything, and nothing in it failed', () => {
    expect({ wanted, faults }).toEqual({ wanted: [], faults: [] })
  })
})

async function openWindow(width: number): Promise<Page> {
  const page = await context.newPage()
  await page.setViewportSize({ width, height: 800 })
  return page
}

function frameOf(page: Page, name: 'site' | 'portal'): Frame {
  const frame = page.frame({ name })
  if (!frame) throw new Error(`there is no frame "${name}"`)
  return frame
}

/** The portal, once somebody is signed in to it. */
async function inPortal(page: Page): Promise<Frame> {
  await page.getByRole('button', { name: 'Mailbox' }).waitFor({ timeout: OPEN_WITHIN_MS })
  const portal = frameOf(page, 'portal')
  await portal.getByRole('heading', { name: 'Appointments' }).waitFor()
  return portal
}

/** To the patient of these tests, newest first. */
const mails = (page: Page) => page.locator('summary', { hasText: 'nadia@example.com' })
const confirmation = (page: Page) => mails(page).filter({ hasText: 'Confirmed' })

const portOf = (server: Server) => (server.address() as AddressInfo).port

/** Also connections that a browser keeps for later. */
function stop(server: Server | undefined): Promise<void> {
  server?.closeAllConnections()
  return new Promise((resolve) => (server?.listening ? server.close(() => resolve()) : resolve()))
}
