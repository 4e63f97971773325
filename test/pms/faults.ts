import { Client } from 'pg'
import { checkClaims, describeClaimFaults } from '../../server/check.ts'
import type { Availability } from '../../server/contract/availability.ts'
import { Settings } from '../../server/contract/settings.ts'
import type { Connector } from '../../server/pms/connector.ts'
import { createFhirConnector } from '../../server/pms/fhir/connector.ts'
import { runSync, type SyncRoom, windowOf } from '../../server/pms/sync.ts'
import { createResidents } from '../../server/residents.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { openFhirServer } from '../kit/fhir-server.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { startPostgres } from '../kit/postgres.ts'
import { type Chance, chanceOf } from '../torture/chance.ts'
import { exactly, type Figure, told } from '../torture/row.ts'
import { connectionTo, elm, ZONE } from './practice.ts'
import { openRequests, requestFaults, type Sent, sendSome } from './requests.ts'
import { openTown, type Town } from './town.ts'
import { blocksOf, differences, type Row, type Visit, visitsIn } from './truth.ts'
import { bring, someWays, weathers } from './weather.ts'

export const FIRST_SEED = 1
const RUNS = 50
/** Each so many-th run is on Postgres, where there is one. */
const POSTGRES_EVERY = 10
const ROUNDS = 22
const MINUTE_MS = 60_000
/** Thursday; three days later the clocks go back. */
const NOW = Date.parse('2026-10-29T08:00:00-04:00')
const WHOLE_SYNCS = 2

interface Run {
  readonly faults: string[]
  syncs: number
  failed: number
  asked: number
  looks: number
  sent: number
  confirmed: number
  wholes: number
}

const none = { syncs: 0, failed: 0, asked: 0, looks: 0, sent: 0, confirmed: 0, wholes: 0 }

/** Fifty practices whose software fails in every way, each with a seed of its own. @param only - That one alone. */
export async function faults(only: number | null, isShort: boolean): Promise<Figure[]> {
  const seeds = only === null ? Array.from({ length: isShort ? 8 : RUNS }, (_, i) => FIRST_SEED + i) : [only]
  const wantsPostgres = seeds.some(isOnPostgres)
  const postgres = wantsPostgres ? await startPostgres().catch((error: Error) => void console.log(error.message)) : null
  const all: string[] = []
  const sum = { ...none }
  let bad = 0
  try {
    for (const seed of seeds) {
      const url = isOnPostgres(seed) ? await postgres?.newDatabase() : undefined
      const run = await runSeed(seed, url).catch(
        (error: Error): Run => ({ ...none, faults: [`did not end: ${error.stack}`] }),
      )
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += run[name]
      if (run.faults.length === 0) continue
      bad++
      all.push(...run.faults.map((fault) => `seed ${seed}: ${fault}`))
      console.log(
        `seed ${seed}${url ? ' (Postgres)' : ''}: ${run.faults.length} faults; npm run -s pms -- faults ${seed}`,
      )
      for (const fault of run.faults.slice(0, only === null ? 6 : 100)) console.log(`  ${fault}`)
    }
  } finally {
    await postgres?.stop()
  }
  return [
    exactly(`runs of ${seeds.length} with any fault`, 0, bad, all),
    told('of them on Postgres', postgres ? seeds.filter(isOnPostgres).length : 0),
    told('syncs / failed, as they should', `${sum.syncs} / ${sum.failed}`),
    told('questions to the PMS', sum.asked),
    told('looks at what is offered', sum.looks),
    told('requests / confirmed by a sync', `${sum.sent} / ${sum.confirmed}`),
    told('whole syncs until both are equal, on average', (sum.wholes / seeds.length).toFixed(2)),
  ]
}

const isOnPostgres = (seed: number) => seed % POSTGRES_EVERY === 0

async function runSeed(seed: number, databaseUrl: string | undefined): Promise<Run> {
  const chance = chanceOf(seed)
  const server = await openFhirServer({ now: NOW, ...someWays(chance) })
  const house = await testHouse(elm, undefined, databaseUrl)
  const run: Run = { ...none, faults: [] }
  try {
    await play({ seed, chance, house, databaseUrl, town: openTown(server, chance), run })
  } finally {
    run.asked = server.asked.length
    await server.close()
    await house.close()
  }
  return run
}

interface Stage {
  readonly seed: number
  readonly chance: Chance
  readonly house: TestHouse
  readonly databaseUrl: string | undefined
  readonly town: Town
  readonly run: Run
}

async function play(stage: Stage): Promise<void> {
  const { chance, house, town, run } = stage
  const { server } = town
  const { ways } = server
  house.now = NOW
  // Of some servers the version never moves.
  if (chance.happens(0.3)) {
    const { written } = ways
    ways.written = (resource) => written({ ...resource, meta: { ...resource.meta, versionId: '1' } })
  }
  const connect = () =>
    createFhirConnector(
      { kind: 'fhir', baseUrl: server.baseUrl, access: { kind: 'none' }, statuses: {} },
      { clock: () => house.now, timeZone: ZONE, timeoutMs: 250, wait: async (_, signal) => signal.throwIfAborted() },
    )
  let connector: Connector = connect()
  const room = await join(house, server.baseUrl, () => connector)
  const sync = async (isWhole: boolean) => {
    run.syncs++
    return runSync(room, elm.id, { isWhole })
  }

  const requests: Sent[] = []
  const waiting: { due: number; enter: () => void }[] = []
  for (let i = 0; i < 25; i++) town.act(house.now)

  let good: readonly Visit[] = []
  let hasJumped = false
  for (let round = 0; round < ROUNDS; round++) {
    const passed = (1 + chance.below(chance.happens(0.2) ? 80 : 12)) * MINUTE_MS
    house.now += passed
    ways.now = Math.max(ways.now, hasJumped ? ways.now + passed : house.now)
    if (chance.happens(0.05)) {
      ways.now -= chance.pick([30, 300]) * MINUTE_MS
      hasJumped = true
    }
    for (let i = chance.below(5); i > 0; i--) town.act(house.now)
    for (const each of waiting.filter(({ due }) => due <= round)) each.enter()
    waiting.splice(0, waiting.length, ...waiting.filter(({ due }) => due > round))
    if (chance.happens(0.6)) {
      const sent = await sendSome(house, town, chance, requests.length)
      if (sent) {
        requests.push(sent.sent)
        waiting.push({ due: round + chance.below(4), enter: sent.enter })
      }
    }
    // A server that starts anew learns anew what the other one can do.
    if (chance.happens(0.1)) connector = connect()

    const isWhole = chance.happens(0.2)
    let hasTurned = false
    bring(chance.pick(weathers), server, chance, () => {
      hasTurned = true
      town.act(house.now)
    })
    const before = takenIn(town)
    const wholeBefore = await lastWhole(house)
    const outcome = await sync(isWhole)
    if (outcome === 'failed') run.failed++
    const wasWhole = (await lastWhole(house)) !== wholeBefore
    if (wasWhole) hasJumped = ways.now < house.now - 10 * MINUTE_MS
    // Where the server's clock went back, what changed can't be asked for until all is read; and where pages moved while
    // they were turned, what was new may have slipped past. What was known before stays known.
    if (outcome === 'done' && !hasTurned && (wasWhole || !hasJumped)) good = unmoved(before, takenIn(town))
    await look(stage, unmoved(good, takenIn(town)), `round ${round}, ${outcome}`)
  }

  // What was promised in the end.
  bring('fair', server, chance, () => {})
  town.mendAll()
  for (const each of waiting) each.enter()
  ways.pageSize = 100
  let left: string[] = []
  do {
    run.wholes++
    house.now += 61 * MINUTE_MS
    const outcome = await sync(true)
    left =
      outcome === 'done'
        ? await unlike(stage, ways)
        : [`a whole sync without any mishap: ${outcome} ${await problemOf(house)}`]
  } while (left.length > 0 && run.wholes < WHOLE_SYNCS)
  run.faults.push(...left)
  await look(stage, takenIn(town), 'at the end')
  const claims = await checkClaims(house.store, elm.id, house.now)
  run.faults.push(...describeClaimFaults(claims))
  const { faults: wrong, confirmed } = await requestFaults(house, town, requests)
  run.faults.push(...wrong)
  run.sent = requests.length
  run.confirmed = confirmed
  run.faults.push(...(await openRequests(house, town)))
}

async function join(house: TestHouse, baseUrl: string, connector: () => Connector): Promise<SyncRoom> {
  await house.store.transaction(async (transaction) => {
    await transaction.putSettings(elm.id, Settings.parse({ mode: 'reads' }), 0)
    await transaction.putConnection(elm.id, connectionTo(baseUrl), 0)
    await transaction.resetConnectionState(elm.id, { since: house.now })
  })
  return {
    store: house.store,
    residents: createResidents(),
    clock: () => house.now,
    log: (entry) => house.logged.push(entry),
    publicUrl: OWN_ORIGIN,
    openConnector: async () => connector(),
  }
}

async function stateOf(house: TestHouse) {
  return (await house.store.connection(elm.id))!.state as {
    lastWholeAt: number | null
    problem: { words: string } | null
  }
}
const lastWhole = async (house: TestHouse) => (await stateOf(house)).lastWholeAt
const problemOf = async (house: TestHouse) => (await stateOf(house)).problem?.words

/** What takes time there and can be read. */
function takenIn({ server, spoilt }: Town): Visit[] {
  return visitsIn(server).filter(({ id, isLive }) => isLive && !spoilt.has(id.slice('Appointment/'.length)))
}

/** Those that are the same at both times. */
function unmoved(before: readonly Visit[], after: readonly Visit[]): Visit[] {
  const texts = new Set(after.map((visit) => JSON.stringify(visit.row)))
  return before.filter((visit) => texts.has(JSON.stringify(visit.row)))
}

/** What is offered must not be what was taken when all was last read. */
async function look({ house, run }: Stage, taken: readonly Visit[], when: string): Promise<void> {
  run.looks++
  for (const doctor of ['ann', 'bob']) {
    const reply = await house.app.request(`/v1/practices/${elm.id}/availability?reason=check&practitioner=${doctor}`)
    const { slots } = (await reply.json()) as Availability
    const theirs = taken.filter(({ practitioners, blocked }) => (blocked ?? practitioners).includes(doctor))
    for (const slot of slots) {
      const start = Date.parse(slot.start)
      const inTheWay = theirs.find((visit) => visit.start < start + 30 * MINUTE_MS && visit.end > start)
      if (inTheWay) run.faults.push(`${when}: ${doctor} is offered at ${slot.start}, taken by ${inTheWay.id}`)
    }
  }
}

/** How our copy differs from the PMS. */
async function unlike(
  { house, databaseUrl, town }: Stage,
  ways: { written: (resource: never) => unknown },
): Promise<string[]> {
  const isAlwaysFirst =
    (ways.written({ resourceType: 'X', meta: { versionId: '7' } } as never) as { meta: { versionId: string } }).meta
      .versionId === '1'
  const visits = visitsIn(town.server).map((visit) => {
    const version = String(visit.row.pms_version)
    return isAlwaysFirst ? { ...visit, row: { ...visit.row, pms_version: version.replace(/^[^@]*/, '1') } } : visit
  })
  const practice = (await house.store.practice(elm.id))!
  const found = differences(visits, await rowsOf(house, databaseUrl), windowOf(practice, house.now))
  const blocks = (await house.store.blocks(elm.id, house.now)).map(({ id, practitioners, start, end }) =>
    JSON.stringify([id, practitioners, start, end]),
  )
  const wanted = blocksOf(visits, house.now)
  if (blocks.sort().join('\n') !== wanted.join('\n')) found.push(`blocks are ${blocks.join()}, not ${wanted.join()}`)
  const strange = await house.store.unreadable(elm.id)
  found.push(...strange.map(({ id, why }) => `${id} still counts as unreadable: ${why}`))
  return found
}

async function rowsOf(house: TestHouse, databaseUrl: string | undefined): Promise<Row[]> {
  const sql = 'select * from appointment where pms_id is not null'
  if (databaseUrl === undefined) {
    const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
    const rows = database.prepare(sql).all() as Row[]
    database.close()
    return rows
  }
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<Row>(sql).finally(() => client.end())
  return rows
}
