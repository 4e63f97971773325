import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Connection } from '../../server/contract/connection.ts'
import { openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { OWN_ORIGIN } from '../kit/house.ts'
import type { Health } from '../load/health.ts'
import { loadPractice } from '../load/practice.ts'
import { countText, exactly, type Figure, told } from '../torture/row.ts'
import { type ServerProcess, startServer } from '../torture/server-process.ts'
import { prepare, signInAt } from './joined.ts'
import type { PmsTold } from './size-pms.ts'

const APPOINTMENTS = 20_000
const CHANGES = 20
const MOST_FIRST_MS = 60_000
const MOST_NEXT_MS = 1000
const MOST_GROWTH = 150e6
const MOST_WAIT_MS = 100
const LONGEST_MS = 300_000
const WARM_UP = 200
const EVERY_MS = 25

/** A year of a large practice: how long reading it takes us, how much memory, and whether patients wait meanwhile. */
export async function size(isShort: boolean): Promise<Figure[]> {
  const count = isShort ? APPOINTMENTS / 10 : APPOINTMENTS
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-pms-size-'))
  const pms = fork(fileURLToPath(new URL('size-pms.ts', import.meta.url)), [String(count)])
  let server: ServerProcess | null = null
  let store: Store | null = null
  try {
    const { port } = (await once(pms, 'message'))[0] as PmsTold
    await prepare(folder, loadPractice, 'reads', { source: null })
    server = await startServer({ DATA_DIR: folder }, ['--import', new URL('../load/probe.js', import.meta.url).href])
    store = await openSqliteStore(join(folder, 'chairtime.sqlite'))
    const stage = { server, store, pms, cookie: await signInAt(server.url) }
    for (let i = 0; i < WARM_UP; i++) await ask(server)
    server.child.send('begin')
    const before = await healthOf(server)

    await connect(store, port)
    const first = await syncOnce(stage, true)
    const after = await healthOf(server)
    const kept = await store.countPmsAppointments(loadPractice.id, 0)

    pms.send({ kind: 'change', count: CHANGES })
    await once(pms, 'message')
    const next = await syncOnce(stage, false)
    const growth = after.mostRss - before.rss
    return [
      exactly('appointments read', count, kept),
      below(
        `first sync of ${countText(count)}, without the PMS's own time`,
        MOST_FIRST_MS,
        first.ms - first.pmsMs,
        'ms',
      ),
      told("the PMS's own time, and its questions", `${Math.round(first.pmsMs)} ms, ${first.questions}`),
      below(`a sync of ${CHANGES} changes, without the PMS's own time`, MOST_NEXT_MS, next.ms - next.pmsMs, 'ms'),
      told("the PMS's own time, and its questions", `${Math.round(next.pmsMs)} ms, ${next.questions}`),
      below('memory that the first sync takes', MOST_GROWTH / 1e6, growth / 1e6, 'MB'),
      told(
        'memory before, at most, after',
        [before.rss, after.mostRss, after.rss].map((bytes) => `${Math.round(bytes / 1e6)} MB`).join(', '),
      ),
      below(`a month on offer meanwhile, p95 of ${first.waits.length}`, MOST_WAIT_MS, at(first.waits, 0.95), 'ms'),
      told('p50, p99, longest', [0.5, 0.99, 1].map((share) => `${at(first.waits, share).toFixed(0)} ms`).join(', ')),
      told(
        'event loop late, p50, p99, longest',
        [after.loopP50, after.loopP99, after.loopMax].map((ms) => `${ms.toFixed(0)} ms`).join(', '),
      ),
    ]
  } finally {
    await server?.kill()
    await store?.close()
    pms.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function connect(store: Store, port: number): Promise<void> {
  const doctors = loadPractice.practitioners.map(({ id }) => ({ pms: `Practitioner/${id}`, ours: id }))
  const connection = Connection.parse({
    source: { kind: 'fhir', baseUrl: `http://127.0.0.1:${port}/fhir`, access: { kind: 'none' } },
    everyMinutes: 60,
    practitioners: doctors,
    chairs: loadPractice.chairs.map(({ id }) => ({ pms: `Location/${id}`, ours: id })),
    types: [{ pms: 'urn:load|check', ours: 'check' }],
    integrated: doctors.map(({ ours }) => ours),
  })
  await store.transaction((transaction) => transaction.putConnection(loadPractice.id, connection, 1))
}

interface Stage {
  readonly server: ServerProcess
  readonly store: Store
  readonly pms: ChildProcess
  readonly cookie: string
}

/** Lets it sync now. @param isAsked - Are patients asking meanwhile? */
async function syncOnce({ server, store, pms, cookie }: Stage, isAsked: boolean) {
  const stateOf = async () =>
    (await store.connection(loadPractice.id))!.state as {
      lastGoodAt?: number | null
      problem?: { words: string } | null
      progress?: object | null
    }
  const goodBefore = (await stateOf()).lastGoodAt ?? null
  const before = await toldBy(pms)
  const waits: number[] = []
  let isDone = false
  const asking = async () => {
    while (isAsked && !isDone) {
      waits.push(await ask(server))
      await pause(EVERY_MS)
    }
  }
  const began = performance.now()
  const asked = fetch(`${server.url}/portal/api/practices/${loadPractice.id}/connection/sync`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie, Origin: OWN_ORIGIN },
    body: '{}',
  }).then(async (reply) => {
    if (!reply.ok) throw new Error(`sync answered ${reply.status}: ${await reply.text()}`)
  })
  const patients = asking()
  let ms = 0
  for (;;) {
    const { lastGoodAt, problem } = await stateOf()
    ms = performance.now() - began
    if (problem) throw new Error(`not synced: ${problem.words}`)
    if ((lastGoodAt ?? null) !== goodBefore) break
    if (ms > LONGEST_MS) throw new Error(`not synced within ${LONGEST_MS} ms`)
    await pause(10)
  }
  isDone = true
  await Promise.all([asked, patients])
  const after = await toldBy(pms)
  return {
    ms,
    pmsMs: after.ownMs - before.ownMs,
    questions: after.questions - before.questions,
    waits: waits.sort((a, b) => a - b),
  }
}

/** How long one question takes, in ms. */
async function ask({ url }: ServerProcess): Promise<number> {
  const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const to = new Date(Date.now() + 32 * 86_400_000).toISOString().slice(0, 10)
  const began = performance.now()
  const reply = await fetch(`${url}/v1/practices/${loadPractice.id}/availability?reason=check&from=${from}&to=${to}`)
  await reply.arrayBuffer()
  if (!reply.ok) throw new Error(`availability answered ${reply.status}`)
  return performance.now() - began
}

async function healthOf({ child }: ServerProcess): Promise<Health> {
  child.send('tell')
  return (await once(child, 'message'))[0] as Health
}

async function toldBy(pms: ChildProcess): Promise<PmsTold> {
  pms.send({ kind: 'tell' })
  return (await once(pms, 'message'))[0] as PmsTold
}

function below(figure: string, most: number, found: number, unit: string): Figure {
  return {
    figure,
    wanted: `< ${countText(most)} ${unit}`,
    found: `${countText(Math.round(found))} ${unit}`,
    isMet: found < most,
  }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
