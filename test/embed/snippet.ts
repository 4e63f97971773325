import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { bookOnce, type Case, card, countWidgets } from './case.ts'
import { page } from './host.ts'
import { book, chooseFirstShown, chooseFirstTime, fillDetails, seeSent, send } from './patient.ts'

const readText = async (url: string): Promise<string> => (await fetch(url)).text()

/** What the page heard of the widget, as [name, detail]. */
const listen = `<script>
  window.heard = []
  for (const name of ['ready', 'step', 'slot', 'submitted', 'error'])
    document.addEventListener('chairtime:' + name, ({ type, detail }) => heard.push([type.slice(10), detail]))
</script>`

/** Puts the script where tag managers put it, when everything else is there. */
const inject = (src: string, practice: string) => `<script>
  addEventListener('load', () => setTimeout(() => {
    const script = document.createElement('script')
    script.async = true
    script.src = '${src}'
    script.dataset.practice = '${practice}'
    document.head.append(script)
  }, 50))
</script>`

/** How the script comes to the page. */
export const snippetCases: readonly Case[] = [
  {
    name: 'script tag; events say nothing personal, the campaign goes with the request',
    query: '?utm_source=mail&utm_campaign=spring',
    page: ({ tag }) => page(listen + tag('async')),
    async run({ page, requests }) {
      await book(page)
      const heard = await page.evaluate(() => (window as unknown as { heard: [string, object][] }).heard)
      assert.deepEqual(
        heard.map(([name]) => name),
        ['ready', 'step', 'step', 'step', 'slot', 'step', 'submitted'],
      )
      assert.doesNotMatch(JSON.stringify(heard), /Nadia|Reyes|1984|555-|check/i)
      const [{ source } = {}] = await requests()
      assert.deepEqual(source, { utmSource: 'mail', utmCampaign: 'spring' })
    },
  },
  {
    name: 'element with a link inside',
    page: ({ practice, src }) =>
      page(
        `<chairtime-booking practice="${practice}"><a href="tel:555-0100">Call</a></chairtime-booking><script async src="${src}"></script>`,
      ),
    async run(visit) {
      await bookOnce(visit)
      assert.equal(await visit.page.getByRole('link', { name: 'Call', exact: true }).isVisible(), false)
    },
  },
  {
    name: 'place for it, with what is known of the patient',
    page: ({ practice, src }) =>
      page(
        `<script async src="${src}"></script><div data-chairtime="${practice}" data-reason="check" data-prefill-given="Omar" data-prefill-year="1990"><a href="tel:555-0100">Call</a></div>`,
      ),
    async run({ page, requests }) {
      await chooseFirstShown(page)
      assert.equal(await page.getByLabel('Given name').inputValue(), 'Omar')
      assert.equal(await page.getByLabel('Year', { exact: true }).inputValue(), '1990')
      await fillDetails(page)
      await send(page)
      await seeSent(page)
      assert.equal((await requests())[0]?.patient?.given, 'Nadia')
      assert.equal(await page.locator('[data-chairtime] > chairtime-booking').count(), 1)
    },
  },
  {
    name: 'script tag in the head',
    page: ({ tag }) => page('', tag('async')),
    async run(visit) {
      await bookOnce(visit)
      assert.equal(await countWidgets(visit.page), 1)
    },
  },
  { name: 'deferred', page: ({ tag }) => page('', tag('defer')) },
  { name: 'as a module', page: ({ tag }) => page(tag('type="module"')) },
  {
    name: 'loaded twice',
    page: ({ tag, src }) =>
      page(`${tag('async')}<script src="${src}"></script><script defer src="${src}?again"></script>`),
    async run(visit) {
      await bookOnce(visit)
      assert.equal(await countWidgets(visit.page), 1)
    },
  },
  { name: 'injected after the page was read', page: ({ src, practice }) => page('', inject(src, practice)) },
  {
    name: 'script moved to the head by an optimiser, the element where it was',
    page: ({ src, practice }) =>
      page(`<chairtime-booking practice="${practice}"></chairtime-booking>${inject(src, practice)}`),
    async run(visit) {
      await bookOnce(visit)
      assert.equal(await countWidgets(visit.page), 1)
    },
  },
  {
    name: 'moved about in the page while it is filled in',
    page: ({ tag }) => page(`<main>${tag('async')}</main><aside></aside>`),
    async run({ page }) {
      await chooseFirstTime(page)
      await page.getByLabel('Given name').fill('Nadia')
      await page.evaluate(() => document.querySelector('aside')!.append(...document.querySelector('main')!.childNodes))
      assert.equal(await page.getByLabel('Given name').inputValue(), 'Nadia')
      await fillDetails(page)
      await send(page)
      await seeSent(page)
      assert.equal(await page.locator('aside > chairtime-booking').count(), 1)
    },
  },
  {
    name: 'pasted into the page',
    async page({ src, api, practice }) {
      const text = (await readText(src)).replaceAll('</script', '<\\/script')
      return page(`<script data-practice="${practice}" data-api="${api}">${text}</script>`)
    },
  },
  {
    name: 'where the browser does not say which script runs',
    page: ({ tag }) =>
      page(tag('async'), `<script>Object.defineProperty(document, 'currentScript', { value: null })</script>`),
  },
  {
    name: 'joined with other scripts into one file',
    async page({ src, practice, api }) {
      const text = (await readText(src)).replaceAll('</script', '<\\/script')
      return page(`<script data-practice="${practice}" src="${api}/v1/book.js" type="text/plain"></script>
        <script>
          const text = ${JSON.stringify(text).replaceAll('<', '\\u003c')}
          const joined = document.createElement('script')
          joined.src = URL.createObjectURL(new Blob(['var jQuery = {};', text], { type: 'text/javascript' }))
          document.head.append(joined)
        </script>`)
    },
  },
  {
    name: 'pinned, with its hash',
    async page({ src, practice, api }) {
      const { version } = JSON.parse(await readText(`${api}/openapi.json`)).info as { version: string }
      const pinned = `${api}/v${version}/book.js`
      const url = (await fetch(pinned)).ok ? pinned : src
      const hash = createHash('sha384')
        .update(await readText(url))
        .digest('base64')
      return page(
        `<script async src="${url}" integrity="sha384-${hash}" crossorigin="anonymous" data-practice="${practice}"></script>`,
      )
    },
    async run({ page }) {
      await page.getByRole('radio', { name: /^Check-up/ }).click()
      await page.getByRole('button', { name: 'More dates' }).click()
      await page.getByRole('grid').waitFor()
      await page.getByRole('button', { name: 'Show one week' }).click()
      await chooseFirstShown(page)
      await fillDetails(page)
      await send(page)
      await seeSent(page)
    },
  },
  {
    name: 'in an old page without a doctype, in windows-1252',
    page: ({ tag, practice }) => ({
      html: `<html><head><title>Oak</title></head><body><table width="100%"><tr><td>${tag('async')}</td></tr></table>${practice}</body></html>`,
      headers: { 'Content-Type': 'text/html; charset=windows-1252' },
    }),
    async run(visit) {
      await visit.page.getByRole('radio', { name: /^Check-up/ }).waitFor()
      assert.equal(
        await visit.page.evaluate(() => `${document.compatMode} ${document.characterSet}`),
        'BackCompat windows-1252',
      )
      await bookOnce(visit)
      assert.match(await card(visit.page).innerText(), /Dr Ann Ash|Dr Bob Birch/)
    },
  },
]
