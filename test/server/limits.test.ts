import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { importPractice } from '../../server/import.ts'
import { createLimits, usualBudgets } from '../../server/limiter.ts'
import { networkOf } from '../../server/limits.ts'
import { MONDAY_8, OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let address: string | undefined
beforeEach(async () => {
  house = await testHouse()
  address = '192.0.2.1'
})
afterEach(() => house.close())

/** The same house behind an app that limits: two of each. */
function limited(): TestHouse {
  const app = createApp({
    store: house.store,
    accounts: house.accounts,
    clock: () => house.now,
    log: (entry) => house.logged.push(entry),
    asset: () => null,
    secret: house.secret,
    ownOrigins: [OWN_ORIGIN],
    addressOf: () => address,
    limits: createLimits({
      read: { most: 2, seconds: 60 },
      hold: { most: 2, seconds: 60 },
      send: { most: 2, seconds: 1 },
    }),
  })
  return { ...house, app }
}

const read = async ({ app }: TestHouse, practice = 'oak') => (await app.request(`/v1/practices/${practice}`)).status
const sent = async (open: TestHouse) => (await send(open, requestBody({ reason: 'tattoo' }))).status

describe('rate limits', () => {
  it('refuse the third within the time, say when to come back, and let it through then', async () => {
    const open = limited()
    expect([await sent(open), await sent(open)]).toEqual([400, 400])
    const reply = await send(open)
    expect([reply.status, reply.headers.get('Retry-After'), ((await reply.json()) as Problem).type]).toEqual([
      429,
      '1',
      '/problems/too-many-requests',
    ])
    expect(reply.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await send(open)).status).toBe(201)
  })

  it('have a budget of its own for reading, keeping and sending', async () => {
    const open = limited()
    const keep = () => open.app.request('/v1/practices/oak/holds/renew', { method: 'POST' })
    expect([await read(open), await read(open), await read(open)]).toEqual([200, 200, 429])
    expect([(await keep()).status, (await keep()).status, (await keep()).status]).toEqual([415, 415, 429])
    expect([await sent(open), await sent(open), await sent(open)]).toEqual([400, 400, 429])
    for (const question of ['availability?reason=check', 'openings?reason=check', 'compiled']) {
      expect((await open.app.request(`/v1/practices/oak/${question}`)).status).toBe(429)
    }
  })

  it('hold for private links: looking is reading, changing is sending', async () => {
    const open = limited()
    const post = async (path: string) => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"link":"x"}' }
      return (await open.app.request(`/v1/practices/oak/my${path}`, init)).status
    }
    expect([await post(''), await post('/calendar'), await post('')]).toEqual([404, 404, 429])
    expect([await post('/cancel'), await post('/ask-another'), await post('/cancel')]).toEqual([404, 400, 429])
  })

  it('count each network and each practice by itself', async () => {
    await importPractice(house.store, testPractice({ id: 'elm' }), MONDAY_8)
    const open = limited()
    const statuses = []
    for (const from of ['2001:db8::1', '2001:db8::2:1', '2001:db8:0:0:9::', '2001:db8:0:1::1']) {
      address = from
      statuses.push(await read(open))
    }
    expect(statuses).toEqual([200, 200, 429, 200])
    address = '2001:db8::1'
    expect(await read(open, 'elm')).toBe(200)
  })

  it('do not count a caller whose address nobody knows, and write no address into the log', async () => {
    const open = limited()
    expect([await read(open), await read(open), await read(open)]).toEqual([200, 200, 429])
    address = undefined
    expect(await read(open)).toBe(200)
    expect(JSON.stringify(house.logged)).not.toContain('192.0.2.1')
  })

  it('are wide enough by default for a waiting room behind one address', async () => {
    const limits = createLimits()
    const answers = await Promise.all(Array.from({ length: usualBudgets.send.most }, () => limits.take('send', 'v')))
    expect(answers).toEqual(answers.map(() => null))
    expect(await limits.take('send', 'v')).toBe(600)
  })
})

describe('a form that a program filled in', () => {
  it.each([
    ['the field that people do not see', { website: 'https://spam.example.com' }, 422],
    ['all of it within a second', { filledMs: 1000 }, 422],
    ['that field empty', { website: '' }, 201],
    ['all of it in two seconds', { filledMs: 2000 }, 201],
    ['neither said', {}, 201],
    ['a time that is none', { filledMs: -1 }, 400],
  ])('%s', async (_what, changes, status) => {
    const reply = await send(house, requestBody(changes))
    expect(reply.status).toBe(status)
    if (status !== 422) return
    const problem = (await reply.json()) as Problem
    expect([problem.type, problem.detail]).toEqual([
      '/problems/looks-automated',
      expect.stringContaining('call the practice'),
    ])
    expect(await house.store.requests('oak', 'pending')).toEqual([])
  })

  it('may be sent again with the same key though more time has passed', async () => {
    const [first, again] = [
      await send(house, requestBody({ filledMs: 9000 }), { key: 'one-key-1' }),
      await send(house, requestBody({ filledMs: 12_000 }), { key: 'one-key-1' }),
    ]
    expect(await again.text()).toBe(await first.text())
    expect(again.status).toBe(201)
  })
})

describe('networkOf', () => {
  it('writes out what an address leaves away, so that one network is one', () => {
    expect(['2001:db8::1', '2001:db8:0:0:1:2:3:4', '::1', '2001:db8:1:2::'].map(networkOf)).toEqual([
      '2001:db8:0:0',
      '2001:db8:0:0',
      '0:0:0:0',
      '2001:db8:1:2',
    ])
  })
})
