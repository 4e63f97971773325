import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { type Case, looksRight, styleOf } from './case.ts'
import { type Host, page } from './host.ts'
import { rudeStyle, strictPolicy } from './page.ts'
import { book, chooseFirstShown, chooseFirstTime, fillDetails, seeSent, send, wordsIn } from './patient.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const tall = '<p style="height:3000px">Welcome</p>'
const button = (page: Page, name = 'Request an appointment') => page.getByRole('button', { name })

/** Can the page behind be scrolled? */
async function scrolls(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const before = scrollY
    scrollTo(0, before + 100)
    const isMoved = scrollY !== before && getComputedStyle(document.documentElement).overflowY !== 'hidden'
    scrollTo(0, before)
    return isMoved
  })
}

/** A dialog says that it is closed a moment after it is. */
async function waitUntil(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    if (await check()) return
    await setTimeout(50)
  }
  assert.fail('it never came')
}

/** What has the focus, inside all shadow roots. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.textContent
  })

const noPage = async (host: Host): Promise<string | null> => {
  const text = await (await fetch(`${host.api}/oak?embed`)).text()
  return /\/frame\.js|\/embed\.js/.test(text) ? null : 'the hosted page does not load frame.js yet'
}

/** Popup, floating button, link and frame. */
export const modeCases: readonly Case[] = [
  {
    name: 'popup: keyboard, Escape, focus and what was typed come back',
    page: ({ tag }) => page(`${tag('async data-mode="popup"')}${tall}`),
    async run({ page }) {
      await button(page).waitFor()
      assert.equal(await scrolls(page), true)
      await button(page).focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Request an appointment' })
      await chooseFirstTime(dialog)
      assert.equal(await scrolls(page), false)
      await dialog.getByLabel('Given name').fill('Nadia')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await waitUntil(async () => (await scrolls(page)) && (await focused(page)) === 'Request an appointment')
      await page.keyboard.press('Enter')
      assert.equal(await dialog.getByLabel('Given name').inputValue(), 'Nadia')
      await fillDetails(dialog)
      await send(dialog)
      await seeSent(dialog)
      await page.emulateMedia({ media: 'print' })
      assert.equal(await dialog.getByRole('heading', { name: 'Request sent' }).isVisible(), true)
      assert.equal(await page.getByText('Welcome').isVisible(), false)
      await page.emulateMedia({ media: 'screen' })
      await dialog.getByRole('button', { name: 'Close' }).click()
      await waitUntil(async () => (await focused(page)) === 'Request an appointment')
      await button(page).click()
      await dialog.getByRole('heading', { name: 'What do you need?' }).waitFor()
    },
  },
  {
    name: 'popup on a phone: the whole screen',
    options: phone,
    page: ({ tag }) => page(`${tag('async data-mode="popup" data-label="Book a visit" data-color="#0b5cad"')}${tall}`),
    async run({ page }) {
      await button(page, 'Book a visit').tap()
      const dialog = page.getByRole('dialog', { name: 'Book a visit' })
      await dialog.getByRole('radio', { name: /^Check-up/ }).waitFor()
      const box = await dialog.boundingBox()
      assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 844 })
      await book(dialog)
      assert.ok(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth), 'nothing is too wide')
    },
  },
  {
    name: 'popup under a strict policy, in a place for it',
    page: ({ src, api, practice }) => ({
      html: page(
        `<script async src="${src}"></script><div data-chairtime="${practice}" data-mode="popup"><a href="${api}/${practice}">Book online</a></div>`,
      ),
      headers: { 'Content-Security-Policy': strictPolicy(api) },
    }),
    async run({ page }) {
      await button(page).click()
      assert.equal(await page.getByRole('link', { name: 'Book online' }).isVisible(), false)
      await book(page.getByRole('dialog'))
    },
  },
  {
    name: 'popup among rude styles',
    page: ({ tag }) => page(tag('async data-mode="popup"'), rudeStyle),
    async run({ page }) {
      await button(page).waitFor()
      assert.equal(await styleOf(page, 'chairtime-button button', 'font-size'), '16px')
      assert.equal(await styleOf(page, 'chairtime-button button', 'text-transform'), 'none')
      await button(page).click()
      await looksRight(page)
      await book(page.getByRole('dialog'))
    },
  },
  {
    name: 'link that opens it, drawn after the script ran',
    page: ({ src, api, practice }) =>
      page(`<script async src="${src}"></script><p id="later"></p><script>
        addEventListener('load', () => setTimeout(() => {
          const link = document.createElement('a')
          link.href = '${api}/${practice}?lang=de&reason=check'
          link.textContent = 'Termin'
          link.dataset.chairtimePopup = ''
          document.getElementById('later').append(link)
        }, 100))
      </script>`),
    async run({ page, url }) {
      const german = wordsIn('de')
      await page.getByRole('link', { name: 'Termin' }).click()
      const dialog = page.getByRole('dialog', { name: 'Termin' })
      await dialog.getByRole('heading', { name: german.chooseTime }).waitFor()
      await chooseFirstShown(dialog, german)
      await fillDetails(dialog, german)
      await send(dialog, german)
      await seeSent(dialog, german)
      await dialog.getByRole('button', { name: german.close }).click()
      await waitUntil(async () => (await focused(page)) === 'Termin')
      assert.equal(page.url(), url)
    },
  },
  {
    name: 'floating button; not on paper',
    page: ({ tag }) => page(tall, tag('async data-mode="float"')),
    async run({ page }) {
      await button(page).waitFor()
      const { x, y, width, height } = (await button(page).boundingBox())!
      const view = page.viewportSize()!
      assert.ok(view.width - x - width < 32 && view.height - y - height < 32, 'it stands in the corner')
      await page.emulateMedia({ media: 'print' })
      assert.equal(await button(page).isVisible(), false)
      await page.emulateMedia({ media: 'screen' })
      await button(page).click()
      await book(page.getByRole('dialog'))
    },
  },
  {
    name: 'floating button on a phone, right to left, in Arabic',
    options: phone,
    page: ({ tag }) => page(tall + tag('async data-mode="float"'), '', 'lang="ar" dir="rtl"'),
    async run({ page }) {
      const arabic = wordsIn('ar')
      await button(page, arabic.openLabel).waitFor()
      assert.ok((await button(page, arabic.openLabel).boundingBox())!.x < 32, 'it stands at the left')
      await button(page, arabic.openLabel).tap()
      await book(page.getByRole('dialog'), arabic)
    },
  },
  {
    name: 'popup whose part can not be had: the widget itself',
    page: ({ tag }) => page(tag('async data-mode="popup"')),
    says: /net::ERR_FAILED/,
    async run({ page, url }) {
      await page.route('**/modes.js', (route) => route.abort())
      await page.goto(url)
      await book(page)
    },
  },
  {
    name: 'frame as high as what is in it, with what is known of the patient',
    skip: noPage,
    page: ({ src, api, practice }) =>
      page(
        `<iframe data-chairtime src="${api}/${practice}?embed" title="Book" width="500" height="120" data-prefill-given="Omar"></iframe><script async src="${src}"></script>`,
      ),
    async run({ page }) {
      const frame = page.frameLocator('iframe')
      await chooseFirstTime(frame)
      assert.equal(await frame.getByLabel('Given name').inputValue(), 'Omar')
      await fillDetails(frame)
      const room = await frame.locator('html').evaluate((html) => html.scrollHeight - innerHeight)
      assert.ok(room <= 0, `${room} px of the page in the frame can't be seen`)
      await send(frame)
      await seeSent(frame)
    },
  },
]
