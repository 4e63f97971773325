import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { launchChromium, newPerson } from '../kit/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('the engine in a page, without a build', () => {
  it('runs the first example of its README from a plain module script', async () => {
    const example = /```ts\nimport [^\n]*\n([\s\S]*?)```/.exec(read('engine/README.md'))![1]!
    const site = new Hono()
      .get('/engine.js', (context) =>
        context.body(read('dist/engine/engine.js'), 200, { 'Content-Type': 'text/javascript' }),
      )
      .get('/', (context) =>
        context.html(`<!doctype html><title>-</title><link rel="icon" href="data:,"><script type="module">
          import { compile, evaluate, occupancyOf, slots } from './engine.js'
          ${example.replace(/^slots\(.*$/m, 'const found = $&').replace(/^evaluate\(.*$/m, 'const answer = $&')}
          document.title = found + ' ' + answer
        </script>`),
      )
    const server = await listenOn(site.fetch, { port: 0, host: '127.0.0.1' })
    const page = await newPerson(browser)
    await page.goto(`http://127.0.0.1:${portOf(server)}/`)
    await page.waitForFunction(() => document.title !== '-')
    expect([await page.title(), page.faults]).toEqual(['12 false', []])
    await closeServer(server)
  })
})
