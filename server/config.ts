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
  /** A Postgres to keep everything in; without it, SQLite files below `dataDir`. */
  readonly databaseUrl?: string
  /** Is the caller's address in `X-Forwarded-For`, written by a proxy of ours? */
  readonly trustProxy: boolean
  /** Who may read `/metrics`; left out, only programs on this machine. */
  readonly metricsToken?: string | undefined
  /** Left out: they are on. */
  readonly rateLimits?: boolean
  /** Of this installation, the same on every machine; left out, the one kept in `dataDir`. */
  readonly secret?: string
}

const MIN_SECRET_LENGTH = 32

/**
 * Reads PORT, HOST, DATA_DIR, DATABASE_URL, PUBLIC_URL, TRUST_PROXY, METRICS_TOKEN, RATE_LIMITS and SECRET.
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
  const databaseUrl = env.DATABASE_URL
  if (databaseUrl && !isPostgresUrl(databaseUrl)) {
    // Not repeated: it holds a password.
    throw new RangeError('DATABASE_URL must be like "postgres://user:password@host:5432/name"; got something else')
  }
  const metricsToken = env.METRICS_TOKEN || undefined
  if (metricsToken !== undefined && metricsToken.length < 16) {
    throw new RangeError(`METRICS_TOKEN must have at least 16 characters; got ${metricsToken.length}`)
  }
  const rateLimits = env.RATE_LIMITS ?? '1'
  if (!['0', '1', ''].includes(rateLimits)) throw new RangeError(`RATE_LIMITS must be 0 or 1; got "${rateLimits}"`)
  // Where it comes from a file, a line ends it.
  const secret = env.SECRET?.trim()
  if (secret && secret.length < MIN_SECRET_LENGTH) {
    throw new RangeError(`SECRET must have at least ${MIN_SECRET_LENGTH} characters; got ${secret.length}`)
  }
  return {
    port,
    host,
    dataDir: resolve(env.DATA_DIR || 'data'),
    ...(databaseUrl ? { databaseUrl } : {}),
    publicUrl: new URL(publicUrl).origin,
    trustProxy: trustProxy === '1',
    metricsToken,
    rateLimits: rateLimits !== '0',
    ...(secret ? { secret } : {}),
  }
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname } = new URL(text)
  return /^postgres(ql)?:$/.test(protocol) && hostname !== '' && pathname.length > 1
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
