import { join } from 'node:path'
import { Client } from 'pg'
import { openPostgresStore } from '../../server/store/postgres.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'

/** A database that the rows are run on: one for each folder, which the server takes as its DATA_DIR. */
export interface Database {
  readonly name: string
  open(folder: string): Promise<Store>
  /** What a server process is told, to find the same database. */
  env(folder: string): Promise<Record<string, string>>
  /** Reads beside the server. */
  read(folder: string, sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export function sqlite(): Database {
  const fileIn = (folder: string) => join(folder, 'chairtime.sqlite')
  return {
    name: 'SQLite',
    open: (folder) => openSqliteStore(fileIn(folder)),
    env: async (folder) => ({ DATA_DIR: folder }),
    async read(folder, sql) {
      const database = openSqlite(fileIn(folder))
      try {
        return database.prepare(sql).all()
      } finally {
        database.close()
      }
    },
    async close() {},
  }
}

export function postgres(server: TestPostgres): Database {
  const urls = new Map<string, Promise<string>>()
  const urlFor = (folder: string): Promise<string> => {
    const url = urls.get(folder) ?? server.newDatabase()
    urls.set(folder, url)
    return url
  }
  return {
    name: 'Postgres',
    open: async (folder) => openPostgresStore(await urlFor(folder)),
    env: async (folder) => ({ DATA_DIR: folder, DATABASE_URL: await urlFor(folder) }),
    async read(folder, sql) {
      const client = new Client({ connectionString: await urlFor(folder) })
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows
      } finally {
        await client.end()
      }
    },
    close: () => server.stop(),
  }
}

/** Every database that this machine has; a line says which it lacks. */
export async function openDatabases(): Promise<Database[]> {
  try {
    return [sqlite(), postgres(await startPostgres())]
  } catch (error) {
    console.log(`SQLite only: ${(error as Error).message}`)
    return [sqlite()]
  }
}
