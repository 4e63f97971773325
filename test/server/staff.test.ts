import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { Invitation } from '../../server/contract/account.ts'
import { InviteReply, StaffList } from '../../server/contract/settings.ts'
import { importPractice } from '../../server/import.ts'
import type { StaffMail } from '../../server/mail/staff-mail.ts'
import type { Role } from '../../server/store/model.ts'
import { MONDAY_8, OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { testPractice } from '../kit/practice.ts'

const PASSWORD = 'quiet river under stones'
const DAY = 86_400_000
const desk = '/portal/api/practices/oak'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

describe.each(['SQLite', 'Postgres'])('on %s', (kind) => {
  let house: TestHouse
  /** Cookies by first name. */
  let dana: string
  let danaId: string
  beforeEach(async () => {
    house = await testHouse(undefined, undefined, kind === 'SQLite' ? undefined : await postgres.newDatabase())
    danaId = await employ('dana', 'owner')
    dana = await signIn('dana')
  })
  afterEach(() => house.close())

  /** An account that works for the practice; null: for none. */
  async function employ(who: string, role: Role | null): Promise<string> {
    const made = await house.accounts.newStaff({ email: `${who}@oak.example`, name: nameOf(who), password: PASSWORD })
    if (role) await house.store.transaction((transaction) => transaction.addStaff('oak', made!.userId, role))
    return made!.userId
  }
  const nameOf = (who: string) => `${who.charAt(0).toUpperCase()}${who.slice(1)}`

  async function post(path: string, body: unknown, cookie = '', origin = OWN_ORIGIN) {
    const reply = await house.app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin, Cookie: cookie },
      body: JSON.stringify(body),
    })
    const text = await reply.text()
    return { status: reply.status, body: text ? JSON.parse(text) : null, headers: reply.headers }
  }
  async function signIn(who: string): Promise<string> {
    const reply = await post('/portal/auth/sign-in/email', { email: `${who}@oak.example`, password: PASSWORD })
    if (reply.status !== 200) throw new Error(`sign-in answered ${reply.status}`)
    return reply.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
  }
  async function list(cookie = dana) {
    const reply = await house.app.request(`${desk}/staff`, { headers: { Cookie: cookie } })
    return { status: reply.status, list: reply.ok ? StaffList.parse(await reply.json()) : null }
  }
  /** The token of the link that the owner is shown. */
  async function invite(email: string, role: Role = 'staff'): Promise<string> {
    const { link } = InviteReply.parse((await post(`${desk}/staff/invite`, { email, role }, dana)).body)
    return link!.split('/').at(-1)!
  }
  const look = (token: string, practice = 'oak') => post('/portal/api/invitation/look', { practice, token })
  const accept = (token: string, more: object = {}, cookie = '') =>
    post('/portal/api/invitation/accept', { practice: 'oak', token, ...more }, cookie)
  const audited = async (subject: string) =>
    (await house.store.auditOf('oak', subject)).map(({ actor, action, detail }) => ({ actor, action, detail }))

  describe('the list of staff', () => {
    it('has owners first, then by name, with how they sign in', async () => {
      await employ('rosa', 'read-only')
      await employ('abel', 'staff')
      expect((await list()).list).toEqual({
        staff: [
          { userId: danaId, name: 'Dana', email: 'dana@oak.example', role: 'owner', hasSecondFactor: false },
          expect.objectContaining({ name: 'Abel', role: 'staff' }),
          expect.objectContaining({ name: 'Rosa', role: 'read-only' }),
        ],
        invited: [],
      })
    })

    it('and all that is done in it is for owners', async () => {
      for (const role of ['staff', 'read-only'] as const) {
        const userId = await employ(role.slice(0, 4), role)
        const cookie = await signIn(role.slice(0, 4))
        expect((await list(cookie)).status).toBe(403)
        const calls = [
          ['invite', { email: 'eve@oak.example', role: 'owner' }],
          ['withdraw', { email: 'eve@oak.example' }],
          ['role', { userId, role: 'owner' }],
        ] as const
        for (const [what, body] of calls) {
          expect([role, what, (await post(`${desk}/staff/${what}`, body, cookie)).status]).toEqual([role, what, 403])
          expect((await post(`${desk}/staff/${what}`, body)).status).toBe(401)
          expect((await post(`${desk}/staff/${what}`, body, dana, 'https://evil.example')).status).toBe(403)
        }
        expect(await house.store.roleOf('oak', userId)).toBe(role)
      }
    })

    it('of another practice looks as if it were not there', async () => {
      await importPractice(house.store, { ...testPractice(), id: 'elm', name: 'Elm Dental' }, MONDAY_8)
      const userId = await employ('erin', null)
      await house.store.transaction((transaction) => transaction.addStaff('elm', userId, 'owner'))
      const erin = await signIn('erin')
      expect((await list(erin)).status).toBe(404)
      for (const [what, body] of [
        ['invite', { email: 'eve@oak.example', role: 'owner' }],
        ['role', { userId: danaId, role: null }],
      ] as const) {
        expect((await post(`${desk}/staff/${what}`, body, erin)).status).toBe(404)
      }
      // Nor can an owner of one reach people of another through their own.
      const own = '/portal/api/practices/elm/staff/role'
      expect((await post(own, { userId: danaId, role: null }, erin)).status).toBe(404)
      expect(await house.store.roleOf('oak', danaId)).toBe('owner')
    })
  })

  describe('changing a role', () => {
    it('is audited with who did it, and what it was', async () => {
      const rosa = await employ('rosa', 'staff')
      expect((await post(`${desk}/staff/role`, { userId: rosa, role: 'owner' }, dana)).status).toBe(200)
      expect((await post(`${desk}/staff/role`, { userId: rosa, role: null }, dana)).status).toBe(200)
      const actor = `staff:${danaId}`
      expect(await audited(`staff:${rosa}`)).toEqual([
        { actor, action: 'staff-role-changed', detail: { from: 'staff', to: 'owner' } },
        { actor, action: 'staff-removed', detail: { from: 'owner', to: null } },
      ])
      expect((await list()).list?.staff).toHaveLength(1)
    })

    it('takes effect at the next call, without another sign-in', async () => {
      const userId = await employ('rosa', 'owner')
      const rosa = await signIn('rosa')
      expect((await list(rosa)).status).toBe(200)
      await post(`${desk}/staff/role`, { userId, role: 'read-only' }, dana)
      expect((await list(rosa)).status).toBe(403)
      await post(`${desk}/staff/role`, { userId, role: null }, dana)
      expect((await list(rosa)).status).toBe(404)
    })

    it('never takes the last owner away', async () => {
      const rosa = await employ('rosa', 'staff')
      for (const role of ['staff', 'read-only', null]) {
        const reply = await post(`${desk}/staff/role`, { userId: danaId, role }, dana)
        expect([reply.status, reply.body.detail]).toEqual([409, expect.stringMatching(/needs an owner/)])
      }
      await post(`${desk}/staff/role`, { userId: rosa, role: 'owner' }, dana)
      expect((await post(`${desk}/staff/role`, { userId: danaId, role: 'staff' }, dana)).status).toBe(200)
      expect((await list()).status).toBe(403)
    })

    it('leaves one owner when two take the role from each other at once', async () => {
      const rosaId = await employ('rosa', 'owner')
      const rosa = await signIn('rosa')
      for (let round = 0; round < 5; round++) {
        await house.store.transaction(async (transaction) => {
          for (const id of [danaId, rosaId]) await transaction.addStaff('oak', id, 'owner')
        })
        await Promise.all([
          post(`${desk}/staff/role`, { userId: rosaId, role: 'staff' }, dana),
          post(`${desk}/staff/role`, { userId: danaId, role: 'staff' }, rosa),
        ])
        const owners = (await house.store.staffOf('oak')).filter(({ role }) => role === 'owner')
        expect(owners).toHaveLength(1)
      }
    })

    it('refuses a role that is none, and whoever does not work here', async () => {
      expect((await post(`${desk}/staff/role`, { userId: danaId, role: 'king' }, dana)).status).toBe(400)
      expect((await post(`${desk}/staff/role`, { userId: 'nobody', role: 'staff' }, dana)).status).toBe(404)
    })
  })

  describe('an invitation', () => {
    it('shows the link to the owner where no mail can be sent, and keeps only its hash', async () => {
      const reply = await post(`${desk}/staff/invite`, { email: 'Rosa@Oak.example', role: 'staff' }, dana)
      expect(reply.body).toEqual({
        link: expect.stringMatching(/^https:\/\/book\.example\.com\/portal\/#\/invitation\/oak\/[\w-]{32}$/),
        expiresAt: '2026-11-30T08:00:00-05:00',
      })
      expect((await list()).list?.invited).toEqual([
        { email: 'rosa@oak.example', role: 'staff', invitedBy: 'Dana', expiresAt: '2026-11-30T08:00:00-05:00' },
      ])
      const token = reply.body.link.split('/').at(-1)
      const kept = await house.store.staffInvitations('oak', MONDAY_8)
      expect(JSON.stringify([kept, await audited('practice:oak')])).not.toContain(token)
      expect(await audited('practice:oak')).toEqual([
        { actor: `staff:${danaId}`, action: 'staff-invited', detail: { email: 'rosa@oak.example', role: 'staff' } },
      ])
    })

    it('goes by mail where one can be sent, and is shown to nobody else', async () => {
      const mails: (StaffMail & { practice: string })[] = []
      const { store, accounts, secret } = house
      const context = { store, accounts, secret, clock: () => house.now, log: () => {}, asset: () => null }
      const app = createApp({
        ...context,
        ownOrigins: [OWN_ORIGIN],
        addressOf: () => undefined,
        sendStaffMail: async (practice, mail) => void mails.push({ practice, ...mail }),
      })
      const reply = await app.request(`${desk}/staff/invite`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN, Cookie: dana },
        body: JSON.stringify({ email: 'rosa@oak.example', role: 'read-only' }),
      })
      expect(await reply.json()).toEqual({ link: null, expiresAt: '2026-11-30T08:00:00-05:00' })
      expect(mails).toEqual([
        {
          practice: 'oak',
          to: 'rosa@oak.example',
          by: 'Dana',
          role: 'read-only',
          expiresAt: Date.parse('2026-11-30T08:00:00-05:00'),
          link: expect.stringMatching(/#\/invitation\/oak\/[\w-]{32}$/),
        },
      ])
      const token = mails[0]!.link.split('/').at(-1)!
      expect((await look(token)).status).toBe(200)
    })

    it('says which practice, role and email, and whether there is an account', async () => {
      const token = await invite('rosa@oak.example', 'read-only')
      const { body } = await look(token)
      expect(Invitation.parse(body)).toEqual({
        practice: 'Oak Dental',
        email: 'rosa@oak.example',
        role: 'read-only',
        invitedBy: 'Dana',
        expiresAt: '2026-11-30T08:00:00-05:00',
        hasAccount: false,
      })
      await employ('rosa', null)
      expect((await look(token)).body.hasAccount).toBe(true)
    })

    it('makes an account with the name and password of whoever opens it, once', async () => {
      const token = await invite('rosa@oak.example')
      expect((await accept(token, { name: 'Rosa Delgado', password: PASSWORD })).status).toBe(200)
      const { userId } = (await house.accounts.findStaff('rosa@oak.example'))!
      expect(await house.store.roleOf('oak', userId)).toBe('staff')
      expect(await audited(`staff:${userId}`)).toEqual([
        {
          actor: `staff:${userId}`,
          action: 'staff-joined',
          detail: { role: 'staff', invitedBy: `staff:${danaId}` },
        },
      ])
      expect((await look(token)).status).toBe(404)
      expect((await accept(token, { name: 'Eve', password: PASSWORD })).body.type).toBe('/problems/link-ended')
      const rosa = await signIn('rosa')
      const me = await house.app.request('/portal/api/me', { headers: { Cookie: rosa } })
      expect(await me.json()).toMatchObject({
        user: { name: 'Rosa Delgado' },
        practices: [{ id: 'oak', role: 'staff' }],
      })
    })

    it.each([
      ['no name', { password: PASSWORD }, '/name'],
      ['a short password', { name: 'Rosa', password: 'eleven char' }, '/password'],
      ['a common one', { name: 'Rosa', password: 'Password2026!' }, '/password'],
      ['none at all', { name: 'Rosa' }, '/password'],
    ])('refuses %s, and can still be accepted', async (_what, body, pointer) => {
      const token = await invite('rosa@oak.example')
      const reply = await accept(token, body)
      expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer])
      expect(await house.accounts.findStaff('rosa@oak.example')).toBeNull()
      expect((await accept(token, { name: 'Rosa', password: PASSWORD })).status).toBe(200)
    })

    it('is given to one of those who accept it at once', async () => {
      const token = await invite('rosa@oak.example')
      const replies = await Promise.all(
        ['Rosa', 'Eve', 'Mallory'].map((name) => accept(token, { name, password: PASSWORD })),
      )
      const statuses = replies.map(({ status }) => status).sort()
      expect(statuses[0]).toBe(200)
      for (const status of statuses.slice(1)) expect([401, 404]).toContain(status)
      expect((await house.store.staffOf('oak')).length).toBe(2)
    })

    it('is accepted by the account that there is, after signing in, and its password stays', async () => {
      const userId = await employ('rosa', null)
      const token = await invite('rosa@oak.example')
      const bare = await accept(token, { name: 'Eve', password: 'another password of mine' })
      expect(bare.body.type).toBe('/problems/sign-in-required')
      expect((await accept(token, {}, dana)).body.type).toBe('/problems/not-allowed')
      expect(await house.store.roleOf('oak', userId)).toBeNull()
      const rosa = await signIn('rosa')
      expect((await accept(token, {}, rosa)).status).toBe(200)
      expect(await house.store.roleOf('oak', userId)).toBe('staff')
    })

    it('takes no role away that its holder has got meanwhile', async () => {
      const userId = await employ('rosa', null)
      const token = await invite('rosa@oak.example', 'read-only')
      await house.store.transaction((transaction) => transaction.addStaff('oak', userId, 'owner'))
      await accept(token, {}, await signIn('rosa'))
      expect(await house.store.roleOf('oak', userId)).toBe('owner')
    })

    it('ends after seven days', async () => {
      const token = await invite('rosa@oak.example')
      house.now += 7 * DAY - 1
      expect((await look(token)).status).toBe(200)
      house.now += 1
      expect((await look(token)).status).toBe(404)
      expect((await accept(token, { name: 'Rosa', password: PASSWORD })).status).toBe(404)
      expect((await list()).list?.invited).toEqual([])
      await house.store.transaction((transaction) => transaction.dropOutdated('oak', house.now, 100))
      expect(await house.store.staffInvitations('oak', 0)).toEqual([])
    })

    it('ends when it is withdrawn, and when another follows', async () => {
      const first = await invite('rosa@oak.example')
      const second = await invite('ROSA@oak.example', 'read-only')
      expect((await look(first)).status).toBe(404)
      expect((await list()).list?.invited).toHaveLength(1)
      expect((await post(`${desk}/staff/withdraw`, { email: 'rosa@oak.example' }, dana)).status).toBe(200)
      expect((await look(second)).status).toBe(404)
      expect((await post(`${desk}/staff/withdraw`, { email: 'rosa@oak.example' }, dana)).status).toBe(404)
      expect((await audited('practice:oak')).at(-1)?.action).toBe('staff-invitation-withdrawn')
    })

    it('is refused for whoever works here already, and an email that is none', async () => {
      await employ('rosa', 'staff')
      for (const email of ['rosa@oak.example', 'Rosa@oak.example', 'rosa']) {
        const reply = await post(`${desk}/staff/invite`, { email, role: 'staff' }, dana)
        expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/email'])
      }
    })

    it('of one practice is none of another, and none can be guessed', async () => {
      const token = await invite('rosa@oak.example')
      expect((await look(token, 'elm')).status).toBe(404)
      expect((await look('x'.repeat(32))).status).toBe(404)
      for (const path of ['look', 'accept']) {
        const reply = await house.app.request(`/portal/api/invitation/${path}`)
        expect([path, reply.status]).toEqual([path, 401])
      }
    })
  })

  it('lets no more than ten wrong passwords through, though they come at once', async () => {
    const body = { email: 'dana@oak.example', password: 'not the password' }
    const { store, accounts, secret } = house
    let address = 0
    const app = createApp({
      ...{ store, accounts, secret, clock: () => house.now, log: () => {}, asset: () => null },
      ownOrigins: [OWN_ORIGIN],
      addressOf: () => `203.0.113.${++address}`,
    })
    const headers = { 'Content-Type': 'application/json', Origin: OWN_ORIGIN }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const replies = await Promise.all(Array.from({ length: 20 }, () => app.request('/portal/auth/sign-in/email', init)))
    const statuses = replies.map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)])
  })

  describe('what happens to an account', () => {
    it('stands in the audit of each practice it works for', async () => {
      await importPractice(house.store, { ...testPractice(), id: 'elm', name: 'Elm Dental' }, MONDAY_8)
      await house.store.transaction((transaction) => transaction.addStaff('elm', danaId, 'staff'))
      await post('/portal/auth/sign-in/email', { email: 'dana@oak.example', password: 'not the password' })
      await post('/portal/auth/sign-out', {}, await signIn('dana'))
      for (const practice of ['oak', 'elm']) {
        const rows = (await house.store.auditOf(practice, `staff:${danaId}`)).slice(practice === 'oak' ? 1 : 0)
        expect(rows.map(({ at, actor, action, detail }) => ({ at, actor, action, detail }))).toEqual([
          { at: MONDAY_8, actor: 'unknown', action: 'sign-in-failed', detail: { with: 'password' } },
          { at: MONDAY_8, actor: `staff:${danaId}`, action: 'signed-in', detail: { with: 'password' } },
          { at: MONDAY_8, actor: `staff:${danaId}`, action: 'signed-out', detail: null },
        ])
      }
    })
  })
})
