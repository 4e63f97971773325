import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { faultOfDatabase } from '../store/sqlite.ts'

/** @throws RangeError when there is no such file. */
export function readText(path: string): string {
  if (!existsSync(path)) throw new RangeError(`there is no file "${path}"`)
  return readFileSync(path, 'utf8')
}

/** A line for each damaged database file. */
export function damagesIn({ dataDir }: Config): string[] {
  return ['chairtime.sqlite', 'accounts.sqlite'].flatMap((name) => {
    const file = join(dataDir, name)
    const fault = existsSync(file) ? faultOfDatabase(file) : null
    return fault === null ? [] : [`${name} is damaged: ${fault}`]
  })
}

/** What copies files has nothing to copy where all is in Postgres. */
export function refusePostgres(command: string, databaseUrl: string | undefined): void {
  if (databaseUrl === undefined) return
  const instead = 'use pg_dump and pg_restore, and keep the secret (SECRET, or the file in DATA_DIR) with the dump'
  throw new RangeError(`${command} copies files, but DATABASE_URL keeps everything in Postgres; ${instead}`)
}
