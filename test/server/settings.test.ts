import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../server/contract/problem.ts'
import { Settings, SettingsReply } from '../../server/contract/settings.ts'
import type { Role } from '../../server/store/model.ts'
import { OWN_ORIGIN, send, signIn, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let dana: string
beforeEach(async () => {
  house = await testHouse(testPractice({ accent: 'teal', consentLanguages: ['en', 'es'] }))
  dana = await signIn(house)
})
afterEach(() => house.close())

const base = '/portal/api/practices/oak'
const get = async (cookie = dana) =>
  Promise.resolve(house.app.request(`${base}/settings`, { headers: { Cookie: cookie } }))
const read = async (cookie = dana) => SettingsReply.parse(await (await get(cookie)).json())
const post = (path: string, body: unknown, cookie = dana) =>
  Promise.resolve(
    house.app.request(`${base}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN, Cookie: cookie },
      body: JSON.stringify(body),
    }),
  )
const save = (settings: object, version: number, cookie = dana) =>
  post('/settings', { settings: { ...Settings.parse({}), ...settings }, version }, cookie)
const problemOf = async (reply: Response) => (await reply.json()) as Problem

/** Signs somebody in who has this role. */
async function signInAs(role: Role): Promise<string> {
  const email = `${role}@example.com`
  const cookie = await signIn(house, email)
  const { userId } = (await house.accounts.findStaff(email))!
  await house.store.transaction((transaction) => transaction.addStaff('oak', userId, role))
  return cookie
}

describe('GET …/settings', () => {
  it('says what holds while nobody has set anything', async () => {
    expect(await read()).toEqual({
      settings: {
        mode: 'own',
        notify: [],
        isCancellationTold: true,
        remindAfterHours: null,
        accent: null,
      },
      version: 0,
      changed: null,
      origins: [{ origin: 'https://oak.example.com', isInFile: true }],
      snippet: '<script async src="https://book.example.com/v1/book.js" data-practice="oak"></script>',
      page: 'https://book.example.com/oak',
      accent: 'teal',
      email: null,
      languages: [
        { tag: 'en', isApproved: true },
        { tag: 'es', isApproved: true },
        { tag: 'fr', isApproved: false },
        { tag: 'de', isApproved: false },
        { tag: 'ar', isApproved: false },
        { tag: 'zh-Hans', isApproved: false },
      ],
    })
  })

  it('may be read by everybody who works there, and changed by owners only', async () => {
    for (const role of ['staff', 'read-only'] as const) {
      const cookie = await signInAs(role)
      expect((await get(cookie)).status).toBe(200)
      expect((await save({ remindAfterHours: 4 }, 0, cookie)).status).toBe(403)
      expect((await post('/origins/remove', { origin: 'https://oak.example.com' }, cookie)).status).toBe(403)
    }
    expect((await house.app.request(`${base}/settings`)).status).toBe(401)
    expect((await read()).version).toBe(0)
  })
})

describe('POST …/settings', () => {
  it('keeps what is set, and who set it', async () => {
    const reply = await save({ notify: ['front@oak.example.com'], remindAfterHours: 4, mode: 'reads' }, 0)
    expect(reply.status).toBe(200)
    const kept = SettingsReply.parse(await reply.json())
    expect(kept).toMatchObject({
      version: 1,
      changed: { by: 'Dana', at: '2026-11-23T08:00:00-05:00' },
      settings: { notify: ['front@oak.example.com'], remindAfterHours: 4, mode: 'reads', isCancellationTold: true },
    })
    expect(await read()).toEqual(kept)
  })

  it('notes which fields were changed, and no address', async () => {
    await save({ notify: ['front@oak.example.com'], remindAfterHours: 4 }, 0)
    const noted = await house.store.auditOf('oak', 'settings')
    expect(noted).toMatchObject([{ action: 'settings-changed', detail: { fields: ['notify', 'remindAfterHours'] } }])
    expect(JSON.stringify(noted)).not.toContain('front@')
  })

  it('is no change when everything stays', async () => {
    expect((await save({}, 0)).status).toBe(200)
    expect(await read()).toMatchObject({ version: 0, changed: null })
  })

  it('refuses the second of two who change it at once, and keeps the first', async () => {
    const lee = await signIn(house, 'lee@example.com')
    const replies = await Promise.all([save({ remindAfterHours: 4 }, 0), save({ remindAfterHours: 8 }, 0, lee)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    const refused = replies.find(({ status }) => status === 409)!
    expect((await problemOf(refused)).type).toBe('/problems/changed-meanwhile')
    expect((await read()).version).toBe(1)
    expect((await save({ remindAfterHours: 12 }, 0)).status).toBe(409)
    expect((await save({ remindAfterHours: 12 }, 1)).status).toBe(200)
  })

  it('names what must be changed', async () => {
    const wrong: [object, string][] = [
      [{ notify: ['front desk'] }, '/settings/notify/0'],
      [{ notify: ['a@oak.example.com', 'A@oak.example.com'] }, '/settings/notify/1'],
      [{ remindAfterHours: 0 }, '/settings/remindAfterHours'],
      [{ remindAfterHours: 200 }, '/settings/remindAfterHours'],
      [{ accent: 'red;}' }, '/settings/accent'],
      [{ mode: 'magic' }, '/settings/mode'],
    ]
    for (const [settings, pointer] of wrong) {
      const reply = await save(settings, 0)
      expect([pointer, reply.status]).toEqual([pointer, 400])
      expect((await problemOf(reply)).errors?.map((error) => error.pointer)).toEqual([pointer])
    }
    expect((await read()).version).toBe(0)
  })

  it('gives patients the colour that was chosen, and the file’s again when it is taken back', async () => {
    const seen = async () => {
      const practice = (await (await house.app.request('/v1/practices/oak')).json()) as { accent: string }
      const page = await (await house.app.request('/oak?embed')).text()
      return [practice.accent, /--accent:([^}]+)}/.exec(page)?.[1]]
    }
    expect(await seen()).toEqual(['teal', 'teal'])
    await save({ accent: '#7a1f5c' }, 0)
    expect(await seen()).toEqual(['#7a1f5c', '#7a1f5c'])
    await save({ accent: null }, 1)
    expect(await seen()).toEqual(['teal', 'teal'])
  })
})

describe('POST …/origins/remove', () => {
  const blog = 'https://blog.example.com'

  it('takes a website off the list, from then on it may not send', async () => {
    await post('/origins', { origin: blog })
    expect((await read()).origins).toEqual([
      { origin: blog, isInFile: false },
      { origin: 'https://oak.example.com', isInFile: true },
    ])
    expect((await send(house, undefined, { origin: blog })).status).toBe(201)
    expect((await post('/origins/remove', { origin: blog })).status).toBe(204)
    expect((await read()).origins).toHaveLength(1)
    expect((await send(house, undefined, { origin: blog })).status).toBe(403)
    const noted = await house.store.auditOf('oak', `origin:${blog}`)
    expect(noted.map(({ action }) => action)).toEqual(['origin-allowed', 'origin-removed'])
  })

  it('leaves those of the practice file alone, and knows nothing of others', async () => {
    expect((await post('/origins/remove', { origin: 'https://oak.example.com' })).status).toBe(400)
    expect((await post('/origins/remove', { origin: 'https://other.example.com' })).status).toBe(204)
    expect(await house.store.auditOf('oak', 'origin:https://other.example.com')).toEqual([])
    expect((await read()).origins).toHaveLength(1)
  })
})
