import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkClaims, describeClaimFaults } from '../../server/check.ts'
import type { Availability } from '../../server/contract/availability.ts'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { type Asked, type FhirServer, openFhirServer, type Resource } from '../kit/fhir-server.ts'
import { OWN_ORIGIN } from '../kit/house.ts'
import { type Chance, chanceOf } from '../torture/chance.ts'
import { exactly, type Figure, told } from '../torture/row.ts'
import { type ServerProcess, startServer } from '../torture/server-process.ts'
import { prepare, signInAt } from './joined.ts'
import { connectionTo, elm } from './practice.ts'

const SEED = 20261124
const LONGEST_MS = 30_000
const rounds = { create: 20, move: 6, cancel: 6 } as const
type Kind = keyof typeof rounds

/** When the server dies: at which of its questions to the PMS, and how long after that was done there. */
interface Moment {
  readonly what: 'POST /Appointment' | 'POST /Patient' | 'PUT /Appointment'
  /** Null: before the answer leaves. */
  readonly afterMs: number | null
}

/** The server is killed when the PMS has done what it was asked, and before our own commit says so. */
export async function kill(given: number | null, isShort: boolean): Promise<Figure[]> {
  const chance = chanceOf(given ?? SEED)
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-pms-kill-'))
  const pms = await openFhirServer()
  Object.defineProperty(pms.ways, 'now', { get: () => Date.now() })
  await prepare(folder, elm, 'writes', connectionTo(pms.baseUrl))
  const store = await openSqliteStore(join(folder, 'chairtime.sqlite'))
  const stage: Stage = {
    chance,
    folder,
    pms,
    store,
    server: await startServer({ DATA_DIR: folder }),
    cookie: '',
    deaths: 0,
  }
  const timesOf = (kind: Kind) => Math.ceil(rounds[kind] * (isShort ? 0.2 : 1))
  const faults: Record<Kind, string[]> = { create: [], move: [], cancel: [] }
  let count = 0
  try {
    stage.cookie = await signInAt(stage.server.url)
    for (const kind of Object.keys(rounds) as Kind[]) {
      for (let round = 0; round < timesOf(kind); round++) {
        const moment = momentOf(kind, chance)
        const name = `${kind} ${round} (${moment.what} + ${moment.afterMs ?? 'no answer'})`
        const found = await playRound(stage, kind, moment, count++).catch((error: Error) => [String(error.stack)])
        faults[kind].push(...found.map((fault) => `${name}: ${fault}`))
      }
    }
  } finally {
    await stage.server.kill()
    await store.close()
    await pms.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    exactly(`accepted, killed, ${timesOf('create')} times: faults`, 0, faults.create.length, faults.create),
    exactly(`moved, killed, ${timesOf('move')} times: faults`, 0, faults.move.length, faults.move),
    exactly(`cancelled, killed, ${timesOf('cancel')} times: faults`, 0, faults.cancel.length, faults.cancel),
    exactly('rounds in which the server died', count, stage.deaths),
    told('appointments in the PMS', pms.store.all('Appointment').length),
  ]
}

interface Stage {
  readonly chance: Chance
  readonly folder: string
  readonly pms: FhirServer
  readonly store: Store
  server: ServerProcess
  cookie: string
  deaths: number
}

function momentOf(kind: Kind, chance: Chance): Moment {
  const afterMs = chance.happens(0.5) ? null : chance.below(12)
  if (kind !== 'create') return { what: 'PUT /Appointment', afterMs }
  return { what: chance.happens(0.75) ? 'POST /Appointment' : 'POST /Patient', afterMs }
}

async function playRound(stage: Stage, kind: Kind, moment: Moment, count: number): Promise<string[]> {
  const { store, pms } = stage
  const family = `Birch ${[...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`
  const id = await sendRequest(stage, family, count)
  if (kind !== 'create') {
    const accepted = await answer(stage, id, 'accept', { how: { kind: 'create' }, mail: 'yes' })
    if (accepted?.status !== 200) return [`accepting answered ${accepted?.status} ${await accepted?.text()}`]
    // Overtaken by what follows, it would rightly never be told.
    await confirmed(stage, id)
  }
  killAt(stage, moment)
  const bodies = {
    create: async () => answer(stage, id, 'accept', { how: { kind: 'create' }, mail: 'yes' }),
    move: async () => answer(stage, id, 'reschedule', { time: await anotherTime(stage, id), cause: 'patient-asked' }),
    cancel: async () => answer(stage, id, 'cancel', { reason: 'patient-asked' }),
  }
  const reply = await bodies[kind]()
  if (reply && reply.status !== 200) return [`answered ${reply.status} ${await reply.text()}`]
  await died(stage)
  stage.server = await startServer({ DATA_DIR: stage.folder })
  if (!(await settled(stage, id, kind))) return ['nobody has finished it']
  return [
    ...(await unlikeTruth(store, pms, id, family, kind)),
    ...describeClaimFaults(await checkClaims(store, elm.id, Date.now())),
  ]
}

async function sendRequest({ server, chance, store }: Stage, family: string, count: number): Promise<string> {
  const listed = await fetch(`${server.url}/v1/practices/${elm.id}/availability?reason=check`)
  const { slots } = (await listed.json()) as Availability
  const reply = await fetch(`${server.url}/v1/practices/${elm.id}/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `pms-kill-${count}` },
    body: JSON.stringify({
      ...{ reason: 'check', practitioner: null, start: chance.pick(slots).start, isNewPatient: false },
      patient: {
        given: 'Ida',
        family,
        birthDate: '1984-03-07',
        mobile: '(206) 555-0117',
        email: `ida-${count}@example.com`,
      },
      consent: { email: true, text: false },
    }),
  })
  const { reference } = (await reply.json()) as { reference: string }
  return (await store.requests(elm.id, 'pending')).find((request) => request.reference === reference)!.id
}

/** Once the confirmation is a mail. */
async function confirmed({ store }: Stage, id: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await store.messagesOf(elm.id, id)).some(({ topic }) => topic === topics.create)) return
    await pause(100)
  }
}

/** Null: the server was gone before it answered. */
async function answer(
  { server, cookie, store }: Stage,
  id: string,
  action: string,
  body: object,
): Promise<Response | null> {
  const { revision } = (await store.request(elm.id, id))!
  return fetch(`${server.url}/portal/api/practices/${elm.id}/requests/${id}/${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie, Origin: OWN_ORIGIN },
    body: JSON.stringify({ revision, ...body }),
  }).catch(() => null)
}

async function anotherTime({ server, chance, store }: Stage, id: string) {
  const request = (await store.request(elm.id, id))!
  const listed = await fetch(`${server.url}/v1/practices/${elm.id}/availability?reason=check`)
  const { slots } = (await listed.json()) as Availability
  const slot = chance.pick(slots.filter(({ start }) => Date.parse(start) !== request.start))
  return { start: slot.start, practitioner: slot.practitioners[0]!, chair: null }
}

function killAt(stage: Stage, { what, afterMs }: Moment): void {
  const { server, pms } = stage
  const [method, path = ''] = what.split(' ')
  pms.ways.meanwhile = (asked: Asked) => {
    if (asked.method !== method || !asked.target.startsWith(path) || asked.target.includes('_search')) return
    pms.ways.meanwhile = () => {}
    const end = () => server.child.kill('SIGKILL')
    if (afterMs === null) end()
    else setTimeout(end, afterMs)
  }
}

async function died(stage: Stage): Promise<void> {
  const { server, folder } = stage
  for (const until = Date.now() + 2000; server.child.signalCode === null && Date.now() < until; ) await pause(10)
  if (server.child.signalCode === 'SIGKILL') stage.deaths++
  else await server.kill()
  stage.pms.ways.meanwhile = () => {}
  // Whoever died still has the lease for two minutes: they have passed.
  const database = openSqlite(join(folder, 'chairtime.sqlite'))
  database.exec('update pms_write set next_at = 0; update connection set lease_until = 0')
  database.close()
}

const topics = { create: 'request-confirmed', move: 'request-changed', cancel: 'request-cancelled-by-practice' }

/** Waits until what was begun is done, and the mails about it are made. */
async function settled({ store }: Stage, id: string, kind: Kind): Promise<boolean> {
  for (const until = Date.now() + LONGEST_MS; Date.now() < until; ) {
    const isWritten = (await store.pmsWrite(elm.id, id)) === null
    const isTold = (await store.outbox(100)).length === 0
    if (isWritten && isTold) return true
    await pause(50)
  }
  console.log(`  ${kind}: ${JSON.stringify(await store.pmsWrite(elm.id, id))}`)
  return false
}

async function unlikeTruth(store: Store, pms: FhirServer, id: string, family: string, kind: Kind): Promise<string[]> {
  const faults: string[] = []
  const want = (what: string, wanted: unknown, found: unknown) => {
    if (found !== wanted) faults.push(`${what}: ${found}, not ${wanted}`)
  }
  const request = (await store.request(elm.id, id))!
  const patients = pms.store.all('Patient').filter(({ name }) => (name as { family: string }[])[0]!.family === family)
  want('patients there', 1, patients.length)
  const theirs = pms.store.all('Appointment').filter((each) => names(each, `Patient/${patients[0]?.id}`))
  want('appointments there', 1, theirs.length)
  const [there] = theirs
  want('status there', kind === 'cancel' ? 'cancelled' : 'booked', there?.status)
  want('state here', kind === 'cancel' ? 'cancelled' : 'booked', request.state)
  want('start there', new Date(request.start).toISOString(), there && new Date(String(there.start)).toISOString())
  want('practitioner there', true, there !== undefined && names(there, `Practitioner/${request.practitioners[0]}`))
  const row = request.appointment === null ? null : await store.pmsAppointment(elm.id, request.appointment)
  want('linked with', `Appointment/${there?.id}`, row?.pms.id)
  want('which came from', id, row?.request)
  const mails = (await store.messages(elm.id, { limit: 1000 })).filter((mail) => mail.request === id && mail.toPatient)
  want(`mails of ${topics[kind]}`, 1, mails.filter(({ topic }) => topic === topics[kind]).length)
  if (kind !== 'create') want('confirmations', 1, mails.filter(({ topic }) => topic === topics.create).length)
  return faults
}

function names({ participant }: Resource, reference: string): boolean {
  return (participant as { actor: { reference: string } }[]).some(({ actor }) => actor.reference === reference)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
