// npm run load: one server with 20,000 bookings, 100 requests a second for a minute from another process, on loopback.
// With -- --short ten seconds. Ends with 1 when a target is missed.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importAppointments, importPractice } from '../../server/import.ts'
import { tableText } from '../bench/text.ts'
import { type Database, openDatabases } from '../torture/databases.ts'
import { countText } from '../torture/row.ts'
import { type ServerProcess, startServer } from '../torture/server-process.ts'
import { type Answer, type Kind, kinds, type Order } from './generator.ts'
import type { Health } from './health.ts'
import { loadBookings, loadPractice } from './practice.ts'

const BOOKINGS = 20_000
const PER_SECOND = 100
const WARM_UP_SECONDS = 3
const SEED = 20261123

const isShort = process.argv.includes('--short')
const seconds = isShort ? 10 : 60

interface Target {
  readonly target: string
  readonly found: string
  readonly isMet: boolean
}

console.log(`seed ${SEED}; ${countText(BOOKINGS)} bookings, ${PER_SECOND} requests a second for ${seconds} s`)
const databases = await openDatabases()
const targets: Target[] = []
try {
  for (const database of databases) {
    const folder = mkdtempSync(join(tmpdir(), 'chairtime-load-'))
    targets.push(...(await measure(database, folder).finally(() => rmSync(folder, { recursive: true, force: true }))))
  }
} finally {
  for (const database of databases) await database.close()
}
const failed = targets.filter(({ isMet }) => !isMet).length
console.log(`${targets.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function measure(database: Database, folder: string): Promise<Target[]> {
  const store = await database.open(folder)
  const now = Date.now()
  await importPractice(store, loadPractice, now)
  await importAppointments(store, loadPractice.id, loadBookings(BOOKINGS, now, SEED), now)
  await store.close()
  const server = await startServer(await database.env(folder), ['--import', new URL('probe.js', import.meta.url).href])
  try {
    await load(server, WARM_UP_SECONDS, SEED)
    server.child.send('begin')
    const before = await healthOf(server)
    const answers = await load(server, seconds, SEED + 1)
    const after = await healthOf(server)
    print(database.name, answers, before, after)
    return judge(database.name, answers, after)
  } finally {
    await server.kill()
  }
}

async function load(server: ServerProcess, forSeconds: number, seed: number): Promise<Answer[]> {
  const generator = fork(fileURLToPath(new URL('generator.ts', import.meta.url)))
  const order: Order = {
    port: server.port,
    seconds: forSeconds,
    perSecond: PER_SECOND,
    seed,
    practice: loadPractice.id,
    practitioners: loadPractice.practitioners.map(({ id }) => id),
  }
  generator.send(order)
  const late = setTimeout(() => generator.kill('SIGKILL'), forSeconds * 1000 + 60_000)
  try {
    const [answers] = await Promise.race([
      once(generator, 'message'),
      once(generator, 'exit').then(() => Promise.reject(new Error('the load generator ended without a word'))),
    ])
    return answers as Answer[]
  } finally {
    clearTimeout(late)
  }
}

async function healthOf({ child }: ServerProcess): Promise<Health> {
  child.send('tell')
  const [health] = await once(child, 'message')
  return health as Health
}

function print(name: string, answers: readonly Answer[], before: Health, after: Health): void {
  const rows = [...kinds, 'all' as const].map((kind) => {
    const mine = answers.filter((answer) => kind === 'all' || answer.kind === kind)
    const times = sortedTimes(mine)
    const statuses = new Map<number, number>()
    for (const { status } of mine) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const bytes = mine.reduce((sum, answer) => sum + answer.bytes, 0) / Math.max(1, mine.length)
    return [
      kind,
      (mine.length / seconds).toFixed(1),
      ...[0.5, 0.99, 1].map((share) => millis(at(times, share))),
      countText(Math.round(bytes)),
      [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
    ]
  })
  console.log(`\n${tableText([name, 'requests/s', 'p50', 'p99', 'max', 'bytes', 'answers'], rows)}`)
  const cpu = (after.cpuMs - before.cpuMs) / seconds / 10
  console.log(
    `\nserver: ${megabytes(after.mostRss)} at most (${megabytes(before.rss)} before); event loop late by ` +
      `${millis(after.loopP50)} p50, ${millis(after.loopP99)} p99, ${millis(after.loopMax)} max; ${cpu.toFixed(0)} % of a core\n`,
  )
}

function judge(name: string, answers: readonly Answer[], after: Health): Target[] {
  const of = (kind: Kind) => sortedTimes(answers.filter((answer) => answer.kind === kind))
  const below = (target: string, most: number, found: number): Target => ({
    target: `${name}: ${target} < ${most} ms`,
    found: millis(found),
    isMet: found < most,
  })
  const wrong = answers.filter(({ status }) => status === 0 || status >= 500).length
  const list = [
    below('p99 of everything', 250, at(sortedTimes(answers), 0.99)),
    // Postgres answers over a socket: its medians are told above, and not judged.
    ...(name === 'SQLite'
      ? [below('p50 of a month', 5, at(of('month'), 0.5)), below('p50 of a year', 25, at(of('year'), 0.5))]
      : []),
    { target: `${name}: no 5xx, nothing unanswered`, found: countText(wrong), isMet: wrong === 0 },
    {
      target: `${name}: memory < 250 MB`,
      found: megabytes(after.mostRss),
      isMet: after.mostRss < 250_000_000,
    },
    {
      target: `${name}: all that was to be sent was answered`,
      found: countText(answers.length),
      isMet: answers.length === seconds * PER_SECOND,
    },
  ]
  for (const { target, found, isMet } of list) console.log(`${isMet ? '✓' : '✗'} ${target}: ${found}`)
  return list
}

function sortedTimes(answers: readonly Answer[]): number[] {
  return answers.map(({ ms }) => ms).sort((a, b) => a - b)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function millis(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
