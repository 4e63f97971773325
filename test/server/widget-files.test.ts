import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json' }
const built = ['widget/book.js', 'widget/chunk-Ab3_x.js', 'widget/style.css', 'widget/notes.json', 'widget/book.js.map']
const others = ['portal/index.html', 'widget/text/es.json', 'widget/../portal/index.html', 'widget/']

let house: TestHouse
let app: ReturnType<typeof createApp>
beforeEach(async () => {
  house = await testHouse()
  const body = new TextEncoder().encode('what was built')
  const typeOf = (path: string) => types[path.split('.').at(-1) as keyof typeof types] ?? 'application/octet-stream'
  app = createApp({
    store: house.store,
    accounts: house.accounts,
    secret: house.secret,
    clock: () => house.now,
    log: () => {},
    asset: (path) =>
      [...built, ...others].includes(path) ? { body, brotli: body, type: typeOf(path), etag: '"tag"' } : null,
    version: '1.2.3',
    ownOrigins: [OWN_ORIGIN],
    addressOf: () => undefined,
  })
})
afterEach(() => house.close())

describe('GET /v1/{file}', () => {
  it.each([
    ['book.js', types.js],
    ['chunk-Ab3_x.js', types.js],
    ['style.css', types.css],
    ['notes.json', types.json],
  ])('hands out %s to every website', async (file, type) => {
    const reply = await app.request(`/v1/${file}`)
    const header = (name: string) => reply.headers.get(name)
    expect([reply.status, header('Content-Type'), header('Cache-Control')]).toEqual([
      200,
      type,
      'public, max-age=300, stale-while-revalidate=604800',
    ])
    expect(header('Access-Control-Allow-Origin')).toBe('*')
    expect(header('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(header('X-Content-Type-Options')).toBe('nosniff')
    const again = await app.request(`/v1/${file}`, { headers: { 'If-None-Match': '"tag"' } })
    expect(again.status).toBe(304)
  })

  it.each([
    '/v1/month.js',
    '/v1/book.js.map',
    '/v1/index.html',
    '/v1/..%2fportal%2findex.html',
    '/v1/%2e%2e%2fportal%2findex.html',
    '/v1/text%2fes.json',
    '/v1/text/es.json',
  ])('has nothing at %s', async (path) => {
    const reply = await app.request(path)
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
  })
})

describe('GET /v{version}/{file}', () => {
  it('is the same file for ever', async () => {
    const reply = await app.request('/v1.2.3/book.js', { headers: { 'Accept-Encoding': 'br' } })
    const header = (name: string) => reply.headers.get(name)
    expect([reply.status, await reply.text(), header('Content-Encoding')]).toEqual([200, 'what was built', 'br'])
    expect(header('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(header('Access-Control-Allow-Origin')).toBe('*')
    expect(header('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(header('X-Content-Type-Options')).toBe('nosniff')
  })

  it.each(['/v1.2.4/book.js', '/v1.2.3/month.js', '/v1.2.3/..%2fportal%2findex.html'])(
    'has nothing at %s',
    async (path) => {
      expect((await app.request(path)).status).toBe(404)
    },
  )
})
