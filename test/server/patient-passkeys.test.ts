import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccountReply } from '../../server/contract/patient-account.ts'
import { setAccess } from '../../server/patients/invitation.ts'
import { softwareAuthenticator } from '../kit/authenticator.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { addPatient, enrol, invite, NADIA_SAYS, type PatientBrowser, patientBrowser } from '../kit/patient-account.ts'

const MINUTE = 60_000

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const phone = () => softwareAuthenticator()
const own = { origin: OWN_ORIGIN, isVerified: true }

async function begin(browser: PatientBrowser) {
  const reply = await browser.post('/account/passkeys/begin')
  expect(reply.status).toBe(200)
  return reply.json() as Promise<Parameters<ReturnType<typeof phone>['create']>[0]>
}

async function add(browser: PatientBrowser, key = phone(), manner = own) {
  const options = await begin(browser)
  const response = key.create(options, manner)
  const reply = await browser.post('/account/passkeys/add', { name: 'Phone', response })
  return { key, options, response, reply }
}

async function ask(browser: PatientBrowser) {
  const reply = await browser.post('/account/passkey/begin')
  expect(reply.status).toBe(200)
  return reply.json() as Promise<Parameters<ReturnType<typeof phone>['get']>[0]>
}

async function open(browser: PatientBrowser, key: ReturnType<typeof phone>, manner = own) {
  return browser.post('/account/passkey/open', { response: key.get(await ask(browser), manner) })
}

describe('adding a passkey', () => {
  it('asks for a key that finds its account by itself, verifies its user, and isn’t there yet', async () => {
    const { browser, patient } = await enrol(house)
    const options = await begin(browser)
    expect(options).toMatchObject({
      rp: { id: 'book.example.com', name: 'Oak Dental' },
      user: { name: 'nadia@example.com', displayName: 'Nadia Reyes' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    })
    // The handle stays on the phone, and must tell nothing (WebAuthn §14.6.1).
    expect(Buffer.from(options.user!.id, 'base64url').toString('latin1')).not.toContain(patient.id)
    const { key } = await add(browser)
    expect(await begin(browser)).toMatchObject({ user: { id: options.user!.id }, excludeCredentials: [{ id: key.id }] })
  })

  it('lists it by its name, and says so to the audit', async () => {
    const { browser, patient } = await enrol(house)
    const { reply, key } = await add(browser)
    expect(AccountReply.parse(await reply.json()).passkeys).toEqual([
      { id: key.id, name: 'Phone', addedAt: '2026-11-23T08:00:00-05:00', usedAt: null },
    ])
    const audit = await house.store.auditOf('oak', `patient:${patient.id}`)
    expect(audit.at(-1)).toMatchObject({ actor: 'patient', action: 'patient-passkey-added' })
  })

  it.each([
    ['another website', { origin: 'https://evil.example.com', isVerified: true }],
    ['a device that asked neither finger nor PIN', { origin: OWN_ORIGIN, isVerified: false }],
  ])('is refused from %s', async (_, manner) => {
    const { browser } = await enrol(house)
    expect((await add(browser, phone(), manner)).reply.status).toBe(400)
  })

  it('takes each challenge once, for five minutes, from whom it was given to, for what it was given for', async () => {
    const { browser } = await enrol(house)
    const { options, response } = await add(browser)
    const send = async (given: object, by = browser) =>
      (await by.post('/account/passkeys/add', { name: 'Phone', response: given })).status
    expect(await send(response)).toBe(400)
    expect(await send(phone().create(options, own))).toBe(400)
    const { browser: omar } = await enrol(house, { given: 'Omar', email: 'omar@example.com' })
    expect(await send(phone().create(await begin(browser), own), omar)).toBe(400)
    const toOpen = { ...(await ask(browser)), rp: { id: 'book.example.com' } }
    expect(await send(phone().create(toOpen, own))).toBe(400)
    const late = phone().create(await begin(browser), own)
    house.now += 5 * MINUTE
    expect(await send(late)).toBe(400)
    for (const given of [{}, { id: 'x' }, { id: 1, response: { clientDataJSON: '{' } }])
      expect(await send(given)).toBe(400)
  })

  it('keeps a device that is known from becoming somebody else’s, and ten at most', async () => {
    const { browser } = await enrol(house)
    const { key } = await add(browser)
    const { browser: omar } = await enrol(house, { given: 'Omar', email: 'omar@example.com' })
    expect((await add(omar, key)).reply.status).toBe(400)
    for (let i = 1; i < 10; i++) expect((await add(browser)).reply.status).toBe(200)
    const { reply } = await add(browser)
    expect([reply.status, await reply.json()]).toMatchObject([409, { type: '/problems/not-changeable' }])
  })
})

describe('a passkey', () => {
  it('opens the account without anything typed, and says when it was used', async () => {
    const { browser, patient } = await enrol(house)
    const { key } = await add(browser)
    house.now += MINUTE
    const other = patientBrowser(house)
    const reply = await open(other, key)
    expect(AccountReply.parse(await reply.json())).toMatchObject({
      given: 'Nadia',
      signedInBy: 'passkey',
      passkeys: [{ usedAt: '2026-11-23T08:01:00-05:00' }],
    })
    expect((await other.get('/account')).status).toBe(200)
    const audit = await house.store.auditOf('oak', `patient:${patient.id}`)
    expect(audit.at(-1)).toMatchObject({ action: 'patient-signed-in', detail: { by: 'passkey' } })
  })

  it('is asked for in the same way whoever asks', async () => {
    const { challenge, ...options } = await ask(patientBrowser(house))
    const { browser } = await enrol(house)
    await add(browser)
    const { challenge: other, ...same } = await ask(browser)
    expect(same).toEqual(options)
    expect(other).not.toBe(challenge)
    expect(options).not.toHaveProperty('allowCredentials.0')
  })

  it('opens nothing a second time, late, from another website, unverified, or with the key of another', async () => {
    const { browser } = await enrol(house)
    const { key } = await add(browser)
    const thief = patientBrowser(house)
    const status = async (response: object) => (await thief.post('/account/passkey/open', { response })).status
    const once = await ask(thief)
    const used = key.get(once, own)
    expect(await status(used)).toBe(200)
    expect(await status(used)).toBe(401)
    expect(await status(key.get(once, own))).toBe(401)
    expect(await status(key.get(await ask(thief), { origin: 'https://evil.example.com' }))).toBe(401)
    expect(await status(key.get(await ask(thief), { origin: OWN_ORIGIN, isVerified: false }))).toBe(401)
    const forged = phone().get(await ask(thief), own)
    expect(await status(forged)).toBe(401)
    expect(await status({ ...forged, id: key.id, rawId: key.id })).toBe(401)
    const toAdd = { ...(await begin(browser)), rpId: 'book.example.com' }
    expect(await status(key.get(toAdd, own))).toBe(401)
    const late = key.get(await ask(thief), own)
    house.now += 5 * MINUTE
    expect(await status(late)).toBe(401)
    for (const given of [{}, { id: key.id }, { id: key.id, response: null }]) expect(await status(given)).toBe(401)
  })

  it('opens nothing any more once it is removed, or the access is', async () => {
    const { browser, patient } = await enrol(house)
    const [{ key: lost }, { key }] = [await add(browser), await add(browser)]
    const reply = await browser.post('/account/passkeys/remove', { id: lost.id })
    expect(AccountReply.parse(await reply.json()).passkeys.map(({ id }) => id)).toEqual([key.id])
    expect((await browser.post('/account/passkeys/remove', { id: lost.id })).status).toBe(404)
    expect((await open(patientBrowser(house), lost)).status).toBe(401)
    expect((await open(patientBrowser(house), key)).status).toBe(200)
    await house.store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await setAccess(transaction, 'oak', known, 'removed', { at: house.now, by: 'staff:dana' })
    })
    expect((await open(patientBrowser(house), key)).status).toBe(401)
    // Invited anew, it isn't known who has the old phone now.
    const { token } = await invite(house, patient)
    expect((await patientBrowser(house).post('/invitation/confirm', { link: token, ...NADIA_SAYS })).status).toBe(200)
    expect((await open(patientBrowser(house), key)).status).toBe(401)
  })

  it('isn’t removed by somebody else', async () => {
    const { browser } = await enrol(house)
    const { key } = await add(browser)
    const { browser: omar } = await enrol(house, { given: 'Omar', email: 'omar@example.com' })
    expect((await omar.post('/account/passkeys/remove', { id: key.id })).status).toBe(404)
    expect((await open(patientBrowser(house), key)).status).toBe(200)
  })

  it('is told nothing of who isn’t enrolled', async () => {
    await addPatient(house)
    const reply = await open(patientBrowser(house), phone())
    expect([reply.status, await reply.json()]).toMatchObject([401, { type: '/problems/sign-in-required' }])
  })
})
