import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWatch } from '../../server/routes/events.ts'
import type { Transaction } from '../../server/store/store.ts'
import { OWN_ORIGIN, requestBody, send, signIn, type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
let cookie: string
beforeEach(async () => {
  house = await testHouse()
  cookie = await signIn(house)
})
afterEach(() => house.close())

const listen = (practice = 'oak', headers: Record<string, string> = { cookie }) =>
  house.app.request(`/portal/api/practices/${practice}/events`, { headers: { origin: OWN_ORIGIN, ...headers } })

describe('GET /portal/api/practices/{practice}/events', () => {
  it('tells within seconds that a request came, and nothing about it', async () => {
    const reply = await listen()
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([200, 'text/event-stream'])
    const reader = reply.body!.getReader()
    const decoder = new TextDecoder()
    let text = ''
    const read = (async () => {
      while (!text.includes('changed')) text += decoder.decode((await reader.read()).value)
    })()
    await expect.poll(() => text).toContain(': open')
    // What was there before isn't news.
    await new Promise((resolve) => setTimeout(resolve, 100))
    await send(house, requestBody())
    await read
    expect(text).toBe(': open\n\nevent: changed\ndata: {"requests":true}\n\n')
    await reader.cancel()
  })

  it('is for those who work there', async () => {
    expect((await listen('oak', {})).status).toBe(401)
    expect((await listen('elm')).status).toBe(404)
  })

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['its session is signed out', signOut],
    ['the account is removed from the practice', (userId) => change((all) => all.removeStaff('oak', userId))],
    ['the account has another role there', (userId) => change((all) => all.addStaff('oak', userId, 'read-only'))],
  ])('ends at its next sign of life when %s', async (_what, happens) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const reader = (await listen()).body!.getReader()
      const decoder = new TextDecoder()
      const read = async () => decoder.decode((await reader.read()).value)
      expect(await read()).toBe(': open\n\n')
      await vi.advanceTimersByTimeAsync(20_000)
      expect(await read()).toBe(': still here\n\n')
      await happens((await house.accounts.sessionOf(new Headers({ cookie })))!.userId)
      await vi.advanceTimersByTimeAsync(20_000)
      expect((await reader.read()).done).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })
})

const change = (run: (transaction: Transaction) => Promise<void>) => house.store.transaction(run)

async function signOut(): Promise<void> {
  const headers = { cookie, origin: OWN_ORIGIN, 'Content-Type': 'application/json' }
  expect((await house.app.request('/portal/auth/sign-out', { method: 'POST', headers, body: '{}' })).ok).toBe(true)
}

describe('createWatch', () => {
  it('asks once for all who listen, and not at all when nobody does', async () => {
    let asked = 0
    let data = 1
    let rules = 1
    const versions = async () => {
      asked++
      return { rules, data }
    }
    const watch = createWatch({ versions }, 5)
    const told: string[] = []
    const leave = [watch.listen('oak', () => told.push('a')), watch.listen('oak', () => told.push('b'))]
    await expect.poll(() => asked).toBeGreaterThan(1)
    expect([told, watch.size()]).toEqual([[], 2])
    data = 2
    await expect.poll(() => told).toEqual(['a', 'b'])
    rules = 2
    await expect.poll(() => told).toEqual(['a', 'b', 'a', 'b'])
    for (const each of leave) each()
    const before = asked
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect([asked - before <= 1, watch.size()]).toEqual([true, 0])
  })

  it('goes on when the database was away', async () => {
    let data = 1
    let isAway = false
    const watch = createWatch(
      { versions: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve({ rules: 1, data })) },
      5,
    )
    let told = 0
    const leave = watch.listen('oak', () => told++)
    await new Promise((resolve) => setTimeout(resolve, 20))
    isAway = true
    data = 2
    await new Promise((resolve) => setTimeout(resolve, 20))
    isAway = false
    await expect.poll(() => told).toBe(1)
    leave()
  })
})
