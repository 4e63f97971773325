import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Case } from './case.ts'
import { page } from './host.ts'
import { book } from './patient.ts'

const MOUNTS = 50

/** What is alive in the page after its litter is gone. */
async function countAlive(page: Page): Promise<{ nodes: number; listeners: number }> {
  const session = await page.context().newCDPSession(page)
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { nodes, listeners }
}

/** Puts the widget there and takes it away again, as a single-page app does with its views. */
const mount = (page: Page, practice: string, times: number) =>
  page.evaluate(
    async ([practice, times]) => {
      for (let i = 0; i < times; i++) {
        const element = document.createElement('chairtime-booking')
        element.setAttribute('practice', practice)
        const ready = new Promise((resolve) => element.addEventListener('chairtime:ready', resolve))
        document.querySelector('main')!.append(element)
        await ready
        element.remove()
        await new Promise((resolve) => setTimeout(resolve))
      }
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
    [practice, times] as const,
  )

/** Opens the dialog from a link that the app draws anew each time, and closes it. */
const openDialogs = async (page: Page, href: string, times: number) => {
  for (let i = 0; i < times; i++) {
    await page.evaluate((href) => {
      const link = document.createElement('a')
      Object.assign(link, { href, textContent: 'Book' })
      link.dataset.chairtimePopup = ''
      document.querySelector('main')!.replaceChildren(link)
    }, href)
    await page.getByRole('link', { name: 'Book' }).click()
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /^Check-up/ })
      .waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
  }
  await page.evaluate(() => document.querySelector('main')!.replaceChildren())
}

/** Nothing stays of what was taken away. */
export const mountCases: readonly Case[] = [
  {
    name: `${MOUNTS} mounts and unmounts, and no node or listener more`,
    page: ({ src }) => page(`<main></main><script async src="${src}"></script>`),
    async run({ page, practice, host }) {
      await page.waitForFunction(() => customElements.get('chairtime-booking'))
      await mount(page, practice, 5)
      const before = await countAlive(page)
      await mount(page, practice, MOUNTS)
      const after = await countAlive(page)
      assert.ok(after.nodes - before.nodes < MOUNTS / 2, `${before.nodes} nodes became ${after.nodes}`)
      assert.ok(after.listeners <= before.listeners, `${before.listeners} listeners became ${after.listeners}`)

      const href = `${host.api}/${practice}`
      await openDialogs(page, href, 2)
      const closed = await countAlive(page)
      await openDialogs(page, href, 10)
      const again = await countAlive(page)
      assert.ok(again.nodes - closed.nodes < 10, `${closed.nodes} nodes became ${again.nodes} with dialogs`)
      assert.ok(
        again.listeners <= closed.listeners,
        `${closed.listeners} listeners became ${again.listeners} with dialogs`,
      )

      await page.evaluate((practice) => {
        const element = document.createElement('chairtime-booking')
        element.setAttribute('practice', practice)
        document.querySelector('main')!.append(element)
      }, practice)
      await book(page.locator('main'))
    },
  },
]
