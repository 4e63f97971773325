import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDelivery, LEASE_MS, type OutgoingMail, type Transport } from '../../server/mail/delivery.ts'
import type { Mailing } from '../../server/mail/mailing.ts'
import { startMailing } from '../../server/mail/mailing.ts'
import { nextTry, type Outcome } from '../../server/mail/retry.ts'
import { createMailTransport } from '../../server/mail/transport.ts'
import { createResidents } from '../../server/residents.ts'
import { tidy } from '../../server/retention.ts'
import { StoreBusyError } from '../../server/store/group.ts'
import { openPostgresStore } from '../../server/store/postgres.ts'
import type { Store } from '../../server/store/store.ts'
import { at, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { MAIL_FROM, mailingOf, post, startSilence, startSmtp, type TestSmtp } from '../kit/mail.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { testPractice } from '../kit/practice.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

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

/** A working week's slots of Ann and Bob: requests that don't get in each other's way. */
function* slots() {
  for (let day = 24; day <= 27; day++) {
    for (const clock of ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30']) {
      for (const practitioner of ['ann', 'bob']) yield { start: `2026-11-${day}T${clock}:00-05:00`, practitioner }
    }
  }
}
const messages = () => house.store.messages('oak', { limit: 200 })
const states = async () => (await messages()).map(({ state }) => state)
const messageToPatient = async () => (await messages()).find(({ toPatient }) => toPatient)!
const ids = () => smtp.mails.map(({ mail }) => mail.messageId)
/** Goes on in steps, as the job does. */
async function pass(until: number, stepMs = MINUTE): Promise<void> {
  while (house.now < until) {
    house.now = Math.min(until, house.now + stepMs)
    await post(mailing)
  }
}

describe('a mail server that is down for an hour', () => {
  it('gets all mails once it is back, none twice', async () => {
    await smtp.down()
    const times = slots()
    for (let i = 0; i < 20; i++) {
      await sendRequest(house, times.next().value!)
      await pass(house.now + 3 * MINUTE)
    }
    expect(house.now).toBe(MONDAY_8 + HOUR)
    expect((await states()).every((state) => state === 'waiting')).toBe(true)
    await smtp.up()
    await pass(house.now + 5 * MINUTE)
    expect(smtp.mails).toHaveLength(40)
    expect(new Set(ids()).size).toBe(40)
    expect(await house.store.countMessages('oak')).toEqual({ waiting: 0, sent: 40, kept: 0, failed: 0 })
    await pass(house.now + 2 * HOUR, 10 * MINUTE)
    expect(smtp.mails).toHaveLength(40)
    const warnings = house.logged.filter(({ message, level }) => message === 'mail' && level === 'warn')
    expect(warnings[0]?.fault).toMatch(/^the mail server could not be reached \(E[A-Z]+\)$/)
    // While it is away one mail asks for it, not all of them.
    expect(warnings.length).toBeLessThan(200)
  })

  it('gets them also from a server that was restarted meanwhile', async () => {
    await smtp.down()
    await sendRequest(house)
    await post(mailing)
    await mailing.stop()
    house = await house.reopen()
    house.now = MONDAY_8 + HOUR
    await smtp.up()
    mailing = mailingOf(house, smtp)
    await post(mailing)
    expect(smtp.mails).toHaveLength(2)
  })

  it('is given up after a day, and staff see why', async () => {
    await smtp.down()
    await sendRequest(house, { start: '2026-11-27T09:30:00-05:00' })
    await pass(MONDAY_8 + 25 * HOUR, 5 * MINUTE)
    expect(await states()).toEqual(['failed', 'failed'])
    expect((await messages())[0]?.fault).toMatch(/could not be reached/)
    await smtp.up()
    await pass(house.now + 2 * HOUR, 10 * MINUTE)
    expect(smtp.mails).toEqual([])
  })
})

describe('what a mail server answers', () => {
  it('an address that it refuses is given up at once; the others go', async () => {
    smtp.refusals.set('nadia@example.com', '550 5.1.1 <nadia@example.com>: no such user')
    await sendRequest(house)
    await post(mailing)
    expect(smtp.mails.map(({ to }) => to)).toEqual([['desk@oak.example.com']])
    expect(await messageToPatient()).toMatchObject({
      state: 'failed',
      tries: 1,
      fault: 'the mail server does not take this address: 550 5.1.1',
    })
    await pass(house.now + 2 * HOUR, 10 * MINUTE)
    expect(smtp.mails).toHaveLength(1)
  })

  it('a mail that it refuses is given up at once', async () => {
    smtp.verdicts.push('554 5.7.1 this is spam, nadia@example.com', '554 5.7.1 so is this')
    await sendRequest(house)
    await post(mailing)
    expect(await states()).toEqual(['failed', 'failed'])
    expect((await messageToPatient()).fault).toBe('the mail server does not take this mail: 554 5.7.1')
  })

  it('"later" is asked again after 1, 5, 15, 60 minutes', async () => {
    smtp.refusals.set('nadia@example.com', '451 4.7.1 come back later')
    await sendRequest(house, { start: '2026-11-27T09:30:00-05:00' })
    await post(mailing)
    const tries: number[] = []
    let last = 1
    for (const end = MONDAY_8 + 3 * HOUR; house.now < end; ) {
      await pass(house.now + MINUTE)
      const message = await messageToPatient()
      if (message.tries > last) tries.push((house.now - MONDAY_8) / MINUTE)
      last = message.tries
    }
    expect(tries).toEqual([1, 6, 21, 81, 141])
    expect((await messageToPatient()).fault).toBe('the mail server does not take it just now: 451 4.7.1')
    smtp.refusals.clear()
    await pass(house.now + HOUR)
    expect((await messageToPatient()).state).toBe('sent')
    expect(new Set(ids()).size).toBe(2)
  })

  it('one that hangs up before it says so gets a second copy that can be told', async () => {
    smtp.hangUpOnce()
    await sendRequest(house)
    await post(mailing)
    await pass(house.now + 10 * MINUTE)
    expect(await states()).toEqual(['sent', 'sent'])
    expect(smtp.mails).toHaveLength(3)
    expect(new Set(ids()).size).toBe(2)
  })

  it('no sign-in, no sender: every mail waits', async () => {
    await smtp.down()
    const strict = await startSmtp({ password: 'right' })
    const { server } = strict
    const wrong = mailingOf(house, { server: { ...server, auth: { user: 'oak', pass: 'a wrong secret' } } })
    await sendRequest(house)
    await post(wrong)
    await wrong.stop()
    const faults = (await messages()).flatMap(({ fault }) => fault ?? [])
    expect(faults).toContain('the mail server refused the sign-in: 535 5.7.8')
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(JSON.stringify([house.logged, await messages()])).not.toContain('a wrong secret')
    const right = mailingOf(house, strict)
    house.now += 10 * MINUTE
    await post(right)
    await right.stop()
    expect(strict.mails).toHaveLength(2)
    await strict.down()
  })

  it('nothing is said to a server without TLS, or with a certificate that nobody knows', async () => {
    for (const withTls of [false, true]) {
      const other = await startSmtp({ withTls })
      const unsafe = mailingOf(house, { server: { ...other.server, tls: 'upgrade' } })
      await sendRequest(house, { start: `2026-11-2${withTls ? 4 : 5}T09:30:00-05:00` })
      house.now += 10 * MINUTE
      await post(unsafe)
      await unsafe.stop()
      await other.down()
      expect(other.mails).toEqual([])
    }
    expect(new Set(await states())).toEqual(new Set(['waiting']))
    const faults = house.logged.flatMap(({ fault }) => fault ?? [])
    const tls = (code: string) => `no safe connection (TLS) to the mail server (${code})`
    expect(new Set(faults)).toEqual(new Set([tls('ETLS'), tls('CERT_HAS_EXPIRED')]))
  })
})

describe('many mails at once', () => {
  it('share their commits: two go together at most, so that a crash leaves no more than two in doubt', async () => {
    const times = slots()
    for (let i = 0; i < 20; i++) await sendRequest(house, times.next().value!)
    let commits = 0
    const store: Store = {
      ...house.store,
      transaction(run) {
        commits++
        return house.store.transaction(run)
      },
    }
    const counted = mailingOf({ ...house, store }, smtp)
    await counted.prepare()
    const made = commits
    await counted.deliver()
    await counted.stop()
    expect(smtp.mails).toHaveLength(40)
    console.log('COMMITS', made, commits - made)
    expect(made).toBe(1)
    // Two leases of twenty, and their settling by twos, or now and then alone.
    expect(commits - made).toBeLessThanOrEqual(30)
  })
})

describe('mails that were leased and not begun', () => {
  const options = () => ({ clock: () => house.now, log: () => {}, secret: house.secret })
  const ask = async (count: number) => {
    const times = slots()
    for (let i = 0; i < count; i++) await sendRequest(house, times.next().value!)
    await mailing.prepare()
  }
  const tries = async () => (await messages()).map((message) => message.tries)

  it('are given back as they were when the mail server is away', async () => {
    await ask(5)
    const out = fakeTransport(async () => ({ is: 'unreachable', fault: 'away' }))
    await createDelivery(house.store, out, options()).run()
    expect(await states()).toEqual(Array(10).fill('waiting'))
    // One for each connection has found out.
    expect((await tries()).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    expect((await house.store.dueMessages(house.now, 20)).length).toBe(8)
  })

  it('are given back when the server is stopped, so that the next one need not wait for their lease', async () => {
    await ask(5)
    let begun = 0
    const out = fakeTransport(async () => {
      begun++
      return { is: 'handed-over' }
    })
    await createDelivery(house.store, out, options()).run(() => begun > 0)
    expect((await states()).sort()).toEqual([...Array(begun).fill('sent'), ...Array(10 - begun).fill('waiting')])
    expect(begun).toBeLessThanOrEqual(2)
    await post(mailing)
    expect(smtp.mails).toHaveLength(10 - begun)
  })

  it('are given back behind slow ones, before their lease ends and another server sends them too', async () => {
    await ask(5)
    const seen: string[] = []
    const other = createDelivery(
      house.store,
      fakeTransport(async ({ id }) => {
        seen.push(id)
        return { is: 'handed-over' }
      }),
      options(),
    )
    const slow = fakeTransport(async ({ id }) => {
      seen.push(id)
      house.now += 5 * MINUTE
      await other.run()
      return { is: 'handed-over' }
    })
    await createDelivery(house.store, slow, options()).run()
    await other.run()
    expect(seen).toHaveLength(10)
    expect(new Set(seen).size).toBe(10)
    expect(new Set(await tries())).toEqual(new Set([1]))
  })

  it('one that was sent while the database was away is settled once it is back, and not sent again', async () => {
    await ask(1)
    let isAway = false
    const store: Store = {
      ...house.store,
      transaction: (run) => (isAway ? Promise.reject(new StoreBusyError('away')) : house.store.transaction(run)),
    }
    let sent = 0
    const out = fakeTransport(async () => {
      isAway = true
      sent++
      return { is: 'handed-over' }
    })
    const delivery = createDelivery(store, out, options())
    await expect(delivery.run()).rejects.toThrow(StoreBusyError)
    isAway = false
    await delivery.run()
    house.now += LEASE_MS
    await delivery.run()
    expect([sent, await states()]).toEqual([2, ['sent', 'sent']])
  })
})

/** A way out that tests decide over. */
function fakeTransport(send: (mail: OutgoingMail) => Promise<Outcome>): Transport {
  return { state: 'sent', send, forget: async () => {}, close: () => {} }
}

describe('several servers on one database', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 120_000)
  afterAll(() => postgres.stop(), 60_000)

  it('send each mail once between them', async () => {
    const url = await postgres.newDatabase()
    const shared = await testHouse(testPractice({ email: 'desk@oak.example.com' }), undefined, url)
    const others = await Promise.all([openPostgresStore(url), openPostgresStore(url)])
    const servers = [shared.store, ...others].map((store) => mailingOf({ ...shared, store }, smtp))
    try {
      const times = slots()
      for (let i = 0; i < 30; i++) await sendRequest(shared, times.next().value!)
      for (let round = 0; round < 4; round++) await Promise.all(servers.map(post))
      expect(smtp.mails).toHaveLength(60)
      expect(new Set(ids()).size).toBe(60)
      expect(await shared.store.outbox(10)).toEqual([])
      expect(await shared.store.countMessages('oak')).toEqual({ waiting: 0, sent: 60, kept: 0, failed: 0 })
      const since = { before: MONDAY_8, after: 0, limit: 100 }
      expect(await shared.store.unanswered('oak', { ...since, topic: 'request-reminder' })).toHaveLength(30)
      expect(await shared.store.unanswered('oak', { ...since, topic: 'request-sent' })).toEqual([])
      const wednesday = Date.parse('2026-11-25T00:00:00-05:00')
      await shared.store.transaction((inner) => inner.erasePatients('oak', wednesday, wednesday, 100))
      expect((await shared.store.messages('oak', { limit: 200 })).length).toBe(36)
      const later = MONDAY_8 + 90 * 24 * HOUR
      await shared.store.transaction((inner) => inner.dropOutdated('oak', later, 100))
      expect(await shared.store.messages('oak', { limit: 200 })).toEqual([])
    } finally {
      for (const server of servers) await server.stop()
      for (const store of others) await store.close()
      await shared.close()
    }
  })
})

describe('a lease', () => {
  it('keeps a mail from others while it is sent, and leaves it to them when its holder has died', async () => {
    await sendRequest(house)
    await mailing.prepare()
    const sentBy: string[] = []
    const never = new Promise<Outcome>(() => {})
    const options = { clock: () => house.now, log: () => {}, secret: house.secret }
    const dying = createDelivery(
      house.store,
      fakeTransport(({ id }) => {
        sentBy.push(`dying ${id}`)
        return never
      }),
      options,
    )
    const other = createDelivery(
      house.store,
      fakeTransport(async ({ id }) => {
        sentBy.push(`other ${id}`)
        return { is: 'handed-over' }
      }),
      options,
    )
    void dying.run()
    await expect.poll(() => sentBy.length).toBe(2)
    await other.run()
    house.now += LEASE_MS - 1
    await other.run()
    expect(sentBy.filter((one) => one.startsWith('other'))).toEqual([])
    house.now += 1
    await other.run()
    expect(sentBy.filter((one) => one.startsWith('other'))).toHaveLength(2)
    expect(await states()).toEqual(['sent', 'sent'])
  })

  it('whose holder comes back late changes nothing any more', async () => {
    await sendRequest(house, { patient: { given: 'N', family: 'R', birthDate: '1984-03-07', mobile: '555-0117' } })
    await mailing.prepare()
    let answer: (outcome: Outcome) => void = () => {}
    const options = { clock: () => house.now, log: () => {}, secret: house.secret }
    const slow = createDelivery(
      house.store,
      fakeTransport(() => new Promise((resolve) => (answer = resolve))),
      options,
    )
    const running = slow.run()
    await expect.poll(async () => await states()).toEqual(['sending'])
    house.now += LEASE_MS
    const quick = createDelivery(
      house.store,
      fakeTransport(async () => ({ is: 'handed-over' })),
      options,
    )
    await quick.run()
    answer({ is: 'refused', fault: 'too late' })
    await running
    expect((await messages())[0]).toMatchObject({ state: 'sent', fault: null, tries: 2 })
  })
})

describe('nextTry', () => {
  it('comes back soon to a server that was away, and leaves one alone that said "later"', () => {
    const minutes = (is: 'unreachable' | 'later') => [1, 2, 3, 4, 9].map((tries) => nextTry(is, tries, 0, 0)! / MINUTE)
    expect(minutes('unreachable')).toEqual([1, 2, 5, 5, 5])
    expect(minutes('later')).toEqual([1, 5, 15, 60, 60])
    expect(nextTry('later', 3, 0, 24 * HOUR - 1)).not.toBeNull()
    expect(nextTry('later', 3, 0, 24 * HOUR)).toBeNull()
  })
})

describe('without a mail server', () => {
  beforeEach(async () => {
    await mailing.stop()
    mailing = mailingOf(house)
  })
  const files = () => readdirSync(join(house.dataDir, 'mail')).sort()

  it('mails are kept, as files that only their owner can read', async () => {
    const { id } = await sendRequest(house)
    await post(mailing)
    expect(await states()).toEqual(['kept', 'kept'])
    const folder = join(house.dataDir, 'mail')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const message = await messageToPatient()
    const file = join(folder, `${message.id}.eml`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const mail = await PostalMime.parse(readFileSync(file))
    expect(mail).toMatchObject({
      subject: 'We have your request for Monday, November 23, 9:30 AM',
      to: [{ address: 'nadia@example.com' }],
    })
    expect(mail.text).toMatch(/\/oak\/request#[\w-]{43}\n/)
    expect(mail.attachments[0]?.filename).toBe('appointment.ics')
    expect((await house.store.request('oak', id))?.id).toBe(message.request)
  })

  it('files go with the patient’s data, and with what is older than 90 days', async () => {
    await sendRequest(house)
    await post(mailing)
    expect(files()).toHaveLength(2)
    const residents = createResidents()
    house.now += 89 * 24 * HOUR
    await tidy(house.store, residents, 'oak', house.now)
    await mailing.prepare()
    expect(files()).toHaveLength(2)
    house.now += 2 * 24 * HOUR
    await tidy(house.store, residents, 'oak', house.now)
    await mailing.prepare()
    expect([await messages(), files()]).toEqual([[], []])
  })

  it('starts and stops as the server does', async () => {
    await sendRequest(house)
    const folder = mkdtempSync(join(tmpdir(), 'chairtime-mail-'))
    const transport = createMailTransport({ mailFrom: MAIL_FROM, folder: join(folder, 'mail') })
    const running = startMailing(house.store, {
      transport,
      post: { publicUrl: OWN_ORIGIN, mailFrom: MAIL_FROM },
      clock: () => house.now,
      log: () => {},
      secret: house.secret,
    })
    await expect.poll(async () => (await states()).join()).toBe('kept,kept')
    await running.stop()
    expect(existsSync(join(folder, 'mail'))).toBe(true)
    rmSync(folder, { recursive: true })
  })
})

describe('a mail server that says nothing', () => {
  it('does not keep the server from stopping, nor new mails from being made', async () => {
    const silence = await startSilence()
    const quiet = startMailing(house.store, {
      transport: createMailTransport({
        smtp: { host: '127.0.0.1', port: silence.port, tls: 'off', auth: null },
        mailFrom: MAIL_FROM,
        folder: join(house.dataDir, 'mail'),
      }),
      post: { publicUrl: OWN_ORIGIN, mailFrom: MAIL_FROM },
      clock: () => house.now,
      log: () => {},
      secret: house.secret,
    })
    await sendRequest(house)
    await expect.poll(async () => (await states()).join(), { timeout: 5000 }).toBe('sending,sending')
    await sendRequest(house, { start: '2026-11-24T09:30:00-05:00' })
    await expect.poll(async () => (await states()).length, { timeout: 5000 }).toBe(4)
    const began = Date.now()
    await quiet.stop()
    expect(Date.now() - began).toBeLessThan(20_000)
    await silence.stop()
  }, 40_000)
})

describe('what names a patient', () => {
  it('goes from the messages with the request', async () => {
    await sendRequest(house)
    const later = await sendRequest(house, { start: '2026-11-27T09:30:00-05:00' })
    await post(mailing)
    await house.store.transaction((transaction) => transaction.erasePatients('oak', at('12:00'), at('12:00'), 100))
    expect((await messages()).map(({ request }) => request)).toEqual([later.id, later.id])
  })
})
