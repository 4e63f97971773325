import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccountReply, InvitationReply } from '../../server/contract/patient-account.ts'
import type { Problem } from '../../server/contract/problem.ts'
import type { Mailing } from '../../server/mail/mailing.ts'
import { endInvitation, setAccess } from '../../server/patients/invitation.ts'
import { createResidents } from '../../server/residents.ts'
import { tidy } from '../../server/retention.ts'
import { at, deskOf, putInSchedule, rowsIn } from '../kit/desk.ts'
import { OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { linksIn, mailingOf, post, type Received, startSmtp, type TestSmtp } from '../kit/mail.ts'
import { addPatient, enrol, invite, NADIA_SAYS, patientBrowser } from '../kit/patient-account.ts'
import { testPractice } from '../kit/practice.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let house: TestHouse
let smtp: TestSmtp
let mailing: Mailing
beforeEach(async () => {
  house = await testHouse(testPractice({ email: 'desk@oak.example.com' }))
  smtp = await startSmtp()
  mailing = mailingOf(house, smtp)
})
afterEach(async () => {
  await mailing.stop()
  await smtp.down()
  await house.close()
})

/** What came since it was last asked. */
async function arrived(): Promise<Received[]> {
  const from = smtp.mails.length
  await post(mailing)
  return smtp.mails.slice(from)
}
const tokenIn = (mail: Received) =>
  linksIn(mail)
    .find((link) => link.includes('#'))!
    .split('#')[1]!
const problem = async (reply: Response) => {
  const { type, triesLeft } = (await reply.json()) as Problem
  return [reply.status, type.replace('/problems/', ''), ...(triesLeft === undefined ? [] : [triesLeft])]
}
const account = async (reply: Response | Promise<Response>) => {
  const answered = await reply
  const text = await answered.text()
  expect([answered.status, text]).toEqual([200, text])
  return AccountReply.parse(JSON.parse(text))
}
const audit = async (id: string) => (await house.store.auditOf('oak', `patient:${id}`)).map(({ action }) => action)

describe('an invitation', () => {
  it('comes by mail, shows nothing of a person, and opens an account by birth date and family name', async () => {
    const patient = await addPatient(house)
    const { outcome } = await invite(house, patient)
    expect(outcome).toEqual({
      isSent: true,
      email: 'nadia@example.com',
      expiresAt: '2026-12-23T08:00:00-05:00',
      refusal: null,
      missing: [],
      detail: 'The invitation was sent. Its link works once, until 2026-12-23.',
    })
    const [mail] = await arrived()
    expect([mail!.to, mail!.mail.subject]).toEqual([['nadia@example.com'], 'Request your visits at Oak Dental online'])
    expect(mail!.mail.from).toMatchObject({ name: 'Oak Dental' })
    // Staff may have got the address wrong.
    expect(mail!.raw + mail!.mail.text + mail!.mail.html).not.toMatch(/Nadia|Reyes|1984|0117/)
    const [link] = linksIn(mail!).filter((one) => one.includes('#'))
    expect(link).toMatch(/^https:\/\/book\.example\.com\/oak\/invitation#[\w-]{43}$/)

    const browser = patientBrowser(house)
    const token = tokenIn(mail!)
    const looked = await browser.post('/invitation', { link: token })
    expect(InvitationReply.parse(await looked.json())).toEqual({
      practice: { id: 'oak', name: 'Oak Dental', phone: '555-0100' },
      emailHint: 'n•••@example.com',
      triesLeft: 5,
    })
    const reply = await browser.post('/invitation/confirm', { link: token, ...NADIA_SAYS })
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
    expect(reply.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Secure-chairtime-patient=[\w-]{32}; Max-Age=2592000; Path=\/v1\/practices\/oak; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ])
    expect(await account(reply)).toEqual({
      practice: { id: 'oak', name: 'Oak Dental', phone: '555-0100' },
      given: 'Nadia',
      family: 'Reyes',
      birthDate: '1984-03-07',
      mobile: '555-0117',
      email: 'nadia@example.com',
      consent: { email: true, text: true },
      visits: [],
      passkeys: [],
      signedInBy: 'invitation',
    })
    expect(await house.store.patient('oak', patient.id)).toMatchObject({
      access: 'enrolled',
      accessAt: house.now,
      accessBy: 'patient',
    })
    expect(await audit(patient.id)).toEqual(['patient-invited', 'patient-enrolled'])
    expect(await problem(await patientBrowser(house).post('/invitation', { link: token }))).toEqual([404, 'link-ended'])
    expect((await account(browser.get('/account'))).given).toBe('Nadia')
  })

  it.each([
    ['capitals, accents and signs don’t count in the name', 'Núñez-O’Hara', 'nunez ohara', true],
    ['a letter that differs does', 'Reyes', 'Reyez', false],
    ['a part of the name is not the name', 'Reyes Soto', 'Reyes', false],
    ['no name is no name', 'Reyes', '- .', false],
    ['Chinese names are names', '王', '王', true],
  ])('%s', async (_, family, said, isThem) => {
    const { token } = await invite(house, await addPatient(house, { family }))
    const reply = await patientBrowser(house).post('/invitation/confirm', { link: token, ...NADIA_SAYS, family: said })
    expect(reply.status).toBe(isThem ? 200 : 422)
  })

  it('doesn’t say what differs, and is over after five wrong answers, for the right one too', async () => {
    const patient = await addPatient(house)
    const { token } = await invite(house, patient)
    const browser = patientBrowser(house)
    const wrong = [{ birthDate: '1984-07-03' }, { family: 'Ray' }, { birthDate: '1984-3-7' }, { birthDate: 'x' }, {}]
    const replies = []
    for (const [i, change] of wrong.entries()) {
      const said = i === 4 ? { birthDate: '2000-01-01', family: 'No' } : change
      const reply = await browser.post('/invitation/confirm', { link: token, ...NADIA_SAYS, ...said })
      replies.push(await problem(reply))
    }
    expect(replies).toEqual([4, 3, 2, 1, 0].map((left) => [422, 'no-match', left]))
    const right = await browser.post('/invitation/confirm', { link: token, ...NADIA_SAYS })
    expect(await problem(right)).toEqual([404, 'link-ended'])
    expect(browser.cookies.size).toBe(0)
    expect(await house.store.patient('oak', patient.id)).toMatchObject({ access: 'invited' })
    expect((await audit(patient.id)).slice(-2)).toEqual(['invitation-no-match', 'invitation-locked'])
    // A new one starts anew.
    const again = await invite(house, patient)
    const opened = await browser.post('/invitation/confirm', { link: again.token, ...NADIA_SAYS })
    expect(opened.status).toBe(200)
  })

  it('is not opened unless they agree that it is kept', async () => {
    const { token } = await invite(house, await addPatient(house))
    const reply = await patientBrowser(house).post('/invitation/confirm', { link: token, ...NADIA_SAYS, agrees: false })
    expect(await problem(reply)).toEqual([400, 'invalid-request'])
  })

  it('says kindly that a newer one was sent, once one was', async () => {
    const patient = await addPatient(house)
    const first = await invite(house, patient)
    house.now += MINUTE
    const second = await invite(house, patient)
    const browser = patientBrowser(house)
    expect(await problem(await browser.post('/invitation', { link: first.token }))).toEqual([410, 'link-replaced'])
    house.now += MINUTE
    // Wrong address: corrected, withdrawn, sent anew.
    await house.store.transaction(async (transaction) => {
      const now = house.now
      const known = (await transaction.patient('oak', patient.id))!
      await transaction.changePatient('oak', known, { email: 'nadia@right.example.com' })
      await endInvitation(transaction, 'oak', known, { why: 'address-changed', now, actor: 'staff:dana' })
    })
    expect(await house.store.patient('oak', patient.id)).toMatchObject({ access: 'none', accessAt: null })
    expect(await problem(await browser.post('/invitation', { link: second.token }))).toEqual([404, 'link-ended'])
    const third = await invite(house, patient)
    expect(await problem(await browser.post('/invitation', { link: second.token }))).toEqual([410, 'link-replaced'])
    expect((await browser.post('/invitation', { link: third.token })).status).toBe(200)
    // Only the last one's mail was still to leave.
    expect((await arrived()).map(({ to }) => to)).toEqual([['nadia@right.example.com']])
  })

  it('ends after thirty days', async () => {
    const { token } = await invite(house, await addPatient(house))
    house.now += 30 * DAY - 1
    expect((await patientBrowser(house).post('/invitation', { link: token })).status).toBe(200)
    house.now += 1
    expect(await problem(await patientBrowser(house).post('/invitation', { link: token }))).toEqual([404, 'link-ended'])
  })

  it.each([
    [{ email: null }, { email: true, text: true }, 'no-email', []],
    [{}, { email: false, text: false }, 'no-consent', ['email', 'text']],
    [{}, { email: true, text: false }, 'no-consent', ['text']],
    [{}, { email: false, text: true }, 'no-consent', ['email']],
    [{ birthDate: '1984-03' }, { email: true, text: true }, 'no-birth-date', []],
    [{ birthDate: null }, { email: true, text: true }, 'no-birth-date', []],
  ] as const)('%o with consent %o is refused: %s', async (changes, consent, refusal, missing) => {
    const patient = await addPatient(house, changes, { consent })
    const { outcome, link } = await invite(house, patient)
    expect(outcome).toMatchObject({ isSent: false, expiresAt: null, refusal, missing })
    if (refusal === 'no-consent') expect(outcome.detail).toMatch(/has not agreed to .*Ask the patient for consent/)
    expect(link).toBeUndefined()
    expect(await house.store.patient('oak', patient.id)).toEqual(patient)
    expect(rowsIn(house, 'select * from outbox')).toEqual([])
    expect(await audit(patient.id)).toEqual([])
  })
})

describe('signing in by mail', () => {
  it('works once, within twenty minutes', async () => {
    const { patient } = await enrol(house, { given: 'Nadia' })
    await arrived()
    const browser = patientBrowser(house)
    const asked = await browser.post('/account/sign-in', { email: 'NADIA@example.com', language: 'es' })
    expect([asked.status, await asked.json()]).toEqual([202, {}])
    const [mail] = await arrived()
    expect([mail!.to, mail!.mail.subject]).toEqual([['nadia@example.com'], 'Su enlace para entrar en Oak Dental'])
    expect(mail!.mail.text).toContain('Hola, Nadia')
    expect(linksIn(mail!).some((link) => link.startsWith(`${OWN_ORIGIN}/oak/account?lang=es#`))).toBe(true)
    const token = tokenIn(mail!)
    expect(await problem(await browser.post('/invitation', { link: token }))).toEqual([404, 'link-ended'])
    expect(await account(browser.post('/account/open', { link: token }))).toMatchObject({ signedInBy: 'link' })
    expect((await account(browser.get('/account'))).signedInBy).toBe('link')
    expect(await problem(await browser.post('/account/open', { link: token }))).toEqual([404, 'link-ended'])
    expect((await audit(patient.id)).slice(-2)).toEqual(['sign-in-asked', 'patient-signed-in'])

    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    const [late] = await arrived()
    house.now += 20 * MINUTE
    expect(await problem(await browser.post('/account/open', { link: tokenIn(late!) }))).toEqual([404, 'link-ended'])
  })

  it('says and does the same for every address while it is asked', async () => {
    await enrol(house)
    await addPatient(house, { email: 'not-enrolled@example.com' })
    await arrived()
    const seen = []
    for (const email of ['nadia@example.com', 'not-enrolled@example.com', 'nobody@example.com']) {
      const before = await house.store.outbox(10)
      const reply = await patientBrowser(house).post('/account/sign-in', { email })
      const headers = Object.fromEntries(reply.headers)
      delete headers['x-request-id']
      const after = await house.store.outbox(10)
      seen.push([reply.status, await reply.text(), headers, after.length - before.length])
    }
    expect(seen[0]).toEqual([202, '{}', expect.anything(), 1])
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    expect((await arrived()).map(({ to }) => to)).toEqual([['nadia@example.com']])
    expect(await house.store.outbox(10)).toEqual([])
    expect(JSON.stringify(house.logged)).not.toMatch(/example\.com/)
  })

  it('sends each of a family who share the address their own', async () => {
    await enrol(house, { given: 'Nadia' })
    await enrol(house, { given: 'Omar', birthDate: '2001-05-06' })
    await arrived()
    await patientBrowser(house).post('/account/sign-in', { email: 'nadia@example.com' })
    const mails = await arrived()
    expect(mails.map(({ mail }) => mail.text!.match(/Hello (\w+),/)?.[1]).sort()).toEqual(['Nadia', 'Omar'])
  })

  it('ends with the address that it was sent to, whoever changes that', async () => {
    const { patient } = await enrol(house)
    const browser = patientBrowser(house)
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    const [mail] = await arrived()
    await house.store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await transaction.changePatient('oak', known, { email: 'nadia@right.example.com' })
    })
    expect(await problem(await browser.post('/account/open', { link: tokenIn(mail!) }))).toEqual([404, 'link-ended'])
  })

  it('sends at most five an hour, and the last one counts', async () => {
    await enrol(house)
    await arrived()
    const browser = patientBrowser(house)
    const tokens = []
    for (let i = 0; i < 7; i++) {
      await browser.post('/account/sign-in', { email: 'nadia@example.com' })
      tokens.push(...(await arrived()).map(tokenIn))
    }
    expect(tokens).toHaveLength(5)
    expect(await problem(await browser.post('/account/open', { link: tokens[0]! }))).toEqual([410, 'link-replaced'])
    expect((await browser.post('/account/open', { link: tokens[4]! })).status).toBe(200)
    house.now += 60 * MINUTE
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    expect(await arrived()).toHaveLength(1)
  })
})

describe('an account', () => {
  it('shows what is ahead and what is over, a request and its appointment once, with the private link', async () => {
    const { patient, browser } = await enrol(house)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = await send(house, requestBody({ practitioner: 'ann' }), {
      origin: OWN_ORIGIN,
      headers: { Cookie: cookie },
    })
    const { reference, link } = (await sent.json()) as { reference: string; link: string }
    const [request] = await house.store.requestsOfPatient('oak', patient.id)
    expect(request).toMatchObject({ reference })
    // Accepted: the same visit stands in the schedule now.
    const desk = await deskOf(house)
    await desk.answer(request!.id, 'accept', { how: { kind: 'create' }, mail: 'no' })
    await putInSchedule(
      house,
      { id: 'old', start: at('09:00', '2025-11-24'), status: 'fulfilled' },
      { id: 'soon', start: at('10:30', '2026-11-24') },
      { id: 'wrong', start: at('11:30', '2026-11-25'), status: 'entered-in-error' },
    )
    await house.store.transaction(async (transaction) => {
      for (const id of ['old', 'soon', 'wrong']) await transaction.fileAppointment('oak', id, patient.id)
    })
    const { visits } = await account(browser.get('/account'))
    const check = { reason: 'Check-up', practitioner: 'Dr Ann Ash' }
    expect(visits).toEqual([
      {
        ...{ ...check, reference, state: 'booked', location: 'Oak Street', link },
        ...{ start: '2026-11-23T09:30:00-05:00', end: '2026-11-23T10:00:00-05:00' },
      },
      {
        ...{ ...check, reference: null, state: 'booked', location: expect.toBeOneOf([null, 'Oak Street']), link: null },
        ...{ start: '2026-11-24T10:30:00-05:00', end: '2026-11-24T11:00:00-05:00' },
      },
      {
        ...{
          ...check,
          reference: null,
          state: 'fulfilled',
          location: expect.toBeOneOf([null, 'Oak Street']),
          link: null,
        },
        ...{ start: '2025-11-24T09:00:00-05:00', end: '2025-11-24T09:30:00-05:00' },
      },
    ])
  })

  it('counts for a request only from our own pages', async () => {
    const { patient, browser } = await enrol(house, { mobile: null })
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    // Neither her number nor her email: only the session tells that it is she.
    const typed = { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0199' }
    const other = { origin: 'https://oak.example.com', headers: { Cookie: cookie } }
    await send(house, requestBody({ patient: typed }), other)
    expect(await house.store.requestsOfPatient('oak', patient.id)).toHaveLength(0)
    const own = { origin: OWN_ORIGIN, headers: { Cookie: cookie } }
    await send(house, requestBody({ patient: typed, start: '2026-11-23T10:00:00-05:00' }), own)
    expect(await house.store.requestsOfPatient('oak', patient.id)).toHaveLength(1)
    // Whose access staff have taken away is nobody in particular again.
    await house.store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await transaction.changePatient('oak', known, { access: 'removed' })
    })
    await send(house, requestBody({ patient: typed, start: '2026-11-23T10:30:00-05:00' }), own)
    expect(await house.store.requestsOfPatient('oak', patient.id)).toHaveLength(1)
  })

  it('changes how its patient is reached: the old address is told, open links end', async () => {
    const { patient, browser } = await enrol(house)
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    const [signIn] = (await arrived()).slice(-1)
    const changed = await account(browser.post('/account/details', { email: 'New@example.com', mobile: '555-0123' }))
    expect([changed.email, changed.mobile]).toEqual(['new@example.com', '555-0123'])
    expect(await problem(await browser.post('/account/open', { link: tokenIn(signIn!) }))).toEqual([404, 'link-ended'])
    const mails = await arrived()
    expect(mails.map(({ to, mail }) => [to, mail.subject])).toEqual([
      [['nadia@example.com'], 'Your email address at Oak Dental was changed'],
    ])
    expect(mails[0]!.raw + mails[0]!.mail.text).not.toMatch(/new@example|Nadia|Reyes/)
    expect(linksIn(mails[0]!)).toContain(`${OWN_ORIGIN}/oak/account`)
    expect(mails[0]!.mail.text).toContain('Was it not you? Call us on 555-0100.')
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    expect(await arrived()).toEqual([])
    await browser.post('/account/sign-in', { email: 'new@example.com' })
    expect((await arrived()).map(({ to }) => to)).toEqual([['new@example.com']])
    // Only the number: nobody is mailed. Left out, it is gone.
    expect((await account(browser.post('/account/details', { email: 'NEW@example.com' }))).mobile).toBeNull()
    expect(await arrived()).toEqual([])
    const audited = await house.store.auditOf('oak', `patient:${patient.id}`)
    const changes = audited.filter(({ action }) => action === 'patient-changed')
    expect(changes.map(({ actor, detail }) => [actor, detail])).toEqual([
      ['patient', { fields: ['email', 'mobile'] }],
      ['patient', { fields: ['mobile'] }],
    ])
  })

  it('keeps each change of consent, with its wording and who made it', async () => {
    const { patient, browser } = await enrol(house)
    house.now += MINUTE
    const reply = await account(browser.post('/account/consents', { email: true, text: false, language: 'es-MX' }))
    expect(reply.consent).toEqual({ email: true, text: false })
    expect((await house.store.consentsOf('oak', patient.id))[0]).toMatchObject({
      ...{ channel: 'text', isGiven: false, by: 'patient', how: 'account', at: house.now, language: 'es' },
      wording: expect.stringMatching(/^\d{4}-\d\d/),
    })
    await browser.post('/account/consents', { email: true, text: false })
    expect(await house.store.consentsOf('oak', patient.id)).toHaveLength(3)
    expect((await audit(patient.id)).slice(-1)).toEqual(['consent-changed'])
  })

  it.each([
    ['/account/details', { email: 'x@example.com' }],
    ['/account/consents', { email: true, text: true }],
    ['/account/passkeys/begin', {}],
    ['/account/passkeys/add', { name: 'Phone', response: {} }],
    ['/account/passkeys/remove', { id: 'x' }],
  ])('%s needs a session, and comes from our own pages', async (path, body) => {
    const { browser } = await enrol(house)
    expect(await problem(await patientBrowser(house).post(path, body))).toEqual([401, 'sign-in-required'])
    const elsewhere = { Origin: 'https://oak.example.com' }
    expect(await problem(await browser.post(path, body, elsewhere))).toEqual([403, 'origin-not-allowed'])
  })

  it('is of one practice alone', async () => {
    const { browser } = await enrol(house)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await house.app.request('/v1/practices/pine/account', { headers: { Cookie: cookie } })
    expect(await problem(reply)).toEqual([401, 'sign-in-required'])
  })
})

describe('a session', () => {
  const status = async (browser: ReturnType<typeof patientBrowser>) => (await browser.get('/account')).status

  const change = async (browser: ReturnType<typeof patientBrowser>) =>
    (await browser.post('/account/consents', { email: true, text: true })).status

  it('lasts thirty days from the last change made with it, and half a year at most', async () => {
    const { browser } = await enrol(house)
    house.now += 29 * DAY
    expect(await change(browser)).toBe(200)
    house.now += 29 * DAY
    const rows = rowsIn(house, 'select * from patient_session')
    expect(await status(browser)).toBe(200)
    // Looking changes nothing.
    expect(rowsIn(house, 'select * from patient_session')).toEqual(rows)
    house.now += DAY
    expect(await status(browser)).toBe(401)

    const { browser: busy } = await enrol(house, { email: 'busy@example.com' })
    const since = house.now
    while (house.now < since + 179 * DAY) {
      expect(await change(busy)).toBe(200)
      house.now += 20 * DAY
    }
    house.now = since + 180 * DAY
    expect(await status(busy)).toBe(401)
    expect(rowsIn(house, 'select * from patient_session')).toHaveLength(2)
    await tidy(house.store, createResidents(), 'oak', house.now)
    expect(rowsIn(house, 'select * from patient_session')).toEqual([])
  })

  it('ends by signing out, there and on no other browser', async () => {
    const { browser } = await enrol(house)
    await arrived()
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    const other = patientBrowser(house)
    await other.post('/account/open', { link: tokenIn((await arrived())[0]!) })
    const kept = new Map(browser.cookies)
    const reply = await browser.post('/account/sign-out')
    expect([reply.status, browser.cookies.size]).toEqual([200, 0])
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect([await status(browser), await status(other)]).toEqual([401, 200])
  })

  it('ends when staff take the access away, and doesn’t come back with a new enrolment', async () => {
    const { patient, browser } = await enrol(house)
    await house.store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await setAccess(transaction, 'oak', known, 'removed', { at: house.now, by: 'staff:dana' })
    })
    expect(await status(browser)).toBe(401)
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    expect((await arrived()).filter(({ mail }) => /sign in/.test(mail.subject ?? ''))).toEqual([])
    const { token } = await invite(house, patient)
    expect(await status(browser)).toBe(401)
    const anew = patientBrowser(house)
    expect((await anew.post('/invitation/confirm', { link: token, ...NADIA_SAYS })).status).toBe(200)
    expect([await status(anew), await status(browser)]).toEqual([200, 401])
  })

  it('keeps no token: what is kept opens nothing', async () => {
    const { token, browser } = await enrol(house)
    await browser.post('/account/sign-in', { email: 'nadia@example.com' })
    const [mail] = await arrived()
    const tables = ['patient_session', 'patient_link', 'message', 'outbox', 'audit']
    const kept = JSON.stringify(tables.map((table) => rowsIn(house, `select * from ${table}`)))
    for (const secret of [token, tokenIn(mail!), ...browser.cookies.values()]) {
      expect(secret.length).toBeGreaterThan(30)
      expect(kept).not.toContain(secret)
    }
    const shown = await (await deskOf(house)).get('/messages')
    expect(await shown.text()).not.toContain(token)
  })
})
