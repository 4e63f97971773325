import type { Server } from 'node:http'
import { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importPractice } from '../../server/import.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { MONDAY_8 } from '../kit/house.ts'
import { chooseReason, chooseTime, fillDetails, referenceShown, sendRequest } from '../kit/patient.ts'
import { testPractice } from '../kit/practice.ts'
import { openStreet, type Street } from '../kit/street.ts'
import { ask, startPhp } from '../wordpress/php.ts'

let browser: Browser
let street: Street
let server: Server
let site: string
/** The text of each page, by its path; WordPress makes the rest. */
const pages: Record<string, Record<string, string>> = {
  '/inline': { lang: 'en', theme: 'dark' },
  '/popup': { mode: 'popup', label: 'Book <em>&</em> "go"' },
}

beforeAll(async () => {
  browser = await launchChromium()
  street = await openStreet()
  const app = new Hono().get('*', async (context) => context.html(await pageWith(pages[context.req.path] ?? {})))
  server = await listenOn(app.fetch, { port: 0, host: '127.0.0.1' })
  site = `http://127.0.0.1:${portOf(server)}`
  await importPractice(street.store, { ...testPractice(), origins: [site] }, MONDAY_8, true)
})
afterAll(async () => {
  await browser.close()
  await closeServer(server)
  await street.close()
})

/** The page that WordPress makes of a text with the shortcode, with the script where the plugin has asked for it. */
async function pageWith(said: Record<string, string>): Promise<string> {
  type Made = { html: string; enqueued: Record<string, { src: string; how: { strategy: string } }> }
  const { html, enqueued } = await ask<Made>(
    await startPhp(),
    `$GLOBALS['options']['chairtime_settings'] = array( 'host' => $given['host'], 'practice' => 'oak' );
    $html = $GLOBALS['shortcodes']['chairtime']( $given['said'] );
    return array( 'html' => $html, 'enqueued' => $GLOBALS['asked']['enqueued'] );`,
    { said, host: street.api },
  )
  const scripts = Object.values(enqueued).map(({ src, how }) => `<script src="${src}" ${how.strategy}></script>`)
  const head = '<meta charset="utf-8"><title>Oak Dental</title><link rel="icon" href="data:,">'
  return `<!doctype html><html lang="en"><head>${head}</head><body><h1>Oak Dental</h1>${html}${scripts.join('')}</body></html>`
}

describe('a practice’s website made with WordPress', () => {
  it('books in the page, by the shortcode alone', async () => {
    const patient = await newPerson(browser)
    await patient.goto(`${site}/inline`)
    await chooseReason(patient, 'Check-up')
    expect(await patient.locator('[data-chairtime] > chairtime-booking[theme=dark]').count()).toBe(1)
    expect(await patient.getByRole('link', { name: 'Request an appointment' }).isVisible()).toBe(false)
    await chooseTime(patient, '9:30 AM')
    await fillDetails(patient)
    await sendRequest(patient)
    const reference = await referenceShown(patient)
    expect((await street.store.requests('oak', 'pending')).map((request) => request.reference)).toEqual([reference])
    expect(patient.faults).toEqual([])
  })

  it('opens a dialog from a button with the practice’s own words', async () => {
    const patient = await newPerson(browser)
    await patient.goto(`${site}/popup`)
    await patient.getByRole('button', { name: 'Book & "go"' }).click()
    const dialog = patient.getByRole('dialog')
    await dialog.getByRole('radio', { name: /^Check-up/ }).waitFor()
    expect(patient.faults).toEqual([])
  })

  it('shows the link to the practice’s own page where its script can’t be had', async () => {
    const patient = await newPerson(browser)
    await patient.route('**/v1/book.js', (route) =>
      route.request().frame().url().startsWith(site) ? route.abort() : route.continue(),
    )
    await patient.goto(`${site}/`)
    await patient.getByRole('link', { name: 'Request an appointment' }).click()
    await patient.getByRole('radio', { name: /^Check-up/ }).waitFor()
    expect(patient.url()).toBe(`${street.api}/oak`)
  })
})
