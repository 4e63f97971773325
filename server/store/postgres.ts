import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
} from 'kysely'
import { DatabaseError, Pool, type PoolClient, types } from 'pg'
import { changeLog } from './changes.ts'
import { StoreBusyError } from './group.ts'
import { migrate } from './migrations/index.ts'
import { readerOn } from './reading.ts'
import { MovedError, type Store, type Transaction } from './store.ts'
import type { Tables } from './tables.ts'
import { writerOn } from './writing.ts'

/** More than this many waiting for a connection: better to say so at once than to keep everybody waiting. */
const MOST_WAITING = 500
/** Each time somebody else got further, so many are needed only where very many want the same minute. */
const MOST_ATTEMPTS = 16
const LONGEST_PAUSE_MS = 100
export const LONGEST_MIGRATION_MS = 600_000
const INT8 = 20

/** A deadlock, a serialization failure: the database asks for the transaction again. */
const TRY_AGAIN: readonly string[] = ['40001', '40P01']
const UNIQUE_VIOLATION = '23505'
/** A table, a column, a type, or their name in the catalogue. */
const MADE_ALREADY: readonly string[] = ['42P07', '42701', '42710', UNIQUE_VIOLATION]
/** Keys that two changes may reach for at once; run again, the second sees what the first did. */
const CONTESTED_KEYS: readonly string[] = ['claim_key', 'idempotency_key', 'request_reference', 'patient_by_pms']
/**
 * By the first letters of their code: connection lost, resources gone, shutting down or timed out, disk faults, a lock
 * not had in time, idle in a transaction, and a standby that takes no changes.
 */
const OUT_OF_REACH = ['08', '53', '57', '58', '55P03', '25P03', '25006'] as const

export interface PostgresOptions {
  /** At most, at least 1. 16 when left out: more weren't faster. */
  readonly connections?: number
  /** For a connection, new or free. 5 s when left out. */
  readonly connectTimeoutMs?: number
  /** For one statement, and for one lock half of that. 10 s when left out. */
  readonly statementTimeoutMs?: number
  /** Gets one line when a connection that nobody used is lost. */
  readonly log?: (line: string) => void
}

/**
 * Opens the database, making its tables when they aren't there. Changes run at the same time, each on its own connection
 * at read committed: the claims' primary key keeps them apart.
 *
 * @throws RangeError with one line that names DATABASE_URL when the database can't be used as it is.
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  // What is changed in large tables may take longer than any statement later.
  const making = kyselyOn(url, { ...options, statementTimeoutMs: LONGEST_MIGRATION_MS })
  try {
    await checkSettings(making)
    await makeBesideOthers(() => migrate(making))
  } catch (error) {
    if (!(error instanceof StoreBusyError)) throw error
    throw new RangeError(`DATABASE_URL: no database at ${placeOf(url)}: ${error.message}`)
  } finally {
    await making.destroy()
  }
  const db = kyselyOn(url, options)
  return {
    ...readerOn(db),
    isSerial: false,
    generation: () => 0,
    transaction: (run) => runAgain(() => runOnce(db, run)),
    close: () => db.destroy(),
  }
}

/**
 * Makes tables that others may be making at the same time: who comes second finds them when it looks again.
 *
 * @param make - Makes only what is missing.
 */
export async function makeBesideOthers(make: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await make()
    } catch (error) {
      const isThere = error instanceof DatabaseError && MADE_ALREADY.includes(error.code ?? '')
      if (!isThere || attempt === MOST_ATTEMPTS) throw error
    }
    await pause(Math.random() * LONGEST_PAUSE_MS)
  }
}

function kyselyOn(url: string, options: PostgresOptions): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connectPostgres(url, options) }) })
}

/**
 * Connections that say {@link StoreBusyError} whenever the database is out of reach, and are replaced after that. Connects
 * when it is first asked.
 */
export function connectPostgres(url: string, options: PostgresOptions = {}): PostgresPool {
  const { connections = 16, connectTimeoutMs = 5000, statementTimeoutMs = 10_000, log = () => {} } = options
  const pool = new Pool({
    connectionString: url,
    application_name: 'chairtime',
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs / 2,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    // Where the network swallows everything no word of the server's own time-out arrives.
    query_timeout: statementTimeoutMs + 2000,
    keepAlive: true,
    types: {
      // Instants, versions and counts are all far below 2^53.
      getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)),
    },
  })
  // Without a listener a lost connection would end the process. Whoever was using it hears of it from the query.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => log(`database connection lost: ${codeOf(error)}`))
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      if (pool.waitingCount >= MOST_WAITING)
        throw new StoreBusyError(`${pool.waitingCount} are waiting for the database`)
      try {
        return guard(await pool.connect())
      } catch (error) {
        throw new StoreBusyError(reasonOf(error))
      }
    },
  }
}

/** One use of a connection: what says that the database is out of reach becomes a refusal, and ends the connection. */
function guard(client: PoolClient): PostgresPoolClient {
  let isLost = false
  async function ask<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      const result: unknown = await client.query(text, values.map(withoutNul))
      return result as PostgresQueryResult<R>
    } catch (error) {
      if (!isOutOfReach(error)) throw error
      isLost = true
      throw new StoreBusyError(reasonOf(error))
    }
  }
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('a query must be text: nothing here reads by cursor')
    return ask(text, values)
  }
  return { query, release: () => client.release(isLost) }
}

/** Postgres keeps no NUL in text and SQLite does: a sign that stands for what can't be shown takes its place. */
export function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
}

async function runOnce<T>(db: Kysely<Tables>, run: (transaction: Transaction) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (inner) => {
      const { transaction, settle } = transactionBesideOthers(inner)
      const result = await run(transaction)
      await settle()
      return result
    })
}

/**
 * A transaction beside others. What it touched it writes down last: every change of a practice takes that one row's
 * lock, and whoever had it while waiting for a claim could be waited for in turn. Rules move only when nobody who read
 * their version is still at work; where a database takes that lock for less, the version tells.
 */
function transactionBesideOthers(db: Kysely<Tables>) {
  const { touch, settle, ...ofVersions } = changeLog(db, async (practice) => {
    // Waits for those who have read the versions, and keeps new ones from it.
    await db.selectFrom('practice').select('id').where('id', '=', practice).forUpdate().execute()
  })
  const transaction: Transaction = {
    ...readerOn(db),
    ...writerOn(db, touch),
    // Who decides by the versions keeps the rules from moving: this lock shuts out only `for update`.
    async versions(practice) {
      const row = await db
        .selectFrom('practice')
        .select(['rules_version', 'data_version'])
        .where('id', '=', practice)
        .forKeyShare()
        .executeTakeFirst()
      return row ? { rules: row.rules_version, data: row.data_version } : null
    },
    ...ofVersions,
  }
  return { transaction, settle }
}

/** Runs a change until nobody is in its way; somebody always gets through. */
async function runAgain<T>(runOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce()
    } catch (error) {
      const isMoved = error instanceof MovedError
      if (!isMoved && !isInTheWay(error)) throw error
      if (attempt === MOST_ATTEMPTS) throw isMoved ? error.otherwise : new StoreBusyError(reasonOf(error))
    }
    await pause(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS))
  }
}

function isInTheWay(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false
  if (error.code === UNIQUE_VIOLATION) return CONTESTED_KEYS.includes(error.constraint ?? '')
  return TRY_AGAIN.includes(error.code ?? '')
}

function isOutOfReach(error: unknown): boolean {
  if (error instanceof DatabaseError) return OUT_OF_REACH.some((start) => error.code?.startsWith(start))
  // Sockets and time-outs, which the library reports as plain errors; a wrong value is a mistake of ours.
  return !(error instanceof TypeError || error instanceof RangeError)
}

async function checkSettings(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ commits: string | null }>`
    select current_setting('synchronous_commit', true) as commits`.execute(db)
  if (rows[0]?.commits === 'off') {
    throw new RangeError('DATABASE_URL: the database has synchronous_commit off, so it may lose what was acknowledged')
  }
}

/** Host, port and name, never the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** What happened, in the database's words only where they hold no value: its detail may name what was typed. */
export function reasonOf(error: unknown): string {
  return error instanceof DatabaseError && !error.code?.startsWith('28') && !error.code?.startsWith('3D')
    ? `the database answered ${error.code}`
    : error instanceof Error
      ? `${error.message || codeOf(error)}`
      : 'unknown'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
