import { readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { Hono } from 'hono'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { launchChromium } from '../kit/browser.ts'
import { chooseReason } from '../kit/patient.ts'

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' }

/**
 * Opens a bundled page in Chromium: the element must draw, and the month, which the bundler split off, must come.
 *
 * @param folder - The page; its calls below `/api` are passed on.
 * @param api - Origin of a server that has the practice.
 */
export async function lookAtWidget(folder: string, api: string): Promise<void> {
  const site = new Hono()
    .get('/api/*', async (c) => {
      const reply = await fetch(api + c.req.path.slice('/api'.length) + new URL(c.req.url).search)
      return c.body(await reply.text(), reply.status as 200, { 'Content-Type': 'application/json' })
    })
    .get('*', (c) => {
      const path = normalize(c.req.path === '/' ? '/index.html' : c.req.path)
      return c.body(readFileSync(join(folder, path)), 200, { 'Content-Type': types[extname(path)] ?? 'text/plain' })
    })
  const server = await listenOn(site.fetch, { port: 0, host: '127.0.0.1' })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(15_000)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`http://127.0.0.1:${portOf(server)}/`)
    await chooseReason(page, 'Check-up')
    await page.getByRole('button', { name: 'More dates' }).click()
    await page.getByRole('grid').waitFor()
    if (faults.length > 0) throw new Error(`faults in the page: ${faults.join(', ')}`)
  } finally {
    await browser.close()
    await closeServer(server)
  }
}
