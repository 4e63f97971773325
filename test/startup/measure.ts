import type { Browser, CDPSession } from 'playwright-core'
import { newPerson } from '../kit/browser.ts'

/** Each in ms from the script's start. */
export interface Times {
  /** The processor's time on the page's main thread until the first content is drawn: evaluation and first render. */
  readonly work: number
  /** Until there was anything but an empty page: ours shows where its answers will stand. */
  readonly firstFrame: number
  /** Until there was text: the browser's own First Contentful Paint. */
  readonly firstContent: number
  /** Of which the practice's reply was under way. */
  readonly reply: number
}

export interface Visit {
  readonly times: Times
  /** Everything the page asked of another origin than its own. */
  readonly requests: readonly string[]
}

interface Event {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** µs */
  readonly ts: number
  readonly dur?: number
  /** Of `dur`, what the thread had a processor. */
  readonly tdur?: number
}

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', 'loading']

/**
 * Opens a page anew in a slowed down browser and times it, by the same rule for whatever is on it.
 *
 * @param url - Its page marks `began` right before its script starts.
 * @param shown - What must have come, so that it is known that the right thing was timed.
 */
export async function measure(browser: Browser, url: string, shown: string, slowdown: number): Promise<Visit> {
  const page = await newPerson(browser, { viewport: { width: 390, height: 844 } })
  const requests: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && /^http/.test(request.url())) requests.push(request.url())
  })
  const throttle = await page.context().newCDPSession(page)
  await throttle.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const session = await browser.newBrowserCDPSession()
  const stop = await trace(session)
  await page.goto(url)
  await page.locator(shown).first().waitFor({ state: 'attached' })
  const reply = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          if (list.getEntriesByName('first-contentful-paint').length === 0) return
          const began = performance.getEntriesByName('began')[0]?.startTime ?? 0
          const replies = performance.getEntriesByType('resource').filter(({ name }) => /practices/.test(name))
          resolve(replies.find(({ startTime }) => startTime > began)?.duration ?? 0)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  const times = { ...readTrace(await stop()), reply }
  await session.detach()
  await page.context().close()
  if (page.faults.length > 0) throw new Error(`${url}: ${page.faults.join('; ')}`)
  return { times, requests }
}

/** Starts recording; the function it gives ends that. */
async function trace(session: CDPSession): Promise<() => Promise<readonly Event[]>> {
  const events: Event[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Event[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    return events
  }
}

function readTrace(events: readonly Event[]): Omit<Times, 'reply'> {
  const began = events.find(({ name }) => name === 'began')
  if (!began) throw new Error('the page set no mark')
  const onPage = events.filter(({ pid, ts }) => pid === began.pid && ts >= began.ts)
  const at = (wanted: string) => {
    const found = onPage.find(({ name }) => name === wanted)
    if (!found) throw new Error(`there was no ${wanted}`)
    return found.ts
  }
  const [frame, content] = [at('firstPaint'), at('firstContentfulPaint')]
  const main = onPage.filter(({ tid, ph }) => tid === began.tid && ph === 'X')
  const endOf = ({ ts, dur = 0 }: Event) => ts + dur
  // What comes after the drawing, as when the page is idle, is no part of it.
  const drawn = Math.max(...main.filter((event) => event.name === 'Paint' && endOf(event) <= content).map(endOf))
  const tasks = main.filter(({ name, ts }) => name === 'RunTask' && ts < drawn)
  return {
    work: tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000,
    firstFrame: (frame - began.ts) / 1000,
    firstContent: (content - began.ts) / 1000,
  }
}
