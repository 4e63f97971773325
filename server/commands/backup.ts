import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { backupData, restoreData } from '../store/sqlite.ts'
import { refusePostgres } from './files.ts'

export async function runBackup({ dataDir, databaseUrl }: Config, folder: string | undefined): Promise<void> {
  refusePostgres('backup', databaseUrl)
  if (!folder) throw new RangeError('say where to: chairtime backup backups/2026-11-23')
  const names = await backupData(dataDir, resolve(folder))
  console.log(`${resolve(folder)} holds ${names.join(', ')}. Whoever has it can read everything: keep it safe.`)
}

export function runRestore({ dataDir, databaseUrl, secret }: Config, args: readonly string[]): void {
  refusePostgres('restore', databaseUrl)
  const options = { replace: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [folder] = positionals
  if (!folder) throw new RangeError('say which backup: chairtime restore backups/2026-11-23')
  const names = restoreData(resolve(folder), dataDir, values.replace === true, secret !== undefined)
  console.log(`${dataDir} holds ${names.join(', ')} again.`)
}
