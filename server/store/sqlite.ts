import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { migrate } from './migrations/index.ts'
import { serialStore } from './serial.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/** Older ones can lose a commit when a write-ahead log is reset while it is read (fixed in 3.51.3). */
const OLDEST_SQLITE = [3, 51, 3]

/**
 * Opens (or makes) the database file. A commit is on disk before it is acknowledged: WAL with `synchronous=FULL`.
 * Changes queue for one connection; what is read comes over another and never waits for them.
 *
 * @param prepare - Further settings of the connection that writes.
 * @throws Error when this SQLite is older than 3.51.3 or the file can't be opened.
 */
export async function openSqliteStore(
  file: string,
  prepare: (database: DatabaseSync) => void = () => {},
): Promise<Store> {
  const database = openSqlite(file)
  const writing = kyselyOn(database)
  await migrate(writing)
  // From here on another process's lock is waited for between tries: waiting inside SQLite would stop everything else.
  database.exec('pragma busy_timeout = 50')
  prepare(database)
  const beside = openSqlite(file)
  const store = serialStore(kyselyOn(beside), writing)
  return {
    ...store,
    async close() {
      await store.close()
      // A connection that was never asked anything has been left open.
      if (beside.isOpen) beside.close()
    },
  }
}

function kyselyOn(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(database) }) })
}

/** A database file with the settings that keep what was acknowledged; only its owner may read it. */
export function openSqlite(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 })
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string }
  if (isOlder(version.split('.').map(Number), OLDEST_SQLITE)) {
    database.close()
    throw new Error(`SQLite must be ${OLDEST_SQLITE.join('.')} or newer; this Node.js brings ${version}`)
  }
  chmodSync(file, 0o600)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  // What was erased must not be left behind in a page that nobody uses any more.
  database.exec('pragma secure_delete = on')
  return database
}

function isOlder(version: readonly number[], oldest: readonly number[]): boolean {
  const i = oldest.findIndex((part, k) => part !== version[k])
  return i !== -1 && (version[i] ?? 0) < oldest[i]!
}

/** Statements kept ready, those asked for last: reading one again takes longer than running it. */
const MOST_PREPARED = 200

/** Kysely asks for better-sqlite3's words; a transaction that begins deferred would fail when it first writes. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, StatementSync>()
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = prepared.get(text) ?? database.prepare(text === 'begin' ? 'begin immediate' : text)
      prepared.delete(text)
      prepared.set(text, statement)
      if (prepared.size > MOST_PREPARED) prepared.delete(prepared.keys().next().value!)
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}

/** A data folder without these is none. */
const DATABASES = ['chairtime.sqlite', 'accounts.sqlite'] as const
const SQLITE_BUSY = 5

/**
 * Copies a data folder, also while a server writes to it: each database as one moment has it, and the secrets. The copy
 * appears whole, checked and on disk, or not at all.
 *
 * @param to - A folder that isn't there yet.
 * @returns Names of the files that were copied.
 * @throws RangeError when `to` is there already, or `dataDir` holds no database file.
 */
export async function backupData(dataDir: string, to: string): Promise<string[]> {
  if (existsSync(to)) throw new RangeError(`"${to}" is there already; name a folder that isn't`)
  const names = existsSync(dataDir) ? filesIn(dataDir).filter((name) => !isBesideDatabase(name)) : []
  if (!names.includes(DATABASES[0])) throw new RangeError(`there is no ${DATABASES[0]} in "${dataDir}"`)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  const part = mkdtempSync(`${to}.part-`)
  try {
    // Accounts last: whoever works for a practice in the first copy has their account in the second.
    for (const name of names.sort((a, b) => Number(b === DATABASES[0]) - Number(a === DATABASES[0]))) {
      const copy = join(part, name)
      if (isDatabase(name)) await copyDatabase(join(dataDir, name), copy)
      else copyFileSync(join(dataDir, name), copy)
      chmodSync(copy, 0o600)
      flush(copy)
    }
    flush(part)
    renameSync(part, to)
    flush(dirname(to))
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw error
  }
  return names.sort()
}

/**
 * Puts a backup in place as the data folder. The backup is copied and checked before anything is replaced.
 *
 * @param isReplacing - May what is in the data folder be lost?
 * @param hasSecret - Is the secret kept elsewhere, so that the backup need not hold it?
 * @returns Names of the files that were put in place.
 * @throws RangeError when `from` is no whole backup, or the data folder is in use, or holds something unasked.
 */
export function restoreData(from: string, dataDir: string, isReplacing: boolean, hasSecret = false): string[] {
  const names = existsSync(from) ? filesIn(from) : []
  const missing = [...DATABASES, ...(hasSecret ? [] : ['secret'])].find((name) => !names.includes(name))
  if (missing) throw new RangeError(`"${from}" is no backup: it holds no ${missing}`)
  const beside = names.find(isBesideDatabase)
  if (beside) throw new RangeError(`"${from}" is a copy of files in use (${beside}), not made by chairtime backup`)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (readdirSync(dataDir).length > 0 && !isReplacing) {
    throw new RangeError(`"${dataDir}" isn't empty; --replace gives up what it holds`)
  }
  const old = filesIn(dataDir).filter((name) => isDatabase(name) || isBesideDatabase(name))
  const used = old.find((name) => isDatabase(name) && isInUse(join(dataDir, name)))
  if (used) throw new RangeError(`${join(dataDir, used)} is in use; stop the server first`)

  // Inside the data folder, because a rename can't leave the file system, and the folder itself may be a mount.
  const staged = mkdtempSync(join(dataDir, 'restoring-'))
  try {
    for (const name of names) {
      const copy = join(staged, name)
      copyFileSync(join(from, name), copy)
      chmodSync(copy, 0o600)
      const fault = isDatabase(name) ? faultOfDatabase(copy) : null
      if (fault) throw new RangeError(`${join(from, name)} is damaged: ${fault}`)
      flush(copy)
    }
    // Logs first: a log of the old database must never meet the new one.
    for (const name of old.sort((a, b) => Number(isDatabase(a)) - Number(isDatabase(b)))) {
      rmSync(join(dataDir, name), { force: true })
    }
    for (const name of names) renameSync(join(staged, name), join(dataDir, name))
    chmodSync(dataDir, 0o700)
    flush(dataDir)
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
  return names.sort()
}

/** A table of a database file. */
export interface KeptTable {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of its primary key. */
  readonly key: readonly string[]
  /** How many rows there are. */
  readonly size: number
  /** All of them in the order of their keys, text byte by byte. */
  rows(): Iterable<Readonly<Record<string, unknown>>>
}

/** Both databases of a data folder, which nobody else can open until it is closed. */
export interface LockedData {
  /** Every table, except the lists of migrations; those that others refer to come before them. */
  readonly tables: readonly KeptTable[]
  close(): void
}

/**
 * Shuts everybody else out of a data folder's databases, so that nothing is acknowledged into them meanwhile.
 *
 * @throws RangeError when a database is missing or in use.
 */
export function lockData(dataDir: string): LockedData {
  const missing = DATABASES.find((name) => !existsSync(join(dataDir, name)))
  if (missing) throw new RangeError(`there is no ${missing} in "${dataDir}"`)
  const open: DatabaseSync[] = []
  const close = () => {
    for (const database of open.splice(0)) database.close()
  }
  try {
    for (const name of DATABASES) open.push(openAlone(join(dataDir, name)))
    return { tables: open.flatMap(tablesOf), close }
  } catch (error) {
    close()
    throw error
  }
}

/** Leaving WAL mode needs the file for oneself; exclusive locking mode keeps what was had for it. */
function openAlone(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive')
    return database
  } catch (error) {
    database.close()
    throw isBusy(error) ? new RangeError(`${file} is in use; stop the server first`) : error
  }
}

function tablesOf(database: DatabaseSync): KeptTable[] {
  const found = database
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'kysely%'
      order by (select count(*) from pragma_foreign_key_list(name)) > 0, name`,
    )
    .all() as { name: string }[]
  return found.map(({ name }) => {
    const about = database.prepare('select name, pk from pragma_table_info(?) order by cid').all(name)
    const columns = about as { name: string; pk: number }[]
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    const quoted = (these: readonly { name: string }[]) => these.map((column) => `"${column.name}"`).join(', ')
    const { size } = database.prepare(`select count(*) as size from "${name}"`).get() as { size: number }
    return {
      name,
      columns: columns.map((column) => column.name),
      key: key.map((column) => column.name),
      size,
      rows: () => database.prepare(`select ${quoted(columns)} from "${name}" order by ${quoted(key)}`).iterate(),
    }
  })
}

/** What SQLite finds wrong with a database file, in its own words; null when it is sound. */
export function faultOfDatabase(file: string): string | null {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 5000 })
    const rows = database.prepare('pragma integrity_check(3)').all() as { integrity_check: string }[]
    const words = rows.map((row) => row.integrity_check).join('; ')
    return words === 'ok' ? null : words
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be opened'
  } finally {
    database?.close()
  }
}

async function copyDatabase(file: string, to: string): Promise<void> {
  const database = openSqlite(file)
  try {
    // All pages in one step: in several, every change by another process would make it begin again.
    await backup(database, to, { rate: 2 ** 31 - 1 })
  } finally {
    database.close()
  }
  const copy = new DatabaseSync(to)
  // One file, without a log beside it that somebody could forget to carry along.
  copy.exec('pragma journal_mode = delete')
  copy.close()
  const fault = faultOfDatabase(to)
  if (fault) throw new RangeError(`${file} is damaged: ${fault}`)
}

/** Leaving WAL mode needs the file for oneself, so it tells of a server that is open but idle, too. */
function isInUse(file: string): boolean {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('pragma journal_mode = delete')
    return false
  } catch (error) {
    return isBusy(error)
  } finally {
    database.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}

function isDatabase(name: string): boolean {
  return name.endsWith('.sqlite')
}

function isBesideDatabase(name: string): boolean {
  return /\.sqlite-(wal|shm|journal)$/.test(name)
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
