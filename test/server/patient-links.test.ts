import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { importPractice } from '../../server/import.ts'
import { createLimits, usualBudgets } from '../../server/limiter.ts'
import { endInvitation } from '../../server/patients/invitation.ts'
import { patientLinkTo } from '../../server/patients/links.ts'
import type { StoredPatient } from '../../server/store/model.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { addPatient, enrol, invite, patientBrowser } from '../kit/patient-account.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { testPractice } from '../kit/practice.ts'

/* Links that open nothing: whatever is tried with them, no answer says anything about anybody. */

const DAY = 86_400_000
const TRIES = 1000

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

const houses = {
  SQLite: () => testHouse(),
  Postgres: async () => testHouse(undefined, undefined, await postgres.newDatabase()),
}

describe.each(Object.entries(houses))('on %s', (_, openHouse) => {
  let house: TestHouse
  beforeEach(async () => {
    house = await openHouse()
  }, 30_000)
  afterEach(() => house.close())

  const names = [
    'Zebulonia',
    'Quetzalina',
    'Wilhelmetta',
    'Ottokarine',
    'Hyazinthe',
    'Balthasara',
    'Kunigunde',
    'Theophila',
  ]
  const person = (i: number): Partial<StoredPatient> => ({
    id: `secret-record-${i}`,
    given: names[i % names.length]!,
    family: `Featherstone${'abcdefghijklmnop'[i]}`,
    birthDate: `19${50 + i}-0${1 + (i % 9)}-1${i % 10}`,
    mobile: `206-555-01${10 + i}`,
    email: `person${i}@hidden${i}.example.com`,
  })
  const answersOf = ({ birthDate, family }: Partial<StoredPatient>) => ({ birthDate, family, agrees: true })

  interface Dead {
    readonly kind: string
    readonly token: string
    readonly of: StoredPatient
  }

  /** One link of each kind that opens nothing, each of somebody else; and what must never be told. */
  async function deadLinks(): Promise<{ dead: Dead[]; told: string[] }> {
    const dead: Dead[] = []
    const told: string[] = []
    let made = 0
    const somebody = async () => {
      const patient = await addPatient(house, person(made++))
      told.push(patient.id, patient.given, patient.family, patient.birthDate!, patient.mobile!, patient.email!)
      told.push(patient.email!.split('@')[1]!)
      return patient
    }
    const invited = async (kind: string, end: (patient: StoredPatient, token: string) => Promise<unknown>) => {
      const patient = await somebody()
      const { token, link } = await invite(house, patient)
      told.push(link.id, link.hash)
      house.now += 1
      await end(patient, token)
      dead.push({ kind, token, of: patient })
      return { patient, token, link }
    }
    const ended = (why: Parameters<typeof endInvitation>[3]['why']) => async (patient: StoredPatient) =>
      void (await house.store.transaction((transaction) =>
        endInvitation(transaction, 'oak', patient, { why, now: house.now, actor: 'staff:dana' }),
      ))
    const confirm = (token: string, said: object) =>
      patientBrowser(house).post('/invitation/confirm', { link: token, ...said })

    // Given first: of all that follow only this one runs out.
    await invited('expired', async () => {
      house.now += 30 * DAY
    })
    await invited('used', async (patient, token) => expect((await confirm(token, answersOf(patient))).status).toBe(200))
    await invited('withdrawn', ended('consent-withdrawn'))
    await invited('removed', ended('removed'))
    await invited('merged', ended('merged'))
    await invited('address changed', ended('address-changed'))
    await invited('replaced', (patient) => invite(house, patient))
    await invited('locked', async (patient, token) => {
      const wrong = { ...answersOf(patient), family: 'Wrong' }
      for (let i = 0; i < 5; i++) expect((await confirm(token, wrong)).status).toBe(422)
    })
    // Open still, but not so, not here, or not for this.
    const { token, patient, link } = await invited('open', async () => {})
    dead.pop()
    const of = patient
    dead.push({ kind: 'its id', token: link.id, of }, { kind: 'its hash', token: link.hash, of })
    for (const length of [1, 8, 42]) dead.push({ kind: 'cut short', token: token.slice(0, length), of })
    const swapped = token.replace(/[a-z]/gi, (sign) =>
      sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase(),
    )
    for (const changed of [swapped, token.toLowerCase(), token.toUpperCase(), ` ${token}`, `${token}=`, `#${token}`]) {
      dead.push({ kind: 'written otherwise', token: changed, of })
    }
    await importPractice(house.store, testPractice({ id: 'pine', name: 'Pine Dental' }), house.now)
    const elsewhere = await addPatient(house, person(made++), { practice: 'pine' })
    told.push(elsewhere.given, elsewhere.family, elsewhere.email!, elsewhere.birthDate!)
    dead.push({ kind: 'of another practice', token: (await invite(house, elsewhere, 'pine')).token, of: elsewhere })
    return { dead, told }
  }

  it(`${TRIES} tries with dead links tell nothing about anybody`, async () => {
    const { dead, told } = await deadLinks()
    const before = house.logged.length
    const answers = new Map<string, Set<string>>()
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 250 }),
      fc.stringMatching(/^[\w-]{43}$/),
      fc.constantFrom('', '%', '../../etc', "' or 1=1 --", '\0', '\ud800', 'null', '*', '%25', '\u202e'),
      fc.jsonValue(),
    )
    const attempt = fc.record({
      link: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...dead).map((one) => ({ one, value: one.token as unknown })) },
        { weight: 2, arbitrary: garbage.map((value) => ({ one: null, value })) },
      ),
      path: fc.constantFrom('/invitation', '/invitation/confirm', '/account/open'),
      isRight: fc.boolean(),
      headers: fc.constantFrom<Record<string, string>[]>(
        {},
        { 'Accept-Language': 'de' },
        { Cookie: '__Secure-chairtime-patient=x' },
      ),
      practice: fc.constantFrom('oak', 'oak', 'oak', 'nowhere', 'OAK'),
    })
    for (const { link, path, isRight, headers, practice } of fc.sample(attempt, { numRuns: TRIES, seed: 9 })) {
      const of = link.one?.of ?? dead[0]!.of
      const said = isRight ? answersOf(of) : { birthDate: '1999-09-09', family: 'Somebody', agrees: true }
      const body = path === '/invitation/confirm' ? { link: link.value, ...said } : { link: link.value }
      const reply = await patientBrowser(house, practice).post(path, body, headers)
      const text = await reply.text()
      const all = `${JSON.stringify([...reply.headers])} ${text}`
      for (const secret of told) {
        if (all.includes(secret)) throw new Error(`${path} with ${link.one?.kind ?? 'garbage'} told ${secret}: ${all}`)
      }
      expect(reply.headers.getSetCookie()).toEqual([])
      const isReplaced = practice === 'oak' && path !== '/account/open' && link.one?.kind === 'replaced'
      if (isReplaced) expect(reply.status).toBe(410)
      else expect([400, 404]).toContain(reply.status)
      const seen = answers.get(String(reply.status)) ?? new Set()
      answers.set(String(reply.status), seen.add(text))
    }
    // However it came to end, and whether there ever was such a link: in one and the same words.
    expect(answers.get('404')).toHaveLength(1)
    expect(answers.get('410')).toHaveLength(1)
    const logged = JSON.stringify(house.logged.slice(before))
    for (const secret of [...told, ...dead.map(({ token }) => token)].filter((one) => one.length > 8)) {
      expect(logged.includes(secret), secret).toBe(false)
    }
  }, 120_000)

  it('opens nothing with a link to an account of who is no longer enrolled, or for something else', async () => {
    const { token: invitation } = await invite(house, await addPatient(house, person(0)))
    const { patient } = await enrol(house, person(1))
    const id = 'sign-in-1'
    const { token, hash } = await patientLinkTo(house.secret, 'oak', id)
    await house.store.transaction((transaction) =>
      transaction.addPatientLink('oak', {
        ...{ id, hash, patient: patient.id, purpose: 'sign-in', email: patient.email!, createdBy: 'patient' },
        ...{ createdAt: house.now, expiresAt: house.now + DAY, usedAt: null, endedAt: null, endedWhy: null, tries: 0 },
      }),
    )
    const browser = patientBrowser(house)
    const status = async (path: string, link: string, more = {}) => (await browser.post(path, { link, ...more })).status
    expect(await status('/account/open', invitation)).toBe(404)
    expect(await status('/invitation', token)).toBe(404)
    expect(await status('/invitation/confirm', token, answersOf(patient))).toBe(404)
    await house.store.transaction(async (transaction) => {
      const known = (await transaction.patient('oak', patient.id))!
      await transaction.changePatient('oak', known, { access: 'removed' })
    })
    expect(await status('/account/open', token)).toBe(404)
  })

  it('gives one session to twenty who confirm by one link at once', async () => {
    const patient = await addPatient(house, person(0))
    const { token } = await invite(house, patient)
    const confirm = () => patientBrowser(house).post('/invitation/confirm', { link: token, ...answersOf(patient) })
    const replies = await Promise.all(Array.from({ length: 20 }, confirm))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(404)])
    expect(replies.flatMap((reply) => reply.headers.getSetCookie())).toHaveLength(1)
    const audit = await house.store.auditOf('oak', `patient:${patient.id}`)
    expect(audit.filter(({ action }) => action === 'patient-enrolled')).toHaveLength(1)
  }, 30_000)

  it('counts five of twenty wrong answers at once, and is locked then for the right one', async () => {
    const patient = await addPatient(house, person(0))
    const { token } = await invite(house, patient)
    const confirm = (said: object) =>
      patientBrowser(house).post('/invitation/confirm', { link: token, ...answersOf(patient), ...said })
    const replies = await Promise.all(Array.from({ length: 20 }, () => confirm({ family: 'Wrong' })))
    const left = await Promise.all(
      replies.map(async (reply) => ((await reply.json()) as { triesLeft?: number }).triesLeft ?? reply.status),
    )
    expect(left.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, ...Array(15).fill(404)])
    expect((await confirm({})).status).toBe(404)
    expect(await house.store.patient('oak', patient.id)).toMatchObject({ access: 'invited' })
  }, 30_000)
})

it('limits how often somebody tries', async () => {
  const house = await testHouse()
  const app = createApp({
    store: house.store,
    accounts: house.accounts,
    clock: () => house.now,
    log: () => {},
    asset: () => null,
    secret: house.secret,
    ownOrigins: [OWN_ORIGIN],
    addressOf: () => '192.0.2.1',
    limits: createLimits(),
  })
  const browser = patientBrowser({ app })
  const said = { birthDate: '1999-09-09', family: 'Somebody', agrees: true }
  const attempts = {
    '/invitation/confirm': { link: 'x', ...said },
    '/account/open': { link: 'x' },
    '/account/passkey/open': { response: {} },
    '/account/sign-in': { email: 'somebody@example.com' },
  }
  // All of them together have one budget.
  const replies = []
  for (let i = 0; i < usualBudgets.send.most / 3; i++) {
    for (const [path, body] of Object.entries(attempts)) replies.push((await browser.post(path, body)).status)
  }
  expect(replies.filter((status) => status === 429)).toHaveLength(replies.length - usualBudgets.send.most)
  expect(replies.indexOf(429)).toBe(usualBudgets.send.most)
  const looks = []
  for (let i = 0; i <= usualBudgets.read.most; i++)
    looks.push((await browser.post('/invitation', { link: `${i}` })).status)
  expect(looks.at(-1)).toBe(429)
  await house.close()
})
