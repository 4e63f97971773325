import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountsWithDana, DANA, SITE, type TestBrowser, turnOnCodes } from '../kit/accounts.ts'
import { softwareAuthenticator } from '../kit/authenticator.ts'

let house: Awaited<ReturnType<typeof accountsWithDana>>
beforeEach(async () => {
  house = await accountsWithDana()
})
afterEach(() => {
  house.close()
  vi.useRealTimers()
})

const origin = SITE
const phone = () => softwareAuthenticator()

async function add(browser: TestBrowser, key = phone(), manner = { origin, isVerified: true }) {
  const { body: options } = await browser.post('/passkeys/begin', { password: DANA.password })
  const reply = await browser.post('/passkeys/add', { name: 'Phone', response: key.create(options, manner) })
  return { key, options, status: reply.status }
}

async function signInWith(browser: TestBrowser, key: ReturnType<typeof phone>, manner = { origin, isVerified: true }) {
  const { body: options } = await browser.get('/passkey/options')
  return browser.post('/passkey/verify', { response: key.get(options, manner) })
}

describe('adding a passkey', () => {
  it('asks the password, and for a key that finds its account by itself and verifies its user', async () => {
    const browser = house.browser()
    expect((await browser.post('/passkeys/begin', { password: DANA.password })).status).toBe(401)
    await browser.signIn()
    const wrong = await browser.post('/passkeys/begin', { password: 'not the password' })
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/password'])
    const { body } = await browser.post('/passkeys/begin', { password: DANA.password })
    expect(body).toMatchObject({
      rp: { id: 'book.elm.example', name: 'chairtime' },
      user: { name: DANA.email },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
  })

  it('lists it by its name, and says so to the audit', async () => {
    const browser = house.browser()
    await browser.signIn()
    expect((await add(browser)).status).toBe(200)
    expect((await browser.get('/account')).body.passkeys).toEqual([
      { id: expect.any(String), name: 'Phone', addedAt: expect.stringMatching(/^\d{4}-/) },
    ])
    expect(house.told.at(-1)).toEqual({
      what: 'passkey-added',
      userId: house.userId,
      isOwn: true,
      detail: { name: 'Phone' },
    })
  })

  it.each([
    ['another website', { origin: 'https://evil.example', isVerified: true }],
    ['a device that asked neither finger nor PIN', { origin, isVerified: false }],
  ])('refuses one made by %s', async (_what, manner) => {
    const browser = house.browser()
    await browser.signIn()
    expect((await add(browser, phone(), manner)).status).toBe(400)
    expect((await browser.get('/account')).body.passkeys).toEqual([])
  })

  it('takes an answer to a question once only', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { options, key } = await add(browser)
    const again = await browser.post('/passkeys/add', { name: 'Copy', response: key.create(options, { origin }) })
    expect(again.status).toBe(400)
  })
})

describe('signing in with a passkey', () => {
  it('needs no email and no password, nor the code that would follow', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    await turnOnCodes(browser)
    const other = house.browser()
    const reply = await signInWith(other, key)
    expect([reply.status, reply.body]).toEqual([200, { next: 'done' }])
    expect((await house.accounts.sessionOf(other.headers()))?.email).toBe(DANA.email)
    expect(house.told.at(-1)).toEqual({
      what: 'signed-in',
      userId: house.userId,
      isOwn: true,
      detail: { with: 'passkey' },
    })
  })

  it('refuses a key that nobody has added', async () => {
    const reply = await signInWith(house.browser(), phone())
    expect([reply.status, reply.body.detail]).toEqual([401, expect.stringMatching(/belongs to no account here/)])
  })

  it.each([
    ['another website', { origin: 'https://evil.example', isVerified: true }],
    ['a device that asked neither finger nor PIN', { origin, isVerified: false }],
  ])('refuses what was signed for %s', async (_what, manner) => {
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    const other = house.browser()
    expect((await signInWith(other, key, manner)).status).toBe(401)
    expect(await house.accounts.sessionOf(other.headers())).toBeNull()
    expect(house.told.at(-1)).toMatchObject({ what: 'sign-in-failed', isOwn: false, detail: { with: 'passkey' } })
  })

  it('refuses an answer that was used, and one to an old question', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    const other = house.browser()
    const { body: options } = await other.get('/passkey/options')
    const response = key.get(options, { origin })
    expect((await other.post('/passkey/verify', { response })).status).toBe(200)
    expect((await other.post('/passkey/verify', { response })).status).toBe(401)
    const { body: old } = await other.get('/passkey/options')
    vi.setSystemTime(new Date('2026-11-23T08:05:01Z'))
    expect((await other.post('/passkey/verify', { response: key.get(old, { origin }) })).status).toBe(401)
  })

  it('works while the password is paused', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    for (let i = 0; i < 11; i++) await house.browser().signIn(DANA.email, 'not the password')
    expect((await house.browser().signIn()).status).toBe(429)
    expect((await signInWith(house.browser(), key)).status).toBe(200)
  })

  it('gives a session that ends after 15 minutes without use, and after 12 hours', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000)
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    const idle = house.browser()
    await signInWith(idle, key)
    later(14)
    expect(await house.accounts.sessionOf(idle.headers())).not.toBeNull()
    later(1.1)
    expect(await house.accounts.sessionOf(idle.headers())).toBeNull()
    const busy = house.browser()
    await signInWith(busy, key)
    for (let minutes = 10; minutes < 12 * 60; minutes += 10) {
      later(10)
      expect((await busy.get('/get-session')).body).toEqual({})
    }
    later(10)
    expect((await busy.get('/get-session')).body).toBeNull()
  })
})

describe('removing a passkey', () => {
  it('ends what it could do', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    const [{ id }] = (await browser.get('/account')).body.passkeys
    expect((await browser.post('/passkeys/remove', { id })).status).toBe(200)
    expect(house.told.at(-1)).toMatchObject({ what: 'passkey-removed', detail: { name: 'Phone' } })
    expect((await browser.post('/passkeys/remove', { id })).status).toBe(404)
    expect((await signInWith(house.browser(), key)).status).toBe(401)
  })

  it('is for its owner only', async () => {
    const browser = house.browser()
    await browser.signIn()
    await add(browser)
    const [{ id }] = (await browser.get('/account')).body.passkeys
    await house.accounts.addStaff({ email: 'rosa@elm.example', name: 'Rosa', password: 'another long password' })
    const rosas = house.browser()
    await rosas.signIn('rosa@elm.example', 'another long password')
    expect((await rosas.post('/passkeys/remove', { id })).status).toBe(404)
    expect((await browser.get('/account')).body.passkeys).toHaveLength(1)
  })

  it('comes with a reset', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { key } = await add(browser)
    await house.accounts.resetStaff(DANA.email, 'a brand new password')
    expect((await signInWith(house.browser(), key)).status).toBe(401)
  })
})
