import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import type { z } from 'zod'
import { PatientChanged, PatientList, PatientPage } from '../../server/contract/patients.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { connectPostgres } from '../../server/store/postgres.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { type Desk, deskOf } from './desk.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from './house.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { testPractice } from './practice.ts'

/** What one member of staff does with the patients of the practice Oak. */
export interface PatientDesk extends Desk {
  page(id: string): Promise<z.infer<typeof PatientPage>>
  list(body?: object): Promise<z.infer<typeof PatientList>>
  /** Saves a new patient; must be well answered. */
  enter(changes?: object, key?: string): Promise<z.infer<typeof PatientChanged>>
  /** The same, refused. */
  notEntered(changes: object, key?: string): Promise<Problem>
  /** Changes one; must be well answered. */
  change(id: string, what: string, body?: object): Promise<z.infer<typeof PatientChanged>>
  /** The same, refused. */
  unchanged(id: string, what: string, body?: object): Promise<Problem>
}

/** Imani Whitfield, as staff enter her; with an address and both consents. */
export const IMANI = {
  given: 'Imani',
  family: 'Whitfield',
  birthDate: '1991-03-14',
  mobile: '(206) 555-0142',
  email: 'imani@example.com',
  consent: { email: true, text: true },
  sendInvitation: false,
}

let keys = 0

export async function patientDeskOf(house: TestHouse, email?: string, role?: 'owner' | 'staff'): Promise<PatientDesk> {
  const desk = await deskOf(house, email, role)
  async function read<T>(reply: Response, shape: z.ZodType<T>): Promise<T> {
    const text = await reply.text()
    expect([reply.ok, text]).toEqual([true, text])
    return shape.parse(JSON.parse(text))
  }
  const changing = (id: string, what: string, body: object) => desk.post(`/patients/${id}${what && `/${what}`}`, body)
  const entering = (changes: object, key = `patient-key-${++keys}`) =>
    house.app.request('/portal/api/practices/oak/patients', {
      method: 'POST',
      headers: {
        Cookie: desk.cookie,
        Origin: OWN_ORIGIN,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ ...IMANI, ...changes }),
    })
  async function refused(reply: Response): Promise<Problem> {
    const problem = (await reply.json()) as Problem
    expect(reply.ok, JSON.stringify(problem)).toBe(false)
    return problem
  }
  return {
    ...desk,
    page: async (id) => read(await desk.get(`/patients/${id}`), PatientPage),
    list: async (body = {}) => read(await desk.post('/patients/search', body), PatientList),
    enter: async (changes = {}, key) => read(await entering(changes, key), PatientChanged),
    notEntered: async (changes, key) => refused(await entering(changes, key)),
    change: async (id, what, body = {}) => read(await changing(id, what, body), PatientChanged),
    unchanged: async (id, what, body = {}) => refused(await changing(id, what, body)),
  }
}

/** Every value of every text column, as another process finds it; by table and column. */
export type EveryText = () => Promise<{ at: string; value: string }[]>

/** A house on each database, with an owner at its desk, new for each test. */
export function describePatients(
  name: string,
  tests: (given: { house: () => TestHouse; dana: () => PatientDesk; everyText: EveryText }) => void,
): void {
  let postgres: TestPostgres
  let house: TestHouse
  let dana: PatientDesk
  let url: string | undefined
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 120_000)
  afterAll(() => postgres.stop(), 60_000)

  describe.each(['SQLite', 'Postgres'])(`${name} on %s`, (database) => {
    beforeEach(async () => {
      url = database === 'Postgres' ? await postgres.newDatabase() : undefined
      house = await testHouse(testPractice(), undefined, url)
      dana = await patientDeskOf(house)
    }, 60_000)
    afterEach(() => house.close())
    const everyText = async () => (url === undefined ? textsInSqlite(house) : textsInPostgres(url))
    tests({ house: () => house, dana: () => dana, everyText })
  })
}

function textsInSqlite(house: TestHouse) {
  const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[]
  const found = tables.flatMap(({ name }) => valuesIn(name, database.prepare(`select * from "${name}"`).all()))
  database.close()
  return found
}

async function textsInPostgres(url: string) {
  const pool = connectPostgres(url, { connections: 1 })
  const client = await pool.connect()
  const { rows } = await client.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = current_schema()',
    [],
  )
  const found = []
  for (const { name } of rows) {
    const all = await client.query<Record<string, unknown>>(`select * from "${name}"`, [])
    found.push(...valuesIn(name, all.rows))
  }
  client.release()
  await pool.end()
  return found
}

function valuesIn(table: string, rows: readonly Record<string, unknown>[]) {
  return rows.flatMap((row) =>
    Object.entries(row).flatMap(([column, value]) =>
      typeof value === 'string' ? [{ at: `${table}.${column}`, value }] : [],
    ),
  )
}
