import { chmodSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { createGroupWriter } from './group.ts'
import { migrate, readerOn, transactionOn } from './sql.ts'
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
  prepare(database)
  const writing = kyselyOn(database)
  await migrate(writing)
  const reading = kyselyOn(openSqlite(file))
  const changes = createGroupWriter(writing)
  return {
    ...readerOn(reading),
    isSerial: true,
    transaction: (run) => changes.transaction((transaction) => run(transactionOn(transaction))),
    async close() {
      await changes.idle()
      await reading.destroy()
      await writing.destroy()
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
  return database
}

function isOlder(version: readonly number[], oldest: readonly number[]): boolean {
  const i = oldest.findIndex((part, k) => part !== version[k])
  return i !== -1 && (version[i] ?? 0) < oldest[i]!
}

/** Kysely asks for better-sqlite3's words; a transaction that begins deferred would fail when it first writes. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(text === 'begin' ? 'begin immediate' : text)
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
