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
const listened = vi.spyOn(document, 'addEventListener')
beforeEach(() => vi.resetModules())
afterEach(() => {
  document.body.replaceChildren()
  for (const [name, listener] of listened.mock.calls) document.removeEventListener(name, listener)
  listened.mockClear()
})
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

  it('puts it at the end of the page when the tag stands in the head or is gone already', async () => {
    const script = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    document.head.append(script)
    await run(script)
    script.remove()
    expect(document.body.lastElementChild?.localName).toBe('chairtime-booking')
    document.body.replaceChildren()
    await run(script)
    expect(placed()).toHaveLength(1)
  })

  it('goes by the tag on the page when it runs joined with other scripts', async () => {
    const script = scriptTag({ practice: 'elm' }, 'https://book.example.com/v1/book.js')
    const joined = document.createElement('script')
    joined.src = 'https://elm.example.com/all.js'
    await run(joined)
    expect(placed()).toEqual([[script, { practice: 'elm', api: 'https://book.example.com' }]])
  })

  it('puts nothing when it names no practice', async () => {
    await run(scriptTag({}, 'https://book.example.com/v1/book.js'))
    expect(placed()).toEqual([])
  })
})

/** The part with buttons and dialogs, as it would come from the server. */
const lendModes = () => {
  const show = vi.fn()
  vi.doMock('../../widget/part.ts', () => ({ partsFrom: () => {}, part: () => Promise.resolve({ show }) }))
  return show
}

describe('a mode', () => {
  afterEach(() => vi.doUnmock('../../widget/part.ts'))

  it('is left to a part of its own', async () => {
    const show = lendModes()
    const script = scriptTag({ practice: 'elm', mode: 'popup' }, 'https://book.example.com/v1/book.js')
    await run(script)
    await vi.waitFor(() => expect(show.mock.calls).toEqual([[script, 'https://book.example.com']]))
    expect(placed()).toEqual([])
  })

  it('is the widget itself when that part can not be had', async () => {
    const script = scriptTag({ practice: 'elm', mode: 'float' }, 'https://book.example.com/v1/book.js')
    await run(script)
    await vi.waitFor(() => expect(placed()).toHaveLength(1))
    expect(placed()[0]?.[0]).toBe(script)
  })

  it('is asked for by places on the page', async () => {
    const show = lendModes()
    document.body.append(Object.assign(document.createElement('div'), { id: 'place' }))
    document.getElementById('place')!.dataset.chairtime = 'elm'
    await run(scriptTag({}, 'https://book.example.com/v1/book.js'))
    await vi.waitFor(() => expect(show.mock.calls).toEqual([[null, 'https://book.example.com']]))
  })

  it('is asked for by a link that is pressed, once, and not with Ctrl', async () => {
    const show = lendModes()
    await run(scriptTag({}, 'https://book.example.com/v1/book.js'))
    document.body.innerHTML = '<a href="#" data-chairtime-popup><b>Book</b></a>'
    const press = (options: MouseEventInit) => {
      const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...options })
      document.querySelector('b')!.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect([press({}), press({ ctrlKey: true })]).toEqual([true, false])
    await vi.waitFor(() => expect(show.mock.calls).toEqual([[document.querySelector('a'), 'https://book.example.com']]))
  })
})

describe('a place for it', () => {
  const fillPlaces = async (markup: string) => {
    document.body.innerHTML = markup
    const { show } = await import('../../widget/parts/modes.ts')
    show(null, 'https://book.example.com')
    show(null, 'https://book.example.com')
  }

  it('takes the widget in, once, with what stood there inside it', async () => {
    await fillPlaces('<div data-chairtime="elm" data-lang="de" data-cfasync="false"><a href="tel:1">Call</a></div>')
    expect(document.body.innerHTML).toBe(
      '<div data-chairtime="elm" data-lang="de" data-cfasync="false"><chairtime-booking api="https://book.example.com" lang="de" practice="elm"><a href="tel:1">Call</a></chairtime-booking></div>',
    )
  })

  it('takes a button in, in its language or with its own words', async () => {
    await fillPlaces(
      '<div data-chairtime="elm" data-mode="popup" data-lang="fr-CA" data-color="red"></div><div data-chairtime="elm" data-mode="popup" data-label="Book" data-color="red"></div>',
    )
    const buttons = [...document.querySelectorAll('chairtime-button')].map(
      ({ shadowRoot }) => shadowRoot!.querySelector('button')!,
    )
    expect(buttons.map(({ textContent, lang }) => [textContent, lang])).toEqual([
      ['Demander un rendez-vous', 'fr'],
      ['Book', ''],
    ])
    expect(document.querySelector('chairtime-booking')).toBeNull()
  })

  it('floats at the end of the page', async () => {
    await fillPlaces('<div data-chairtime="elm" data-mode="float" data-color="red"></div><p></p>')
    expect(document.body.lastElementChild?.localName).toBe('chairtime-button')
  })
})

describe('a frame on the page', () => {
  const message = (source: Window | null, origin: string, data: unknown) =>
    ({ source, origin, data }) as unknown as MessageEvent

  it('gets the height that it tells itself, and once what the page knows of the patient', async () => {
    const { onFrameMessage } = await import('../../widget/parts/frames.ts')
    document.body.innerHTML =
      '<iframe data-chairtime src="https://book.example.com/elm?embed" data-prefill-given="Nadia"></iframe>'
    const frame = document.querySelector('iframe')!
    const post = vi.spyOn(frame.contentWindow!, 'postMessage').mockReturnValue()
    const told = { type: 'chairtime:height', height: 640.2 }
    onFrameMessage(message(window, 'https://book.example.com', told))
    onFrameMessage(message(frame.contentWindow, 'https://evil.example.com', told))
    onFrameMessage(message(frame.contentWindow, 'https://book.example.com', { type: 'other', height: 640 }))
    onFrameMessage(message(frame.contentWindow, 'https://book.example.com', { ...told, height: '1px;color:red' }))
    expect([frame.style.height, post.mock.calls]).toEqual(['', []])
    onFrameMessage(message(frame.contentWindow, 'https://book.example.com', told))
    onFrameMessage(message(frame.contentWindow, 'https://book.example.com', { ...told, height: 700 }))
    expect([frame.style.height, post.mock.calls]).toEqual([
      '700px',
      [[{ type: 'chairtime:prefill', given: 'Nadia' }, 'https://book.example.com']],
    ])
  })
})

describe('a page in a frame', () => {
  it('takes what the page around it knows of the patient, until the details are open', async () => {
    const { takePrefill } = await import('../../widget/parts/frame.ts')
    const parent = { postMessage: () => {} }
    const around = vi.spyOn(window, 'parent', 'get').mockReturnValue(parent as unknown as Window)
    document.body.innerHTML = '<chairtime-booking data-at="1"></chairtime-booking>'
    takePrefill(document.querySelector('chairtime-booking')!)
    const say = (source: object, data: object) => {
      const event = new MessageEvent('message', { data: { type: 'chairtime:prefill', ...data } })
      Object.defineProperty(event, 'source', { value: source })
      window.dispatchEvent(event)
      return document.querySelector('chairtime-booking')!.getAttributeNames()
    }
    expect(say(window, { given: 'Nadia' })).toEqual(['data-at'])
    expect(say(parent, { given: 'Nadia', mobile: 555, theme: 'dark' })).toEqual(['data-at', 'prefill-given'])
    expect(say(parent, { family: 'Reyes' })).toEqual(['data-at', 'prefill-given', 'prefill-family'])
    const shown = document.querySelector('chairtime-booking')!
    shown.dispatchEvent(new CustomEvent('chairtime:step', { detail: { step: 'details' } }))
    expect(say(parent, { email: 'nadia@example.com' })).toEqual(['data-at', 'prefill-given', 'prefill-family'])
    around.mockRestore()
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
  it('is another each time, of 128 random bits, also where the page is not a secure context', () => {
    const secure = newKey()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const keys = [secure, newKey(), newKey()]
    vi.unstubAllGlobals()
    for (const key of keys) expect(key).toMatch(/^(\d{1,10}-){3}\d{1,10}$/)
    expect(new Set(keys).size).toBe(3)
  })
})
