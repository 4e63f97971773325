import { expect, it } from 'vitest'
import { addPasskey } from '../../server/account/passkeys.ts'
import { beginSession } from '../../server/account/session.ts'
import type { AccountReply } from '../../server/contract/patient-account.ts'
import type { Transport } from '../../server/mail/delivery.ts'
import { createResidents } from '../../server/residents.ts'
import { tidy } from '../../server/retention.ts'
import { softwareAuthenticator } from '../kit/authenticator.ts'
import { at, NADIA, sendRequest } from '../kit/desk.ts'
import { OWN_ORIGIN, requestBody, send } from '../kit/house.ts'
import { mailingOf, post, startSmtp } from '../kit/mail.ts'
import { addPatient, enrol, invite, NADIA_SAYS, patientBrowser } from '../kit/patient-account.ts'
import { describePatients } from '../kit/patients.ts'
import { joined, nadiaThere, visitThere } from '../kit/pms.ts'

/* What others may not do with somebody's record, and what is not to stay of it. */

const DAY = 86_400_000

describePatients('an account', ({ house, dana, everyText }) => {
  const shows = async (browser: ReturnType<typeof patientBrowser>) => (await browser.get('/account')).status

  it('leaves no mail of its own behind once its patient is erased, however old the link in it', async () => {
    const { patient, browser } = await enrol(house(), { email: 'nadia.first@example.com' })
    await browser.post('/account/sign-in', { email: 'nadia.first@example.com' })
    await browser.post('/account/details', { email: 'nadia.second@example.com' })
    await browser.post('/account/sign-in', { email: 'nadia.second@example.com' })
    const smtp = await startSmtp()
    const mailing = mailingOf(house(), smtp)
    await post(mailing)
    await mailing.stop()
    await smtp.down()
    house().now += 3 * DAY
    await tidy(house().store, createResidents(), 'oak', house().now)
    const exported = await (await dana().post(`/patients/${patient.id}/export`, {})).json()
    const topics = exported.messages.map(({ topic }: { topic: string }) => topic)
    expect(topics.sort()).toEqual(['address-changed', 'sign-in-link'])
    expect((await dana().post(`/patients/${patient.id}/erase`, {})).status).toBe(204)
    const left = (await everyText()).filter(({ value }) => /nadia/i.test(value))
    expect(left.map(({ at: where }) => where)).toEqual([])
  })

  it('stays open only where its patient is, once they have another address', async () => {
    const { patient, browser } = await enrol(house())
    const elsewhere = patientBrowser(house())
    const { token } = await house().store.transaction((transaction) =>
      beginSession(transaction, 'oak', { patient: patient.id, by: 'link', now: house().now }),
    )
    elsewhere.cookies.set('__Secure-chairtime-patient', token)
    expect(await shows(elsewhere)).toBe(200)
    await browser.post('/account/details', { email: 'nadia@example.com', mobile: '555-0123' })
    expect(await shows(elsewhere)).toBe(200)
    await browser.post('/account/details', { email: 'new@example.com' })
    expect([await shows(browser), await shows(elsewhere)]).toEqual([200, 401])
  })

  it('is closed where it stands open, when staff correct an address that somebody else may have', async () => {
    const { patient, browser } = await enrol(house())
    const { revision } = await dana().page(patient.id)
    const body = { email: 'right@example.com', revision, sendInvitation: false }
    expect((await dana().change(patient.id, 'address', body)).patient.access).toBe('enrolled')
    expect(await shows(browser)).toBe(401)
  })

  it('gets no session and no passkey any more, once its patient is erased', async () => {
    const { patient, browser } = await enrol(house())
    const options = await (await browser.post('/account/passkeys/begin')).json()
    const response = softwareAuthenticator().create(options, { origin: OWN_ORIGIN, isVerified: true })
    expect((await dana().post(`/patients/${patient.id}/erase`, {})).status).toBe(204)
    const { store, secret, now } = house()
    const room = { store, secret, clock: () => now, ownOrigins: [OWN_ORIGIN] }
    // Whoever was let through a moment before.
    const adding = addPasskey(room, 'oak', patient, { name: 'Phone', response: { ...response } })
    await expect(adding).rejects.toMatchObject({ refusal: 'sign-in-required' })
    const opening = store.transaction((transaction) =>
      beginSession(transaction, 'oak', { patient: patient.id, by: 'link', now }),
    )
    await expect(opening).rejects.toMatchObject({ refusal: 'sign-in-required' })
    expect(await store.patientPasskeys('oak', patient.id)).toEqual([])
  })

  it('doesn’t mail a stranger each time its patient gives their address and takes it back', async () => {
    const { browser } = await enrol(house())
    const give = async (email: string) => (await browser.post('/account/details', { email })).status
    const given = []
    for (const n of [1, 2, 3, 4, 5, 6]) given.push(await give(`stranger${n % 2}@example.com`))
    expect(given).toEqual([200, 200, 200, 200, 200, 429])
    house().now += 3_600_000
    expect(await give('nadia@example.com')).toBe(200)
  })

  it('isn’t opened by an invitation that was sent while access was removed', async () => {
    const patient = await addPatient(house())
    const { token } = await invite(house(), patient)
    await house().store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await transaction.changePatient('oak', known, { access: 'removed' })
    })
    const browser = patientBrowser(house())
    expect((await browser.post('/invitation', { link: token })).status).toBe(404)
    expect((await browser.post('/invitation/confirm', { link: token, ...NADIA_SAYS })).status).toBe(404)
  })

  it('isn’t handed to another address by merging: that one never opened it', async () => {
    const { patient: enrolled } = await enrol(house(), { email: 'nadia@example.com' })
    const into = await addPatient(house(), { email: 'other@example.com' })
    const { revision } = await dana().page(into.id)
    const { patient } = await dana().change(into.id, 'merge', { other: enrolled.id, revision })
    expect(patient).toMatchObject({ email: 'other@example.com', access: 'none' })
    const [third, fourth] = [await enrol(house()), await addPatient(house(), { email: null })]
    const page = await dana().page(fourth.id)
    const merged = await dana().change(fourth.id, 'merge', { other: third.patient.id, revision: page.revision })
    expect(merged.patient).toMatchObject({ email: 'nadia@example.com', access: 'enrolled' })
  })
})

describePatients('what anybody may send', ({ house }) => {
  const both = { email: true, text: true }
  const requested = (time: string, patient: object) =>
    sendRequest(house(), { patient: { ...NADIA, ...patient }, consent: both, start: `2026-11-23T${time}:00-05:00` })

  it('agrees to mails and texts for the address and the number that it names, and for no others', async () => {
    const record = await addPatient(house(), {}, { consent: { email: false, text: false } })
    expect((await requested('09:30', { email: 'stranger@example.com' })).filedUnder).toBe(record.id)
    expect(await house().store.standingConsent('oak', record.id)).toEqual({ email: false, text: true })
    expect((await requested('10:30', { mobile: '555-0199' })).filedUnder).toBe(record.id)
    expect(await house().store.standingConsent('oak', record.id)).toEqual({ email: true, text: true })
  })

  it('takes back no withdrawal, until the patient is signed in', async () => {
    const { patient, browser } = await enrol(house())
    await browser.post('/account/consents', { email: false, text: false })
    house().now += 60_000
    expect((await requested('09:30', {})).filedUnder).toBe(patient.id)
    expect(await house().store.standingConsent('oak', patient.id)).toEqual({ email: false, text: false })
  })

  it('leads nowhere from the account where it names another address', async () => {
    const { patient, browser } = await enrol(house())
    await requested('09:30', { email: 'stranger@example.com' })
    await requested('10:30', {})
    const { visits } = (await (await browser.get('/account')).json()) as AccountReply
    expect(visits.map(({ link }) => link !== null)).toEqual([false, true])
    expect((await house().store.requestsOfPatient('oak', patient.id)).length).toBe(2)
  })

  it('agrees for whoever is signed in, also by another address', async () => {
    const { patient, browser } = await enrol(house())
    await browser.post('/account/consents', { email: false, text: false })
    house().now += 60_000
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = requestBody({ patient: { ...NADIA, email: 'work@example.com', mobile: '555-0199' }, consent: both })
    expect((await send(house(), body, { headers: { Origin: OWN_ORIGIN, Cookie: cookie } })).status).toBe(201)
    expect(await house().store.standingConsent('oak', patient.id)).toEqual(both)
  })
})

describePatients('an address that comes from the PMS', ({ house, dana }) => {
  it.each([
    'nadia@example.com, other@example.com',
    'nadia@example.com; other@example.com',
    'Nadia <nadia@example.com>',
    'nadia@example.com\r\nBcc: other@example.com',
    'none',
  ])('is none, where it isn’t one mailbox: %j', async (email) => {
    const { pms, sync, kept } = await joined(house())
    pms.enter(visitThere('v1', { start: at('11:00'), patient: { ...nadiaThere, email } }))
    await sync()
    const { filedUnder } = (await kept('v1'))!
    expect(await dana().page(filedUnder!)).toMatchObject({ given: 'Nadia', email: null })
  })

  it('takes the place of one that somebody typed in a request, whom the PMS then knows', async () => {
    const stranger = { ...NADIA, email: 'stranger@example.com' }
    const { filedUnder } = await sendRequest(house(), { patient: stranger, consent: { email: true, text: true } })
    const { pms, sync, kept } = await joined(house())
    pms.enter(visitThere('v1', { start: at('11:00') }))
    await sync()
    expect((await kept('v1'))?.filedUnder).toBe(filedUnder)
    expect(await dana().page(filedUnder!)).toMatchObject({ mobile: '555-0117', email: 'nadia@example.com' })
  })

  it('leaves what staff have corrected since the request', async () => {
    const { filedUnder } = await sendRequest(house(), { patient: { ...NADIA, email: 'stranger@example.com' } })
    const { revision } = await dana().page(filedUnder!)
    const body = { email: 'asked@example.com', revision, sendInvitation: false }
    await dana().change(filedUnder!, 'address', body)
    const { pms, sync } = await joined(house())
    pms.enter(visitThere('v1', { start: at('11:00') }))
    await sync()
    expect(await dana().page(filedUnder!)).toMatchObject({ pmsId: 'Patient/nadia', email: 'asked@example.com' })
  })

  it('is never read as two by what sends mails', async () => {
    const record = await addPatient(house(), { email: 'nadia@example.com, other@example.com' })
    await dana().change(record.id, 'invitation')
    const smtp = await startSmtp()
    const mailing = mailingOf(house(), smtp)
    await post(mailing)
    await mailing.stop()
    await smtp.down()
    expect(smtp.mails.flatMap(({ to }) => to)).toEqual([])
    expect((await dana().page(record.id)).isBounced).toBe(true)
  })
})

describePatients('a mail in line', ({ house, dana }) => {
  it('doesn’t leave once its patient is erased, though it is taken to be sent already', async () => {
    const requested = async (time: string, given: string) =>
      sendRequest(house(), {
        ...{ start: `2026-11-23T${time}:00-05:00`, patient: { ...NADIA, given, email: `${given}@example.com` } },
      })
    const sent: string[] = []
    let erasing: Promise<Response> | undefined
    const transport: Transport = {
      state: 'sent',
      async send({ to }) {
        erasing ??= dana().post(`/patients/${erased.filedUnder}/erase`, {})
        expect((await erasing).status).toBe(204)
        sent.push(to)
        return { is: 'handed-over' }
      },
      forget: async () => {},
      close: () => {},
    }
    const mailing = mailingOf(house(), undefined, { transport })
    const people = [await requested('09:30', 'first'), await requested('10:00', 'second')]
    await mailing.prepare()
    // Behind the others, of which two go at once.
    house().now += 1000
    const erased = await requested('10:30', 'third')
    await mailing.prepare()
    house().now = at('12:00', '2026-11-24')
    await mailing.deliver()
    await mailing.stop()
    const named = people.map(({ patient }) => patient.email)
    expect(sent.filter((to) => to.endsWith('@example.com')).sort()).toEqual(named)
    expect(house().logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describePatients('an address that asks to sign in', ({ house, everyText }) => {
  it('stands nowhere to be read, while it waits and after', async () => {
    const browser = patientBrowser(house())
    expect((await browser.post('/account/sign-in', { email: 'somebody@example.com' })).status).toBe(202)
    const texts = await everyText()
    expect(texts.some(({ at }) => at === 'outbox.topic')).toBe(true)
    expect(texts.filter(({ value }) => value.includes('somebody@'))).toEqual([])
  })
})
