import sqlite3InitModule, {
  type BindableValue,
  type Database,
  type PreparedStatement,
  type Sqlite3Static,
} from '@sqlite.org/sqlite-wasm'
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely'

/** SQLite as WebAssembly, with its files in memory. */
export interface Sqlite {
  /**
   * A database in memory.
   *
   * @param bytes - What {@link PageDatabase.bytes} gave; left out: it is empty.
   */
  open(name: string, bytes?: Uint8Array): PageDatabase
}

/** A database that several connections look at: what one changes, the others see when it is committed. */
export interface PageDatabase {
  /** Another connection. */
  connect(): Dialect
  /** The whole database file as it was committed last. */
  bytes(): Uint8Array
  /** Moves with every change. */
  changes(): number
}

/** Statements kept ready, those asked for last. */
const MOST_PREPARED = 200

/** Loads SQLite. */
export async function loadSqlite(): Promise<Sqlite> {
  const sqlite3 = await sqlite3InitModule()
  return {
    open(name, bytes) {
      const file = `/${name}.sqlite`
      // A connection of its own looks at what was committed, also while another is changing something.
      const looking = openFile(sqlite3, file)
      if (bytes) fill(sqlite3, looking, bytes)
      const changed: (() => number)[] = []
      return {
        connect() {
          const connection = openFile(sqlite3, file)
          changed.push(() => connection.changes(true))
          return new SqliteDialect({ database: forKysely(sqlite3, connection) })
        },
        bytes: () => sqlite3.capi.sqlite3_js_db_export(looking),
        changes: () => changed.reduce((sum, count) => sum + count(), 0),
      }
    },
  }
}

function openFile({ oo1 }: Sqlite3Static, file: string): Database {
  const connection = new oo1.DB(file, 'c')
  // What hasn't been committed stays out of the file, so that nobody who reads has to wait.
  connection.exec('pragma journal_mode = memory; pragma cache_spill = off; pragma foreign_keys = on')
  return connection
}

/** Puts a database file's bytes in the place of an empty one. */
function fill({ oo1, capi, wasm }: Sqlite3Static, to: Database, bytes: Uint8Array): void {
  const from = new oo1.DB(':memory:', 'c')
  try {
    const place = wasm.allocFromTypedArray(bytes)
    from.checkRc(
      capi.sqlite3_deserialize(from, 'main', place, bytes.length, bytes.length, capi.SQLITE_DESERIALIZE_FREEONCLOSE),
    )
    const backup = capi.sqlite3_backup_init(to, 'main', from, 'main')
    capi.sqlite3_backup_step(backup, -1)
    to.checkRc(capi.sqlite3_backup_finish(backup))
  } finally {
    from.close()
  }
}

/** Kysely asks in better-sqlite3's words; a transaction that begins deferred would fail when it first writes. */
function forKysely({ capi }: Sqlite3Static, connection: Database): SqliteDatabase {
  const prepared = new Map<string, PreparedStatement>()

  function statementFor(text: string): PreparedStatement {
    const statement = prepared.get(text) ?? connection.prepare(text === 'begin' ? 'begin immediate' : text)
    prepared.delete(text)
    prepared.set(text, statement)
    if (prepared.size > MOST_PREPARED) {
      const [oldest, unused] = prepared.entries().next().value!
      prepared.delete(oldest)
      unused.finalize()
    }
    return statement
  }

  function rowsOf(statement: PreparedStatement, parameters: readonly unknown[]): Record<string, unknown>[] {
    const rows = []
    try {
      if (parameters.length > 0) statement.bind(parameters as BindableValue[])
      while (statement.step()) rows.push(statement.get({}) as Record<string, unknown>)
      return rows
    } finally {
      statement.reset(true)
    }
  }

  return {
    close: () => connection.close(),
    prepare(text) {
      const statement = statementFor(text)
      return {
        reader: statement.columnCount > 0,
        all: (parameters) => rowsOf(statement, parameters),
        run(parameters) {
          rowsOf(statement, parameters)
          return { changes: connection.changes(), lastInsertRowid: capi.sqlite3_last_insert_rowid(connection) }
        },
        iterate: (parameters) => rowsOf(statement, parameters)[Symbol.iterator](),
      }
    },
  }
}
