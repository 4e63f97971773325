import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What the process is told from outside, checked. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number
  readonly host: string
  /** Absolute. Everything that must be kept is below it. */
  readonly dataDir: string
  /** How browsers reach the server, without a slash at the end. */
  readonly publicUrl: string
  /** Is the caller's address in `X-Forwarded-For`, written by a proxy of ours? */
  readonly trustProxy: boolean
}

/**
 * Reads PORT, HOST, DATA_DIR, PUBLIC_URL and TRUST_PROXY.
 *
 * @throws RangeError naming the variable, its value and what would be right.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = env.PORT === undefined || env.PORT === '' ? 8080 : Number(env.PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_533) {
    throw new RangeError(`PORT must be a whole number from 0 to 65533; got "${env.PORT}"`)
  }
  const host = env.HOST || '127.0.0.1'
  if (/[\s/]/.test(host)) throw new RangeError(`HOST must be a host name or address, like "0.0.0.0"; got "${env.HOST}"`)
  const publicUrl = env.PUBLIC_URL || `http://localhost:${port}`
  if (
    !URL.canParse(publicUrl) ||
    !/^https?:/.test(publicUrl) ||
    new URL(publicUrl).origin !== publicUrl.replace(/\/$/, '')
  ) {
    throw new RangeError(
      `PUBLIC_URL must be a scheme and host, like "https://book.example.com"; got "${env.PUBLIC_URL}"`,
    )
  }
  const trustProxy = env.TRUST_PROXY ?? '0'
  if (!['0', '1', ''].includes(trustProxy)) throw new RangeError(`TRUST_PROXY must be 0 or 1; got "${trustProxy}"`)
  return {
    port,
    host,
    dataDir: resolve(env.DATA_DIR || 'data'),
    publicUrl: new URL(publicUrl).origin,
    trustProxy: trustProxy === '1',
  }
}

/** Makes the data folder, open to its owner alone. */
export function ensureDataDir({ dataDir }: Pick<Config, 'dataDir'>): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new RangeError(`DATA_DIR must be a folder that can be written; got "${dataDir}" (${codeOf(error)})`)
  }
}

/** A secret of this installation, made once and kept in the data folder. */
export function keptSecret(
  { dataDir }: Pick<Config, 'dataDir'>,
  name: string,
  make = () => randomBytes(32).toString('hex'),
): string {
  const file = join(dataDir, name)
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
