import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader, exportJWK, exportPKCS8, generateKeyPair, jwtVerify } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { PmsFault } from '../../server/pms/connector.ts'
import { pauseAsked } from '../../server/pms/fhir/pause.ts'
import { all } from '../kit/connector-contract.ts'
import { appointment, type FhirStreet, NOW, openFhirStreet, YEAR } from '../kit/fhir.ts'
import type { Mishap } from '../kit/fhir-server.ts'

let street: FhirStreet
afterEach(() => street.server.close())

const listed = (connector = street.connector) => all(connector.window(YEAR, street.signal))
const faultOf = (promise: Promise<unknown>): Promise<PmsFault> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error: PmsFault) => error,
  )

async function openWith(mishap: (time: number) => Mishap | undefined): Promise<void> {
  street = await openFhirStreet({
    pageSize: 2,
    // The second page of the month that holds them.
    mishap: ({ target, time }) => (target.includes('_offset=2') ? mishap(time) : undefined),
  })
  for (let i = 0; i < 5; i++) street.server.store.put(appointment(`a${i}`))
}

describe('a page that fails', () => {
  it.each<[string, Mishap, readonly number[]]>([
    ['500 in mid-listing', { status: 500, body: 'Ana' }, [500, 1500]],
    ['502', { status: 502 }, [500, 1500]],
    ['504', { status: 504 }, [500, 1500]],
    ['an answer that is cut', 'cut', [500, 1500]],
    ['an answer that stops in mid-page', 'truncated', [500, 1500]],
    ['a connection that ends', 'lost', [500, 1500]],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, [7000, 7000]],
    [
      '503 with a date',
      {
        status: 503,
        headers: { 'retry-after': new Date(NOW + 9000).toUTCString(), date: new Date(NOW).toUTCString() },
      },
      [9000, 9000],
    ],
    ['429 without a word', { status: 429 }, [500, 1500]],
  ])('is fetched again after %s', async (_, mishap, waits) => {
    await openWith((time) => (time <= 2 ? mishap : undefined))
    expect((await listed()).items.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4].map((i) => `Appointment/a${i}`))
    expect(street.waits).toEqual(waits)
  })

  it('is given up after four tries, in words without what was sent', async () => {
    await openWith(() => ({ status: 500, body: { resourceType: 'OperationOutcome', text: 'Ana de la Cruz' } }))
    const fault = await faultOf(listed())
    expect(fault.kind).toBe('unreachable')
    expect(fault.message).toMatch(/^127\.0\.0\.1:\d+, asked for Appointment, answered with an error \(500\)\.$/)
    expect(street.waits).toHaveLength(3)
  })

  it('is not waited for when that takes long', async () => {
    await openWith(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    expect(await faultOf(listed())).toMatchObject({ kind: 'busy', retryAfterSeconds: 3600 })
    expect(street.waits).toEqual([])
  })

  it('ends after the time-out', async () => {
    await openWith(() => 'silence')
    const fault = await faultOf(listed(street.connect({}, { timeoutMs: 60 })))
    expect(fault).toMatchObject({ kind: 'unreachable' })
    expect(fault.message).toContain("didn't answer within 0.06 seconds")
  })

  it('ends at once when the caller ends it', async () => {
    await openWith(() => 'silence')
    const stop = new AbortController()
    const going = all(street.connector.window(YEAR, stop.signal))
    setTimeout(() => stop.abort(new Error('enough')), 30)
    await expect(going).rejects.toThrow('enough')
  })
})

describe('an answer', () => {
  it('may not be endless', async () => {
    street = await openFhirStreet({ mishap: () => ({ status: 200, body: ' '.repeat(3_000_000) }) })
    const fault = await faultOf(listed(street.connect({}, { mostBytes: 1_000_000 })))
    expect(fault).toMatchObject({ kind: 'unreadable' })
    expect(fault.message).toContain('more than 1 MB')
  })

  it('that is a web page is no schedule', async () => {
    street = await openFhirStreet({
      mishap: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Sign in, Ana' }),
    })
    const fault = await faultOf(listed())
    expect(fault.kind).toBe('unreadable')
    expect(fault.message).toContain('a web page')
  })

  it.each([401, 403])('of %i is a matter of credentials', async (status) => {
    street = await openFhirStreet({ mishap: () => ({ status }) })
    expect(await faultOf(listed())).toMatchObject({ kind: 'denied' })
  })

  it('that sends us elsewhere is followed on the same server alone', async () => {
    street = await openFhirStreet()
    street.server.store.put(appointment('a0'))
    street.server.ways.mishap = ({ target, time }) =>
      time === 1 ? { status: 307, headers: { location: `/fhir${target}` } } : undefined
    expect((await listed()).items).toHaveLength(1)
    street.server.ways.mishap = () => ({ status: 307, headers: { location: 'http://evil.example.com/fhir' } })
    expect(await faultOf(listed())).toMatchObject({ kind: 'misconfigured' })
  })
})

describe('credentials', () => {
  it('go along as a header, or as a user with a password', async () => {
    street = await openFhirStreet()
    await listed(street.connect({ access: { kind: 'header', name: 'X-Api-Key', value: 'k' } }))
    await listed(street.connect({ access: { kind: 'basic', user: 'désk', password: 'p:w' } }))
    const [first] = street.server.asked
    expect(first!.headers['x-api-key']).toBe('k')
    const sent = street.server.asked.at(-1)!.headers.authorization!
    expect(Buffer.from(sent.slice('Basic '.length), 'base64').toString()).toBe('désk:p:w')
  })

  it('must be set', async () => {
    street = await openFhirStreet()
    expect(() => street.connect({ access: { kind: 'basic', user: 'desk', password: null } })).toThrow("isn't set")
  })

  it.each(['RS384', 'ES384'])('are a token for an assertion signed with %s, asked for once', async (algorithm) => {
    street = await openFhirStreet()
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
    const tokens = await openTokens()
    try {
      const key = algorithm === 'RS384' ? await exportPKCS8(privateKey) : JSON.stringify(await exportJWK(privateKey))
      let now = NOW
      const connector = street.connect(
        {
          access: {
            ...{ kind: 'smart', clientId: 'us', tokenUrl: tokens.url, scope: 'system/*.rs', keyId: 'k1' },
            privateKey: key,
          },
        },
        { clock: () => now },
      )
      await Promise.all([listed(connector), listed(connector)])
      expect(tokens.asked).toHaveLength(1)
      const assertion = tokens.asked[0]!.get('client_assertion')!
      expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: algorithm, kid: 'k1' })
      const { payload } = await jwtVerify(assertion, publicKey, { audience: tokens.url, currentDate: new Date(NOW) })
      expect(payload).toMatchObject({ iss: 'us', sub: 'us' })
      expect(decodeJwt(assertion).exp! - NOW / 1000).toBeLessThanOrEqual(300)
      expect(street.server.asked.at(-1)!.headers.authorization).toBe('Bearer token-1')

      // Shortly before it runs out, a new one.
      now += 250_000
      await listed(connector)
      expect(tokens.asked).toHaveLength(2)

      // One that is refused is replaced once.
      street.server.ways.mishap = ({ headers }) =>
        headers.authorization === 'Bearer token-2' ? { status: 401 } : undefined
      await listed(connector)
      expect(tokens.asked).toHaveLength(3)
      street.server.ways.mishap = () => ({ status: 401 })
      expect(await faultOf(listed(connector))).toMatchObject({ kind: 'denied' })
      expect(tokens.asked).toHaveLength(4)
    } finally {
      await tokens.close()
    }
  })
})

describe('pauseAsked', () => {
  it("measures a date against the server's own clock", () => {
    street = { server: { close: async () => {} } } as FhirStreet
    const headers = (retryAfter: string, date?: string) =>
      new Headers({ 'retry-after': retryAfter, ...(date ? { date } : {}) })
    const at = 'Mon, 23 Nov 2026 15:00:30 GMT'
    expect(pauseAsked(headers(at, 'Mon, 23 Nov 2026 15:00:10 GMT'), () => NOW)).toBe(20_000)
    expect(pauseAsked(headers(at), () => NOW)).toBe(30_000)
    expect(pauseAsked(headers(at), () => NOW + 60_000)).toBe(0)
    expect(pauseAsked(headers('12'), () => NOW)).toBe(12_000)
    expect(pauseAsked(headers('soon'), () => NOW)).toBeNull()
  })
})

async function openTokens() {
  const asked: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    asked.push(new URLSearchParams(body))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ access_token: `token-${asked.length}`, token_type: 'bearer', expires_in: 300 }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
  return { url, asked, close: () => new Promise((resolve) => server.close(resolve)) }
}
