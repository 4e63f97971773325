// npm run startup: how soon after its script starts does a page show something, on a phone? Evaluation and first render
// under a four times slower processor, against three date pickers from npm, in one run, round by round in turn.
// --rounds N measures longer.
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { Hono } from 'hono'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { Checks } from '../a11y/checks.ts'
import { countText, tableText } from '../bench/text.ts'
import { launchChromium } from '../kit/browser.ts'
import { openStreet } from '../kit/street.ts'
import { measure, type Times } from './measure.ts'
import { buildPeers } from './peers.ts'

const slowdown = 4
/** Long enough for the measured script to have come, so that no download is measured. */
const waitMs = 250
const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } }).values

const checks = new Checks()
const street = await openStreet()
const peers = await buildPeers()
const server = await listenOn(pages().fetch, { port: 0, host: '127.0.0.1' })
const origin = `http://127.0.0.1:${portOf(server)}`
const book = Buffer.from(await (await fetch(`${street.api}/v1/book.js`)).arrayBuffer())
const runners = [
  { name: 'chairtime', url: `${origin}/ours`, shown: 'input[name=reason]', bytes: packed(book) },
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
  const requests = new Map<string, readonly string[]>()
  for (let round = -1; round < Number(rounds); round++) {
    for (const { name, url, shown } of runners) {
      const visit = await measure(browser, url, shown, slowdown)
      // The first round warms the machine's caches, for everyone.
      if (round >= 0) found.get(name)!.push(visit.times)
      requests.set(name, visit.requests)
    }
  }
  const timeOf = (name: string, time: keyof Times, share = 0.5) =>
    quantile(
      found.get(name)!.map((times) => times[time]),
      share,
    )
  const rows = runners.map(({ name, bytes }) => {
    const times = [
      timeOf(name, 'work'),
      timeOf(name, 'work', 0.25),
      timeOf(name, 'work', 0.75),
      timeOf(name, 'firstFrame'),
      timeOf(name, 'firstContent'),
      timeOf(name, 'reply'),
    ]
    return [name, ...times.map((ms) => `${Math.round(ms)} ms`), countText(bytes)]
  })
  console.log(`Chromium ${browser.version()}, processor ${slowdown} times slower, ${rounds} rounds in turn; medians`)
  console.log(
    tableText(
      ['', 'evaluate + first render', '¼', '¾', 'first frame', 'first content', 'of it, for the reply', 'brotli'],
      rows,
    ),
  )
  console.log(`evaluate + first render: the main thread's time from the script's start until its first text is drawn
first frame, first content: when they were seen, on this machine; only ours asks a server first`)
  for (const { name } of runners.filter((peer) => /^(cally|react-day-picker) /.test(peer.name))) {
    const [own, other] = [timeOf('chairtime', 'work'), timeOf(name, 'work')]
    checks.check(`ready sooner than ${name}`, own < other ? [] : [`${own} ms against ${other} ms`])
  }
  checks.same(
    'the first useful screen needs one script and one fetch',
    requests.get('chairtime')!.map((url) => new URL(url).pathname),
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
    return context.body("performance.mark('began')", 200, { 'Content-Type': 'text/javascript' })
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

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN
}

function packed(script: Buffer): number {
  return brotliCompressSync(script).length
}
