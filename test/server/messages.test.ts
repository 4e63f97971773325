import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { mailFromOf, readConfig } from '../../server/config.ts'
import { Language } from '../../server/contract/language.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { MessageAgainReply, MessageList, TemplateList } from '../../server/contract/settings.ts'
import type { Mailing } from '../../server/mail/mailing.ts'
import { staffMailer } from '../../server/mail/staff-mail.ts'
import { mailsOfLinks } from '../../server/patients/invitation.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { type Desk, deskOf, putSettings, sendRequest } from '../kit/desk.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { linksIn, MAIL_FROM, mailingOf, post, startSmtp, type TestSmtp } from '../kit/mail.ts'
import { addPatient, invite } from '../kit/patient-account.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let smtp: TestSmtp
let mailing: Mailing
let desk: Desk
beforeEach(async () => {
  house = await testHouse(testPractice({ email: 'desk@oak.example.com', locale: 'en-GB' }))
  smtp = await startSmtp()
  mailing = mailingOf(house, smtp)
  desk = await deskOf(house)
})
afterEach(async () => {
  await mailing.stop()
  await smtp.down()
  await house.close()
})

const list = async (query = '') => MessageList.parse(await (await desk.get(`/messages${query}`)).json())
const again = (id: string, by = desk) => by.post(`/messages/${id}/again`, {})
const problemOf = async (reply: Response) => {
  const { status, type, detail } = (await reply.json()) as Problem
  return [status, type, detail]
}
const audited = async (action: string) => {
  const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
  const rows = database.prepare('select actor, subject, detail from audit where action = ?').all(action)
  database.close()
  return rows.map((row) => ({ ...row }))
}
/** A request whose patient's mail was given up. */
async function refused() {
  smtp.refusals.set('nadia@example.com', '550 5.1.1 no such user')
  const request = await sendRequest(house)
  await post(mailing)
  smtp.refusals.clear()
  return request
}

describe('GET …/messages', () => {
  it('lists what was sent to whom and when, and what could not be', async () => {
    const { id } = await refused()
    const { messages, counts, isMailOn } = await list()
    expect([counts, isMailOn]).toEqual([{ waiting: 0, sent: 1, kept: 0, failed: 1 }, false])
    const [toPatient] = messages.filter((message) => message.toPatient)
    const [toDesk] = messages.filter((message) => !message.toPatient)
    expect(toPatient).toEqual({
      id: expect.any(String),
      topic: 'request-sent',
      request: id,
      patient: null,
      recipient: 'nadia@example.com',
      toPatient: true,
      language: 'en',
      subject: 'We have your request for Monday 23 November, 9:30',
      text: expect.stringContaining(`${OWN_ORIGIN}/oak/request#…`),
      hasCalendar: true,
      state: 'failed',
      at: '2026-11-23T08:00:00-05:00',
      sentAt: null,
      nextAt: null,
      tries: 1,
      fault: 'the mail server does not take this address: 550 5.1.1',
    })
    expect(toDesk).toMatchObject({
      recipient: 'desk@oak.example.com',
      state: 'sent',
      sentAt: '2026-11-23T08:00:00-05:00',
    })
    expect((await list('?state=failed')).messages).toEqual([toPatient])
    expect((await list('?state=waiting')).messages).toEqual([])
    expect((await desk.get('/messages?state=lost')).status).toBe(400)
  })

  it('says when what waits is tried again', async () => {
    await smtp.down()
    await sendRequest(house)
    await post(mailing)
    const { messages } = await list('?state=waiting')
    expect(messages.map(({ state, nextAt }) => [state, nextAt])).toEqual([
      ['waiting', '2026-11-23T08:01:00-05:00'],
      ['waiting', '2026-11-23T08:01:00-05:00'],
    ])
  })

  it('is noted once for whoever has seen a request in it', async () => {
    const { id } = await sendRequest(house)
    await post(mailing)
    await list()
    await list()
    expect((await audited('request-listed')).map(({ subject }) => subject)).toEqual([`request:${id}`])
  })

  it('shows a practice its own messages only, and needs a sign-in', async () => {
    await sendRequest(house)
    await post(mailing)
    expect((await house.app.request('/portal/api/practices/oak/messages')).status).toBe(401)
    const reply = await house.app.request('/portal/api/practices/elm/messages', { headers: { Cookie: desk.cookie } })
    expect(reply.status).toBe(404)
  })
})

describe('POST …/messages/{id}/again', () => {
  const failed = async () => (await list('?state=failed')).messages[0]!

  it('sends one that was given up, and notes who did', async () => {
    const { id } = await refused()
    const message = await failed()
    const { message: now } = MessageAgainReply.parse(await (await again(message.id)).json())
    expect(now).toMatchObject({ id: message.id, state: 'waiting', tries: 0, fault: null })
    await post(mailing)
    expect(smtp.mails.map(({ to }) => to[0])).toEqual(['desk@oak.example.com', 'nadia@example.com'])
    expect((await list()).counts).toEqual({ waiting: 0, sent: 2, kept: 0, failed: 0 })
    const [entry] = await audited('message-again')
    expect(entry).toMatchObject({ actor: expect.stringMatching(/^staff:/), subject: `request:${id}` })
    expect((await audited('message-sent')).map(({ detail }) => JSON.parse(String(detail)).to).sort()).toEqual([
      'patient',
      'practice',
    ])
  })

  it('says what holds now, not what held then', async () => {
    const { id } = await sendRequest(house)
    await post(mailing)
    smtp.refusals.set('nadia@example.com', '550 5.1.1 no such user')
    const time = (clock: string) => ({ start: `2026-11-23T${clock}:00-05:00`, practitioner: 'ann', chair: null })
    await desk.answer(id, 'accept', { how: { kind: 'create', time: time('10:30') }, cause: 'other' })
    await post(mailing)
    await desk.answer(id, 'reschedule', { time: time('11:00'), cause: 'other' })
    await post(mailing)
    smtp.refusals.clear()
    const [, older] = (await list('?state=failed')).messages
    await again(older!.id)
    await post(mailing)
    // It never came, so the patient still knows only what they asked for.
    expect(smtp.mails.at(-1)?.mail.subject).toBe('Confirmed: Monday 23 November, 11:00 (you asked for 9:30)')
  })

  it('is refused when it no longer holds, or has left', async () => {
    const { id } = await refused()
    const message = await failed()
    await desk.answer(id, 'reject', { reason: 'other', tell: false })
    expect(await problemOf(await again(message.id))).toEqual([
      409,
      '/problems/not-changeable',
      'What this message says no longer holds, so it is not sent.',
    ])
    const [sent] = (await list('?state=sent')).messages
    expect((await problemOf(await again(sent!.id)))[1]).toBe('/problems/not-changeable')
    expect((await problemOf(await again('nothing')))[1]).toBe('/problems/not-found')
  })

  it('is not for those who only look', async () => {
    await refused()
    const message = await failed()
    const looking = await deskOf(house, 'lou@example.com', 'read-only')
    expect((await looking.get('/messages')).status).toBe(200)
    expect((await problemOf(await again(message.id, looking)))[1]).toBe('/problems/not-allowed')
    const reply = await house.app.request(`/portal/api/practices/oak/messages/${message.id}/again`, {
      method: 'POST',
      headers: { Cookie: desk.cookie, Origin: 'https://evil.example' },
    })
    expect(reply.status).toBe(403)
    expect(await failed()).toEqual(message)
  })

  it('sends what was kept, once there is a mail server', async () => {
    const before = mailingOf(house)
    await sendRequest(house)
    await post(before)
    await before.stop()
    const { messages } = await list('?state=kept')
    expect(messages).toHaveLength(2)
    for (const { id } of messages) expect((await again(id)).status).toBe(200)
    await post(mailing)
    expect(smtp.mails).toHaveLength(2)
  })

  it('sends an invitation to an account only while its link is open and its patient agrees', async () => {
    smtp.refusals.set('nadia@example.com', '550 5.1.1 no such user')
    const [stays, withdrawn, another] = [await addPatient(house), await addPatient(house), await addPatient(house)]
    for (const patient of [stays, withdrawn, another]) await invite(house, patient)
    await post(mailing)
    smtp.refusals.clear()
    const { messages } = await list('?state=failed')
    const messageOf = ({ id }: { id: string }) => messages.find(({ patient }) => patient === id)!
    expect(messageOf(stays)).toMatchObject({ topic: 'invitation', request: null, toPatient: true })
    expect(messageOf(stays).text).toContain(`${OWN_ORIGIN}/oak/invitation#…`)
    expect((await audited('patient-listed')).map(({ subject }) => subject).sort()).toEqual(
      [stays, withdrawn, another].map(({ id }) => `patient:${id}`).sort(),
    )
    await house.store.transaction(async (transaction) => {
      await transaction.addConsent('oak', {
        ...{ id: 'c1', patient: withdrawn.id, channel: 'text', isGiven: false, at: house.now + 1, by: 'patient' },
        ...{ how: 'account', wording: '2026-11', language: null, request: null, note: null },
      })
      await transaction.endPatientLinks('oak', another.id, { why: 'removed', at: house.now })
    })
    for (const patient of [withdrawn, another]) {
      expect((await problemOf(await again(messageOf(patient).id)))[1]).toBe('/problems/not-changeable')
    }
    const reply = MessageAgainReply.parse(await (await again(messageOf(stays).id)).json())
    expect(reply.message).toMatchObject({ patient: stays.id, state: 'waiting' })
    await post(mailing)
    expect(smtp.mails.map(({ to }) => to)).toEqual([['nadia@example.com']])
    const states = await mailsOfLinks(house.store, 'oak', await house.store.patientLinks('oak', stays.id, 'invitation'))
    expect([...states.values()]).toEqual(['sent'])
  })

  it('sends a colleague’s copy to that colleague', async () => {
    await putSettings(house, { notify: ['a@oak.example.com', 'b@oak.example.com'] })
    smtp.refusals.set('b@oak.example.com', '550 5.1.1 no such user')
    await sendRequest(house)
    await post(mailing)
    smtp.refusals.clear()
    await again((await failed()).id)
    await post(mailing)
    expect(smtp.mails.at(-1)?.to).toEqual(['b@oak.example.com'])
  })
})

describe('GET …/messages/templates', () => {
  it('shows every kind of mail in each language, about nobody', async () => {
    await sendRequest(house)
    const reply = TemplateList.parse(await (await desk.get('/messages/templates')).json())
    expect([reply.language, reply.languages]).toEqual(['en', Language.options])
    expect(reply.templates).toHaveLength(16)
    expect(reply.templates[0]).toMatchObject({ topic: 'request-sent', toPatient: true, hasCalendar: true })
    const german = TemplateList.parse(await (await desk.get('/messages/templates?language=de')).json())
    expect(german.templates[0]?.text).toContain('Ihre Anfrage ist da')
    expect(JSON.stringify([reply, german])).not.toMatch(/Reyes|private-link/)
    expect((await desk.get('/messages/templates?language=xx')).status).toBe(400)
  })
})

describe('a mail to staff', () => {
  it('carries its link sealed until it leaves, and shows it to nobody', async () => {
    const link = `${OWN_ORIGIN}/portal/#/invitation/oak/a-token-that-opens`
    const app = createApp({
      store: house.store,
      accounts: house.accounts,
      clock: () => house.now,
      log: (entry) => house.logged.push(entry),
      asset: () => null,
      secret: house.secret,
      ownOrigins: [OWN_ORIGIN],
      addressOf: () => undefined,
      isMailOn: true,
      mailFrom: MAIL_FROM,
    })
    const send = staffMailer(house.store, { clock: () => house.now, secret: house.secret })
    const expiresAt = house.now + 7 * 86_400_000
    await send('oak', { to: 'lou@example.com', by: 'Dana', role: 'staff', expiresAt, link })
    const reply = await app.request('/portal/api/practices/oak/messages', { headers: { Cookie: desk.cookie } })
    const shown = MessageList.parse(await reply.json())
    expect(shown.isMailOn).toBe(true)
    expect(shown.messages[0]?.text).toContain('Accept the invitation:\n(in the mail only)\n')
    const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
    expect(JSON.stringify(database.prepare('select * from message').all())).not.toContain('a-token-that-opens')
    database.close()
    await post(mailing)
    expect(smtp.mails[0]?.mail.text).toContain(`Accept the invitation:\n${link}\n`)
    expect(smtp.mails[0]?.mail.html).toContain(`href="${link}"`)
    expect(linksIn(smtp.mails[0]!)).toEqual([link])
    expect((await problemOf(await again(shown.messages[0]!.id)))[2]).toMatch(/under Staff/)
  })
})

describe('SMTP_URL and MAIL_FROM', () => {
  it.each([
    [
      'smtps://oak:s%40fe@mail.example.com',
      { host: 'mail.example.com', port: 465, tls: 'at-once', auth: { user: 'oak', pass: 's@fe' } },
    ],
    [
      'smtp://oak:safe@mail.example.com:2525',
      { host: 'mail.example.com', port: 2525, tls: 'upgrade', auth: { user: 'oak', pass: 'safe' } },
    ],
    ['smtp://mail.internal?tls=off', { host: 'mail.internal', port: 587, tls: 'off', auth: null }],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, tls: 'off', auth: null }],
    ['smtp://[::1]:25/', { host: '::1', port: 25, tls: 'off', auth: null }],
  ])('reads %s', (SMTP_URL, smtp) => {
    expect(readConfig({ SMTP_URL }).smtp).toEqual(smtp)
  })

  it.each([
    ['mail.example.com:587', 'is no address of a mail server'],
    ['https://oak:safe-word@mail.example.com', 'is no address of a mail server'],
    ['smtp://oak:safe-word@', 'is no address of a mail server'],
    ['smtp://:safe-word@mail.example.com', 'needs both a user and a password, or neither'],
    ['smtp://oak:safe-word%@mail.example.com', 'has a "%" in its user or password'],
    ['smtps://oak:safe-word@mail.example.com?tls=off', 'has an option besides "?tls=off" of smtp:'],
    ['smtp://oak:safe-word@mail.example.com/relay', 'has a path'],
  ])('refuses %s without repeating it', (SMTP_URL, what) => {
    const read = () => readConfig({ SMTP_URL })
    expect(read).toThrow(RangeError)
    expect(read).toThrow(`SMTP_URL ${what}`)
    expect(read).not.toThrow(/safe-word/)
  })

  it('mails come from the host of PUBLIC_URL unless told otherwise', () => {
    const from = (env: Record<string, string>) => mailFromOf(readConfig(env))
    expect(from({ PUBLIC_URL: 'https://book.example.com' })).toBe('noreply@book.example.com')
    expect(from({ PUBLIC_URL: 'https://192.0.2.1' })).toBe('noreply@localhost')
    expect(from({ MAIL_FROM: 'requests@example.com' })).toBe('requests@example.com')
    expect(() => readConfig({ MAIL_FROM: 'Elm <requests@example.com>' })).toThrow('MAIL_FROM must be one address')
  })
})
