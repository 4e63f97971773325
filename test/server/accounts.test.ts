import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AccountsOptions, createAccounts } from '../../server/accounts.ts'

const site = 'http://127.0.0.1:4500'
const dana = { email: 'dana@elm.example', name: 'Dana Whitlock', password: 'correct horse battery' }

let folder: string
let database: DatabaseSync
let lines: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'))
  database = new DatabaseSync(join(folder, 'accounts.sqlite'))
  lines = []
})

afterEach(() => {
  vi.useRealTimers()
  database.close()
  rmSync(folder, { recursive: true })
})

async function accountsWithDana(more: Partial<AccountsOptions> = {}) {
  const accounts = createAccounts({
    database,
    baseUrl: site,
    secret: 'only-for-tests-0123456789-abcdefghij',
    log: (line) => lines.push(line),
    ...more,
  })
  await accounts.migrate()
  await accounts.addStaff(dana)
  return accounts
}

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  new Request(`${site}/portal/auth${path}`, {
    method,
    headers: { origin: site, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    body: body ? JSON.stringify(body) : null,
  })

const signIn = (email = dana.email, password = dana.password, headers: Record<string, string> = {}) =>
  call('POST', '/sign-in/email', { email, password }, headers)

const cookieOf = (reply: Response) =>
  reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')

describe('signing in', () => {
  it('gives a session that is read back from the cookie', async () => {
    const accounts = await accountsWithDana()
    const reply = await accounts.handler(signIn())
    expect(reply.status).toBe(200)
    expect(await accounts.sessionOf(new Headers({ cookie: cookieOf(reply) }))).toEqual({
      userId: expect.any(String),
      name: 'Dana Whitlock',
      email: 'dana@elm.example',
    })
  })

  it('answers an unknown email just like a wrong password', async () => {
    const accounts = await accountsWithDana()
    const wrong = await accounts.handler(signIn(dana.email, 'not the password'))
    const unknown = await accounts.handler(signIn('nobody@elm.example', 'not the password'))
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect(await unknown.text()).toBe(await wrong.text())
    expect([...unknown.headers]).toEqual([...wrong.headers])
    expect(wrong.headers.getSetCookie()).toEqual([])
  })

  it('refuses a body that is not an email and a password', async () => {
    const accounts = await accountsWithDana()
    expect((await accounts.handler(call('POST', '/sign-in/email', { email: dana.email }))).status).toBe(400)
    expect((await accounts.handler(signIn('not-an-email'))).status).toBe(400)
  })

  it('sets a strict cookie for the portal only, Secure when the base URL is https', async () => {
    const plain = (await (await accountsWithDana()).handler(signIn())).headers.getSetCookie()
    expect(plain).toEqual([
      expect.stringMatching(/^chairtime\.session_token=[^;]+; Max-Age=900; Path=\/portal; HttpOnly; SameSite=Strict$/i),
    ])
    const https = await accountsWithDana({ baseUrl: 'https://book.elm.example' })
    const secure = (
      await https.handler(signIn(dana.email, dana.password, { origin: 'https://book.elm.example' }))
    ).headers.getSetCookie()
    expect(secure).toEqual([expect.stringMatching(/^__Secure-chairtime\.session_token=.*; Secure/i)])
  })

  it('refuses a foreign website', async () => {
    const accounts = await accountsWithDana()
    const reply = await accounts.handler(signIn(dana.email, dana.password, { origin: 'https://evil.example' }))
    expect(reply.status).toBe(403)
    expect(reply.headers.getSetCookie()).toEqual([])
  })

  it('lets nobody ask for a session without idle time', async () => {
    const accounts = await accountsWithDana()
    const reply = await accounts.handler(call('POST', '/sign-in/email', { ...dana, rememberMe: false }))
    expect(reply.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=900')])
  })

  it('limits attempts by address, not by what the caller claims to be', async () => {
    const accounts = await accountsWithDana({ signInsPerMinute: 2 })
    const attempt = (address: string) =>
      accounts.handler(signIn(dana.email, 'not the password', { 'x-chairtime-address': '203.0.113.99' }), address)
    expect((await attempt('203.0.113.1')).status).toBe(401)
    expect((await attempt('203.0.113.1')).status).toBe(401)
    expect((await attempt('203.0.113.1')).status).toBe(429)
    expect((await attempt('203.0.113.2')).status).toBe(401)
  })
})

describe('what is reachable', () => {
  it.each([
    ['POST', '/sign-up/email', { email: 'eve@elm.example', name: 'Eve', password: 'a long enough password' }],
    ['POST', '/change-password', { currentPassword: dana.password, newPassword: 'another long password' }],
    ['POST', '/update-user', { name: 'Somebody else' }],
    ['POST', '/request-password-reset', { email: dana.email }],
    ['POST', '/two-factor/enable', { password: dana.password }],
    ['POST', '/two-factor/send-otp', {}],
    ['POST', '/passkey/update-passkey', { id: 'x', name: 'y' }],
    ['GET', '/passkey/generate-register-options', undefined],
    ['GET', '/list-sessions', undefined],
    ['GET', '/ok', undefined],
  ])('refuses %s %s', async (method, path, body) => {
    const accounts = await accountsWithDana()
    const cookie = cookieOf(await accounts.handler(signIn()))
    expect((await accounts.handler(call(method, path, body, { cookie }))).status).toBe(404)
    expect(await accounts.findStaff('eve@elm.example')).toBeNull()
  })
})

describe('a session', () => {
  it('ends on sign-out, for its own account only', async () => {
    const accounts = await accountsWithDana()
    await accounts.addStaff({ email: 'rosa@elm.example', name: 'Rosa Delgado', password: 'another long password' })
    const danas = new Headers({ cookie: cookieOf(await accounts.handler(signIn())) })
    const rosas = new Headers({
      cookie: cookieOf(await accounts.handler(signIn('rosa@elm.example', 'another long password'))),
    })
    const out = await accounts.handler(call('POST', '/sign-out', undefined, { cookie: danas.get('cookie')! }))
    expect(out.status).toBe(200)
    expect(await accounts.sessionOf(danas)).toBeNull()
    expect((await accounts.sessionOf(rosas))?.name).toBe('Rosa Delgado')
  })

  it('is nobody without a cookie or with one that was changed', async () => {
    const accounts = await accountsWithDana()
    const cookie = cookieOf(await accounts.handler(signIn()))
    expect(await accounts.sessionOf(new Headers())).toBeNull()
    expect(
      await accounts.sessionOf(new Headers({ cookie: cookie.replace('session_token=', 'session_token=x') })),
    ).toBeNull()
  })

  it('ends after 15 minutes of polling alone', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    const accounts = await accountsWithDana()
    const headers = new Headers({ cookie: cookieOf(await accounts.handler(signIn())) })
    vi.setSystemTime(new Date('2026-11-23T08:14:00Z'))
    expect((await accounts.sessionOf(headers))?.email).toBe(dana.email)
    vi.setSystemTime(new Date('2026-11-23T08:15:01Z'))
    expect(await accounts.sessionOf(headers)).toBeNull()
  })

  it('goes on while it is renewed, but not beyond 12 hours', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    const accounts = await accountsWithDana()
    let cookie = cookieOf(await accounts.handler(signIn()))
    for (let minutes = 10; minutes < 12 * 60; minutes += 10) {
      vi.setSystemTime(new Date('2026-11-23T08:00:00Z').getTime() + minutes * 60_000)
      const renewed = await accounts.handler(call('GET', '/get-session', undefined, { cookie }))
      expect(renewed.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=900')])
      cookie = cookieOf(renewed)
    }
    expect((await accounts.sessionOf(new Headers({ cookie })))?.email).toBe(dana.email)
    vi.setSystemTime(new Date('2026-11-23T20:00:00Z'))
    const last = await accounts.handler(call('GET', '/get-session', undefined, { cookie }))
    expect(await last.json()).toBeNull()
    expect(await accounts.sessionOf(new Headers({ cookie }))).toBeNull()
  })

  it('survives a restart on the same file', async () => {
    const cookie = cookieOf(await (await accountsWithDana()).handler(signIn()))
    const again = createAccounts({ database, baseUrl: site, secret: 'only-for-tests-0123456789-abcdefghij' })
    await again.migrate()
    expect((await again.sessionOf(new Headers({ cookie })))?.email).toBe(dana.email)
  })
})

describe('addStaff', () => {
  it('gives an existing account the new password and ends its sessions', async () => {
    const accounts = await accountsWithDana()
    const before = new Headers({ cookie: cookieOf(await accounts.handler(signIn())) })
    const { userId } = (await accounts.findStaff(dana.email))!
    expect(await accounts.addStaff({ email: 'DANA@elm.example', password: 'a brand new password' })).toEqual({
      userId,
      name: 'Dana Whitlock',
      email: 'dana@elm.example',
      created: false,
    })
    expect(await accounts.sessionOf(before)).toBeNull()
    expect((await accounts.handler(signIn())).status).toBe(401)
    expect((await accounts.handler(signIn(dana.email, 'a brand new password'))).status).toBe(200)
  })

  it('refuses a short password and an email that is none', async () => {
    const accounts = await accountsWithDana()
    await expect(accounts.addStaff({ email: 'a@elm.example', password: 'eleven char' })).rejects.toThrow(RangeError)
    await expect(accounts.addStaff({ email: 'elm', password: 'a long enough password' })).rejects.toThrow(RangeError)
    expect(await accounts.findStaff('a@elm.example')).toBeNull()
  })
})

describe('what is written down', () => {
  it('keeps emails and passwords out of the log and the console', async () => {
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => void lines.push(words.join(' '))),
    )
    const accounts = await accountsWithDana()
    await accounts.handler(signIn('nobody@elm.example', 'a secret password'))
    await accounts.handler(signIn(dana.email, 'a secret password'))
    await accounts.handler(signIn(dana.email, dana.password, { origin: 'https://evil.example' }))
    database.exec('DROP TABLE staff_session')
    expect((await accounts.handler(signIn())).status).toBe(500)
    for (const spy of printed) spy.mockRestore()
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toMatch(/@|secret password|correct horse/)
  })
})

it('refuses a secret that is too short', () => {
  expect(() => createAccounts({ database, baseUrl: site, secret: 'short' })).toThrow(RangeError)
})
