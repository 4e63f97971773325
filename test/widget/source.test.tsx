import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RequestBody } from '../../server/contract/index.ts'
import { httpSource } from '../../widget/source.ts'
import { at, elm, openings, sentReply, today, wireOf } from './elm.ts'

const api = 'https://book.example.com'
const server = setupServer()
const source = httpSource(api, 'elm', undefined, 60, 0)

const body = { reason: 'check-up', start: openings[0]!.start } as RequestBody

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

/** Answers requests one after the other, and remembers them. */
const answer = (...replies: (() => Response | Promise<Response>)[]) => {
  const seen: Request[] = []
  server.use(
    http.post(`${api}/v1/practices/elm/requests`, ({ request }) => {
      seen.push(request)
      return (replies[seen.length - 1] ?? replies.at(-1))!()
    }),
  )
  return seen
}

const fine = () => HttpResponse.json(sentReply(body.start), { status: 201 })
const broken = () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 })
const problem =
  (status: number, refusal: string, more: object = {}) =>
  () =>
    HttpResponse.json({ type: `/problems/${refusal}`, status, ...more }, { status })

describe('httpSource', () => {
  it('reads the practice', async () => {
    server.use(http.get(`${api}/v1/practices/elm`, () => HttpResponse.json(elm())))
    expect(await source.practice()).toEqual({ ok: true, value: elm() })
  })

  it('asks for the words of a language', async () => {
    const asked: string[] = []
    server.use(
      http.get(`${api}/v1/practices/elm`, ({ request }) => {
        asked.push(new URL(request.url).search)
        return HttpResponse.json(elm())
      }),
    )
    await httpSource(api, 'elm', 'es').practice()
    await source.practice()
    expect(asked).toEqual(['?lang=es', ''])
  })

  it('reads the compact year as the server writes its times, on both sides of a clock change', async () => {
    const slots = [...openings, at('2027-06-01', '09:00', ['okafor'], { places: 2 })]
    server.use(
      http.get(`${api}/v1/practices/elm/openings`, () =>
        HttpResponse.json({ version: '1', today, answer: wireOf(slots) }),
      ),
    )
    const answer = await source.year('check-up', null)
    expect(answer).toEqual({ ok: true, value: slots.map((slot) => ({ location: 'elm', ...slot })) })
  })

  it('gives a hold up once, whatever comes of it', async () => {
    let asked = 0
    server.use(
      http.post(`${api}/v1/practices/elm/holds/release`, () => {
        asked++
        return new HttpResponse(null, { status: 204 })
      }),
    )
    source.release('a-hold-of-twenty-signs')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(asked).toBe(1)
  })

  it('sends the key beside the body and no cookies', async () => {
    const seen = answer(fine)
    const opened = vi.spyOn(XMLHttpRequest.prototype, 'open')
    const isWithCookies = vi.spyOn(XMLHttpRequest.prototype, 'withCredentials', 'set')
    expect(await source.send(body, 'key-1')).toEqual({ ok: true, value: sentReply(body.start) })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.headers.get('Idempotency-Key')).toBe('key-1')
    expect(seen[0]?.headers.get('Content-Type')).toBe('application/json')
    expect(opened).toHaveBeenCalledOnce()
    expect(isWithCookies).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    expect(await seen[0]?.json()).toEqual(body)
  })

  it.each([
    ['the server fails', broken],
    ['there is no connection', () => HttpResponse.error()],
    ['a success cannot be read', () => new HttpResponse('<h1>Welcome to Wi-Fi</h1>')],
  ])('tries once more with the same key when %s', async (_, reply) => {
    const seen = answer(reply, fine)
    expect(await source.send(body, 'key-1')).toMatchObject({ ok: true })
    expect(seen.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual(['key-1', 'key-1'])
  })

  it.each([
    ['offline', 'there is no connection', () => HttpResponse.error()],
    ['unavailable', 'the server fails', broken],
    ['unavailable', 'the answer takes too long', () => new Promise<Response>(() => {})],
  ])('says %s when %s twice', async (refusal, _, reply) => {
    const seen = answer(reply)
    expect(await source.send(body, 'key-1')).toEqual({ ok: false, refusal })
    expect(seen).toHaveLength(2)
  })

  it('hands on what the server refuses, and does not try again', async () => {
    const alternatives = [openings[1]]
    const seen = answer(problem(409, 'slot-taken', { alternatives }))
    expect(await source.send(body, 'key-1')).toEqual({ ok: false, refusal: 'slot-taken', alternatives })
    expect(seen).toHaveLength(1)
    answer(problem(400, 'invalid-request', { errors: [{ pointer: '/note', detail: 'Too long' }] }))
    expect(await source.send(body, 'key-2')).toEqual({
      ok: false,
      refusal: 'invalid-request',
      errors: [{ pointer: '/note', detail: 'Too long' }],
    })
    answer(problem(403, 'origin-not-allowed'))
    expect(await source.send(body, 'key-3')).toEqual({ ok: false, refusal: 'origin-not-allowed' })
  })
})
