// npm run startup: how soon after its script starts does a page show something, on a phone? Evaluation and first render
// under a four times slower processor, against three date pickers from npm, in one run, round by round in turn.
// --rounds N measures longer.
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { closeServer, listenOn, portOf } from '../../server/main.ts'
import { Checks } from '../a11y/checks.ts'
import { countText, tableText } from '../bench/text.ts'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { openStreet } from '../kit/street.ts'
import { buildPeers } from './peers.ts'

const slowdown = 4
/** Long enough for the measured script to have come, so that no download is measured. */
const waitMs = 250
const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } }).values

interface Runner {
  readonly name: string
  readonly url: string
  /** Is what it promises on the page? */
  readonly shown: string
  readonly bytes: number
}

/** Each in ms from the script's start. */
interface Times {
  /** Anything but an empty page: ours shows where its answers will stand. */
  readonly firstFrame: number
  /** Text: by the browser's own First Contentful Paint. */
  readonly firstContent: number
  /** Of which nothing was to do but wait for the practice's reply. */
  readonly waiting: number
}

const checks = new Checks()
const street = await openStreet()
const peers = await buildPeers()
const server = await listenOn(pages().fetch, { port: 0, host: '127.0.0.1' })
const origin = `http://127.0.0.1:${portOf(server)}`
const book = Buffer.from(await (await fetch(`${street.api}/v1/book.js`)).arrayBuffer())
const ours: Runner = { name: 'chairtime', url: `${origin}/ours`, shown: 'input[name=reason]', bytes: packed(book) }
const runners: readonly Runner[] = [
  ours,
  ...peers.map(({ name, version, script, days }) => ({
    name: `${name} ${version}`,
    url: `${origin}/peers/${name}`,
    shown: days,
    bytes: packed(Buffer.from(script)),
  })),
]
const browser = await launchChromium()
try {
  const found = new Map(runners.map(({ name }) => [name, [] as Times[]]))
  let requests: readonly string[] = []
  for (let round = -1; round < Number(rounds); round++) {
    for (const runner of runners) {
      const { times, requests: made } = await measure(browser, runner)
      // The first round warms the machine's caches, for everyone.
      if (round >= 0) found.get(runner.name)!.push(times)
      if (runner === ours) requests = made
    }
  }
  const part = (name: string, time: keyof Times, share = 0.5) =>
    quantile(
      found.get(name)!.map((times) => times[time]),
      share,
    )
  const rows = runners.map(({ name, bytes }) => {
    const times = [
      part(name, 'firstFrame'),
      part(name, 'firstContent'),
      part(name, 'firstContent', 0.25),
      part(name, 'firstContent', 0.75),
      part(name, 'waiting'),
    ]
    return [name, ...times.map((ms) => `${Math.round(ms)} ms`), countText(bytes)]
  })
  console.log(`Chromium ${browser.version()}, processor ${slowdown} times slower, ${rounds} rounds in turn; medians`)
  console.log(
    'From the start of the script: to the first frame with anything, and with text, a quarter and three of it.',
  )
  console.log(tableText(['', 'first frame', 'first content', '¼', '¾', 'of it, waiting', 'bytes, brotli'], rows))
  for (const peer of runners.filter(({ name }) => /^(cally|react-day-picker) /.test(name))) {
    const [own, other] = [part(ours.name, 'firstContent'), part(peer.name, 'firstContent')]
    checks.check(`first content sooner than ${peer.name}`, own < other ? [] : [`${own} ms against ${other} ms`])
  }
  checks.same(
    'the first useful screen needs one script and one fetch',
    requests.map((url) => new URL(url).pathname),
    ['/v1/book.js', '/v1/practices/oak'],
  )
} finally {
  await browser.close()
  await closeServer(server)
  await street.close()
}
checks.finish()

/**
 * All pages are alike: nothing but a place, a mark, and the script. Both scripts wait for the page, in their order, and
 * the mark is sent late: it notes the time at which the one after it, which has long come, starts.
 */
function pages(): Hono {
  const site = new Hono()
  const page = (body: string, script: string) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>.</title><link rel="icon" href="data:,"></head><body>${body}<script defer src="/mark.js"></script><script defer src="${script}"></script></body></html>`
  site.get('/mark.js', async (context) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    return context.body('window.began = performance.now()', 200, { 'Content-Type': 'text/javascript' })
  })
  site.get('/ours', (context) =>
    context.html(page('<chairtime-booking practice="oak"></chairtime-booking>', `${street.api}/v1/book.js`)),
  )
  site.get('/peers/:name', (context) =>
    context.html(page('<div id="place"></div>', `/scripts/${context.req.param('name')}.js`)),
  )
  site.get('/scripts/:file', (context) => {
    const peer = peers.find(({ name }) => `${name}.js` === context.req.param('file'))
    return peer ? context.body(peer.script, 200, { 'Content-Type': 'text/javascript' }) : context.notFound()
  })
  return site
}

async function measure(from: Browser, { name, url, shown }: Runner): Promise<{ times: Times; requests: string[] }> {
  const page = await newPerson(from, { viewport: { width: 390, height: 844 } })
  const requests: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) requests.push(request.url())
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.goto(url)
  await page.locator(shown).first().waitFor({ state: 'attached' })
  const times = await readTimes(page)
  if (page.faults.length > 0) throw new Error(`${name}: ${page.faults.join('; ')}`)
  await page.context().close()
  return { times, requests }
}

function readTimes(page: Page): Promise<Times> {
  return page.evaluate(
    () =>
      new Promise<Times>((resolve) => {
        new PerformanceObserver((_, observer) => {
          const [first, content] = ['first-paint', 'first-contentful-paint'].map(
            (name) => performance.getEntriesByName(name)[0],
          )
          if (!first || !content) return
          observer.disconnect()
          const { began } = window as unknown as { began: number }
          const replies = performance.getEntriesByType('resource').filter(({ name }) => /practices/.test(name))
          resolve({
            firstFrame: first.startTime - began,
            firstContent: content.startTime - began,
            waiting: replies[0]?.duration ?? 0,
          })
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN
}

function packed(script: Buffer): number {
  return brotliCompressSync(script).length
}
