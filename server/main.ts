import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, Server } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants } from 'node:zlib'
import { serve } from '@hono/node-server'
import { type Accounts, createAccounts } from './accounts.ts'
import { createApp } from './app.ts'
import { checkClaims, describeClaimFaults } from './check.ts'
import { compressJson } from './compress.ts'
import { type Config, ensureDataDir, keptSecret, readConfig } from './config.ts'
import type { Asset } from './context.ts'
import { LocalDate } from './contract/fields.ts'
import { importPractice } from './import.ts'
import { createLimits } from './limiter.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { describeFaults, practiceFileSchema, readPracticeFile } from './practice-file.ts'
import { answerQuery, type Query, queries } from './query.ts'
import { erasePatients, midnightOf, startTidying } from './retention.ts'
import { type CopiedTable, copyTables, type Progress } from './store/copy.ts'
import { connectPostgres, makeBesideOthers, openPostgresStore } from './store/postgres.ts'
import { backupData, faultOfDatabase, lockData, openSqlite, openSqliteStore, restoreData } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

const HELP = `chairtime: appointment requests for practices

  chairtime serve                     starts the API and the portal
  chairtime import FILE               puts a practice file in force
  chairtime staff add EMAIL [--practice ID] [--name NAME]
                                      makes a staff account, or gives it a new password; the password is asked,
                                      or generated and printed when nobody is there to ask
  chairtime schema                    prints the JSON Schema of practice files
  chairtime check [--practice ID]     reckons anew which places are taken and compares; prints differences
  chairtime erase --practice ID --before DATE
                                      removes what names patients from visits that ended before that date; the
                                      server does so each night for what is older than the file's retentionMonths
  chairtime backup FOLDER             copies databases and secrets into a new folder, also while the server runs
  chairtime restore FOLDER [--replace]
                                      puts a backup in place; the server must be stopped
  chairtime copy                      copies the databases of DATA_DIR into the empty Postgres that DATABASE_URL names,
                                      compares both and keeps all or nothing; the server must be stopped

Settings are read from the environment:
  PORT (8080), HOST (127.0.0.1), DATA_DIR (./data), PUBLIC_URL (http://localhost:PORT),
  DATABASE_URL (none; postgres://… keeps everything in Postgres instead of DATA_DIR),
  TRUST_PROXY (0; 1 when a proxy of yours writes X-Forwarded-For),
  RATE_LIMITS (1; 0 when a proxy of yours limits callers),
  METRICS_TOKEN (none; who may read /metrics, else programs on this machine only),
  SECRET (kept in DATA_DIR; at least 32 characters, the same for all servers on one Postgres)

Questions to the engine, over a practice file, without a server:
  chairtime slots FILE --reason ID    times on offer, 7 days from today unless --from and --to say otherwise
  chairtime days FILE --reason ID     how many times each date has
  chairtime next FILE --reason ID     the first time on offer, from --from on
  chairtime explain FILE --reason ID --start TIME
                                      is this time offered? if not, every reason, and what would help
  chairtime compile FILE              the rules as JSON that a page can answer from

  --practitioner ID  --location ID  --patients new|existing
  --from DATE  --to DATE              the last is not included
  --at TIME                           what counts as now, like 2026-11-21T08:00:00-05:00
  --busy FILE                         JSON list of what is taken: [{ "id", "practitioner", "start", "end", … }]
  --json                              for programs

Ends with 0 when something is offered, 2 when nothing is, 1 when the call or a file is wrong.

  chairtime slots practice.json --reason check-up --from 2026-11-23 --to 2026-11-24
  chairtime explain practice.json --reason check-up --start 2026-11-23T12:15:00-05:00 --busy taken.json
`

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
  await makeBesideOthers(accounts.migrate)
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

/** A server that listens. */
export interface Listening {
  readonly port: number
  /** Answers what it has begun, takes nothing new, closes the databases. */
  stop(): Promise<void>
}

/** Listens on the configured port with everything of a house behind it. */
export async function listen(
  config: Config,
  house: House,
  log: Log,
  clock: () => number = Date.now,
): Promise<Listening> {
  const assets = loadAssets()
  const metrics = createMetrics()
  const app = createApp({
    compress: compressJson(),
    store: metrics.counting(house.store),
    metrics,
    limits: config.rateLimits === false ? undefined : createLimits(),
    metricsToken: config.metricsToken,
    accounts: house.accounts,
    clock,
    log,
    secret: house.secret,
    asset: (path) => assets.get(path) ?? null,
    version: packageVersion(),
    zoneData: process.versions.tz,
    ownOrigins: ownOriginsOf(config),
    addressOf: (request, env) => addressOf(config, request, env as { incoming?: IncomingMessage }),
  })
  const server = await listenOn(app.fetch, config)
  const tidying = startTidying(house.store, clock, log)
  return {
    port: portOf(server),
    async stop() {
      await closeServer(server)
      await tidying.stop()
      await house.close()
    },
  }
}

/** Starts an HTTP server; fails with one plain line when it can't listen. */
export function listenOn(
  fetch: (request: Request, env: never) => Response | Promise<Response>,
  { port, host }: Pick<Config, 'port' | 'host'>,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: fetch as Parameters<typeof serve>[0]['fetch'], port, hostname: host }, () =>
      resolve(server),
    ) as Server
    server.once('error', (error) => reject(new RangeError(`can't listen on ${host}:${port}: ${error.message}`)))
  })
}

export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const CLOSE_IDLE_EVERY_MS = 50

/** Takes no new connection and answers what has begun. A balancer's connections, which are never idle for long, end too. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false
    })
    const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS)
    server.close(() => {
      clearInterval(closing)
      resolve()
    })
  })
}

/** One JSON line an entry. */
export const logToStdout: Log = (entry) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`)
}

/** Calls `stop` once when the process is asked to end, and then ends it. */
export function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)))
  }
}

async function runServe(config: Config): Promise<void> {
  const house = await openHouse(config, logToStdout)
  const listening = await listen(config, house, logToStdout)
  stopOnSignal(listening.stop)
  console.log(`API     http://${config.host}:${listening.port}`)
  console.log(`Portal  ${config.publicUrl}/portal/`)
}

function runQuery(query: Query, args: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...Object.fromEntries(QUERY_OPTIONS.map((name) => [name, { type: 'string' as const }])),
      json: { type: 'boolean' },
    },
  })
  const [file] = positionals
  if (!file) throw new RangeError(`say which file: chairtime ${query} practice.json`)
  const { busy, json, ...options } = values as Record<string, string | undefined> & { json?: boolean }
  const { text, code } = answerQuery({
    query,
    options: { ...options, json },
    practiceFile: readText(file),
    busyFile: busy === undefined ? undefined : readText(busy),
    now: Date.now(),
    zoneData: process.versions.tz ?? '',
  })
  console.log(text)
  process.exitCode = code
}

const QUERY_OPTIONS = ['reason', 'practitioner', 'location', 'patients', 'from', 'to', 'start', 'at', 'busy'] as const

function readText(path: string): string {
  if (!existsSync(path)) throw new RangeError(`there is no file "${path}"`)
  return readFileSync(path, 'utf8')
}

async function runImport(config: Config, path: string | undefined): Promise<void> {
  if (!path) throw new RangeError('say which file: chairtime import practice.json')
  const now = Date.now()
  const answer = readPracticeFile(readText(path), new Date(now).toISOString().slice(0, 10))
  if (!answer.ok)
    throw new RangeError(`nothing was imported; ${path} must be changed:\n${describeFaults(answer.faults)}`)
  const house = await openHouse(config)
  try {
    const done = await importPractice(house.store, answer.file, now)
    if (!done.ok) throw new RangeError(`nothing was imported; ${path} must be changed:\n${done.reason}`)
    console.log(`${answer.file.name} (${answer.file.id}) is ${done.created ? 'imported' : 'changed'}.`)
  } finally {
    await house.close()
  }
}

/** Ends with 1 when anything differs. */
async function runCheck(config: Config, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { practice: { type: 'string' } } })
  const damages = damagesIn(config)
  for (const damage of damages) console.log(damage)
  let isWell = damages.length === 0
  if (isWell) {
    const house = await openHouse(config)
    try {
      for (const id of values.practice === undefined ? await house.store.practiceIds() : [values.practice]) {
        const differences = describeClaimFaults(await checkClaims(house.store, id, Date.now()))
        for (const line of differences) console.log(`${id}: ${line}`)
        if (differences.length === 0) console.log(`${id}: nothing differs.`)
        else isWell = false
      }
    } finally {
      await house.close()
    }
  }
  if (!isWell) process.exitCode = 1
}

/** A line for each damaged database file. */
function damagesIn({ dataDir }: Config): string[] {
  return ['chairtime.sqlite', 'accounts.sqlite'].flatMap((name) => {
    const file = join(dataDir, name)
    const fault = existsSync(file) ? faultOfDatabase(file) : null
    return fault === null ? [] : [`${name} is damaged: ${fault}`]
  })
}

async function runErase(config: Config, args: readonly string[]): Promise<void> {
  const options = { practice: { type: 'string' }, before: { type: 'string' } } as const
  const { practice: id, before } = parseArgs({ args: [...args], options }).values
  if (id === undefined || before === undefined) {
    throw new RangeError('say whose and from when: chairtime erase --practice elm --before 2024-11-23')
  }
  if (!LocalDate.safeParse(before).success) {
    throw new RangeError(`--before must be a date that exists, like 2024-11-23; got "${before}"`)
  }
  const house = await openHouse(config)
  try {
    const practice = await house.store.practice(id)
    if (!practice) throw new RangeError(`there is no practice "${id}"`)
    const erasing = { before: midnightOf(practice.file, before), now: Date.now(), actor: 'operator' }
    const { requests, appointments } = await erasePatients(house.store, id, erasing)
    console.log(`Patients' data is removed from ${requests} requests and ${appointments} appointments.`)
  } finally {
    await house.close()
  }
}

async function runBackup({ dataDir, databaseUrl }: Config, folder: string | undefined): Promise<void> {
  refusePostgres('backup', databaseUrl)
  if (!folder) throw new RangeError('say where to: chairtime backup backups/2026-11-23')
  const names = await backupData(dataDir, resolve(folder))
  console.log(`${resolve(folder)} holds ${names.join(', ')}. Whoever has it can read everything: keep it safe.`)
}

function runRestore({ dataDir, databaseUrl, secret }: Config, args: readonly string[]): void {
  refusePostgres('restore', databaseUrl)
  const options = { replace: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [folder] = positionals
  if (!folder) throw new RangeError('say which backup: chairtime restore backups/2026-11-23')
  const names = restoreData(resolve(folder), dataDir, values.replace === true, secret !== undefined)
  console.log(`${dataDir} holds ${names.join(', ')} again.`)
}

function refusePostgres(command: string, databaseUrl: string | undefined): void {
  if (databaseUrl === undefined) return
  const instead = 'use pg_dump and pg_restore, and keep the secret (SECRET, or the file in DATA_DIR) with the dump'
  throw new RangeError(`${command} copies files, but DATABASE_URL keeps everything in Postgres; ${instead}`)
}

/** Ends with 1 when what arrived in Postgres isn't what is in the files; then nothing was kept there. */
async function runCopy(config: Config): Promise<void> {
  const { databaseUrl, ...inFiles } = config
  if (databaseUrl === undefined) {
    throw new RangeError('say where to: DATABASE_URL=postgres://user:password@host:5432/name chairtime copy')
  }
  const [damage] = damagesIn(config)
  if (damage) throw new RangeError(damage)
  // Asked before anything is touched.
  lockData(config.dataDir).close()
  // Opening makes both sides' tables those of this version.
  for (const side of [inFiles, config]) await (await openHouse(side)).close()
  const data = lockData(config.dataDir)
  try {
    const copied = await copyTables(data.tables, databaseUrl, tellNowAndThen())
    console.log(describeCopy(copied))
    if (!copied.every(({ isSame }) => isSame)) throw new RangeError('nothing was copied: Postgres holds other rows')
  } finally {
    data.close()
  }
  const secretAt = config.secret ? 'in SECRET' : `in ${join(config.dataDir, 'secret')}`
  console.log(`All of it is in Postgres. Servers need this DATABASE_URL, and the secret that is ${secretAt}.`)
  console.log(`Keep ${config.dataDir}, and start no server on it without DATABASE_URL.`)
}

function describeCopy(copied: readonly CopiedTable[]): string {
  const answers = copied.map(({ name, rows, arrived, isSame }) => ({
    name,
    rows: `${rows}`,
    isSame: isSame ? 'yes' : `no, ${arrived} rows arrived`,
  }))
  const lines = [{ name: 'table', rows: 'rows', isSame: 'checksum ok' }, ...answers]
  const longest = (column: 'name' | 'rows') => Math.max(...lines.map((line) => line[column].length))
  const [first, second] = [longest('name'), longest('rows')]
  return [
    ...lines.map(({ name, rows, isSame }) => `${name.padEnd(first)}  ${rows.padStart(second)}  ${isSame}`),
    ...copied
      .filter(({ nuls }) => nuls > 0)
      .map(({ name, nuls }) => `${name}: values where \uFFFD stands for a NUL, which Postgres can't keep: ${nuls}`),
  ].join('\n')
}

const TELL_EVERY_MS = 2000

/** For people who wait, on the way that leaves what is printed to programs. */
function tellNowAndThen(): Progress {
  let last = Date.now()
  return (step, { name, size }, rows) => {
    if (Date.now() - last < TELL_EVERY_MS) return
    last = Date.now()
    console.error(`${name}: ${rows} of ${size} rows ${step}`)
  }
}

async function runStaff(config: Config, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { practice: { type: 'string' }, name: { type: 'string' } },
  })
  const [verb, email] = positionals
  if (verb !== 'add' || !email) throw new RangeError('say whom: chairtime staff add dana@example.com --practice elm')
  const house = await openHouse(config)
  try {
    const practices = await house.store.practiceIds()
    const practice = values.practice ?? (practices.length === 1 ? practices[0] : undefined)
    if (!practice || !practices.includes(practice)) {
      const known = practices.join(', ') || 'none is imported yet'
      throw new RangeError(
        `--practice must be one of the practices (${known}); got ${practice ? `"${practice}"` : 'nothing'}`,
      )
    }
    const asked = process.stdin.isTTY ? await askPassword() : undefined
    const password = asked || randomBytes(12).toString('base64url')
    const { name } = values
    const staff = await house.accounts.addStaff({ email, password, ...(name === undefined ? {} : { name }) })
    await house.store.transaction(async (transaction) => {
      await transaction.addStaff(practice, staff.userId)
      await transaction.addAudit(practice, {
        at: Date.now(),
        actor: 'operator',
        action: staff.created ? 'staff-added' : 'staff-password-set',
        subject: `staff:${staff.userId}`,
      })
    })
    console.log(`${staff.email} ${staff.created ? 'has an account' : 'has a new password'} for ${practice}.`)
    if (!asked) console.log(`Password: ${password}`)
  } finally {
    await house.close()
  }
}

/** Asks without showing what is typed. Empty: one will be generated. */
async function askPassword(): Promise<string> {
  process.stdout.write('Password, at least 12 characters (empty: one is generated): ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await reader.question('')
  reader.close()
  process.stdout.write('\n')
  return password.trim()
}

/** Runs one command. Says what is wrong in one plain message and ends with 1 when it can't. */
export async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  try {
    if (command === 'serve') await runServe(readConfig())
    else if (command === 'import') await runImport(readConfig(), rest[0])
    else if (command === 'staff') await runStaff(readConfig(), rest)
    else if (command === 'check') await runCheck(readConfig(), rest)
    else if (command === 'erase') await runErase(readConfig(), rest)
    else if (command === 'backup') await runBackup(readConfig(), rest[0])
    else if (command === 'restore') runRestore(readConfig(), rest)
    else if (command === 'copy') await runCopy(readConfig())
    else if (isQuery(command)) runQuery(command, rest)
    else if (command === 'schema') console.log(JSON.stringify(practiceFileSchema(), null, 2))
    else if (command === undefined || command === 'help' || command === '--help') console.log(HELP)
    else throw new RangeError(`there is no command "${command}"; chairtime help lists them`)
  } catch (error) {
    const isCallersMistake = error instanceof RangeError || isParseError(error)
    if (!isCallersMistake) throw error
    console.error(`chairtime: ${error.message}`)
    process.exitCode = 1
  }
}

function isQuery(command: string | undefined): command is Query {
  return (queries as readonly (string | undefined)[]).includes(command)
}

/** What parseArgs says of an option it doesn't know. */
function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** Our own pages' origins. On this machine the same server has two names. */
function ownOriginsOf({ publicUrl }: Config): string[] {
  const { hostname, port, protocol } = new URL(publicUrl)
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[hostname]
  return twin ? [publicUrl, `${protocol}//${twin}${port ? `:${port}` : ''}`] : [publicUrl]
}

function addressOf({ trustProxy }: Config, request: Request, env: { incoming?: IncomingMessage }): string | undefined {
  // The last entry is the one our own proxy wrote; those before it may be the caller's invention.
  const forwarded = trustProxy ? request.headers.get('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  return forwarded || env.incoming?.socket?.remoteAddress
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

/** What `npm run build` made, read once and compressed once. */
export function loadAssets(): Map<string, Asset> {
  const folder = fileURLToPath(new URL('../dist/', import.meta.url))
  const assets = new Map<string, Asset>()
  for (const part of ['widget', 'portal']) {
    if (!existsSync(join(folder, part))) throw new RangeError(`${part} isn't built yet; run: npm run build`)
    for (const entry of readdirSync(join(folder, part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const body = new Uint8Array(readFileSync(file))
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
      assets.set(file.slice(folder.length), {
        body,
        brotli: new Uint8Array(brotliCompressSync(body, quality)),
        type: types[extname(file)] ?? 'application/octet-stream',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`,
      })
    }
  }
  return assets
}
