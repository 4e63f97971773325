import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreBusyError } from '../../server/store/group.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'

let folder: string
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-group-'))
  store = await openSqliteStore(join(folder, 'x.sqlite'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const audit = (subject: string) =>
  store.transaction((transaction) => transaction.addAudit('oak', { at: 0, actor: 'a', action: 'b', subject }))

/** Subjects that another process finds on disk. */
function onDisk(): unknown[] {
  const database = openSqlite(join(folder, 'x.sqlite'))
  const rows = database.prepare('select subject from audit order by subject').all()
  database.close()
  return rows.map(({ subject }) => subject)
}

describe('changes that come together', () => {
  it('are on disk when they are acknowledged', async () => {
    await Promise.all(['a', 'b', 'c'].map(audit))
    expect(onDisk()).toEqual(['a', 'b', 'c'])
  })

  it('leave nothing of one that fails, and keep the others', async () => {
    const fails = store.transaction(async (transaction) => {
      await transaction.addAudit('oak', { at: 0, actor: 'a', action: 'b', subject: 'half' })
      throw new RangeError('no')
    })
    const results = await Promise.allSettled([audit('before'), fails, audit('after')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(onDisk()).toEqual(['after', 'before'])
  })

  it('see what the ones before them did', async () => {
    const first = store.transaction((transaction) => transaction.addStaff('oak', 'dana'))
    const second = store.transaction((transaction) => transaction.practicesOf('dana'))
    await first
    expect(await second).toEqual(['oak'])
  })

  it('are refused at once, unchanged, when too many wait', async () => {
    const results = await Promise.allSettled(Array.from({ length: 600 }, (_, i) => audit(`${i}`)))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBeGreaterThan(50)
    for (const result of refused) expect(result.reason).toBeInstanceOf(StoreBusyError)
    expect(onDisk()).toHaveLength(600 - refused.length)
    await audit('later')
  })

  it('are not acknowledged on a full disk, and go on when there is room again', async () => {
    await audit('first')
    const writer = openSqlite(join(folder, 'x.sqlite'))
    const { page_count: pages } = writer.prepare('pragma page_count').get() as { page_count: number }
    writer.close()
    await store.close()
    const room = (limit: number) =>
      openSqliteStore(join(folder, 'x.sqlite'), (database) => database.exec(`pragma max_page_count = ${limit}`))
    store = await room(pages + 1)
    const long = 'x'.repeat(2000)
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => audit(`${long}${i}`)))
    const kept = results.filter(({ status }) => status === 'fulfilled').length
    expect(kept).toBeLessThan(40)
    expect(onDisk()).toHaveLength(1 + kept)
    await store.close()
    store = await room(100_000)
    await audit('again')
    expect(onDisk()).toHaveLength(2 + kept)
  })
})

describe('a server whose queue is full', () => {
  let house: TestHouse
  beforeEach(async () => {
    house = await testHouse()
  })
  afterEach(() => house.close())

  it('answers 503 and when to come back', async () => {
    Object.assign(house.store, { transaction: () => Promise.reject(new StoreBusyError('full')) })
    const reply = await send(house, requestBody())
    expect([reply.status, reply.headers.get('Retry-After')]).toEqual([503, '1'])
    expect(await reply.json()).toMatchObject({ type: '/problems/unavailable' })
  })
})
