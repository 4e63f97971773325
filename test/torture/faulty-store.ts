import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { migrate } from '../../server/store/migrations/index.ts'
import { serialStore } from '../../server/store/serial.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import type { Tables } from '../../server/store/tables.ts'

/**
 * What goes wrong, once: the write lock isn't had (`busy`), one statement fails (`statement`), the disk is full and
 * SQLite undoes the whole transaction (`full`), the commit fails (`commit`), or it stands and nobody hears of it
 * (`unknown`). `after` counts statements before it.
 */
export type Fault =
  | { readonly kind: 'busy' | 'commit' | 'unknown' }
  | { readonly kind: 'statement' | 'full'; readonly after: number }
export const faultKinds = ['busy', 'statement', 'full', 'commit', 'unknown'] as const

/** A store like the server's own, over the same group writer, on which faults can be called down. */
export interface FaultyStore {
  readonly store: Store
  /** Null: nothing more goes wrong. */
  arm(fault: Fault | null): void
}

export class InjectedFault extends Error {
  override readonly name = 'InjectedFault'
}

/** @param groupEnded - Is told whether all that was done since it was called last stands. */
export async function openFaultyStore(file: string, groupEnded: (stands: boolean) => void): Promise<FaultyStore> {
  const database = openSqlite(file)
  // Power cuts are another row's; here only the answers count.
  database.exec('pragma synchronous = off')
  let armed: Fault | null = null
  let statements = 0

  const strike = (fault: Fault): never => {
    armed = null
    throw new InjectedFault(fault.kind)
  }
  const faulty: SqliteDatabase = {
    close: () => database.close(),
    prepare(text) {
      // What was done since the last commit, and isn't in one by now, was undone.
      if (text === 'begin') groupEnded(false)
      if (text === 'begin' && armed?.kind === 'busy') strike(armed)
      if (text === 'commit' && armed?.kind === 'commit') strike(armed)
      if (text === 'commit' && armed?.kind === 'unknown') {
        database.exec('commit')
        groupEnded(true)
        strike(armed)
      }
      if (armed && 'after' in armed && !/^(begin|commit|rollback|savepoint|release)/.test(text)) {
        if (statements++ >= armed.after) {
          if (armed.kind === 'full') database.exec('rollback')
          strike(armed)
        }
      }
      const statement = database.prepare(text === 'begin' ? 'begin immediate' : text)
      const reader = statement.columns().length > 0
      return {
        reader,
        all: (parameters) => statement.all(...(parameters as string[])),
        iterate: (parameters) => statement.iterate(...(parameters as string[])),
        run(parameters) {
          const result = statement.run(...(parameters as string[]))
          if (text === 'commit') groupEnded(true)
          return result
        },
      }
    },
  }
  const writing = new Kysely<Tables>({ dialect: new SqliteDialect({ database: faulty }) })
  await migrate(writing)
  const reading = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forReading(file) }) })
  return {
    arm(fault) {
      armed = fault
      statements = 0
    },
    store: serialStore(reading, writing),
  }
}

function forReading(file: string): SqliteDatabase {
  const database = openSqlite(file)
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as string[])),
        run: (parameters) => statement.run(...(parameters as string[])),
        iterate: (parameters) => statement.iterate(...(parameters as string[])),
      }
    },
  }
}
