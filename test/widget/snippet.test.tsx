import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { newKey } from '../../widget/key.ts'
import { readVisit } from '../../widget/visit.ts'
import { elm } from './elm.ts'

const server = setupServer(http.get('https://*/v1/practices/:practice', () => HttpResponse.json(elm())))

beforeAll(() => {
  Object.assign(globalThis, { CSS: { supports: () => false } })
  server.listen({ onUnhandledFrame: 'error' })
})
beforeEach(() => vi.resetModules())
afterEach(() => document.body.replaceChildren())
afterAll(() => server.close())

/** A script tag as it stands on the page; jsdom does not load it, so `run` stands for its arrival. */
const scriptTag = (data: { readonly [name: string]: string }, src?: string) => {
  const script = document.createElement('script')
  if (src) script.src = src
  Object.assign(script.dataset, data)
  return document.body.appendChild(script)
}

const run = (current: HTMLScriptElement | null = null) => {
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(current)
  vi.resetModules()
  return import('../../widget/index.ts')
}

const placed = () =>
  [...document.querySelectorAll('chairtime-booking')].map((element) => [
    element.previousElementSibling,
    Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
  ])

describe('the script tag', () => {
  it('puts the widget where it stands, with its data attributes and its own server', async () => {
    const script = scriptTag(
      { practice: 'elm', theme: 'dark', color: '#0b6e6e', cfasync: 'false' },
      'https://book.example.com/v1/book.js',
    )
    await run(script)
    expect(placed()).toEqual([
      [script, { practice: 'elm', theme: 'dark', color: '#0b6e6e', api: 'https://book.example.com' }],
    ])
  })

  it('adds nothing where the element for its practice was put by hand, before it or after it', async () => {
    document.body.innerHTML = '<chairtime-booking practice="elm"></chairtime-booking><p></p>'
    await run(scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js'))
    expect(placed()).toHaveLength(1)
    document.body.replaceChildren()
    const script = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    vi.spyOn(document, 'readyState', 'get').mockReturnValueOnce('loading')
    await run(script)
    document.body.append(document.createElement('p'), Object.assign(document.createElement('chairtime-booking')))
    document.querySelector('chairtime-booking')?.setAttribute('practice', 'elm')
    document.dispatchEvent(new Event('DOMContentLoaded'))
    expect(placed()).toHaveLength(1)
  })

  it('puts one widget at each of two tags', async () => {
    const scripts = [0, 1].map(() => scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js'))
    for (const script of scripts) await run(script)
    expect(placed().map(([before]) => before)).toEqual(scripts)
  })

  it('is found on the page when the browser does not say which script runs', async () => {
    const script = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    await run()
    expect(placed()).toEqual([[script, { practice: 'elm', api: 'https://book.example.com' }]])
  })

  it('takes the server from data-api, also when the script is pasted into the page', async () => {
    const script = scriptTag({ practice: 'elm', api: 'https://other.example.com' })
    await run(script)
    expect(placed()).toEqual([[script, { practice: 'elm', api: 'https://other.example.com' }]])
  })

  it('puts one widget only, however often it runs', async () => {
    const script = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    await run(script)
    await run(script)
    await run()
    expect(placed()).toHaveLength(1)
  })

  it('stands twice on a page for two practices', async () => {
    const one = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    const other = scriptTag({ practice: 'oak' }, 'https://book.example.com/v1/book.js')
    await run(one)
    await run(other)
    expect(placed().map(([script]) => script)).toEqual([one, other])
  })

  it('puts nothing when it names no practice', async () => {
    await run(scriptTag({}, 'https://book.example.com/v1/book.js'))
    expect(placed()).toEqual([])
  })
})

describe('readVisit', () => {
  it('reads the campaign and the host of the page before', () => {
    expect(
      readVisit(
        'https://elm.example.com/book?utm_source=mail&utm_medium=newsletter&utm_campaign=spring&name=Nadia',
        'https://search.example.com/?q=dentist',
      ),
    ).toEqual({ utmSource: 'mail', utmMedium: 'newsletter', utmCampaign: 'spring', referrer: 'search.example.com' })
  })

  it('leaves out its own website and what is absent, and cuts what is too long', () => {
    const visit = readVisit(`https://elm.example.com/?utm_source=${'x'.repeat(300)}`, 'https://elm.example.com/team')
    expect(visit).toEqual({ utmSource: 'x'.repeat(200) })
  })
})

describe('newKey', () => {
  it('is a random UUID also where the page is not a secure context', () => {
    const secure = newKey()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const keys = [secure, newKey(), newKey()]
    vi.unstubAllGlobals()
    for (const key of keys) expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(new Set(keys).size).toBe(3)
  })
})
