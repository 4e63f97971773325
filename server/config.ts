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
  /** The server that mails are handed to; left out, they are kept in `dataDir`. */
  readonly smtp?: SmtpServer
  /** The address that mails come from; left out, `noreply@` and the host of `publicUrl`. */
  readonly mailFrom?: string
}

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** `at-once` as in `smtps:`; `upgrade`: by STARTTLS, and without it nothing is sent; `off`. */
  readonly tls: 'at-once' | 'upgrade' | 'off'
  readonly auth: { readonly user: string; readonly pass: string } | null
}

const MIN_SECRET_LENGTH = 32

/**
 * Reads PORT, HOST, DATA_DIR, DATABASE_URL, PUBLIC_URL, TRUST_PROXY, METRICS_TOKEN, RATE_LIMITS, SECRET, SMTP_URL and
 * MAIL_FROM.
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
  const smtp = env.SMTP_URL ? smtpServerOf(env.SMTP_URL) : undefined
  const mailFrom = env.MAIL_FROM || undefined
  if (mailFrom !== undefined && !/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(mailFrom)) {
    throw new RangeError(`MAIL_FROM must be one address, like "requests@example.com"; got "${mailFrom}"`)
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
    ...(smtp ? { smtp } : {}),
    ...(mailFrom ? { mailFrom } : {}),
  }
}

/** The address that mails come from. */
export function mailFromOf({ mailFrom, publicUrl }: Pick<Config, 'mailFrom' | 'publicUrl'>): string {
  const { hostname } = new URL(publicUrl)
  // An address may end with a name, or with a number in brackets, which hardly anybody takes.
  const isName = !/^[\d.]+$|^\[/.test(hostname)
  return mailFrom ?? `noreply@${isName ? hostname : 'localhost'}`
}

/**
 * `smtps://` speaks TLS from the start. `smtp://` goes over to TLS before anything is said, and refuses a server that can't,
 * but on this machine or with `?tls=off`, for one in a network of one's own.
 */
function smtpServerOf(text: string): SmtpServer {
  const wrong = (what: string) =>
    // Not repeated: it may hold a password.
    new RangeError(`SMTP_URL ${what}; it must be like "smtps://user:password@mail.example.com:465" or "smtp://…:587"`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') throw wrong('is no address of a mail server')
  const { protocol, hostname, port, username, password, pathname, searchParams } = url
  const isUpgradable = protocol === 'smtp:'
  for (const [name, value] of searchParams) {
    if (name !== 'tls' || value !== 'off' || !isUpgradable) throw wrong('has an option besides "?tls=off" of smtp:')
  }
  if (!['', '/'].includes(pathname)) throw wrong('has a path')
  if ((username === '') !== (password === '')) throw wrong('needs both a user and a password, or neither')
  const decoded = [username, password].map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw wrong('has a "%" in its user or password that must be written "%25"')
    }
  })
  const [user = '', pass = ''] = decoded
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)
  const isPlain = isUpgradable && (searchParams.has('tls') || isHere)
  return {
    host,
    port: port === '' ? (isUpgradable ? 587 : 465) : Number(port),
    tls: isPlain ? 'off' : isUpgradable ? 'upgrade' : 'at-once',
    auth: user === '' ? null : { user, pass },
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
