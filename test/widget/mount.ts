import { within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { HoldBody, PracticeReply, RequestBody } from '../../server/contract/index.ts'
import { defineElement } from '../../widget/element.ts'
import { elm, openings, sentReply, today, wireOf } from './elm.ts'

export const api = 'https://book.example.com'

/** jsdom has no `CSS.supports`; hex colours are all that these tests need. */
const lendSupports = () =>
  Object.assign(globalThis, { CSS: { supports: (_: string, color: string) => /^#\w+$/.test(color) } })

/** Everything sent, with its key, while the test runs. */
export const sent: { body: RequestBody; key: string | null }[] = []

/** The API answering as it should; a test puts other handlers before these. */
export const server = setupServer(
  http.get(`${api}/v1/practices/elm`, () => HttpResponse.json(elm())),
  http.get(`${api}/v1/practices/elm/openings`, ({ request }) => {
    const reason = new URL(request.url).searchParams.get('reason')
    return HttpResponse.json({ version: '1', today, answer: wireOf(reason === 'implants' ? [] : openings) })
  }),
  http.post<never, HoldBody>(`${api}/v1/practices/elm/holds`, async ({ request }) => {
    const { start } = await request.json()
    const held = { hold: 'a-hold-of-twenty-signs', start, practitioner: 'okafor', heldUntil: start }
    return HttpResponse.json(held, { status: 201 })
  }),
  http.post(`${api}/v1/practices/elm/holds/release`, () => new HttpResponse(null, { status: 204 })),
  http.post<never, RequestBody>(`${api}/v1/practices/elm/requests`, async ({ request }) => {
    const body = await request.json()
    sent.push({ body, key: request.headers.get('Idempotency-Key') })
    return HttpResponse.json(sentReply(body.start), { status: 201 })
  }),
)

/** Answers with a changed practice. */
export const usePractice = (practice: PracticeReply) =>
  server.use(http.get(`${api}/v1/practices/elm`, () => HttpResponse.json(practice)))

/** Answers the next request, or all of them, with a refusal. */
export const useRefusal = (status: number, refusal: string, more: object = {}, options = { once: false }) =>
  server.use(
    http.post<never, RequestBody>(
      `${api}/v1/practices/elm/requests`,
      async ({ request }) => {
        sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') })
        return HttpResponse.json({ type: `/problems/${refusal}`, status, ...more }, { status })
      },
      options,
    ),
  )

/** Starts and ends the API around the tests of a file, and leaves nothing on the page between them. */
export const serveElm = () => {
  beforeAll(() => {
    lendSupports()
    server.listen({ onUnhandledFrame: 'error' })
    defineElement(api, {}, 0)
  })
  afterEach(async () => {
    document.body.replaceChildren()
    sent.length = 0
    server.resetHandlers()
    await new Promise((resolve) => setTimeout(resolve, 5))
  })
  afterAll(() => server.close())
}

/** The widget on the page, and queries into it. */
export const mount = (attributes: { readonly [name: string]: string } = {}) => {
  const element = document.createElement('chairtime-booking')
  for (const [name, value] of Object.entries({ practice: 'elm', ...attributes })) element.setAttribute(name, value)
  document.body.append(element)
  const root = element.shadowRoot!
  return { element, root, screen: within(root.firstElementChild as HTMLElement) }
}
