import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectPostgres, openPostgresStore } from '../../server/store/postgres.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { MONDAY_8 } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { testPractice } from '../kit/practice.ts'

/* A database as it was before there were patients, with rows in it. */

const NAMES = [
  ...['001-first', '002-data-version', '003-holds-outbox', '004-erasing-proofs', '005-changes', '006-private-links'],
  ...['007-desk', '008-made-appointments', '009-report-index', '010-pms', '011-rules'],
]

async function migrateTo11(db: Kysely<unknown>): Promise<void> {
  const migrations: Record<string, Migration> = {}
  for (const name of NAMES) migrations[name] = await import(`../../server/store/migrations/${name}.ts`)
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  if (error) throw error
}

const zoe = { given: 'Zoë', family: "O'Dell", birth_date: '1984-03-07', mobile: '(206) 555-0119', email: null }
const sam = { given: 'Sam', family: 'Lee', birth_date: '1990-01-02', mobile: null, email: 'sam@example.com' }

function request(id: string, person: object, changes: object = {}) {
  return {
    ...{ practice: 'oak', id, reference: id, state: 'fulfilled', created_at: MONDAY_8, reason: 'check' },
    ...{ practitioner: 'ann', practitioners: '["ann"]', anyone: 0, chair: null, location: 'main', is_new_patient: 0 },
    ...{ start_at: MONDAY_8, end_at: MONDAY_8 + 1, buffer_before_minutes: 0, buffer_after_minutes: 0 },
    ...{ consent_email: 0, consent_text: 0, language: null, ...person, ...changes },
  }
}

function appointment(id: string, person: object, changes: object = {}) {
  return {
    ...{ practice: 'oak', id, status: 'booked', practitioner: 'ann', start_at: MONDAY_8, end_at: MONDAY_8 + 1 },
    ...{ buffer_before_minutes: 0, buffer_after_minutes: 0, ...person, ...changes },
  }
}

const nobody = { given: null, family: null, birth_date: null, mobile: null, email: null }
const rows: [table: string, row: object][] = [
  [
    'practice',
    { id: 'oak', document: JSON.stringify(testPractice()), rules_version: 1, data_version: 1, updated_at: 0 },
  ],
  ['request', request('r1', zoe, { consent_email: 1, created_at: MONDAY_8 - 5, language: 'es' })],
  ['request', request('r2', { ...zoe, given: 'ZOE', mobile: '+12065550119' }, { consent_text: 1 })],
  ['request', request('r3', { ...zoe, birth_date: '1984-07-03' })],
  ['request', request('r4', { ...zoe, given: 'erased', family: 'erased' }, { erased_at: MONDAY_8 })],
  ['request', request('r5', sam, { created_at: MONDAY_8 + 7 })],
  [
    'appointment',
    appointment('a1', { ...zoe, email: 'zoe@example.com' }, { patient_id: 'P1', created_at: MONDAY_8 + 9 }),
  ],
  ['appointment', appointment('a2', { ...zoe, mobile: null }, { patient_id: 'P1' })],
  ['appointment', appointment('a3', zoe, { patient_id: 'P2' })],
  ['appointment', appointment('a4', { ...sam, birth_date: null })],
  ['appointment', appointment('a5', { ...sam, birth_date: '1990' }, { patient_id: 'P3' })],
  ['appointment', appointment('a6', nobody)],
  ['appointment', appointment('a7', sam, { request: 'r5' })],
  ...Array.from({ length: 1200 }, (_, i): [string, object] => [
    'appointment',
    appointment(`b${String(i).padStart(4, '0')}`, { ...sam, given: `Given${i % 300}`, family: 'Many' }),
  ]),
]

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

describe.each(['SQLite', 'Postgres'])('what was there before there were patients, on %s', (database) => {
  let folder: string
  let store: Store
  let read: (text: string) => Promise<Record<string, unknown>[]>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chairtime-backfill-'))
    const file = join(folder, 'x.sqlite')
    const url = database === 'Postgres' ? await postgres.newDatabase() : null
    const db = new Kysely<Record<string, Record<string, unknown>>>({
      dialect: url
        ? new PostgresDialect({ pool: connectPostgres(url) })
        : new SqliteDialect({ database: forKysely(file) }),
    })
    await migrateTo11(db as Kysely<unknown>)
    for (const [table, row] of rows) {
      await db
        .insertInto(table)
        .values(row as Record<string, unknown>)
        .execute()
    }
    await db.destroy()
    store = url ? await openPostgresStore(url) : await openSqliteStore(file)
    read = async (text) => {
      if (url) return (await query(url, text)) as Record<string, unknown>[]
      const opened = openSqlite(file)
      const found = opened.prepare(text).all()
      opened.close()
      return found.map((each) => ({ ...each }))
    }
  }, 120_000)
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('is filed by the same rule as what comes in since', async () => {
    const requests = await read('select id, patient from request order by id')
    const of = new Map(requests.map(({ id, patient }) => [id, patient as string | null]))
    expect(of.get('r2')).toBe(of.get('r1'))
    expect(of.get('r4')).toBeNull()
    expect(new Set(['r1', 'r3', 'r5'].map((id) => of.get(id))).size).toBe(3)
    const appointments = await read("select id, patient from appointment where id like 'a%' order by id")
    const [a1, a2, a3, a4, a5, a6, a7] = appointments.map(({ patient }) => patient)
    expect([a1, a2]).toEqual([of.get('r1'), of.get('r1')])
    expect([a4, a6, a7]).toEqual([null, null, of.get('r5')])
    expect(new Set([a3, a5, ...of.values()]).size).toBe(6)
    const many = await read("select patient, count(*) as count from appointment where id like 'b%' group by patient")
    expect([many.length, ...new Set(many.map(({ count }) => Number(count)))]).toEqual([300, 4])
  })

  it('makes patients as they would have been', async () => {
    const { filedUnder } = (await store.request('oak', 'r1'))!
    expect(await store.patient('oak', filedUnder!)).toEqual({
      ...{ id: filedUnder, given: 'Zoë', family: "O'Dell", birthDate: '1984-03-07', mobile: '(206) 555-0119' },
      ...{ email: null, language: 'es', pmsId: 'P1', origin: 'online', createdAt: MONDAY_8 - 5, createdBy: 'patient' },
      ...{ activeAt: MONDAY_8 + 9, access: 'none', accessAt: null, accessBy: null, revision: 1 },
    })
    const found = await store.listPatients('oak', { words: ['odell'], access: null, limit: 9 })
    expect(found.total).toBe(3)
    const seen = await read("select pms_seen from patient where pms_id = 'P1'")
    expect(JSON.parse(String(seen[0]?.pms_seen))).toMatchObject({ email: 'zoe@example.com' })
  })

  it('keeps what was agreed to in requests', async () => {
    const { filedUnder } = (await store.request('oak', 'r1'))!
    const of = { patient: filedUnder, isGiven: true, by: 'patient', how: 'request', wording: '2026-11', note: null }
    expect(await store.consentsOf('oak', filedUnder!)).toEqual([
      { ...of, id: 'r2-text', channel: 'text', at: MONDAY_8, language: null, request: 'r2' },
      { ...of, id: 'r1-email', channel: 'email', at: MONDAY_8 - 5, language: 'es', request: 'r1' },
    ])
  })

  it('comes to the same each time', async () => {
    const ids = await read("select id from patient where family <> 'Many' order by created_at, id")
    expect(ids.map(({ id }) => String(id).slice(0, 6))).toEqual(['825eb5', '362930', 'aa42e4', 'f667e2', 'faaa5e'])
  })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows: found } = await client.query<Record<string, unknown>>(text).finally(() => client.end())
  return found
}

function forKysely(file: string) {
  const database = openSqlite(file)
  return {
    close: () => database.close(),
    prepare(text: string) {
      const statement = database.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...(parameters as string[])),
        run: (parameters: readonly unknown[]) => statement.run(...(parameters as string[])),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as string[])),
      }
    },
  }
}
