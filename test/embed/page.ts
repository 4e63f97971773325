import assert from 'node:assert/strict'
import { bookOnce, type Case, looksRight, styleOf } from './case.ts'
import { page } from './host.ts'
import { book, chooseFirstShown, chooseFirstTime, fillDetails, seeSent, send, typed, wordsIn } from './patient.ts'

/** Nothing is let in but what the widget needs. */
export const strictPolicy = (api: string) =>
  `default-src 'none'; script-src ${api}; connect-src ${api}; require-trusted-types-for 'script'; trusted-types 'none'; report-uri /reports`

/** What a theme may do to everything on its page. */
export const rudeStyle = `<style>
  html{font-size:62.5%}
  *{all:revert!important;margin:5px!important;padding:1px!important;font-size:30px!important;line-height:3!important;color:red!important;
    background:yellow!important;text-transform:uppercase!important;letter-spacing:.3em!important;direction:rtl!important;
    opacity:.9!important;float:left!important}
  html,body{float:none!important}body *{max-width:90px!important}
</style>`

/** As Prototype 1.6 and its like do: methods in every list, and JSON of their own. */
const prototypeStyle = `<script>
  const plain = { stringify: JSON.stringify, parse: JSON.parse }
  Object.assign(Array.prototype, {
    each(run) { for (let i = 0; i < this.length; i++) run(this[i], i); return this },
    toArray() { return this.slice() },
    entries() { return this.slice() },
    first() { return this[0] },
    last() { return this[this.length - 1] },
    without(...values) { return this.filter((value) => !values.includes(value)) },
    uniq() { return [...new Set(this)] },
    compact() { return this.filter((value) => value != null) },
    inspect() { return '[' + this.join() + ']' },
    toJSON() { return '[' + this.map((value) => plain.stringify(value)).join() + ']' },
  })
  String.prototype.toJSON = function () { return '"' + this + '"' }
  Number.prototype.toJSON = function () { return String(this) }
  JSON.stringify = function () { return plain.stringify.apply(this, arguments) }
  JSON.parse = function (text) { return plain.parse(text, (name, value) => value) }
  Array.from = function (list) { const all = []; for (let i = 0; i < list.length; i++) all.push(list[i]); return all }
</script>`

/** What the page itself does to all that stands in it. */
export const pageCases: readonly Case[] = [
  {
    name: 'strict Content-Security-Policy with Trusted Types',
    page: ({ tag, api }) => ({ html: page(tag('async')), headers: { 'Content-Security-Policy': strictPolicy(api) } }),
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
    name: 'Content-Security-Policy by nonce, strict-dynamic',
    page: ({ tag, api }) => ({
      html: page(tag('async nonce="a1b2c3"')),
      headers: {
        'Content-Security-Policy': `default-src 'none'; script-src 'nonce-a1b2c3' 'strict-dynamic'; connect-src ${api}; report-uri /reports`,
      },
    }),
  },
  {
    name: 'isolated: Cross-Origin-Embedder-Policy require-corp',
    page: ({ tag }) => ({
      html: page(tag('async')),
      headers: { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Opener-Policy': 'same-origin' },
    }),
    async run(visit) {
      await bookOnce(visit)
      assert.equal(await visit.page.evaluate(() => crossOriginIsolated), true)
    },
  },
  {
    name: 'rude styles: * with !important',
    page: ({ tag }) => page(tag('async'), rudeStyle),
    async run(visit) {
      await looksRight(visit.page)
      await bookOnce(visit)
    },
  },
  ...['62.5%', '24px'].map(
    (size) =>
      ({
        name: `root of ${size}`,
        page: ({ tag }) => page(tag('async'), `<style>html{font-size:${size}}body{font-size:1rem}</style>`),
        async run(visit) {
          await looksRight(visit.page)
          await bookOnce(visit)
        },
      }) satisfies Case,
  ),
  {
    name: 'parents that are only as wide as what is in them',
    page: ({ src, practice }) =>
      page(
        `${[
          'display:flex;justify-content:center',
          'display:flex;flex-direction:column;align-items:center',
          'display:grid;place-items:center',
          'display:inline-block',
          'float:left',
          'display:table',
        ]
          .map((style) => `<div style="${style}"><div data-chairtime="${practice}"></div></div>`)
          .join('')}<script async src="${src}"></script>`,
      ),
    async run({ page }) {
      const cards = page.locator('chairtime-booking .ct')
      for (let i = 0; i < 6; i++) {
        const each = cards.nth(i)
        await each.getByRole('radio', { name: /^Check-up/ }).waitFor()
        const { width } = (await each.boundingBox())!
        assert.ok(width > 300 && width <= 560, `card ${i + 1} is ${width} px wide`)
      }
      await page.setViewportSize({ width: 360, height: 700 })
      for (let i = 0; i < 6; i++) {
        const { x, width } = (await cards.nth(i).boundingBox())!
        assert.ok(width > 280 && x + width <= 360, `card ${i + 1} reaches ${x + width} px on a phone`)
      }
      await book(page.locator('chairtime-booking').nth(2))
    },
  },
  {
    name: 'lists and JSON patched as by Prototype',
    page: ({ tag }) => page(tag('async'), prototypeStyle),
    async run(visit) {
      await bookOnce(visit)
      const [request] = await visit.requests()
      assert.equal(request?.patient?.family, 'Reyes')
      assert.equal(request?.language, 'en')
    },
  },
  {
    name: 'fetch wrapped, never settling',
    page: ({ tag }) => page(tag('async'), '<script>window.fetch = () => new Promise(() => {})</script>'),
    async run({ page }) {
      // Longer than the widget waits for any answer.
      page.setDefaultTimeout(30_000)
      await book(page)
    },
  },
  {
    name: 'fetch and XMLHttpRequest watched, as monitoring does',
    page: ({ tag }) =>
      page(
        tag('async'),
        `<script>
          const own = window.fetch
          window.watched = 0
          window.fetch = function (...args) {
            watched++
            return own.apply(this, args).then((response) => (response.clone().text().catch(() => {}), response))
          }
          const { open, send } = XMLHttpRequest.prototype
          XMLHttpRequest.prototype.open = function (...args) { this.asked = args; return open.apply(this, args) }
          XMLHttpRequest.prototype.send = function (...args) {
            watched++
            this.addEventListener('loadend', () => { if (this.responseType === '') void this.responseText })
            return send.apply(this, args)
          }
        </script>`,
      ),
  },
  {
    name: 'hot-keys on every letter',
    page: ({ tag }) =>
      page(
        tag('async'),
        `<script>
          window.pressed = []
          for (const name of ['keydown', 'keypress', 'keyup'])
            document.addEventListener(name, (event) => {
              pressed.push(event.key)
              if (/^[a-z0-9/?. @-]$/i.test(event.key)) event.preventDefault()
            })
        </script>`,
      ),
    async run({ page, requests }) {
      await chooseFirstTime(page)
      await page.getByRole('radio', { name: 'Yes', exact: true }).click()
      await page.evaluate('pressed.length = 0')
      for (const [label, text] of typed()) await page.getByLabel(label, { exact: true }).pressSequentially(text)
      await page.getByLabel('Email', { exact: true }).pressSequentially('nadia@example.com')
      await page.getByLabel('Anything we should know?').pressSequentially('a sore tooth?')
      assert.deepEqual(await page.evaluate('pressed'), [])
      await page.keyboard.press('Escape')
      assert.deepEqual(await page.evaluate('pressed'), ['Escape', 'Escape'])
      await send(page)
      await seeSent(page)
      const [request] = await requests()
      assert.deepEqual([request?.patient?.email, request?.note], ['nadia@example.com', 'a sore tooth?'])
    },
  },
  {
    name: 'right to left, in Arabic',
    page: ({ tag }) => page(tag('async'), '', 'lang="ar" dir="rtl"'),
    async run({ page }) {
      await book(page, wordsIn('ar'))
      assert.equal(await styleOf(page, 'chairtime-booking .ct', 'direction'), 'rtl')
    },
  },
  {
    name: 'two on a page, each in its language',
    page: ({ src, practice }) =>
      page(
        `<script async src="${src}"></script><div data-chairtime="${practice}"></div><div data-chairtime="${practice}" data-lang="de"></div>`,
      ),
    requests: 2,
    async run({ page, requests }) {
      const [first, second] = [page.locator('chairtime-booking').nth(0), page.locator('chairtime-booking').nth(1)]
      const german = wordsIn('de')
      await chooseFirstTime(first)
      await chooseFirstTime(second, german)
      await fillDetails(first)
      await fillDetails(second, german)
      await send(second, german)
      await seeSent(second, german)
      await send(first)
      await seeSent(first)
      assert.deepEqual((await requests()).map(({ language }) => language).sort(), ['de', 'en'])
    },
  },
  {
    name: 'cookies and storage blocked',
    isCookieless: true,
    page: ({ tag }) => page(tag('async')),
    async run(visit) {
      const blocked = await visit.page.evaluate(() => {
        try {
          return localStorage.length
        } catch (error) {
          return (error as Error).name
        }
      })
      assert.equal(blocked, 'SecurityError')
      await bookOnce(visit)
    },
  },
]
