import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgresStore } from '../../server/store/postgres.ts'
import { openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

/**
 * Runs the same tests on each database, in one new store that all of them share.
 *
 * @param name - Of what is tested: `the report`.
 * @param tests - Gets the store as a function, since it is open once the tests run, and which database it is.
 */
export function describeOnBoth(name: string, tests: (store: () => Store, database: string) => void): void {
  let postgres: TestPostgres
  let folder: string
  beforeAll(async () => {
    postgres = await startPostgres()
    folder = mkdtempSync(join(tmpdir(), 'chairtime-stores-'))
  }, 120_000)
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true })
  }, 60_000)
  const opening: Record<string, () => Promise<Store>> = {
    SQLite: () => openSqliteStore(join(folder, 'x.sqlite')),
    Postgres: async () => openPostgresStore(await postgres.newDatabase()),
  }
  describe.each(Object.entries(opening))(`${name} on %s`, (database, open) => {
    let store: Store
    beforeAll(async () => {
      store = await open()
    }, 60_000)
    afterAll(() => store.close())
    tests(() => store, database)
  })
}
