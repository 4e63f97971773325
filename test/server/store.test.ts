import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { checkClaims } from '../../server/check.ts'
import { openHouse } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import { StoreBusyError } from '../../server/store/group.ts'
import type {
  Claim,
  DeskRequest,
  RequestListAsk,
  StoredAppointment,
  StoredHold,
  StoredLink,
  StoredRequest,
} from '../../server/store/model.ts'
import { openPostgresStore } from '../../server/store/postgres.ts'
import { searchWords } from '../../server/store/search-text.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import { MovedError, type Store, type Transaction } from '../../server/store/store.ts'
import { MONDAY_8, requestBody, signIn } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { testPractice } from '../kit/practice.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const HOUR = 60 * MINUTE
const KIM = { reason: 'clean', practitioner: 'kim', start: '2026-11-23T10:00:00-05:00' }

let postgres: TestPostgres
/** A database with all tables and nothing in them: a copy of it is there sooner than a new one. */
let madeUrl: string
beforeAll(async () => {
  postgres = await startPostgres()
  madeUrl = await postgres.newDatabase()
  // Three at once, as when several servers are started together.
  const servers = await Promise.all([openServer(madeUrl), openServer(madeUrl), openServer(madeUrl)])
  for (const server of servers) await server.close()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

/** A new, empty database of one kind, and what stands in its tables. */
interface Database {
  readonly store: Store
  rows(text: string): Promise<unknown[]>
  close(): Promise<void>
}

const databases: Record<string, () => Promise<Database>> = {
  async SQLite() {
    const folder = mkdtempSync(join(tmpdir(), 'chairtime-store-'))
    const file = join(folder, 'x.sqlite')
    const store = await openSqliteStore(file)
    return {
      store,
      async rows(text) {
        const database = openSqlite(file)
        const found = database.prepare(text).all()
        database.close()
        return found.map((row) => ({ ...row }))
      },
      async close() {
        await store.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
  // One database for all of them, emptied: making one takes longer than most tests here.
  async Postgres() {
    const store = await openPostgresStore(madeUrl)
    return {
      store,
      rows: (text) => rowsAt(madeUrl, text),
      async close() {
        await store.close()
        await emptyTables(madeUrl)
      },
    }
  },
}

async function emptyTables(url: string): Promise<void> {
  const own = `select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`
  const tables = (await rowsAt(url, own)) as { tablename: string }[]
  await rowsAt(url, `begin; ${tables.map(({ tablename }) => `delete from ${tablename}`).join('; ')}; commit`)
}

async function rowsAt(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text).finally(() => client.end())
  return rows
}

function request(changes: Partial<StoredRequest> = {}): StoredRequest {
  return {
    id: 'r1',
    reference: 'ABC-DEF',
    state: 'pending',
    createdAt: MONDAY_8,
    reason: 'check',
    practitioners: ['ann', 'bob'],
    anyone: true,
    chair: 'one',
    location: 'main',
    start: MONDAY_8 + HOUR,
    end: MONDAY_8 + 1.5 * HOUR,
    bufferBeforeMinutes: 5,
    bufferAfterMinutes: 10,
    patient: { given: 'Zoë 🦷', family: "O'Neil", birthDate: '1984-03-07', mobile: null, email: 'zoe@example.com' },
    isNewPatient: true,
    guardian: { given: 'Pat', family: 'Neil' },
    note: 'first line\nsecond "line"',
    consent: { email: true, text: false },
    language: 'en',
    source: { utmSource: 'letter' },
    origin: 'https://oak.example.com',
    hold: 'h1',
    ...changes,
  }
}

/** A request as it stands when nobody has answered yet. */
function asKept(sent: StoredRequest): DeskRequest {
  const nothing = { appointment: null, answer: null, asked: null, changeCause: null, wish: null, staffNote: null }
  return { ...sent, ...nothing, revision: 0 }
}

function hold(changes: Partial<StoredHold> = {}): StoredHold {
  return {
    id: 'h1',
    visitor: 'v1',
    reason: 'clean',
    practitioners: ['kim'],
    chair: null,
    location: 'main',
    start: MONDAY_8 + HOUR,
    end: MONDAY_8 + 2 * HOUR,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    createdAt: MONDAY_8,
    expiresAt: MONDAY_8 + 5 * MINUTE,
    ...changes,
  }
}

const appointment: StoredAppointment = {
  id: 'a1',
  status: 'booked',
  reason: null,
  practitioners: ['ann'],
  chair: 'two',
  start: MONDAY_8 + 2 * HOUR,
  end: MONDAY_8 + 3 * HOUR,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 5,
  patient: null,
}

const claimsOf = (quanta: readonly number[], lane = 0, resource = 'practitioner:kim'): Claim[] =>
  quanta.map((quantum) => ({ resource, quantum, lane }))

const byPlace = (a: Claim, b: Claim) => a.quantum - b.quantum || a.lane - b.lane

describe.each(Object.entries(databases))('the store on %s', (_name, open) => {
  let database: Database
  let store: Store
  beforeEach(async () => {
    database = await open()
    store = database.store
    await store.transaction((transaction) =>
      transaction.putPractice('oak', { file: testPractice(), rulesVersion: 1 }, MONDAY_8),
    )
  })
  afterEach(() => database.close())

  const change = <T>(run: (transaction: Transaction) => Promise<T>) => store.transaction(run)
  const standing = () => change((transaction) => transaction.allClaims('oak')).then((found) => found.sort(byPlace))

  describe('practices', () => {
    it('are given back as they were put, the last word of each', async () => {
      const changed = testPractice({ name: 'Oak & Elm' })
      await change((transaction) => transaction.putPractice('oak', { file: changed, rulesVersion: 2 }, MONDAY_8))
      expect(await store.practice('oak')).toEqual({ file: changed, rulesVersion: 2 })
      expect(await store.practice('elm')).toBeNull()
    })

    it('are listed by name', async () => {
      for (const id of ['pine', 'elm']) {
        await change((transaction) =>
          transaction.putPractice(id, { file: testPractice({ id }), rulesVersion: 1 }, MONDAY_8),
        )
      }
      expect(await store.practiceIds()).toEqual(['elm', 'oak', 'pine'])
    })

    it('have staff', async () => {
      await change(async (transaction) => {
        await transaction.addStaff('oak', 'dana')
        await transaction.addStaff('oak', 'dana')
        await transaction.addStaff('elm', 'dana')
      })
      expect(await store.practicesOf('dana')).toEqual(['elm', 'oak'])
      expect(await store.practicesOf('eve')).toEqual([])
    })

    it('have websites, and those that were refused', async () => {
      const [good, bad] = ['https://good.example', 'https://bad.example']
      await change((transaction) => transaction.noteRefusedOrigin('oak', bad, 1))
      await change((transaction) => transaction.noteRefusedOrigin('oak', bad, 2))
      await change((transaction) => transaction.noteRefusedOrigin('oak', good, 3))
      expect(await store.isOriginAllowed('oak', good)).toBe(false)
      expect(await store.refusedOrigins('oak')).toEqual([
        { origin: good, times: 1, lastAt: 3 },
        { origin: bad, times: 2, lastAt: 2 },
      ])
      await change((transaction) => transaction.allowOrigin('oak', good, 4))
      expect(await store.isOriginAllowed('oak', good)).toBe(true)
      expect(await store.isOriginAllowed('elm', good)).toBe(false)
      expect(await store.refusedOrigins('oak')).toEqual([{ origin: bad, times: 2, lastAt: 2 }])
    })
  })

  describe('requests', () => {
    it('are given back as they were sent', async () => {
      const full = request()
      const bare = request({
        id: 'r0',
        reference: 'XYZ-XYZ',
        chair: null,
        practitioners: ['bob'],
        anyone: false,
        isNewPatient: false,
        guardian: null,
        note: null,
        language: null,
        source: null,
        origin: null,
        hold: null,
      })
      await change(async (transaction) => {
        await transaction.addRequest('oak', full)
        await transaction.addRequest('oak', bare)
      })
      expect(await store.request('oak', 'r1')).toEqual(asKept(full))
      expect(await store.requests('oak', 'pending')).toEqual([asKept(bare), asKept(full)])
      expect(await store.requests('oak', 'booked')).toEqual([])
      expect(await store.request('elm', 'r1')).toBeNull()
    })

    it('change their state once', async () => {
      await change((transaction) => transaction.addRequest('oak', request()))
      const cancel = () => change((transaction) => transaction.setRequestState('oak', 'r1', 'pending', 'cancelled'))
      expect((await Promise.all([cancel(), cancel(), cancel()])).sort()).toEqual([false, false, true])
      expect((await store.request('oak', 'r1'))?.state).toBe('cancelled')
    })

    it('are changed by whoever saw how they stand, and by nobody else', async () => {
      await change((transaction) => transaction.addRequest('oak', request()))
      const answer = { at: MONDAY_8, by: 'staff:dana', reason: 'not-treated' }
      const reject = () =>
        change((transaction) => transaction.changeRequest('oak', 'r1', 0, { state: 'rejected', answer }))
      expect((await Promise.all([reject(), reject()])).sort()).toEqual([false, true])
      expect(await store.request('oak', 'r1')).toEqual({
        ...asKept(request()),
        state: 'rejected',
        answer,
        revision: 1,
      })
      const wish = { at: MONDAY_8, reason: 'check', practitioner: null, location: 'main', start: MONDAY_8 + DAY }
      const asked = { start: MONDAY_8, end: MONDAY_8 + HOUR, practitioners: ['ann'], chair: null }
      await change(async (transaction) => {
        await transaction.changeRequest('oak', 'r1', 1, { answer: null, wish, asked, staffNote: 'Call after six' })
        await transaction.changeRequest('oak', 'r1', 2, { wish: null, practitioners: ['kim'], start: MONDAY_8 })
      })
      expect(await store.request('oak', 'r1')).toEqual({
        ...asKept(request({ practitioners: ['kim'], start: MONDAY_8 })),
        state: 'rejected',
        asked,
        staffNote: 'Call after six',
        revision: 3,
      })
    })

    it('are listed in parts: what waits, oldest first, and all of them, newest first', async () => {
      const wish = { at: MONDAY_8, reason: 'check', practitioner: null, location: 'main', start: MONDAY_8 + DAY }
      await change(async (transaction) => {
        for (const [i, state] of (
          ['pending', 'booked', 'pending', 'booked', 'rejected', 'pending'] as const
        ).entries()) {
          const id = `r${i}`
          const practitioners = [i === 5 ? 'ann' : 'kim'] as const
          await transaction.addRequest(
            'oak',
            request({ id, reference: id, state, createdAt: MONDAY_8 - (10 - i) * MINUTE, practitioners }),
          )
        }
        await transaction.changeRequest('oak', 'r3', 0, { wish })
      })
      const list = async (ask: Partial<RequestListAsk>) => {
        const { rows, total } = await store.listRequests('oak', {
          tab: 'action',
          withUnlinked: false,
          now: MONDAY_8,
          limit: 2,
          ...ask,
        })
        return [rows.map(({ id }) => id), total]
      }
      expect(await list({})).toEqual([['r0', 'r2'], 4])
      expect(await list({ after: { createdAt: MONDAY_8 - 8 * MINUTE, id: 'r2' } })).toEqual([['r3', 'r5'], 4])
      expect(await list({ withUnlinked: true, limit: 9 })).toEqual([['r0', 'r1', 'r2', 'r3', 'r5'], 5])
      expect(await list({ practitioner: 'ann' })).toEqual([['r5'], 1])
      expect(await list({ tab: 'all', limit: 3 })).toEqual([['r5', 'r4', 'r3'], 6])
      expect(await list({ tab: 'all', after: { createdAt: MONDAY_8 - 7 * MINUTE, id: 'r3' } })).toEqual([
        ['r2', 'r1'],
        6,
      ])
    })

    it('are found by words that names, numbers and references begin with', async () => {
      await change(async (transaction) => {
        await transaction.addRequest('oak', request())
        await transaction.addAppointment('oak', {
          ...request({ id: 'a1' }),
          status: 'booked',
          patient: {
            given: 'Đặng',
            family: 'de la Cruz',
            birthDate: '1984-03-07',
            mobile: '(206) 555-0119',
            email: null,
          },
        })
      })
      const found = async (text: string) => {
        const { requests, appointments } = await store.search('oak', searchWords(text), 10)
        return [...requests, ...appointments].map(({ id }) => id)
      }
      expect(await found('ZOE oneil')).toEqual(['r1'])
      expect(await found("O'Neil, Zoë")).toEqual(['r1'])
      expect(await found('abc-d')).toEqual(['r1'])
      expect(await found('2065550')).toEqual(['a1'])
      expect(await found('cruz')).toEqual(['a1'])
      expect(await found('1984-03-07')).toEqual(['r1', 'a1'])
      expect(await found('eil')).toEqual([])
      expect(await found('%')).toEqual([])
    })

    it('are found by the hold they were sent with, while they wait', async () => {
      await change((transaction) => transaction.addRequest('oak', request()))
      const found = () => change((transaction) => transaction.pendingWithHold('oak', 'h1'))
      expect(await found()).toEqual(asKept(request()))
      await change((transaction) => transaction.setRequestState('oak', 'r1', 'pending', 'booked'))
      expect(await found()).toBeNull()
    })

    it('take time while they live, and appointments with them', async () => {
      await change(async (transaction) => {
        await transaction.addRequest('oak', request())
        await transaction.addRequest('oak', request({ id: 'r2', reference: 'B', state: 'rejected' }))
        await transaction.addRequest('oak', request({ id: 'r3', reference: 'C', start: MONDAY_8 + 240 * HOUR }))
        await transaction.addAppointment('oak', appointment)
      })
      expect(await store.busy('oak', { start: MONDAY_8, end: MONDAY_8 + 24 * HOUR })).toEqual([
        {
          id: 'r1',
          kind: 'request',
          status: 'pending',
          practitioners: ['ann', 'bob'],
          reason: 'check',
          patients: 'new',
          chair: 'one',
          start: MONDAY_8 + HOUR,
          end: MONDAY_8 + 1.5 * HOUR,
          bufferBeforeMinutes: 5,
          bufferAfterMinutes: 10,
        },
        {
          id: 'a1',
          kind: 'appointment',
          status: 'booked',
          practitioners: ['ann'],
          reason: null,
          chair: 'two',
          start: MONDAY_8 + 2 * HOUR,
          end: MONDAY_8 + 3 * HOUR,
          bufferBeforeMinutes: 0,
          bufferAfterMinutes: 5,
        },
      ])
    })

    it('leave entries to tell and to account for', async () => {
      await change(async (transaction) => {
        await transaction.addOutbox('oak', { at: MONDAY_8, topic: 'request-sent', subject: 'request:r1' })
        await transaction.addAudit('oak', { at: 7, actor: 'patient', action: 'request-sent', subject: 'request:r1' })
      })
      expect(await database.rows('select practice, topic, subject from outbox')).toEqual([
        { practice: 'oak', topic: 'request-sent', subject: 'request:r1' },
      ])
      expect(await database.rows('select practice, actor, action, subject from audit')).toEqual([
        { practice: 'oak', actor: 'patient', action: 'request-sent', subject: 'request:r1' },
      ])
    })
  })

  describe('private links', () => {
    const link = (hash: string, changes: Partial<StoredLink> = {}): StoredLink => ({
      hash,
      request: 'r1',
      purpose: 'manage',
      expiresAt: MONDAY_8,
      ...changes,
    })
    const hashes = () => database.rows('select practice, hash from private_link order by hash')

    it('lead to a request of one practice, and to the one that took its place', async () => {
      await change(async (transaction) => {
        await transaction.addLink('oak', link('a'))
        await transaction.addLink('oak', link('b', { request: 'r2' }))
      })
      expect(await store.link('oak', 'a')).toEqual(link('a'))
      expect([await store.link('elm', 'a'), await store.link('oak', 'c')]).toEqual([null, null])
      await change((transaction) => transaction.moveLinks('oak', 'r1', 'r3', MONDAY_8 + HOUR))
      expect(await store.link('oak', 'a')).toEqual(link('a', { request: 'r3', expiresAt: MONDAY_8 + HOUR }))
      expect(await store.link('oak', 'b')).toEqual(link('b', { request: 'r2' }))
    })

    it('are deleted when they have ended, so many at a time', async () => {
      await change(async (transaction) => {
        for (const hash of ['a', 'b', 'c']) await transaction.addLink('oak', link(hash))
        await transaction.addLink('oak', link('d', { expiresAt: MONDAY_8 + 1 }))
        await transaction.addLink('elm', link('e'))
      })
      const drop = () => change((transaction) => transaction.dropOutdated('oak', MONDAY_8, 2))
      expect([await drop(), await drop(), await drop()]).toEqual([2, 1, 0])
      expect(await hashes()).toEqual([
        { practice: 'oak', hash: 'd' },
        { practice: 'elm', hash: 'e' },
      ])
    })

    it('go with the patient’s data', async () => {
      await change(async (transaction) => {
        await transaction.addRequest('oak', request())
        await transaction.addRequest('oak', request({ id: 'r2', reference: 'B', end: MONDAY_8 + 48 * HOUR }))
        await transaction.addLink('oak', link('a', { expiresAt: MONDAY_8 + 100 * HOUR }))
        await transaction.addLink('oak', link('b', { request: 'r2', expiresAt: MONDAY_8 + 100 * HOUR }))
        await transaction.addLink('elm', link('a'))
      })
      const now = MONDAY_8 + 24 * HOUR
      await change((transaction) => transaction.erasePatients('oak', now, now, 10))
      expect(await hashes()).toEqual([
        { practice: 'elm', hash: 'a' },
        { practice: 'oak', hash: 'b' },
      ])
    })
  })

  describe('holds', () => {
    it('live until they run out, can be renewed and removed', async () => {
      await change((transaction) => transaction.addHold('oak', hold()))
      expect(await store.hold('oak', 'h1')).toEqual(hold())
      expect(await store.liveHolds('oak', MONDAY_8)).toEqual([hold()])
      const end = MONDAY_8 + 5 * MINUTE
      expect(await store.liveHolds('oak', end)).toEqual([])
      expect(await change((transaction) => transaction.expiredHolds('oak', end))).toEqual(['h1'])
      await change((transaction) => transaction.renewHold('oak', 'h1', end + 1))
      expect(await store.liveHolds('oak', end)).toEqual([hold({ expiresAt: end + 1 })])
      await change((transaction) => transaction.removeHold('oak', 'h1'))
      expect(await store.hold('oak', 'h1')).toBeNull()
    })
  })

  describe('names of a PMS', () => {
    it('are kept up to a number of each kind, and renamed whatever their number', async () => {
      const types = Array.from({ length: 2010 }, (_, i) => ({ kind: 'type', id: `t${i}`, name: `T ${i}` }) as const)
      await change((transaction) => transaction.addPmsNames('oak', types))
      const later = [
        { kind: 'type', id: 'late', name: 'Late' },
        { kind: 'type', id: 't7', name: 'Crown' },
        { kind: 'practitioner', id: 'p1', name: 'Dr. Osei' },
      ] as const
      await change((transaction) => transaction.addPmsNames('oak', later))
      const names = await store.pmsNames('oak')
      expect(names.filter(({ kind }) => kind === 'type')).toHaveLength(2000)
      expect(names.filter(({ id }) => ['late', 't7', 'p1'].includes(id))).toEqual([later[2], later[1]])
    })
  })

  describe('versions', () => {
    it('move by one a transaction, with what takes or frees time', async () => {
      const first = await store.versions('oak')
      expect(first).toEqual({ rules: 1, data: 1 })
      const inside = await change(async (transaction) => {
        await transaction.addRequest('oak', request())
        await transaction.addHold('oak', hold())
        await transaction.removeHold('oak', 'h1')
        const locked = await transaction.lockVersions('oak')
        await transaction.addAppointment('oak', appointment)
        return locked
      })
      expect(inside).toEqual({ rules: 1, data: 2 })
      expect(await store.versions('oak')).toEqual({ rules: 1, data: 2 })
      await change((transaction) => transaction.setRequestState('oak', 'r1', 'pending', 'cancelled'))
      expect(await store.versions('oak')).toEqual({ rules: 1, data: 3 })
    })

    it('stand still with everything else', async () => {
      await change(async (transaction) => {
        await transaction.addStaff('oak', 'dana')
        await transaction.claim('oak', 'r1', claimsOf([0]))
        expect(await transaction.lockVersions('oak')).toEqual({ rules: 1, data: 1 })
      })
      expect(await store.versions('oak')).toEqual({ rules: 1, data: 1 })
      expect(await store.versions('elm')).toBeNull()
    })

    it('count every one of many changes at once', async () => {
      const holds = Array.from({ length: 30 }, (_, i) => hold({ id: `h${i}` }))
      await Promise.all(holds.map((each) => change((transaction) => transaction.addHold('oak', each))))
      expect(await store.versions('oak')).toEqual({ rules: 1, data: 31 })
    })
  })

  describe('a transaction', () => {
    it('leaves nothing when it fails', async () => {
      const before = await store.versions('oak')
      const fails = change(async (transaction) => {
        await transaction.addRequest('oak', request())
        await transaction.claim('oak', 'r1', claimsOf([0, 5]))
        await transaction.takeKey('oak', 'k1', 'hash')
        throw new RangeError('no')
      })
      await expect(fails).rejects.toThrow('no')
      expect(await store.request('oak', 'r1')).toBeNull()
      expect(await standing()).toEqual([])
      expect(await store.versions('oak')).toEqual(before)
      expect(await change((transaction) => transaction.takeKey('oak', 'k1', 'other'))).toBeNull()
    })

    it('leaves nothing when a statement fails, and does not spoil the next', async () => {
      await change((transaction) => transaction.addAppointment('oak', appointment))
      const twice = change(async (transaction) => {
        await transaction.addStaff('oak', 'dana')
        await transaction.addAppointment('oak', appointment)
      })
      await expect(twice).rejects.toThrow()
      expect(await store.practicesOf('dana')).toEqual([])
      await change((transaction) => transaction.addStaff('oak', 'dana'))
      expect(await store.practicesOf('dana')).toEqual(['oak'])
    })

    it('sees what it did itself', async () => {
      await change(async (transaction) => {
        await transaction.addRequest('oak', request())
        expect(await transaction.request('oak', 'r1')).toEqual(asKept(request()))
        expect(await store.request('oak', 'r1')).toBeNull()
      })
    })
  })

  describe('claims', () => {
    it('are taken all or none', async () => {
      const claim = (holder: string, quanta: number[]) =>
        change((transaction) => transaction.claim('oak', holder, claimsOf(quanta)))
      expect(await claim('r1', [10, 15, 20])).toBe(true)
      expect(await claim('r2', [0, 5, 10])).toBe(false)
      expect(await claim('r3', [0, 5])).toBe(true)
      expect((await standing()).map(({ quantum, holder }) => `${quantum} ${holder}`)).toEqual([
        '0 r3',
        '5 r3',
        '10 r1',
        '15 r1',
        '20 r1',
      ])
    })

    it('are looked up by resource and time, of one practice', async () => {
      await change(async (transaction) => {
        await transaction.claim('oak', 'r1', claimsOf([0, 5, 10]))
        await transaction.claim('oak', 'r2', claimsOf([5], 0, 'chair:one'))
        await transaction.claim('elm', 'r1', claimsOf([5]))
        expect(await transaction.claims('oak', ['practitioner:kim', 'chair:two'], 5, 10)).toEqual([
          { resource: 'practitioner:kim', quantum: 5, lane: 0, holder: 'r1' },
        ])
        expect(await transaction.claims('oak', [], 0, 100)).toEqual([])
      })
    })

    it('are freed by their holder, and what stands in overflow can move down', async () => {
      await change(async (transaction) => {
        await transaction.claim('oak', 'r1', claimsOf([0, 5]))
        await transaction.claim('oak', 'pms', claimsOf([0], 1000))
      })
      await change(async (transaction) => {
        expect((await transaction.release('oak', 'r1')).sort(byPlace)).toEqual(claimsOf([0, 5]))
        await transaction.moveClaim('oak', claimsOf([0], 1000)[0]!, 0)
      })
      expect(await standing()).toEqual([{ ...claimsOf([0])[0], holder: 'pms' }])
      expect(await change((transaction) => transaction.claim('oak', 'r2', claimsOf([0])))).toBe(false)
      await change((transaction) => transaction.releaseAllClaims('oak'))
      expect(await standing()).toEqual([])
    })

    it('are taken in thousands', async () => {
      const quanta = Array.from({ length: 2500 }, (_, i) => i * 5)
      expect(await change((transaction) => transaction.claim('oak', 'r1', claimsOf(quanta)))).toBe(true)
      const late = claimsOf([...quanta.slice(1).map((quantum) => quantum + 20_000), 0])
      expect(await change((transaction) => transaction.claim('oak', 'r2', late))).toBe(false)
      expect(await standing()).toHaveLength(2500)
    })

    it.each([1, 2, 3])('keep %i places under 50 changes at once', async (places) => {
      const lengths = [3, 2, 4]
      const take = (n: number) =>
        change(async (transaction) => {
          const quanta = Array.from({ length: lengths[n % 3]! }, (_, i) => ((n % 2) + i) * 5)
          const taken = await transaction.claims('oak', ['practitioner:kim'], 0, 60)
          const claims = quanta.map((quantum) => {
            const here = new Set(taken.filter((claim) => claim.quantum === quantum).map(({ lane }) => lane))
            return { resource: 'practitioner:kim', quantum, lane: [0, 1, 2].find((lane) => !here.has(lane)) ?? 3 }
          })
          if (claims.some(({ lane }) => lane >= places)) return null
          if (!(await transaction.claim('oak', `r${n}`, claims))) throw new MovedError(new Error('never settled'))
          return { holder: `r${n}`, quanta }
        })
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => take(n)))
      const booked = answers.filter((answer) => answer !== null)
      expect(booked).toHaveLength(places)
      const expected = booked.flatMap(({ holder, quanta }) => quanta.map((quantum) => `${holder} ${quantum}`))
      expect((await standing()).map(({ holder, quantum }) => `${holder} ${quantum}`).sort()).toEqual(expected.sort())
    })
  })

  describe('a key', () => {
    it('answers the same to whoever comes second', async () => {
      const first = await change(async (transaction) => {
        const answered = await transaction.takeKey('oak', 'k1', 'hash')
        await transaction.keepAnswer('oak', 'k1', '{"ok":1}', MONDAY_8)
        return answered
      })
      expect(first).toBeNull()
      expect(await change((transaction) => transaction.takeKey('oak', 'k1', 'other'))).toEqual({
        bodyHash: 'hash',
        reply: '{"ok":1}',
      })
      expect(await change((transaction) => transaction.takeKey('elm', 'k1', 'other'))).toBeNull()
    })

    it('is waited for when two have it at once', async () => {
      let made = 0
      const send = () =>
        change(async (transaction) => {
          const answered = await transaction.takeKey('oak', 'k1', 'hash')
          if (answered) return answered.reply
          await new Promise((resolve) => setTimeout(resolve, 20))
          const reply = `made ${++made}`
          await transaction.keepAnswer('oak', 'k1', reply, MONDAY_8)
          return reply
        })
      const answers = await Promise.all(Array.from({ length: 20 }, send))
      expect(new Set(answers)).toEqual(new Set(['made 1']))
    })

    it('is free again when the first of two fails', async () => {
      const fails = change(async (transaction) => {
        await transaction.takeKey('oak', 'k1', 'hash')
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new RangeError('no')
      })
      const second = change((transaction) => transaction.takeKey('oak', 'k1', 'hash'))
      await expect(fails).rejects.toThrow('no')
      expect(await second).toBeNull()
    })
  })
})

describe('changes at the same time on Postgres', () => {
  let url: string
  let store: Store
  beforeEach(async () => {
    url = await postgres.newDatabase(madeUrl)
    store = await openPostgresStore(url, { statementTimeoutMs: 4000 })
  })
  afterEach(() => store.close())

  it('are run again when they wait for each other', async () => {
    let runs = 0
    let arrived = 0
    const cross = (mine: string, other: string) =>
      store.transaction(async (transaction) => {
        runs++
        await transaction.addStaff('oak', mine)
        arrived++
        while (arrived < 2) await new Promise((resolve) => setTimeout(resolve, 5))
        await transaction.addStaff('oak', other)
      })
    await Promise.all([cross('dana', 'eve'), cross('eve', 'dana')])
    expect(runs).toBeGreaterThan(2)
    expect(await store.practicesOf('dana')).toEqual(['oak'])
    expect(await store.practicesOf('eve')).toEqual(['oak'])
  })

  it('are refused after waiting too long for a lock, and taken when it is free', async () => {
    await store.transaction((transaction) =>
      transaction.putPractice('oak', { file: testPractice(), rulesVersion: 1 }, 0),
    )
    const hasty = await openPostgresStore(url, { statementTimeoutMs: 400 })
    const gate = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = store.transaction(async (transaction) => {
      await transaction.lockVersions('oak')
      locked.resolve()
      await gate.promise
    })
    await locked.promise
    const waits = hasty.transaction((transaction) => transaction.addHold('oak', hold()))
    await expect(waits).rejects.toBeInstanceOf(StoreBusyError)
    gate.resolve()
    await holding
    await hasty.transaction((transaction) => transaction.addHold('oak', hold()))
    await hasty.close()
  })

  it('keep text that holds what Postgres has no sign for', async () => {
    await store.transaction((transaction) => transaction.addRequest('oak', request({ note: 'a\0b' })))
    expect((await store.request('oak', 'r1'))?.note).toBe('a\uFFFDb')
    expect(await store.practice('oak\0')).toBeNull()
  })
})

describe('two servers on one Postgres', () => {
  let url: string
  let servers: Awaited<ReturnType<typeof openServer>>[]
  beforeEach(async () => {
    url = await postgres.newDatabase(madeUrl)
    servers = await Promise.all([openServer(url), openServer(url)])
    await importPractice(servers[0]!.store, testPractice(), MONDAY_8)
  })
  afterEach(() => Promise.all(servers.map((server) => server.close())))

  const statusesOf = (replies: readonly Response[]) => replies.map(({ status }) => status).sort()
  const refused = (times: number) => Array.from({ length: times }, () => 409)

  it('sell each place once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, i) => servers[i % 2]!.send(requestBody(KIM), `race-key-${i}`)),
    )
    expect(statusesOf(replies)).toEqual([201, 201, ...refused(58)])
    const claims = await servers[0]!.store.transaction((transaction) => transaction.allClaims('oak'))
    expect(claims).toHaveLength(24)
  })

  it('give two who ask at once a practitioner and a chair each', async () => {
    for (const start of ['09:30', '10:00', '10:30', '11:00', '11:30']) {
      const body = requestBody({ start: `2026-11-23T${start}:00-05:00` })
      const replies = await Promise.all(servers.map((server, i) => server.send(body, `pair-${start}-${i}`)))
      expect(statusesOf(replies)).toEqual([201, 201])
    }
    const requests = await servers[0]!.store.requests('oak', 'pending')
    const chairs = requests.map(({ start, chair }) => `${start} ${chair}`)
    expect(new Set(chairs).size).toBe(10)
  })

  it('make one request of a key sent to both', async () => {
    const replies = await Promise.all([0, 1, 0, 1].map((i) => servers[i]!.send(requestBody(KIM), 'the-same-key')))
    expect(statusesOf(replies)).toEqual([201, 201, 201, 201])
    const answers = await Promise.all(replies.map((reply) => reply.text()))
    expect(new Set(answers).size).toBe(1)
    expect(await servers[1]!.store.requests('oak', 'pending')).toHaveLength(1)
  })

  it('cancel a request once by its link, and move it once', async () => {
    const sent = async (key: string) =>
      ((await (await servers[0]!.send(requestBody(), key)).json()) as { link: string }).link
    const post = (i: number, path: string, body: object, key = '') =>
      Promise.resolve(
        servers[i % 2]!.app.request(`/v1/practices/oak/my/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
          body: JSON.stringify(body),
        }),
      )
    const link = await sent('link-key-1')
    const cancelled = await Promise.all([0, 1, 2, 3, 4, 5].map((i) => post(i, 'cancel', { link })))
    expect(statusesOf(cancelled)).toEqual([200, 200, 200, 200, 200, 200])
    const other = { link: await sent('link-key-2'), practitioner: null, start: '2026-11-23T11:00:00-05:00' }
    const moved = await Promise.all([0, 1, 2, 3].map((i) => post(i, 'ask-another', other, 'move-key-1')))
    expect(statusesOf(moved)).toEqual([201, 201, 201, 201])
    const topics = await rowsAt(url, "select topic from outbox where topic <> 'request-sent' order by topic")
    expect(topics).toEqual([{ topic: 'request-cancelled' }, { topic: 'request-replaced' }])
    expect(await servers[1]!.store.requests('oak', 'pending')).toHaveLength(1)
    expect(await checkClaims(servers[0]!.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('show each what the other sold', async () => {
    const [one, two] = servers
    expect(await one!.timesLeft()).toBe(await two!.timesLeft())
    const before = await two!.timesLeft()
    for (const i of [0, 1]) await one!.send(requestBody(KIM), `sold-key-${i}`)
    expect(await two!.timesLeft()).toBeLessThan(before)
    expect(await one!.timesLeft()).toBe(await two!.timesLeft())
  })

  it('think again when the rules move before a request is kept', async () => {
    const [one, two] = servers
    const claimed = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const quantum = Date.parse(KIM.start) / MINUTE
    const inTheWay = one!.store.transaction(async (transaction) => {
      await transaction.claim('oak', 'other', claimsOf([quantum]))
      claimed.resolve()
      await gate.promise
      throw new RangeError('given up')
    })
    await claimed.promise
    const reply = two!.send(requestBody(KIM), 'moved-key')
    await untilOneWaits(url)
    const snow = { name: 'Snow', start: '2026-11-23T00:00:00-05:00', end: '2026-11-24T00:00:00-05:00' }
    const file = testPractice({ closures: [snow] })
    await one!.store.transaction((transaction) => transaction.putPractice('oak', { file, rulesVersion: 2 }, MONDAY_8))
    gate.resolve()
    await expect(inTheWay).rejects.toThrow('given up')
    expect([(await reply).status, await (await reply).json()]).toMatchObject([422, { type: '/problems/not-offered' }])
    expect(await one!.store.transaction((transaction) => transaction.allClaims('oak'))).toEqual([])
  })

  it('change rules only when what was begun under the old ones is done', async () => {
    const [one, two] = servers
    const begun = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const order: string[] = []
    const booking = one!.store.transaction(async (transaction) => {
      await transaction.versions('oak')
      begun.resolve()
      await gate.promise
      await transaction.addHold('oak', hold())
      order.push('booking')
    })
    await begun.promise
    const edit = two!.store.transaction(async (transaction) => {
      await transaction.lockVersions('oak')
      order.push('edit')
      expect(await transaction.liveHolds('oak', MONDAY_8)).toHaveLength(1)
    })
    await untilOneWaits(url)
    gate.resolve()
    await Promise.all([booking, edit])
    expect(order).toEqual(['booking', 'edit'])
  })

  it('take a session that began on the other, when they have one secret', async () => {
    const other = await openServer(url, 'the secret of some other machine')
    const cookie = await signIn(servers[0]!)
    const asked = [...servers, other].map((server) => server.statusOfDesk(cookie))
    expect(await Promise.all(asked)).toEqual([200, 200, 401])
    await other.close()
  })
})

describe('a server whose Postgres goes away', () => {
  it('answers 503 meanwhile, goes on by itself, and has kept what it acknowledged', async () => {
    // Of its own: after a crash it reads every file it has before it answers.
    const own = await startPostgres()
    const server = await openServer(await own.newDatabase())
    await importPractice(server.store, testPractice(), MONDAY_8)
    expect((await server.send(requestBody(KIM), 'before-crash')).status).toBe(201)
    await own.crash()
    const during = await Promise.all([server.send(requestBody(KIM), 'during-crash'), server.availability()])
    expect(during.map(({ status }) => status)).toEqual([503, 503])
    expect(during[0]!.headers.get('Retry-After')).toBe('1')
    expect(await server.probes()).toEqual({ healthz: 200, readyz: 503 })
    await own.start()
    expect(await server.probes()).toEqual({ healthz: 200, readyz: 200 })
    expect((await server.send(requestBody(KIM), 'during-crash')).status).toBe(201)
    expect((await server.availability()).status).toBe(200)
    expect(await server.store.requests('oak', 'pending')).toHaveLength(2)
    await server.close()
    await own.stop()
  }, 120_000)
})

/** The whole server on a Postgres, in a data folder of its own. */
async function openServer(databaseUrl: string, secret = 'the same on every machine of theirs') {
  const dataDir = mkdtempSync(join(tmpdir(), 'chairtime-server-'))
  const publicUrl = 'https://book.example.com'
  const settings = { port: 0, host: '127.0.0.1', dataDir, publicUrl, trustProxy: false, databaseUrl, secret }
  const house = await openHouse(settings)
  let callers = 0
  const app = createApp({
    store: house.store,
    accounts: house.accounts,
    clock: () => MONDAY_8,
    log: () => {},
    asset: () => null,
    secret: house.secret,
    ownOrigins: [publicUrl],
    // Each from an address of its own: limits are another test's.
    addressOf: () => `192.0.2.${++callers}`,
  })
  const availability = () =>
    Promise.resolve(app.request('/v1/practices/oak/availability?reason=clean&from=2026-11-23&to=2026-11-24'))
  return {
    ...house,
    app,
    availability,
    send: (body: unknown, key: string) =>
      Promise.resolve(
        app.request('/v1/practices/oak/requests', {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'Idempotency-Key': key,
            Origin: 'https://oak.example.com',
          },
          body: JSON.stringify(body),
        }),
      ),
    async statusOfDesk(cookie: string) {
      return (await app.request('/portal/api/me', { headers: { cookie } })).status
    },
    async probes() {
      const [healthz, readyz] = await Promise.all(['/healthz', '/readyz'].map((path) => app.request(path)))
      return { healthz: healthz!.status, readyz: readyz!.status }
    },
    async timesLeft() {
      const { slots } = (await (await availability()).json()) as { slots: unknown[] }
      return slots.length
    },
    async close() {
      await house.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** Until somebody waits for a lock. */
async function untilOneWaits(url: string): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  for (let tries = 0; tries < 200; tries++) {
    if ((await rowsAt(url, waiting)).length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('nobody waited for a lock')
}
