import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountsWithDana, DANA } from '../kit/accounts.ts'

let house: Awaited<ReturnType<typeof accountsWithDana>>
beforeEach(async () => {
  house = await accountsWithDana()
})
afterEach(() => {
  house.close()
  vi.useRealTimers()
})

async function signedIn() {
  const browser = house.browser()
  await browser.signIn()
  return browser
}

describe('one’s own account', () => {
  it('says how one signs in and where, without secrets', async () => {
    await signedIn()
    const browser = await signedIn()
    const { body } = await browser.get('/account')
    expect(body).toEqual({
      name: DANA.name,
      email: DANA.email,
      hasSecondFactor: false,
      passkeys: [],
      sessions: [expect.objectContaining({ device: 'Firefox on Linux' }), expect.anything()],
    })
    expect(body.sessions.map((each: { isThis: boolean }) => each.isThis).sort()).toEqual([false, true])
    for (const value of browser.cookies.values()) {
      expect(JSON.stringify(body)).not.toContain(decodeURIComponent(value).split('.')[0])
    }
  })

  it('answers nobody who is not signed in', async () => {
    const paths = ['account/name', 'account/password', 'account/sign-out-everywhere', 'second-factor/begin']
    paths.push('second-factor/on', 'second-factor/off', 'second-factor/codes')
    paths.push('passkeys/begin', 'passkeys/add', 'passkeys/remove')
    expect((await house.browser().get('/account')).status).toBe(401)
    for (const path of paths) expect([path, (await house.browser().post(`/${path}`)).status]).toEqual([path, 401])
  })

  it('takes a new name of one line', async () => {
    const browser = await signedIn()
    expect((await browser.post('/account/name', { name: 'Dana W.\nOwner' })).status).toBe(400)
    expect((await browser.post('/account/name', { name: '  Dana W.  ' })).status).toBe(200)
    expect((await browser.get('/account')).body.name).toBe('Dana W.')
    expect((await house.accounts.namesOf([house.userId])).get(house.userId)).toBe('Dana W.')
  })

  it('takes nothing else along with the name', async () => {
    const browser = await signedIn()
    await browser.post('/account/name', { name: 'Dana', email: 'eve@elm.example', twoFactorEnabled: true })
    expect((await browser.get('/account')).body).toMatchObject({ email: DANA.email, hasSecondFactor: false })
  })
})

describe('changing the password', () => {
  it('ends all other sessions and keeps this one', async () => {
    const other = await signedIn()
    const browser = await signedIn()
    const body = { password: DANA.password, newPassword: 'quiet river under stones' }
    expect((await browser.post('/account/password', body)).status).toBe(200)
    expect(await house.accounts.sessionOf(other.headers())).toBeNull()
    expect(await house.accounts.sessionOf(browser.headers())).not.toBeNull()
    expect((await house.browser().signIn()).status).toBe(401)
    expect((await house.browser().signIn(DANA.email, 'quiet river under stones')).status).toBe(200)
    expect(house.told.map(({ what }) => what)).toContain('password-changed')
  })

  it.each([
    ['the old one is wrong', { password: 'not the password', newPassword: 'quiet river under stones' }, '/password'],
    ['the new one is short', { password: DANA.password, newPassword: 'eleven char' }, '/newPassword'],
    ['the new one is common', { password: DANA.password, newPassword: 'Password2026!' }, '/newPassword'],
    ['the new one is the name', { password: DANA.password, newPassword: 'danawhitlock1' }, '/newPassword'],
  ])('is refused when %s, and names the field', async (_what, body, pointer) => {
    const other = await signedIn()
    const browser = await signedIn()
    const reply = await browser.post('/account/password', body)
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer])
    expect(await house.accounts.sessionOf(other.headers())).not.toBeNull()
    expect((await house.browser().signIn()).status).toBe(200)
  })
})

describe('signing out everywhere', () => {
  it('ends every session of the account, and nobody else’s', async () => {
    await house.accounts.addStaff({ email: 'rosa@elm.example', name: 'Rosa', password: 'another long password' })
    const rosas = house.browser()
    await rosas.signIn('rosa@elm.example', 'another long password')
    const [one, two] = [await signedIn(), await signedIn()]
    expect((await one.post('/account/sign-out-everywhere')).status).toBe(200)
    for (const each of [one, two]) expect(await house.accounts.sessionOf(each.headers())).toBeNull()
    expect(await house.accounts.sessionOf(rosas.headers())).not.toBeNull()
    expect(house.told.at(-1)).toEqual({ what: 'signed-out-everywhere', userId: house.userId, isOwn: true })
  })
})

describe('ten wrong passwords for one account', () => {
  const wrong = (email: string, address: string) => house.browser(address).signIn(email, 'not the password')

  it('pause it for 15 minutes, whatever the address, and the right password too', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    const statuses = []
    for (let i = 0; i < 12; i++) {
      vi.setSystemTime(Date.now() + 60_000)
      statuses.push((await wrong(i % 2 ? DANA.email : 'DANA@elm.example', `203.0.113.${i}`)).status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
    const right = await house.browser('198.51.100.7').signIn()
    expect([right.status, right.body.type]).toEqual([429, '/problems/account-paused'])
    // The tenth was at 8:10.
    vi.setSystemTime(new Date('2026-11-23T08:24:59Z'))
    expect((await house.browser().signIn()).status).toBe(429)
    vi.setSystemTime(new Date('2026-11-23T08:25:01Z'))
    expect((await house.browser().signIn()).status).toBe(200)
  })

  it('are told in the same words where there is no such account', async () => {
    const answers = []
    for (const email of [DANA.email, 'nobody@elm.example']) {
      const all = []
      for (let i = 0; i < 11; i++) all.push(await wrong(email, `203.0.113.${i}`))
      answers.push(JSON.stringify(all))
    }
    expect(answers[0]).toBe(answers[1])
    expect(answers[0]).toContain('paused for 15 minutes')
  })

  it('are forgotten by a right one, and after 15 minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
    for (let i = 0; i < 9; i++) await wrong(DANA.email, '203.0.113.1')
    expect((await house.browser().signIn()).status).toBe(200)
    for (let i = 0; i < 9; i++) await wrong(DANA.email, '203.0.113.1')
    vi.setSystemTime(new Date('2026-11-23T08:15:01Z'))
    for (let i = 0; i < 9; i++) await wrong(DANA.email, '203.0.113.1')
    expect((await house.browser().signIn()).status).toBe(200)
  })

  it('are no more than ten when they come all at once', async () => {
    const all = await Promise.all(Array.from({ length: 25 }, (_, i) => wrong(DANA.email, `203.0.113.${i}`)))
    expect(all.filter(({ status }) => status === 401)).toHaveLength(10)
  })

  it('count also when they are typed where the password is asked again', async () => {
    const browser = await signedIn()
    for (let i = 0; i < 10; i++) await browser.post('/second-factor/off', { password: 'not the password' })
    expect((await browser.post('/second-factor/off', { password: DANA.password })).status).toBe(429)
    expect((await house.browser().signIn()).status).toBe(429)
  })

  it('are told to the audit one by one, the pause once', async () => {
    for (let i = 0; i < 15; i++) await wrong(DANA.email, `203.0.113.${i}`)
    expect(house.told).toEqual([
      ...Array(10).fill({ what: 'sign-in-failed', userId: house.userId, isOwn: false, detail: { with: 'password' } }),
      { what: 'sign-in-paused', userId: house.userId, isOwn: false },
    ])
  })

  it('do not count when the address was refused before', async () => {
    house.close()
    house = await accountsWithDana({ signInsPerMinute: 3 })
    for (let i = 0; i < 20; i++) await wrong(DANA.email, '203.0.113.1')
    expect((await house.browser('203.0.113.2').signIn()).status).toBe(200)
  })
})

describe('an answer', () => {
  it('is held back when the audit can not be written', async () => {
    const fault = new Error('the store is busy')
    const request = new Request('https://book.elm.example/portal/auth/sign-in/email', {
      method: 'POST',
      headers: { origin: 'https://book.elm.example', 'content-type': 'application/json' },
      body: JSON.stringify({ email: DANA.email, password: DANA.password }),
    })
    await expect(house.accounts.handler(request, undefined, () => Promise.reject(fault))).rejects.toBe(fault)
  })
})
