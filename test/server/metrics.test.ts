import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Context } from '../../server/context.ts'
import type { LogEntry } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import { StoreBusyError } from '../../server/store/group.ts'
import { putSettings } from '../kit/desk.ts'
import { OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { mailingOf, startSmtp } from '../kit/mail.ts'
import { joined } from '../kit/pms.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

/** The same house behind an app that counts. */
function counted(changes: Partial<Context> = {}): TestHouse {
  const metrics = createMetrics()
  const app = createApp({
    store: metrics.counting(house.store),
    accounts: house.accounts,
    clock: () => house.now,
    log: (entry: LogEntry) => house.logged.push(entry),
    asset: () => null,
    secret: house.secret,
    ownOrigins: [OWN_ORIGIN],
    addressOf: () => '127.0.0.1',
    metrics,
    ...changes,
  })
  return { ...house, app }
}

const metricsOf = async ({ app }: TestHouse, headers: Record<string, string> = {}) => {
  const reply = await app.request('/metrics', { headers })
  return { status: reply.status, type: reply.headers.get('Content-Type'), text: await reply.text() }
}

describe('/metrics', () => {
  it('counts requests by route pattern and status, changes waiting, memory and the event loop', async () => {
    const open = counted()
    await send(open)
    await send(open, requestBody({ start: 'Nadia' }))
    await open.app.request('/v1/practices/oak', { method: 'NADIA' })
    const { status, type, text } = await metricsOf(open)
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)])
    const route = 'route="/v1/practices/:practice/requests"'
    expect(text).toContain(`chairtime_requests_total{method="POST",${route},status="201"} 1`)
    expect(text).toContain(`chairtime_requests_total{method="POST",${route},status="400"} 1`)
    expect(text).toContain(`chairtime_request_duration_seconds_count{method="POST",${route},status="201"} 1`)
    expect(text).toContain('method="other"')
    expect(text).toMatch(/^chairtime_changes_waiting 0$/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
    expect(text).toMatch(/^process_resident_memory_bytes /m)
    expect(text).not.toMatch(/Nadia|NADIA|Reyes|Oak|oak/)
  })

  it('shows how many changes wait', async () => {
    const open = counted()
    let finish = () => {}
    const metrics = createMetrics()
    const waiting = metrics.counting(house.store).transaction(() => new Promise<void>((resolve) => (finish = resolve)))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await metricsOf(counted({ metrics }))).text).toMatch(/^chairtime_changes_waiting 1$/m)
    finish()
    await waiting
    expect((await metricsOf(open)).text).toMatch(/^chairtime_changes_waiting 0$/m)
  })

  it.each([
    ['a stranger', { addressOf: () => '192.0.2.1' }, {}, 404],
    ['nobody knows whom', { addressOf: () => undefined }, {}, 404],
    ['a program on this machine', { addressOf: () => '::1' }, {}, 200],
    ['a proxy on this machine for a stranger', {}, { 'X-Forwarded-For': '192.0.2.1' }, 404],
    ['a stranger with the token', { ...token(), addressOf: () => '192.0.2.1' }, bearer('a token of 16 signs'), 200],
    ['a stranger with another token', { ...token() }, bearer('a token of 17 signs'), 404],
    ['this machine without the token', { ...token() }, {}, 404],
  ])('answers %s', async (_who, changes, headers, status) => {
    expect((await metricsOf(counted(changes), headers)).status).toBe(status)
  })

  function token(): Partial<Context> {
    return { metricsToken: 'a token of 16 signs' }
  }
  function bearer(text: string): Record<string, string> {
    return { Authorization: `Bearer ${text}` }
  }
})

describe('/readyz', () => {
  const ready = async () => (await house.app.request('/readyz')).status

  it('is 200 while the store answers, and asks it once however many ask', async () => {
    let times = 0
    const { transaction } = house.store
    Object.assign(house.store, {
      transaction: (run: Parameters<typeof transaction>[0]) => {
        times++
        return transaction(run)
      },
    })
    expect(await Promise.all([ready(), ready(), ready()])).toEqual([200, 200, 200])
    expect(times).toBe(1)
    expect(await ready()).toBe(200)
    Object.assign(house.store, { transaction })
  })

  it('is 503 while the queue is full or the store fails, and 200 again afterwards', async () => {
    const { transaction, practiceIds } = house.store
    Object.assign(house.store, { transaction: () => Promise.reject(new StoreBusyError('full')) })
    expect(await ready()).toBe(503)
    Object.assign(house.store, { transaction, practiceIds: () => Promise.reject(new Error('disk I/O error')) })
    expect(await ready()).toBe(503)
    Object.assign(house.store, { practiceIds })
    expect(await ready()).toBe(200)
  })
})

describe('a request id', () => {
  const answered = async (sent?: string) => {
    const reply = await house.app.request('/healthz', { headers: sent ? { 'X-Request-Id': sent } : {} })
    return [reply.headers.get('X-Request-Id'), house.logged.at(-1)?.requestId]
  }

  it('is taken from the proxy, logged and answered back', async () => {
    expect(await answered('a1b2-c3')).toEqual(['a1b2-c3', 'a1b2-c3'])
  })

  it.each([['none'], ['x'.repeat(65)], ['<script>'], ['Nadia Reyes']])('is made anew instead of %s', async (sent) => {
    const [given, logged] = await answered(sent === 'none' ? undefined : sent)
    expect(given).toMatch(/^[\da-f-]{36}$/)
    expect(logged).toBe(given)
  })

  it('leads from a fault that somebody saw to its line in the log', async () => {
    const { transaction } = house.store
    Object.assign(house.store, { transaction: () => Promise.reject(new Error('disk')) })
    const reply = await send(house)
    Object.assign(house.store, { transaction })
    const id = reply.headers.get('X-Request-Id')
    expect(house.logged.filter(({ requestId }) => requestId === id).map(({ message }) => message)).toEqual([
      'fault',
      'request',
    ])
  })
})

describe('security headers', () => {
  it.each(['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/problems/slot-taken', '/v1/practices/oak'])(
    'stand on %s',
    async (path) => {
      const { headers } = await house.app.request(path)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Strict-Transport-Security')).toMatch(/max-age/)
    },
  )
})

describe('readConfig', () => {
  it('knows who may read the metrics and whether callers are limited', () => {
    expect(readConfig({})).toMatchObject({ metricsToken: undefined, rateLimits: true })
    expect(readConfig({ METRICS_TOKEN: 'a token of 16 signs', RATE_LIMITS: '0' })).toMatchObject({
      metricsToken: 'a token of 16 signs',
      rateLimits: false,
    })
  })

  it.each([
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must have at least 16 characters; got 5'],
    [{ RATE_LIMITS: 'off' }, 'RATE_LIMITS must be 0 or 1; got "off"'],
  ])('refuses %o in one line', (env, message) => {
    expect(() => readConfig(env)).toThrow(new RangeError(message))
  })
})

describe('mails in /metrics', () => {
  const number = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  const numbersOf = async (open: TestHouse) => {
    const { text } = await metricsOf(open)
    return {
      sent: number(text, 'chairtime_mails_sent_total'),
      failed: number(text, 'chairtime_mail_attempts_failed_total'),
      givenUp: number(text, 'chairtime_mails_given_up_total'),
      waiting: number(text, 'chairtime_mails_waiting'),
      oldest: number(text, 'chairtime_mails_oldest_waiting_seconds'),
    }
  }

  it('are counted as sent, failed, given up and waiting, with the age of the oldest, and without an address', async () => {
    await putSettings(house, { notify: ['desk@oak.example.com'] })
    const metrics = createMetrics()
    metrics.watchMails(house.store, () => house.now)
    const open = counted({ metrics })
    const smtp = await startSmtp()
    const mailing = mailingOf(house, smtp, { tried: metrics.mailTried })
    const none = { sent: 0, failed: 0, givenUp: 0, waiting: 0, oldest: 0 }
    expect(await numbersOf(open)).toEqual(none)
    await send(open)
    house.now += 90_000
    // One entry of the outbox, which is to be two mails.
    expect(await numbersOf(open)).toEqual({ ...none, waiting: 1, oldest: 90 })
    await mailing.prepare()
    expect(await numbersOf(open)).toEqual({ ...none, waiting: 2, oldest: 0 })
    smtp.refusals.set('desk@oak.example.com', '451 4.7.1 come back later')
    await mailing.deliver()
    house.now += 30_000
    expect(await numbersOf(open)).toEqual({ sent: 1, failed: 1, givenUp: 0, waiting: 1, oldest: 30 })
    smtp.refusals.set('desk@oak.example.com', '550 5.1.1 no such user')
    house.now += 60_000
    await mailing.deliver()
    expect(await numbersOf(open)).toEqual({ sent: 1, failed: 2, givenUp: 1, waiting: 0, oldest: 0 })
    expect((await metricsOf(open)).text).not.toMatch(/example\.com|desk@|oak|Nadia/i)
    await mailing.stop()
    await smtp.down()
  })

  it('say nothing while the database is away, and the other numbers are still there', async () => {
    const metrics = createMetrics()
    const store = { ...house.store, mailQueue: () => Promise.reject(new StoreBusyError('away')) }
    metrics.watchMails(store, () => house.now)
    const { status, text } = await metricsOf(counted({ metrics }))
    expect([status, number(text, 'chairtime_mails_waiting')]).toEqual([200, Number.NaN])
    expect(text).toMatch(/^chairtime_changes_waiting 0$/m)
  })
})

describe('syncs', () => {
  it('are told by how long ago the schedule was read that was read longest ago', async () => {
    const metrics = createMetrics()
    metrics.watchSyncs(house.store, () => house.now)
    const age = async () => Number(/^chairtime_sync_oldest_seconds (.+)$/m.exec((await metrics.text()).body)?.[1])
    expect(await age()).toBe(0)
    const { sync } = await joined(house)
    house.now += 60_000
    expect(await age()).toBe(60)
    await sync()
    house.now += 5_000
    expect(await age()).toBe(5)
  })
})
