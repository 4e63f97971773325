import { within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import type { AccountReply } from '../../server/contract/patient-account.ts'
import type { Page } from '../../widget/account/page.ts'

export const nadia: AccountReply = {
  practice: { id: 'elm', name: 'Elm Dental', phone: '555-0142' },
  given: 'Nadia',
  family: 'Reyes',
  birthDate: '1984-03-07',
  mobile: '555-0117',
  email: 'nadia.reyes@example.com',
  consent: { email: true, text: false },
  visits: [],
  passkeys: [],
  signedInBy: 'link',
}

export const visit: AccountReply['visits'][number] = {
  reference: 'K7Q-2M9',
  state: 'pending',
  start: '2026-11-24T09:00:00-05:00',
  end: '2026-11-24T09:40:00-05:00',
  reason: 'Check-up and clean',
  practitioner: 'Dr Maya Okafor',
  location: '12 Elm Street',
  link: 'token-of-the-request',
}

export type Call = { readonly path: string; readonly body: unknown }

/** The server: what each path answers, and what it was asked. */
export const calls: Call[] = []
const own = '/v1/practices/elm'
export const server = setupServer()

type Answer = object | ((body: never) => object | Promise<object>)

/** Answers a path; a function is given the body. */
export const answer = (path: string, reply: Answer, status = 200) =>
  server.use(
    http.all(own + path, async ({ request }) => {
      const body: unknown = request.method === 'POST' ? await request.json() : null
      calls.push({ path, body })
      const value =
        typeof reply === 'function' ? await (reply as (body: unknown) => object | Promise<object>)(body) : reply
      return value instanceof Response ? value : HttpResponse.json(value, { status })
    }),
  )

export const refusal = (status: number, name: string, more: object = {}) =>
  HttpResponse.json({ type: `/problems/${name}`, status, ...more }, { status })

/** Signed out, and nothing opens. */
const shut = () => {
  answer('/account', () => refusal(401, 'sign-in-required'))
  answer('/invitation', () => refusal(404, 'link-ended'))
}

/** What the pages of tests before listen to would answer, too. */
const listened: (() => void)[] = []
const noteListening = (on: EventTarget) => {
  const add = on.addEventListener.bind(on)
  vi.spyOn(on, 'addEventListener').mockImplementation((...of: Parameters<typeof add>) => {
    add(...of)
    listened.push(() => on.removeEventListener(...of))
  })
}

export const serveAccounts = () => {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    calls.length = 0
    document.body.replaceChildren()
    document.dir = ''
    for (const end of listened.splice(0)) end()
    vi.restoreAllMocks()
    vi.resetModules()
  })
  afterAll(() => server.close())
}

const page: Page = {
  kind: 'account',
  practice: 'elm',
  name: 'Elm Dental',
  phone: '555-0142',
  consents: true,
  locale: 'en-GB',
  language: 'en',
  today: '2026-11-21',
}

/** Opens the page as the server writes it, at an address with this behind its `#`; `before` sets what the server answers. */
export const open = async (changes: Partial<Page> = {}, token = '', before = () => {}) => {
  shut()
  before()
  const data = { ...page, ...changes }
  document.title = 'Your account, Elm Dental'
  history.replaceState(null, '', `/elm/${data.kind}?lang=en${token && `#${token}`}`)
  const main = document.createElement('main')
  const add = (tag: string, id: string) => {
    const element = document.createElement(tag)
    element.id = id
    main.append(element)
    return element
  }
  add('script', 'page').setAttribute('type', 'application/json')
  main.querySelector('script')!.textContent = JSON.stringify(data)
  add('div', 'account')
  add('div', 'book').hidden = true
  add('p', 'status').setAttribute('role', 'status')
  const menu = document.createElement('details')
  menu.className = 'langs'
  const other = document.createElement('a')
  other.href = `/elm/${data.kind}?lang=es`
  menu.append(other)
  main.append(menu)
  document.body.append(main)
  noteListening(document)
  noteListening(window)
  await import('../../widget/account/main.ts')
  return { main, screen: within(main), other, book: main.querySelector<HTMLElement>('#book')! }
}
