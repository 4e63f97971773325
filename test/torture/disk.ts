import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { importPractice } from '../../server/import.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import { claimFaults, oversoldMinutes, readBooks } from './books.ts'
import type { Tamper } from './breakable-server.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { exactly, type Figure, type Row } from './row.ts'

const script = fileURLToPath(new URL('breakable-server.ts', import.meta.url))
const file = torturePractice({ id: 'disk', places: 2 })
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** How long a patient waits, at most, to be told that it can't be done just now. */
const PATIENCE_MS = 8000
/** Reading must not wait for what can't be written. */
const LOOK_MS = 2000
const MENDED_WITHIN_MS = 10_000
const AT_ONCE = 20

interface Trouble {
  readonly name: string
  /** How changes must be answered meanwhile. */
  readonly expected: (status: number) => boolean
  /** Some must be refused: else it was no trouble at all. */
  readonly refusesSome?: boolean
  begin(room: Room): Promise<void>
  end(room: Room): Promise<void>
}

interface Room {
  readonly path: string
  readonly tell: (tamper: Tamper) => Promise<void>
  other?: DatabaseSync
}

const isUnavailable = (status: number) => status === 503 || status === 500

/** SQLite alone: what its disk and the machine's clock may do to it. */
const troubles: readonly Trouble[] = [
  {
    name: 'disk full',
    expected: (status) => isUnavailable(status) || status === 201,
    refusesSome: true,
    // A limit below what is there counts as: not one page more. What fits into begun pages may still be taken.
    begin: ({ tell }) => tell({ sql: 'pragma max_page_count = 1' }),
    end: ({ tell }) => tell({ sql: 'pragma max_page_count = 1000000' }),
  },
  {
    name: 'file read-only',
    expected: isUnavailable,
    begin: ({ tell }) => tell({ sql: 'pragma query_only = on' }),
    end: ({ tell }) => tell({ sql: 'pragma query_only = off' }),
  },
  {
    name: 'locked by another process',
    expected: isUnavailable,
    async begin(room) {
      room.other = openSqlite(room.path)
      room.other.exec('begin immediate')
    },
    async end({ other }) {
      other!.exec('rollback')
      other!.close()
    },
  },
  {
    name: 'clock an hour back',
    expected: (status) => status === 201 || status === 409,
    begin: ({ tell }) => tell({ clockMs: -60 * MINUTE_MS }),
    end: ({ tell }) => tell({ clockMs: 0 }),
  },
]

/** The disk is full, can't be written, is somebody else's; the clock goes back. Then all is well again. */
export const disk: Row = {
  name: 'disk',
  async run({ folder }) {
    // Each has a server and files of its own, and mostly waits.
    const suffered = troubles.map((trouble) => {
      const own = join(folder, trouble.name.replaceAll(' ', '-'))
      mkdirSync(own)
      return suffer(trouble, join(own, 'x.sqlite'))
    })
    return (await Promise.all(suffered)).flat()
  },
}

async function suffer(trouble: Trouble, path: string): Promise<Figure[]> {
  const { name } = trouble
  let store = await openSqliteStore(path)
  await importPractice(store, file, Date.now())
  await store.close()
  const server = fork(script, [path])
  const room: Room = {
    path,
    async tell(tamper) {
      server.send(tamper)
      await withTimeout(once(server, 'message'), PATIENCE_MS)
    },
  }
  const found = { wrong: [] as string[], readMs: 0, mended: 0, clientsMs: 0 }
  const acknowledged = new Map<string, string>()
  try {
    const [port] = await once(server, 'message')
    const url = `http://127.0.0.1:${port}`
    const send = (i: number) => post(url, i, acknowledged)
    const before = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => send(i)))
    found.wrong.push(...before.filter((status) => status !== 201).map((status) => `before: ${status}`))

    await trouble.begin(room)
    const began = performance.now()
    const changes = Array.from({ length: AT_ONCE }, (_, i) => send(AT_ONCE + i))
    const reading = readEvery(url, 10)
    const statuses = await Promise.all(changes)
    found.clientsMs = performance.now() - began
    found.readMs = await reading
    const others = statuses.filter((status) => !trouble.expected(status))
    if (trouble.refusesSome && !statuses.some(isUnavailable)) found.wrong.push('nothing was refused')
    found.wrong.push(...others.map((status) => (status === 0 ? 'no answer' : `answered ${status}`)))

    await trouble.end(room).catch(() => found.wrong.push('the process heeds nobody'))
    for (const until = performance.now() + MENDED_WITHIN_MS; performance.now() < until && found.mended < AT_ONCE; ) {
      const again = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => send(AT_ONCE + i)))
      found.mended = again.filter((status) => status === 201).length
    }
  } finally {
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  }
  store = await openSqliteStore(path)
  const books = await readBooks(store, file)
  await store.close()
  const stored = new Set(books.requests.map(({ reference }) => reference))
  const lost = [...acknowledged.values()].filter((reference) => !stored.has(reference)).length
  const faults = claimFaults(file, books, Date.now()).length + oversoldMinutes(file, books.requests)
  return [
    exactly(`${name}: changes answered wrongly or not at all`, 0, found.wrong.length, found.wrong),
    atMost(`${name}: every change is answered within`, PATIENCE_MS, found.clientsMs),
    atMost(`${name}: openings are read meanwhile within`, LOOK_MS, found.readMs),
    exactly(`${name}: acknowledged and lost, mismatched, oversold`, 0, lost + faults),
    exactly(`${name}: changes taken afterwards, by itself`, AT_ONCE, found.mended),
  ]
}

function atMost(figure: string, wantedMs: number, foundMs: number): Figure {
  const text = (ms: number) => `${Math.round(ms).toLocaleString('en-US')} ms`
  return { figure, wanted: `< ${text(wantedMs)}`, found: text(foundMs), isMet: foundMs < wantedMs }
}

/** @returns Its status; 0 when none came in time. */
async function post(url: string, i: number, acknowledged: Map<string, string>): Promise<number> {
  const tomorrow = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS
  const start = tomorrow + (i % 100) * DAY_MS + 540 * MINUTE_MS
  const key = `disk-key-${i}`
  try {
    const reply = await fetch(`${url}/v1/practices/disk/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(bodyFor({ reason: 'fixed', start }, i)),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const text = await reply.text()
    if (reply.status === 201) acknowledged.set(key, JSON.parse(text).reference)
    return reply.status
  } catch {
    return 0
  }
}

/** @returns The longest that somebody waited who only looks. */
async function readEvery(url: string, times: number): Promise<number> {
  let most = 0
  for (let i = 0; i < times && most < PATIENCE_MS; i++) {
    const began = performance.now()
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const isGood = await fetch(`${url}/v1/practices/disk/availability?reason=fixed`, { signal }).then(
      (reply) => reply.ok,
      () => false,
    )
    most = Math.max(most, isGood ? performance.now() - began : PATIENCE_MS)
  }
  return most
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = AbortSignal.timeout(ms)
  const ended = once(late, 'abort').then(() => Promise.reject(new Error(`nothing came for ${ms} ms`)))
  return Promise.race([work, ended])
}
