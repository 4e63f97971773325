// The widget in real Chromium on pages that somebody else wrote. Each case books, and nothing is said in the console.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { findChromium, launchChromium } from '../kit/browser.ts'
import { bookOnce, type Case } from './case.ts'
import { openHost } from './host.ts'
import { modeCases } from './modes.ts'
import { mountCases } from './mounts.ts'
import { networkCases } from './network.ts'
import { pageCases } from './page.ts'
import { snippetCases } from './snippet.ts'

const wanted = process.argv.slice(2)
const cases = [...snippetCases, ...pageCases, ...networkCases, ...mountCases, ...modeCases].filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
)

const locale = { locale: 'en-US', timezoneId: 'America/New_York' }
const executablePath = findChromium()
const browser = await launchChromium()
const host = await openHost()
let passed = 0
let failed = 0
let skipped = 0

for (const [index, each] of cases.entries()) {
  const why = await each.skip?.(host)
  if (why) {
    skipped++
    console.log(`- ${each.name}: skipped, ${why}`)
    continue
  }
  const began = Date.now()
  const fault = await visit(each, `case-${index + 1}`).then(
    () => null,
    (error: Error) => error.message,
  )
  if (fault === null) passed++
  else failed++
  console.log(`${fault === null ? '✓' : '✗'} ${each.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  if (fault !== null) console.log(fault.replace(/^/gm, '    '))
}

await host.close()
await browser.close()
if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

async function visit(each: Case, practice: string): Promise<void> {
  const { api, site, street } = host
  const src = `${api}/v1/book.js`
  const tag = (attributes = '') => `<script ${attributes} src="${src}" data-practice="${practice}"></script>`
  const made = await each.page({ api, practice, src, tag })
  const url = (await host.put(practice, typeof made === 'string' ? { html: made } : made)) + (each.query ?? '')
  const { context, close } = await newContext(each)
  const faults: string[] = []
  const strangers: string[] = []
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^http/.test(protocol) && origin !== api && origin !== site) strangers.push(request.url())
  })
  context.on('weberror', (error) => faults.push(String(error.error())))
  context.on('console', (message) => {
    if (message.type() === 'error' && !each.says?.test(message.text())) faults.push(message.text())
  })
  host.takeReports()
  try {
    const page = await context.newPage()
    await page.goto(url)
    const requests = () => street.store.requests(practice, 'pending')
    await (each.run ?? bookOnce)({ page, host, practice, url, requests })
    assert.equal((await requests()).length, each.requests ?? 1, 'requests in the database')
    // What the browser reports, it reports a little later.
    await page.waitForTimeout(100)
  } catch (error) {
    throw new Error([(error as Error).message, ...faults].join('\n'))
  } finally {
    await close()
  }
  assert.deepEqual(faults, [], 'errors in the console')
  assert.deepEqual(strangers, [], 'requests to other hosts')
  assert.deepEqual(host.takeReports(), [], 'reports of the Content-Security-Policy')
}

/** A browser profile of its own, like another person's. */
async function newContext({
  options,
  isCookieless,
}: Case): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  if (!isCookieless) {
    const context = await browser.newContext({ ...locale, ...options })
    context.setDefaultTimeout(15_000)
    return { context, close: () => context.close() }
  }
  // Only a profile can say that a person lets no website keep anything.
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-profile-'))
  mkdirSync(join(folder, 'Default'))
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const context = await chromium.launchPersistentContext(folder, { ...locale, executablePath, args: sandbox })
  context.setDefaultTimeout(15_000)
  return {
    context,
    async close() {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
