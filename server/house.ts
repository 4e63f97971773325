import { join } from 'node:path'
import { type Accounts, createAccounts } from './accounts.ts'
import { type Config, ensureDataDir, keptSecret } from './config.ts'
import type { Log } from './log.ts'
import { connectPostgres, openPostgresStore } from './store/postgres.ts'
import { openSqlite, openSqliteStore } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

/** Everything that is open on a data folder. */
export interface House {
  readonly store: Store
  readonly accounts: Accounts
  /** Of this installation; see {@link keptSecret}. */
  readonly secret: string
  close(): Promise<void>
}

/** Opens the databases of a data folder, making them when they aren't there. */
export async function openHouse(config: Config, log: Log = () => {}): Promise<House> {
  ensureDataDir(config)
  const { databaseUrl: url } = config
  const store = url
    ? await openPostgresStore(url, { log: (line) => log({ level: 'warn', message: line }) })
    : await openSqliteStore(join(config.dataDir, 'chairtime.sqlite'))
  // A file of its own: its library writes on its own, and must not find our transaction open on the same connection.
  const accountsDatabase = url
    ? connectPostgres(url, { connections: 4 })
    : openSqlite(join(config.dataDir, 'accounts.sqlite'))
  const secret = config.secret ?? keptSecret(config, 'secret')
  const accounts = createAccounts({
    database: accountsDatabase,
    baseUrl: config.publicUrl,
    secret,
    trustedOrigins: ownOriginsOf(config),
    log: (line) => log({ level: 'warn', message: line }),
  })
  return {
    store,
    accounts,
    secret,
    async close() {
      await store.close()
      await ('close' in accountsDatabase ? accountsDatabase.close() : accountsDatabase.end())
    },
  }
}

/** Our own pages' origins. On this machine the same server has two names. */
export function ownOriginsOf({ publicUrl }: Config): string[] {
  const { hostname, port, protocol } = new URL(publicUrl)
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[hostname]
  return twin ? [publicUrl, `${protocol}//${twin}${port ? `:${port}` : ''}`] : [publicUrl]
}
