import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountsWithDana, DANA, turnOnCodes } from '../kit/accounts.ts'
import { totpAt } from '../kit/totp.ts'

const EIGHT = Date.parse('2026-11-23T08:00:00Z')
const MINUTE = 60_000

let house: Awaited<ReturnType<typeof accountsWithDana>>
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: EIGHT })
  house = await accountsWithDana()
})
afterEach(() => {
  house.close()
  vi.useRealTimers()
})

const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * MINUTE)

/** Signed in, with the second factor on; the clock has moved on, so that the code of the set-up is over. */
async function withCodes() {
  const browser = house.browser()
  await browser.signIn()
  const kept = await turnOnCodes(browser)
  later(5)
  house.told.length = 0
  return { browser, ...kept }
}

describe('setting the second factor up', () => {
  it('asks nothing at sign-in until a code has been typed', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { body } = await browser.post('/second-factor/begin', { password: DANA.password })
    expect(body).toEqual({
      uri: expect.stringMatching(
        /^otpauth:\/\/totp\/chairtime:dana(@|%40)elm\.example\?secret=[A-Z2-7]+&issuer=chairtime/,
      ),
      backupCodes: Array.from({ length: 10 }, () => expect.stringMatching(/^[2-9a-km-np-z]{5}-[2-9a-km-np-z]{5}$/)),
    })
    expect((await house.browser().signIn()).body).toEqual({ next: 'done' })
    expect((await browser.get('/account')).body.hasSecondFactor).toBe(false)
  })

  it('is on once a right code has come, and the session goes on', async () => {
    const browser = house.browser()
    await browser.signIn()
    const { body } = await browser.post('/second-factor/begin', { password: DANA.password })
    const wrong = await browser.post('/second-factor/on', { code: '000000' })
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/code'])
    expect((await browser.post('/second-factor/on', { code: totpAt(body.uri, Date.now()) })).status).toBe(200)
    expect((await browser.get('/account')).body.hasSecondFactor).toBe(true)
    expect(house.told.at(-1)).toEqual({ what: 'second-factor-on', userId: house.userId, isOwn: true })
  })

  it('needs the password, and a session', async () => {
    const browser = house.browser()
    expect((await browser.post('/second-factor/begin', { password: DANA.password })).status).toBe(401)
    await browser.signIn()
    const reply = await browser.post('/second-factor/begin', { password: 'not the password' })
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/password'])
  })

  it('does not give a second secret while one is on', async () => {
    const { browser } = await withCodes()
    expect((await browser.post('/second-factor/begin', { password: DANA.password })).status).toBe(409)
  })
})

describe('signing in with a code', () => {
  it('gives no session before the code, and one after it', async () => {
    const { uri } = await withCodes()
    const browser = house.browser()
    expect((await browser.signIn()).body).toEqual({ next: 'code' })
    expect(await house.accounts.sessionOf(browser.headers())).toBeNull()
    expect((await browser.get('/account')).status).toBe(401)
    const reply = await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })
    expect([reply.status, reply.body]).toEqual([200, { next: 'done' }])
    expect((await house.accounts.sessionOf(browser.headers()))?.email).toBe(DANA.email)
    expect(house.told).toEqual([{ what: 'signed-in', userId: house.userId, isOwn: true, detail: { with: 'totp' } }])
  })

  it('takes a code with spaces, and one that has just run out, but none of a minute ago', async () => {
    const { uri } = await withCodes()
    const browser = house.browser()
    await browser.signIn()
    expect((await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now() - MINUTE) })).status).toBe(400)
    const code = totpAt(uri, Date.now() - 30_000)
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`
    expect((await browser.post('/two-factor/verify-totp', { code: typed })).status).toBe(200)
  })

  it('takes each code once only, also from another browser', async () => {
    const { uri } = await withCodes()
    const [one, other] = [house.browser(), house.browser()]
    await one.signIn()
    await other.signIn()
    const code = totpAt(uri, Date.now())
    const statuses = await Promise.all([one, other].map((each) => each.post('/two-factor/verify-totp', { code })))
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('asks the password again after five wrong codes', async () => {
    const { uri } = await withCodes()
    const browser = house.browser()
    await browser.signIn()
    const statuses = []
    for (let i = 0; i < 6; i++)
      statuses.push((await browser.post('/two-factor/verify-totp', { code: '123456' })).status)
    expect(statuses).toEqual([400, 400, 400, 400, 400, 401])
    expect((await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })).status).toBe(401)
    expect(house.told.filter((event) => event.what === 'sign-in-failed')).toHaveLength(6)
  })

  it('is paused for 15 minutes after ten wrong codes in a row, whoever typed them', async () => {
    const { uri } = await withCodes()
    for (let i = 0; i < 10; i++) {
      const browser = house.browser(`203.0.113.${i}`)
      await browser.signIn()
      await browser.post('/two-factor/verify-totp', { code: '123456' })
    }
    const browser = house.browser()
    await browser.signIn()
    const paused = await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })
    expect([paused.status, paused.body.type]).toEqual([429, '/problems/account-paused'])
    later(16)
    await browser.signIn()
    expect((await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })).status).toBe(200)
  })

  it('is for the account whose password was typed, though another is signed in', async () => {
    await house.accounts.addStaff({
      email: 'rosa@elm.example',
      name: 'Rosa Delgado',
      password: 'another long password',
    })
    const { uri } = await withCodes()
    const browser = house.browser()
    await browser.signIn('rosa@elm.example', 'another long password')
    const rosas = [...browser.cookies]
    await browser.signIn()
    for (const [name, value] of rosas) browser.cookies.set(name, value)
    expect((await browser.post('/two-factor/verify-totp', { code: '123456' })).status).toBe(400)
    await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })
    expect((await house.accounts.sessionOf(browser.headers()))?.email).toBe(DANA.email)
  })

  it('has no challenge that outlasts ten minutes, and none to make up', async () => {
    const { uri } = await withCodes()
    const browser = house.browser()
    await browser.signIn()
    later(11)
    expect((await browser.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })).status).toBe(401)
    expect((await house.browser().post('/two-factor/verify-totp', { code: '123456' })).status).toBe(401)
  })
})

describe('a backup code', () => {
  it('signs in once', async () => {
    const { backupCodes } = await withCodes()
    const browser = house.browser()
    await browser.signIn()
    expect((await browser.post('/two-factor/verify-backup-code', { code: backupCodes[3] })).status).toBe(200)
    expect(house.told.at(-1)?.detail).toEqual({ with: 'backup-code' })
    await browser.signIn()
    expect((await browser.post('/two-factor/verify-backup-code', { code: backupCodes[3] })).status).toBe(400)
    const typed = backupCodes[5]!.toUpperCase().replace('-', '  ')
    expect((await browser.post('/two-factor/verify-backup-code', { code: typed })).status).toBe(200)
    await browser.signIn()
    expect((await browser.post('/two-factor/verify-backup-code', { code: backupCodes[4] })).status).toBe(200)
  })

  it('is of no use once new ones were made', async () => {
    const { browser, backupCodes } = await withCodes()
    const renewed = await browser.post('/second-factor/codes', { password: DANA.password })
    expect(renewed.body.backupCodes).toHaveLength(10)
    expect(house.told.at(-1)?.what).toBe('backup-codes-renewed')
    const other = house.browser()
    await other.signIn()
    expect((await other.post('/two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(400)
    const code = renewed.body.backupCodes[0]
    expect((await other.post('/two-factor/verify-backup-code', { code })).status).toBe(200)
  })
})

describe('turning it off', () => {
  it('needs the password; sign-in asks no code any more', async () => {
    const { browser } = await withCodes()
    expect((await browser.post('/second-factor/off', { password: 'not the password' })).status).toBe(400)
    expect((await browser.post('/second-factor/off', { password: DANA.password })).status).toBe(200)
    expect(house.told.at(-1)?.what).toBe('second-factor-off')
    expect((await browser.get('/account')).body.hasSecondFactor).toBe(false)
    expect((await house.browser().signIn()).body).toEqual({ next: 'done' })
  })

  it('is done by a reset too, for who has lost the phone', async () => {
    const { browser } = await withCodes()
    await house.accounts.resetStaff(DANA.email, 'a brand new password')
    expect(await house.accounts.sessionOf(browser.headers())).toBeNull()
    expect((await house.browser().signIn(DANA.email, 'a brand new password')).body).toEqual({ next: 'done' })
  })
})

describe('a session begun with a code', () => {
  it('ends after 15 minutes without use, and 12 hours after sign-in', async () => {
    const { uri } = await withCodes()
    const idle = house.browser()
    await idle.signIn()
    await idle.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })
    later(14)
    expect(await house.accounts.sessionOf(idle.headers())).not.toBeNull()
    later(1.1)
    expect(await house.accounts.sessionOf(idle.headers())).toBeNull()

    const busy = house.browser()
    await busy.signIn()
    await busy.post('/two-factor/verify-totp', { code: totpAt(uri, Date.now()) })
    for (let minutes = 10; minutes < 12 * 60; minutes += 10) {
      later(10)
      expect((await busy.get('/get-session')).body).toEqual({})
    }
    later(10)
    expect((await busy.get('/get-session')).body).toBeNull()
  })
})
