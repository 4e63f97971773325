import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { evaluate } from '../../engine/index.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { importPractice } from '../../server/import.ts'
import { createResidents } from '../../server/residents.ts'
import type { StoredRequest } from '../../server/store/model.ts'
import type { Store } from '../../server/store/store.ts'
import { appOver } from './app.ts'
import { claimFaults, oversoldMinutes, readBooks } from './books.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Database } from './databases.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { countText, exactly, type Figure, type Row, told } from './row.ts'
import { askUntilHeard } from './sending.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const CLIENTS = 200
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const NOW = Date.parse('2026-11-20T08:00:00Z')
const FIRST_DAY = Date.parse('2026-11-23T00:00:00Z')
const lengths = { fixed: ['fixed'], varied: ['fixed', 'short', 'middle', 'long'] } as const

/** 200 clients want one day at once. */
export const race: Row = {
  name: 'race',
  async run({ seed, isShort, folder, databases }) {
    const figures: Figure[] = []
    for (const database of databases) {
      const own = join(folder, database.name)
      mkdirSync(own)
      figures.push(
        ...(await raceOn(
          database,
          own,
          chanceOf(seed),
          isShort
            ? { clients: 80, capacities: [2], days: 1, tries: 1, hasServers: false }
            : { clients: CLIENTS, capacities: [1, 2, 3], days: 2, tries: 3, hasServers: true },
        )),
      )
    }
    return figures
  },
}

interface Size {
  readonly clients: number
  /** Visits at the same time. */
  readonly capacities: readonly number[]
  readonly days: number
  /** How often a client takes what it is offered instead. */
  readonly tries: number
  /** Once more between two server processes, which takes long to begin. */
  readonly hasServers: boolean
}

async function raceOn(
  database: Database,
  folder: string,
  chance: Chance,
  { clients, capacities, days, tries, hasServers }: Size,
): Promise<Figure[]> {
  const store = await database.open(folder)
  const outcome = { accepted: 0, refused: 0, other: 0, oversold: 0, faults: 0, comeAgain: 0, ms: 0 }
  for (const places of capacities) {
    for (const kind of ['fixed', 'varied'] as const) {
      const file = torturePractice({ id: `race-${places}-${kind}`, places })
      await importPractice(store, file, NOW)
      const app = appOver(store, () => NOW)
      const send = (path: string, init: RequestInit) => Promise.resolve(app.request(path, init))
      for (let day = 0; day < days; day++)
        await raceForDay(
          { clients, send, file, reasons: lengths[kind], tries, chance },
          FIRST_DAY + day * DAY_MS,
          outcome,
        )
      await check(store, file, outcome, NOW)
    }
  }
  const control = await oversoldByControl(store, chance)
  await store.close()
  const { name } = database
  return [
    exactly(`${name}: oversold minutes, v ${capacities.join('/')}, fixed and varied`, 0, outcome.oversold),
    exactly(`${name}: claims that don't match the requests`, 0, outcome.faults),
    exactly(`${name}: answers other than taken or given (deadlocks, faults)`, 0, outcome.other),
    told(`${name}: given / refused`, `${countText(outcome.accepted)} / ${countText(outcome.refused)}`),
    told(`${name}: told to come again in a moment`, outcome.comeAgain),
    told(`${name}: tries a second`, Math.round(((outcome.accepted + outcome.refused) / outcome.ms) * 1000)),
    {
      figure: `${name}: control (check, then insert) oversells`,
      wanted: '> 0',
      found: countText(control),
      isMet: control > 0,
    },
    ...(hasServers ? await raceBetweenServers(database, folder, chance) : []),
  ]
}

type Send = (path: string, init: RequestInit) => Promise<Response>
type Outcome = {
  accepted: number
  refused: number
  other: number
  oversold: number
  faults: number
  comeAgain: number
  ms: number
}

interface Crowd {
  readonly clients: number
  readonly send: Send
  readonly file: PracticeFile
  readonly reasons: readonly string[]
  readonly tries: number
  readonly chance: Chance
}

async function raceForDay(
  { clients, send, file, reasons, tries, chance }: Crowd,
  day: number,
  outcome: Outcome,
): Promise<void> {
  const wishes = Array.from({ length: clients }, () => ({
    reason: chance.pick(reasons),
    practitioner: chance.happens(0.5) ? null : chance.pick(file.practitioners).id,
    // On the reason's own grid; the hours begin at 8.
    step: chance.below(20),
    pick: chance.next(),
  }))
  const began = performance.now()
  await Promise.all(
    wishes.map(async ({ reason, practitioner, step, pick }, i) => {
      const { stepMinutes, durationMinutes } = file.reasons.find(({ id }) => id === reason)!
      let start = day + 480 * MINUTE_MS + step * (stepMinutes ?? durationMinutes) * MINUTE_MS
      for (let turn = 0; turn < tries; turn++) {
        const init = {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `race-${day}-${i}-${turn}` },
          body: JSON.stringify(bodyFor({ reason, practitioner, start }, i)),
        }
        const reply = await askUntilHeard(() => send(`/v1/practices/${file.id}/requests`, init), outcome)
        if (reply.status === 201) outcome.accepted++
        else if (reply.status === 409) outcome.refused++
        else outcome.other++
        const { alternatives } = (await reply.json()) as { alternatives?: { start: string }[] }
        if (reply.status !== 409 || !alternatives || alternatives.length === 0) return
        start = Date.parse(alternatives[Math.floor(pick * alternatives.length)]!.start)
      }
    }),
  )
  outcome.ms += performance.now() - began
}

async function check(store: Store, file: PracticeFile, outcome: Outcome, now: number): Promise<void> {
  const books = await readBooks(store, file)
  outcome.oversold += oversoldMinutes(file, books.requests)
  outcome.faults += claimFaults(file, books, now).length
}

/** What everybody does at first: look whether it is free, then write it down. */
async function oversoldByControl(store: Store, chance: Chance): Promise<number> {
  const file = torturePractice({ id: 'control', places: 2 })
  await importPractice(store, file, NOW)
  const residents = createResidents()
  const book = async (i: number, start: number) => {
    const { snapshot } = (await residents.present(store, file.id, NOW))!
    const answer = evaluate(snapshot, { reason: 'fixed', practitioner: null }, start)
    if (!answer.offered) return
    const { slot } = answer
    await store.transaction((transaction) => transaction.addRequest(file.id, requestFor(i, slot)))
  }
  const starts = Array.from({ length: CLIENTS }, () => FIRST_DAY + (480 + chance.below(20) * 30) * MINUTE_MS)
  await Promise.all(starts.map((start, i) => book(i, start)))
  return oversoldMinutes(file, await store.requests(file.id, 'pending'))
}

function requestFor(
  i: number,
  slot: { practitioners: readonly string[]; chair: string | null; start: number; end: number },
): StoredRequest {
  return {
    id: `control-${i}`,
    reference: `control-${i}`,
    state: 'pending',
    createdAt: NOW,
    reason: 'fixed',
    practitioners: [slot.practitioners[0]!],
    anyone: true,
    chair: slot.chair,
    location: 'main',
    start: slot.start,
    end: slot.end,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    patient: { given: 'Control', family: 'Control', birthDate: '1984-03-07', mobile: '555-0117', email: null },
    isNewPatient: false,
    guardian: null,
    note: null,
    consent: { email: false, text: false },
    language: null,
    source: null,
    origin: null,
    hold: null,
  }
}

/** Nothing that one process keeps in memory may be what prevents overselling. */
async function raceBetweenServers(database: Database, folder: string, chance: Chance): Promise<Figure[]> {
  const file = torturePractice({ id: 'between', places: 2 })
  let store = await database.open(folder)
  await importPractice(store, file, Date.now())
  await store.close()
  const outcome = { accepted: 0, refused: 0, other: 0, oversold: 0, faults: 0, comeAgain: 0, ms: 0 }
  const servers: ServerProcess[] = []
  try {
    // One after the other: both would make the tables.
    for (let i = 0; i < 2; i++) servers.push(await startServer(await database.env(folder)))
    let turn = 0
    const send: Send = (path, init) => fetch(`${servers[turn++ % 2]!.url}${path}`, init)
    const tomorrow = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS
    await raceForDay({ clients: CLIENTS, send, file, reasons: lengths.varied, tries: 2, chance }, tomorrow, outcome)
  } finally {
    for (const server of servers) await server.kill()
  }
  store = await database.open(folder)
  await check(store, file, outcome, Date.now())
  await store.close()
  const wrong = outcome.oversold + outcome.faults + outcome.other
  const { name } = database
  return [
    exactly(`${name}: two servers on one database: oversold, mismatched, other`, 0, wrong),
    told(`${name}: two servers: given / refused`, `${countText(outcome.accepted)} / ${countText(outcome.refused)}`),
  ]
}
