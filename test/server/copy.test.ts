import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkClaims } from '../../server/check.ts'
import { openHouse } from '../../server/house.ts'
import { importAppointments } from '../../server/import.ts'
import { copyTables } from '../../server/store/copy.ts'
import { backupData, lockData, openSqlite } from '../../server/store/sqlite.ts'
import { OWN_ORIGIN, requestBody, send, signIn, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'

const bin = fileURLToPath(new URL('../../bin/chairtime.js', import.meta.url))

let folder: string
let postgres: TestPostgres
/** With all tables and nothing in them. */
let emptyUrl: string
/** A house that goes on; tests copy what it had when it was furnished. */
let house: TestHouse
let cookie: string
let dataDir: string
let url: string
let copies = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-copy-'))
  postgres = await startPostgres()
  house = await testHouse()
  await furnish()
  emptyUrl = await postgres.newDatabase()
  const empty = await openHouse({ ...settings(), databaseUrl: emptyUrl })
  await empty.accounts.migrate()
  await empty.close()
}, 120_000)
afterAll(async () => {
  await house.close()
  await postgres.stop()
  rmSync(folder, { recursive: true })
}, 60_000)
beforeEach(async () => {
  dataDir = join(folder, `data-${++copies}`)
  await backupData(house.dataDir, dataDir)
  url = await postgres.newDatabase(emptyUrl)
})

const settings = () => ({
  port: 0,
  host: '127.0.0.1',
  dataDir: house.dataDir,
  publicUrl: OWN_ORIGIN,
  trustProxy: false,
})

/** Something in every table that ever holds anything. */
async function furnish(): Promise<void> {
  cookie = await signIn(house)
  for (const start of ['2026-11-23T10:00:00-05:00', '2026-11-23T11:00:00-05:00']) {
    for (const reason of ['check', 'clean']) await send(house, requestBody({ start, reason, note: '"n" \\ \n🦷 Zoë' }))
  }
  await send(house, requestBody(), { origin: 'https://stranger.example' })
  await house.app.request('/v1/practices/oak/holds', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://oak.example.com' },
    body: JSON.stringify({ reason: 'clean', practitioner: null, start: '2026-11-24T10:00:00-05:00' }),
  })
  const seeded = Array.from({ length: 1200 }, (_, i) => ({
    id: `${['a', 'B', 'ä', 'z', 'É'][i % 5]}-${i}`,
    status: 'booked' as const,
    practitioners: ['ann'] as const,
    chair: 'one',
    reason: 'check',
    start: Date.parse('2026-11-25T09:00:00-05:00') + i * 86_400_000,
    end: Date.parse('2026-11-25T09:30:00-05:00') + i * 86_400_000,
    patient: null,
  }))
  await importAppointments(house.store, 'oak', seeded, house.now)
  await house.store.transaction((transaction) => transaction.spendProof('oak', 'spent', house.now + 60_000))
}

/** Another process, as an operator runs it. */
function chairtime(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const environment = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: url, ...env }
    execFile(process.execPath, [bin, ...args], { env: environment }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text).finally(() => client.end())
  return rows
}

/** Changes a file behind everybody's back. */
function spoil(name: string, text: string, value: string): void {
  const database = openSqlite(join(dataDir, name))
  database.prepare(text).run(value)
  database.close()
}

/** What of the copy is in Postgres. */
const found = async () => (await query('select count(*)::int as n from practice'))[0]?.n

/** Rows of a table of the file. */
function rowsOf(name: string, table: string): Record<string, unknown>[] {
  const database = openSqlite(join(dataDir, name))
  const rows = database.prepare(`select * from ${table}`).all()
  database.close()
  return rows.map((row) => ({ ...row }))
}

describe('chairtime copy', () => {
  it('prints what it copied; servers on Postgres answer the same and go on', async () => {
    const { code, out, err } = await chairtime(['copy'])
    expect([code, err]).toEqual([0, ''])
    const [head, ...lines] = out.split('\n')
    expect(head).toMatch(/^table +rows {2}checksum ok$/)
    const told = Object.fromEntries(lines.filter((line) => / yes$/.test(line)).map((line) => line.split(/ +/)))
    const counts = ['request', 'appointment', 'claim', 'hold', 'origin', 'staff', 'staff_user', 'spent_proof']
    expect(Object.fromEntries(counts.map((name) => [name, Number(told[name])]))).toEqual({
      request: 4,
      appointment: 1200,
      claim: rowsOf('chairtime.sqlite', 'claim').length,
      hold: 1,
      origin: 2,
      staff: 1,
      staff_user: 1,
      spent_proof: 1,
    })
    const inPostgres = await query(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
    )
    expect(Object.keys(told).sort()).toEqual(inPostgres.map(({ name }) => name).sort())
    expect(lines.slice(-3)).toEqual([
      `All of it is in Postgres. Servers need this DATABASE_URL, and the secret that is in ${join(dataDir, 'secret')}.`,
      `Keep ${dataDir}, and start no server on it without DATABASE_URL.`,
      '',
    ])

    const moved = await testHouse(undefined, dataDir, url)
    for (const date of ['2026-11-23', '2026-11-24', '2026-11-25']) {
      for (const reason of ['check', 'clean']) {
        const asked = `reason=${reason}`
        expect([date, await timesOn(moved, date, asked)]).toEqual([date, await timesOn(house, date, asked)])
      }
    }
    expect(await moved.store.requests('oak', 'pending')).toEqual(await house.store.requests('oak', 'pending'))
    expect(await moved.store.liveHolds('oak', house.now)).toEqual(await house.store.liveHolds('oak', house.now))
    expect(await moved.store.refusedOrigins('oak')).toEqual(await house.store.refusedOrigins('oak'))
    expect(await checkClaims(moved.store, 'oak', moved.now)).toEqual([])
    expect((await chairtime(['check'])).out).toBe('oak: nothing differs.\n')

    expect((await signInAs(moved, 'a long enough password')).status).toBe(200)
    expect((await signInAs(moved, 'a wrong long password')).status).toBe(401)
    const asked = await moved.app.request('/portal/api/practices/oak/requests?state=pending', { headers: { cookie } })
    expect(asked.status).toBe(200)
    expect((await send(moved, requestBody({ start: '2026-11-24T09:30:00-05:00' }))).status).toBe(201)
    expect(await checkClaims(moved.store, 'oak', moved.now)).toEqual([])
    await moved.close()
  })

  it('makes the tables where there are none, also where text has another order than in a file', async () => {
    await query(`create database people template template0 encoding 'UTF8' locale_provider icu icu_locale 'en-US'`)
    url = url.replace(/[^/]+$/, 'people')
    expect(await query(`select 'a' < 'B' as is_theirs`)).toEqual([{ is_theirs: true }])
    expect(await chairtime(['copy'])).toMatchObject({ code: 0, err: '' })
    expect(await found()).toBe(1)
  })

  it('refuses a Postgres that holds anything, and leaves it as it is', async () => {
    expect((await chairtime(['copy'])).code).toBe(0)
    const before = await query('select * from request order by id')
    spoil('chairtime.sqlite', 'update request set note = ?', 'changed since')
    const { code, out, err } = await chairtime(['copy'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(
      /^chairtime: nothing was copied: the table "\w+" in Postgres isn't empty; name a new database\n$/,
    )
    expect(await query('select * from request order by id')).toEqual(before)

    url = await postgres.newDatabase(emptyUrl)
    await query(`insert into staff values ('elm', 'somebody')`)
    expect((await chairtime(['copy'])).err).toMatch(/the table "staff" in Postgres isn't empty/)
    expect(await found()).toBe(0)
  })

  it.each([
    ['other text', 'request', `new.note := new.note || ' '; return new`],
    ['a lost row', 'claim', `if new.quantum % 10 = 0 and new.lane = 0 then return null; end if; return new`],
    ['another instant', 'staff_user', `new."createdAt" := new."createdAt" + interval '1 ms'; return new`],
    ['text for no text', 'appointment', `new.email := ''; return new`],
  ])('keeps nothing when Postgres makes a difference: %s', async (_what, table, body) => {
    await query(`create function spoil() returns trigger language plpgsql as $$ begin ${body}; end $$`)
    await query(`create trigger spoils before insert on ${table} for each row execute function spoil()`)
    const { code, out, err } = await chairtime(['copy'])
    expect([code, err]).toEqual([1, 'chairtime: nothing was copied: Postgres holds other rows\n'])
    const wrong = out.split('\n').filter((line) => / no, \d+ rows arrived$/.test(line))
    expect(wrong.map((line) => line.split(' ')[0])).toEqual([table])
    expect(await found()).toBe(0)
    await query(`drop trigger spoils on ${table}`)
    expect((await chairtime(['copy'])).code).toBe(0)
  })

  it('keeps nothing when Postgres refuses a row, and does not say what was in it', async () => {
    await query(`alter table request add constraint other check (family = 'Nobody')`)
    const { code, out, err } = await chairtime(['copy'])
    expect([code, out, err]).toEqual([1, '', 'chairtime: nothing was copied: the database answered 23514\n'])
    expect(await found()).toBe(0)
  })

  it('keeps nothing when the connection is lost half-way', async () => {
    const body = 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'
    await query(`create function goes() returns trigger language plpgsql as $$ ${body} $$`)
    await query('create trigger goes before insert on staff for each row execute function goes()')
    const { code, err } = await chairtime(['copy'])
    expect([code, err]).toEqual([1, 'chairtime: nothing was copied: the database answered 57P01\n'])
    expect(await found()).toBe(0)
  })

  it('says that nobody knows when the connection is lost at the very commit', async () => {
    const body = 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'
    await query(`create function goes() returns trigger language plpgsql as $$ ${body} $$`)
    const at = 'after insert on staff deferrable initially deferred for each row'
    await query(`create constraint trigger goes ${at} execute function goes()`)
    const { code, err } = await chairtime(['copy'])
    expect([code, err]).toEqual([1, expect.stringMatching(/^chairtime: the connection was lost while .* run the same/)])
  })

  it('says how far it is', async () => {
    const data = lockData(dataDir)
    const told: string[] = []
    await copyTables(data.tables, url, (step, { name, size }, rows) => told.push(`${name} ${step} ${rows}/${size}`))
    data.close()
    expect(told.filter((line) => line.startsWith('appointment copied'))).toEqual([
      'appointment copied 1000/1200',
      'appointment copied 1200/1200',
    ])
  })

  it('tells of NUL signs, which Postgres cannot keep, and refuses them in keys', async () => {
    spoil('chairtime.sqlite', 'update request set note = ?', 'a\0b\0')
    spoil('accounts.sqlite', 'update staff_user set name = ?', '\0')
    const { code, out } = await chairtime(['copy'])
    expect(code).toBe(0)
    expect(out).toContain("\nrequest: values where \uFFFD stands for a NUL, which Postgres can't keep: 4\n")
    expect(out).toContain("\nstaff_user: values where \uFFFD stands for a NUL, which Postgres can't keep: 1\n")
    expect(await query('select distinct note from request')).toEqual([{ note: 'a\uFFFDb\uFFFD' }])

    url = await postgres.newDatabase(emptyUrl)
    spoil('chairtime.sqlite', `update spent_proof set id = ?`, 'a\0')
    const refused = await chairtime(['copy'])
    expect(refused).toMatchObject({
      code: 1,
      err: "chairtime: nothing was copied: spent_proof.id holds a NUL, which Postgres can't keep in a key\n",
    })
    expect(await found()).toBe(0)
  })

  it('keeps a server from starting on the files while they are copied', async () => {
    const data = lockData(dataDir)
    expect(() => lockData(dataDir)).toThrow(/is in use; stop the server first/)
    expect(() => openSqlite(join(dataDir, 'accounts.sqlite'))).toThrow(/locked/)
    data.close()
    openSqlite(join(dataDir, 'accounts.sqlite')).close()
  })

  it('refuses a data folder that a server has open, is damaged, or holds no databases', async () => {
    const open = await chairtime(['copy'], { DATA_DIR: house.dataDir })
    expect([open.code, open.err]).toEqual([
      1,
      expect.stringMatching(/chairtime\.sqlite is in use; stop the server first\n$/),
    ])
    expect((await send(house, requestBody({ start: '2027-02-01T09:30:00-05:00' }))).status).toBe(201)
    const none = await chairtime(['copy'], { DATA_DIR: join(folder, 'none') })
    expect([none.code, none.err]).toEqual([1, expect.stringMatching(/^chairtime: there is no chairtime\.sqlite in /)])
    writeFileSync(join(dataDir, 'accounts.sqlite'), 'x'.repeat(5000))
    expect((await chairtime(['copy'])).err).toMatch(/^chairtime: accounts\.sqlite is damaged: /)
    rmSync(join(dataDir, 'accounts.sqlite'))
    expect((await chairtime(['copy'])).err).toMatch(/there is no accounts\.sqlite in /)
    expect(await found()).toBe(0)
  })

  it('needs a Postgres that is there', async () => {
    const none = await chairtime(['copy'], { DATABASE_URL: '' })
    expect([none.code, none.err]).toEqual([1, expect.stringMatching(/^chairtime: say where to: DATABASE_URL=/)])
    const gone = await chairtime(['copy'], { DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/none' })
    expect([gone.code, gone.err]).toEqual([1, expect.stringMatching(/^chairtime: DATABASE_URL: no database at 127/)])
    expect(gone.err).not.toContain('secret')
  })
})

function signInAs({ app }: TestHouse, password: string): Promise<Response> {
  return Promise.resolve(
    app.request('/portal/auth/sign-in/email', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN },
      body: JSON.stringify({ email: 'dana@example.com', password }),
    }),
  )
}
