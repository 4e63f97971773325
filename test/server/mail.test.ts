import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MyReply } from '../../server/contract/my.ts'
import type { Mailing } from '../../server/mail/mailing.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { at, type Desk, deskOf, putInSchedule, putSettings, sendRequest } from '../kit/desk.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import {
  calendarIn,
  linksIn,
  MAIL_FROM,
  mailingOf,
  post,
  type Received,
  startSmtp,
  type TestSmtp,
} from '../kit/mail.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let smtp: TestSmtp
let mailing: Mailing
let desk: Desk
beforeEach(async () => {
  house = await testHouse(
    testPractice({ email: 'desk@oak.example.com', locale: 'en-GB', answerWithin: 'one working day' }),
  )
  smtp = await startSmtp()
  mailing = mailingOf(house, smtp)
  desk = await deskOf(house)
})
afterEach(async () => {
  await mailing.stop()
  await smtp.down()
  await house.close()
})

/** What came since it was last asked, by address. */
async function arrived(): Promise<Record<string, Received>> {
  const from = smtp.mails.length
  await post(mailing)
  const mails = smtp.mails.slice(from)
  // Two to one address would be one too many.
  expect(new Set(mails.map(({ to }) => to[0])).size).toBe(mails.length)
  return Object.fromEntries(mails.map((one) => [one.to[0]!, one]))
}
const toPatient = async () => (await arrived())['nadia@example.com']!

/** The token in the link of a mail to the patient. */
const tokenIn = (received: Received) => {
  const [link] = linksIn(received).filter((one) => one.includes('/request'))
  return link!.split('#')[1]!
}
const mine = async (link: string) => {
  const reply = await house.app.request('/v1/practices/oak/my', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ link }),
  })
  return MyReply.parse(await reply.json())
}
const my = (path: string, body: object) =>
  house.app.request(`/v1/practices/oak/my${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `my-key-${Math.random()}` },
    body: JSON.stringify(body),
  })

/** A calendar entry in short. */
function entryOf(received: Received) {
  const calendar = new ICAL.Component(ICAL.parse(calendarIn(received)!))
  const event = calendar.getFirstSubcomponent('vevent')!
  const value = (name: string) => String(event.getFirstPropertyValue(name))
  return {
    method: calendar.getFirstPropertyValue('method'),
    zone: calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid'),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    start: value('dtstart'),
    organizer: value('organizer'),
  }
}

/** Every row of every table but the audit. */
function everything(): string {
  const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
  const tables = database.prepare("select name from sqlite_schema where type = 'table' order by name").all()
  const all = tables
    .map(({ name }) => String(name))
    .filter((name) => name !== 'audit')
    .map((name) => [name, database.prepare(`select * from "${name}"`).all()])
  database.close()
  return JSON.stringify(all)
}

describe('a new request', () => {
  it('is told to the practice and to the patient', async () => {
    const { id } = await sendRequest(house, { note: 'It hurts a lot' })
    const mails = await arrived()
    expect(Object.keys(mails).sort()).toEqual(['desk@oak.example.com', 'nadia@example.com'])
    const toDesk = mails['desk@oak.example.com']!
    expect(toDesk.mail.subject).toBe('New request: Mon 23 Nov, 9:30, Dr Ann Ash')
    expect(toDesk.mail.from).toEqual({ name: 'Oak Dental, online requests', address: MAIL_FROM })
    expect(toDesk.mail.text).toContain('Requests that need action: 1.')
    expect(toDesk.raw + toDesk.mail.text + toDesk.mail.html).not.toMatch(/Nadia|Reyes|1984|0117|hurts/)
    expect(linksIn(toDesk)).toContain(`${OWN_ORIGIN}/portal/#/oak/requests/${id}`)
    expect(toDesk.mail.attachments).toEqual([])

    const patient = mails['nadia@example.com']!
    expect(patient.mail.subject).toBe('We have your request for Monday 23 November, 9:30')
    expect(patient.mail.from).toEqual({ name: 'Oak Dental', address: MAIL_FROM })
    expect(patient.mail.replyTo).toEqual([{ name: 'Oak Dental', address: 'desk@oak.example.com' }])
    expect(patient.from).toBe(MAIL_FROM)
    expect(patient.mail.text).toContain('usually within one working day')
    expect(patient.mail.text).not.toMatch(/hurts|1984|0117/)
    const header = (name: string) => patient.mail.headers.find(({ key }) => key === name)?.value
    expect(header('auto-submitted')).toBe('auto-generated')
    expect(header('content-language')).toBe('en')
    expect(patient.mail.messageId).toMatch(/^<[\w-]+@book\.example\.com>$/)
    expect(Date.parse(patient.mail.date!)).toBe(house.now)
    expect(entryOf(patient)).toEqual({
      method: 'PUBLISH',
      zone: 'America/New_York',
      uid: `${id}@chairtime`,
      sequence: 0,
      status: 'TENTATIVE',
      start: '2026-11-23T09:30:00',
      organizer: 'mailto:desk@oak.example.com',
    })
    expect(patient.raw).toMatch(/Content-Type: text\/calendar;\s+charset=utf-8;\s+method=PUBLISH/i)
    expect((await mine(tokenIn(patient))).state).toBe('pending')
    expect(await arrived()).toEqual({})
  })

  it('goes to whom the settings name, each by a mail of their own', async () => {
    await putSettings(house, { notify: ['a@oak.example.com', 'b@oak.example.com'] })
    await sendRequest(house, {
      patient: { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117' },
    })
    expect(Object.keys(await arrived()).sort()).toEqual(['a@oak.example.com', 'b@oak.example.com'])
  })

  it.each([
    ['es', 'Hemos recibido su solicitud: lunes, 23 de noviembre, 9:30', 'ltr'],
    ['ar', 'وصلنا طلبك: الاثنين، 23 نوفمبر، 9:30 ص', 'rtl'],
    ['zh-CN', '已收到您的申请：11月23日星期一 9:30', 'ltr'],
    ['pt-BR', 'We have your request for Monday 23 November, 9:30', 'ltr'],
  ])('is told in the language of the patient: %s', async (language, subject, direction) => {
    await sendRequest(house, { language })
    const { mail } = await toPatient()
    expect(mail.subject?.replace(/[\u2066-\u2069]/g, '')).toBe(subject)
    expect(mail.html).toContain(`dir="${direction}"`)
  })

  it('that was answered or called off before the mail was made is not told any more', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'reject', { reason: 'other', tell: false })
    expect(await arrived()).toEqual({})
    expect(house.logged).toContainEqual({
      level: 'info',
      message: 'nothing to be told',
      practice: 'oak',
      topic: 'request-sent',
    })
  })
})

describe('an answer', () => {
  it('confirms the time that was asked for', async () => {
    const { id } = await sendRequest(house)
    const before = entryOf(await toPatient())
    await desk.answer(id, 'accept', { how: { kind: 'create' }, mail: 'yes' })
    const received = await toPatient()
    expect(received.mail.subject).toBe('Confirmed: Monday 23 November, 9:30')
    expect(received.mail.text).not.toContain('different')
    expect(entryOf(received)).toEqual({ ...before, sequence: 1, status: 'CONFIRMED' })
    expect((await mine(tokenIn(received))).state).toBe('booked')
  })

  it('says plainly that the time differs, and later what was moved', async () => {
    const { id } = await sendRequest(house)
    await arrived()
    const time = (clock: string) => ({ start: `2026-11-23T${clock}:00-05:00`, practitioner: 'ann', chair: null })
    await desk.answer(id, 'accept', { how: { kind: 'create', time: time('10:30') }, cause: 'other' })
    const first = await toPatient()
    expect(first.mail.subject).toBe('Confirmed: Monday 23 November, 10:30 (you asked for 9:30)')
    expect(first.mail.text).toContain('The time is different\nMonday 23 November, 10:30\nYou asked for 9:30')
    expect(entryOf(first)).toMatchObject({ start: '2026-11-23T10:30:00', sequence: 1 })
    await desk.answer(id, 'reschedule', {
      time: { start: '2026-11-24T11:00:00-05:00', practitioner: 'bob', chair: null },
      cause: 'practitioner-away',
    })
    const second = await toPatient()
    expect(second.mail.subject).toBe('New time: Tuesday 24 November, 11:00 (it was Monday 23 November, 10:30)')
    expect(second.mail.text).toContain('Your appointment has moved')
    expect(second.mail.text).toContain('It was Monday 23 November, 10:30, Dr Ann Ash')
    expect(entryOf(second)).toMatchObject({ start: '2026-11-24T11:00:00', sequence: 2, uid: entryOf(first).uid })
  })

  it('says when somebody else sees the patient at the same time', async () => {
    await putInSchedule(house, { id: 'pms', practitioners: ['bob'], chair: 'two' })
    const { id } = await sendRequest(house)
    await arrived()
    await putSettings(house, { mode: 'reads' })
    await desk.answer(id, 'accept', {
      how: { kind: 'link', appointment: 'pms', isCorrected: true },
      cause: 'practitioner-away',
      mail: 'yes',
    })
    const { mail } = await toPatient()
    expect(mail.subject).toBe('Confirmed: Monday 23 November, 9:30')
    expect(mail.text).toContain(
      'Somebody else sees you\nMonday 23 November, 9:30\nDr Bob Birch\nYou asked for Dr Ann Ash',
    )
  })

  it('refuses with a reason in the patient’s words, and takes the entry out of their calendar', async () => {
    const { id } = await sendRequest(house, { language: 'de' })
    await arrived()
    await desk.answer(id, 'reject', { reason: 'no-new-patients' })
    const received = await toPatient()
    expect(received.mail.subject).toBe('Zu Ihrer Anfrage für Montag, 23. November')
    expect(received.mail.text).toContain('Wir nehmen zurzeit keine neuen Patienten auf.')
    expect(entryOf(received)).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', sequence: 1 })
    expect(linksIn(received)).toContainEqual(
      expect.stringMatching(/^https:\/\/book\.example\.com\/oak\/request\?lang=de#[\w-]{43}$/),
    )
  })

  it.each(['not-a-patient', 'other'])('keeps to itself why it refuses: %s', async (reason) => {
    const { id } = await sendRequest(house)
    await arrived()
    await desk.answer(id, 'reject', { reason })
    expect((await toPatient()).mail.text).toContain('Check-up, Dr Ann Ash\nReference')
  })

  it('calls a visit off', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await desk.answer(id, 'cancel', { reason: 'practitioner-away' })
    const received = await toPatient()
    expect(received.mail.subject).toBe('Cancelled: Monday 23 November, 9:30')
    expect(received.mail.text).toContain('Dr Ann Ash is away then.')
    expect(entryOf(received)).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', sequence: 2 })
  })

  it('is not mailed where the practice tells cancellations itself', async () => {
    await putSettings(house, { isCancellationTold: false })
    const { id } = await sendRequest(house)
    await arrived()
    await desk.answer(id, 'reject', { reason: 'other' })
    expect(await arrived()).toEqual({})
  })
})

describe('what the patient does', () => {
  it('cancelling is told to both', async () => {
    const { id } = await sendRequest(house)
    const link = tokenIn(await toPatient())
    await my('/cancel', { link })
    const mails = await arrived()
    expect(mails['desk@oak.example.com']!.mail.subject).toBe('Cancelled by the patient: Mon 23 Nov, 9:30, Dr Ann Ash')
    expect(linksIn(mails['desk@oak.example.com']!)).toContain(`${OWN_ORIGIN}/portal/#/oak/requests/${id}`)
    expect(mails['nadia@example.com']!.mail.text).toContain('Was it not you? Call us on 555-0100.')
    expect(entryOf(mails['nadia@example.com']!)).toMatchObject({ method: 'CANCEL', sequence: 1 })
  })

  it('another time instead of one that waits: the first is taken back, the second received', async () => {
    await sendRequest(house)
    const first = await toPatient()
    const body = { link: tokenIn(first), practitioner: null, start: '2026-11-23T11:00:00-05:00' }
    expect((await my('/ask-another', body)).status).toBe(201)
    await post(mailing)
    const mails = smtp.mails.slice(2)
    expect(mails.map(({ to, mail }) => [to[0], mail.subject]).sort()).toEqual([
      ['desk@oak.example.com', expect.stringMatching(/^New request: Mon 23 Nov, 11:00, Dr/)],
      ['nadia@example.com', 'Given up: Monday 23 November, 9:30'],
      ['nadia@example.com', 'We have your request for Monday 23 November, 11:00'],
    ])
    const [gone] = mails.filter(({ mail }) => mail.subject?.startsWith('Given up'))
    expect(entryOf(gone!)).toMatchObject({ method: 'CANCEL', uid: entryOf(first).uid })
    // Its link leads to what took its place.
    expect((await mine(tokenIn(first))).start).toBe('2026-11-23T11:00:00-05:00')
  })

  it('a wish for another time than the confirmed one, and that it stays', async () => {
    const { id } = await sendRequest(house)
    const link = tokenIn(await toPatient())
    await desk.answer(id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await my('/ask-another', { link, practitioner: null, start: '2026-11-23T11:00:00-05:00' })
    const mails = await arrived()
    expect(Object.keys(mails)).toEqual(['desk@oak.example.com'])
    const { mail } = mails['desk@oak.example.com']!
    expect(mail.subject).toBe('Another time asked for: Mon 23 Nov, 11:00, Dr Ann Ash')
    expect(mail.text).toContain('Now: Monday 23 November, 9:30\nInstead: Monday 23 November, 11:00')
    await desk.answer(id, 'keep')
    const stays = await toPatient()
    expect(stays.mail.subject).toBe('Your appointment stays: Monday 23 November, 9:30')
    expect(entryOf(stays)).toMatchObject({ method: 'PUBLISH', status: 'CONFIRMED', start: '2026-11-23T09:30:00' })
  })
})

describe('a request that is sent again with changes', () => {
  const HOLD = { reason: 'check', practitioner: 'ann', start: '2026-11-23T09:30:00-05:00' }
  const WRONG = 'nadja@example.com'
  const nadia = { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117' }
  const holding = async () => {
    const reply = await house.app.request('/v1/practices/oak/holds', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(HOLD),
    })
    return ((await reply.json()) as { hold: string }).hold
  }
  const sendAs = (hold: string, email: string, changes: object = {}) =>
    sendRequest(house, { hold, practitioner: 'ann', patient: { ...nadia, email }, ...changes })

  it('goes to the corrected address; staff are not told twice, and the wrong address gets no say', async () => {
    const hold = await holding()
    await sendAs(hold, WRONG)
    const before = await arrived()
    expect(Object.keys(before).sort()).toEqual(['desk@oak.example.com', WRONG])
    await sendAs(hold, 'nadia@example.com')
    const after = await arrived()
    expect(Object.keys(after)).toEqual(['nadia@example.com'])
    expect(after['nadia@example.com']!.mail.subject).toBe('We have your request for Monday 23 November, 9:30')
    expect((await mine(tokenIn(after['nadia@example.com']!))).state).toBe('pending')
    expect((await my('', { link: tokenIn(before[WRONG]!) })).status).toBe(404)
    // Corrected once more: still the same visit.
    await sendAs(hold, 'nadia.reyes@example.com')
    expect(Object.keys(await arrived())).toEqual(['nadia.reyes@example.com'])
  })

  it('nothing goes to the wrong address that has not left, and staff are told once', async () => {
    const hold = await holding()
    await sendAs(hold, WRONG)
    await mailing.prepare()
    await sendAs(hold, 'nadia@example.com')
    expect(Object.keys(await arrived()).sort()).toEqual(['desk@oak.example.com', 'nadia@example.com'])
    expect(smtp.mails).toHaveLength(2)
  })

  it('for another time is told to staff, and the patient hears that the first is given up', async () => {
    const hold = await holding()
    await sendAs(hold, 'nadia@example.com')
    const first = await arrived()
    await sendAs(hold, 'Nadia@example.com', { start: '2026-11-23T10:00:00-05:00' })
    await post(mailing)
    const subjects = smtp.mails.slice(2).map(({ to, mail }) => [to[0]!.toLowerCase(), mail.subject])
    expect(subjects.sort()).toEqual([
      ['desk@oak.example.com', 'New request: Mon 23 Nov, 10:00, Dr Ann Ash'],
      ['nadia@example.com', 'Given up: Monday 23 November, 9:30'],
      ['nadia@example.com', 'We have your request for Monday 23 November, 10:00'],
    ])
    // The link in the first mail leads on.
    expect(await mine(tokenIn(first['nadia@example.com']!))).toMatchObject({
      state: 'pending',
      start: '2026-11-23T10:00:00-05:00',
    })
  })
})

describe('a reminder', () => {
  it('comes once for a request that nobody has answered for so many hours', async () => {
    await putSettings(house, { remindAfterHours: 4 })
    await sendRequest(house, { start: '2026-11-25T09:30:00-05:00' })
    const answered = await sendRequest(house, { start: '2026-11-26T09:30:00-05:00' })
    await desk.answer(answered.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await post(mailing)
    house.now = at('11:59')
    expect(await arrived()).toEqual({})
    house.now = at('12:01')
    const mails = await arrived()
    expect(Object.values(mails).map(({ mail }) => mail.subject)).toEqual([
      'Still waiting: Wed 25 Nov, 9:30, Dr Ann Ash',
    ])
    house.now = at('18:00')
    expect(await arrived()).toEqual({})
    // Also for another server that looks.
    const other = mailingOf(house, smtp)
    await post(other)
    await other.stop()
    expect(smtp.mails.filter(({ mail }) => mail.subject?.startsWith('Still waiting'))).toHaveLength(1)
  })
})

describe('several reminders at once', () => {
  const reminded = () => smtp.mails.filter(({ mail }) => /still waiting/i.test(mail.subject ?? ''))

  it('are one mail that says how many wait, names nobody, and leads to the list', async () => {
    for (const time of ['09:00', '09:30', '10:00', '10:30', '11:00']) {
      await sendRequest(house, { start: `2026-11-25T${time}:00-05:00`, note: 'It hurts a lot' })
    }
    await post(mailing)
    await putSettings(house, { remindAfterHours: 1 })
    house.now = at('13:00')
    const mails = await arrived()
    expect(Object.keys(mails)).toEqual(['desk@oak.example.com'])
    const digest = mails['desk@oak.example.com']!
    expect(digest.mail.subject).toBe('Requests still waiting: 5')
    expect(digest.mail.text).toContain('The oldest was received Monday 23 November, 8:00.')
    expect(digest.mail.text).toContain('Requests that need action: 5.')
    expect(linksIn(digest).filter((link) => link.startsWith('http'))).toEqual([`${OWN_ORIGIN}/portal/#/oak/requests`])
    expect(digest.raw + digest.mail.text + digest.mail.html).not.toMatch(/Nadia|Reyes|1984|0117|hurts|Ann Ash/)
    house.now = at('18:00')
    const other = mailingOf(house, smtp)
    await Promise.all([post(mailing), post(other)])
    await other.stop()
    expect(reminded()).toHaveLength(1)
    // One that comes to wait too long later is told by itself.
    await sendRequest(house, { start: '2026-11-26T09:30:00-05:00' })
    house.now = at('20:00')
    await post(mailing)
    expect(reminded().map(({ mail }) => mail.subject)).toEqual([
      'Requests still waiting: 5',
      'Still waiting: Thu 26 Nov, 9:30, Dr Ann Ash',
    ])
  })

  it('come once from two servers that look at the same moment', async () => {
    await sendRequest(house, { start: '2026-11-25T09:30:00-05:00' })
    await sendRequest(house, { start: '2026-11-26T09:30:00-05:00' })
    await post(mailing)
    await putSettings(house, { remindAfterHours: 1 })
    house.now = at('13:00')
    const other = mailingOf(house, smtp)
    await Promise.all([mailing.prepare(), other.prepare()])
    await Promise.all([mailing.deliver(), other.deliver()])
    await other.stop()
    expect(reminded()).toHaveLength(1)
  })
})

describe('link scanners', () => {
  it('change nothing by fetching every link of every mail, by GET and HEAD', async () => {
    await putSettings(house, { remindAfterHours: 1 })
    const first = await sendRequest(house)
    const second = await sendRequest(house, { start: '2026-11-24T10:00:00-05:00', language: 'es' })
    const third = await sendRequest(house, { start: '2026-11-25T10:00:00-05:00' })
    await post(mailing)
    await desk.answer(first.id, 'accept', { how: { kind: 'create' }, mail: 'yes' })
    await my('/ask-another', {
      link: tokenIn(smtp.mails.find(({ mail }) => mail.subject?.endsWith('request for Monday 23 November, 9:30'))!),
      practitioner: null,
      start: '2026-11-23T11:00:00-05:00',
    })
    await post(mailing)
    await desk.answer(first.id, 'keep')
    await desk.answer(second.id, 'reject', { reason: 'duplicate' })
    house.now += 2 * 3_600_000
    await post(mailing)
    await desk.answer(third.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await desk.answer(third.id, 'cancel', { reason: 'practice-closed' })
    await post(mailing)
    const kinds = smtp.mails.map(({ mail }) => mail.subject)
    expect(kinds.length).toBeGreaterThanOrEqual(10)

    const links = smtp.mails.flatMap(linksIn).filter((link) => link.startsWith('http'))
    // A scanner may also follow a fragment as if it were part of the path, or of the query.
    const tried = new Set(links.flatMap((link) => [link, link.replace('#', '%23'), link.replace('#', '?')]))
    const before = everything()
    for (const link of tried) {
      for (const method of ['GET', 'HEAD']) {
        const { pathname, search } = new URL(link)
        const reply = await house.app.request(`${pathname}${search}`, {
          method,
          headers: { 'User-Agent': 'LinkScanner' },
        })
        expect([link, reply.status < 500]).toEqual([link, true])
      }
    }
    expect(everything()).toBe(before)
    expect(new Set(links.map((link) => new URL(link).pathname))).toEqual(new Set(['/oak/request', '/portal/']))
    // What a server would write into its log names nobody and opens nothing.
    const token = tokenIn(smtp.mails.find(({ to }) => to[0] === 'nadia@example.com')!)
    expect(JSON.stringify(house.logged)).not.toMatch(new RegExp(`${token}|nadia|Reyes`, 'i'))
  })
})

describe('what is kept', () => {
  it('holds no private link, and the log no patient', async () => {
    await sendRequest(house, { note: 'Left knee' })
    smtp.refusals.set('nadia@example.com', '550 5.1.1 <nadia@example.com>: no such user')
    await post(mailing)
    const [toDesk] = smtp.mails
    expect(toDesk?.to).toEqual(['desk@oak.example.com'])
    smtp.refusals.clear()
    await sendRequest(house, { start: '2026-11-23T10:30:00-05:00' })
    const received = await toPatient()
    expect(everything()).not.toContain(tokenIn(received))
    expect(JSON.stringify(house.logged)).not.toMatch(/nadia|reyes|knee|0117|1984|oak\.example\.com/i)
  })
})
