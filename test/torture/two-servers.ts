import type { Availability } from '../../server/contract/availability.ts'
import type { RequestReply } from '../../server/contract/request.ts'
import { importPractice } from '../../server/import.ts'
import { type Chance, chanceOf } from './chance.ts'
import { lossFigures, readLosses } from './losses.ts'
import { torturePractice } from './practice.ts'
import { atLeast, countText, exactly, type Row, told } from './row.ts'
import { askUntilHeard, type Known, nextRequest, reached, send } from './sending.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** Of the load balancer's requests, those it also sends to the other server before the first one has answered. */
const IMPATIENT_SHARE = 0.1
const LONGEST_MS = 120_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Less than there is room for, and so much that a good part of those who ask are refused. */
const GIVEN_A_DAY = 40
/** One place a calendar: whoever is given a time has filled it. */
const file = torturePractice({ id: 'two', places: 1, practitioners: 4, chairs: 4, from: '06:00', to: '22:00' })

/**
 * Two servers behind a load balancer, on one Postgres, and one of them dies while both are busy. What either has
 * acknowledged stands, and neither offers what the other has given away.
 */
export const twoServers: Row = {
  name: 'two-servers',
  async run({ seed, isShort, folder, databases }) {
    const database = databases.find(({ name }) => name === 'Postgres')
    if (!database) return [told('not measured: the two would share a Postgres, and there is none here', '')]
    const store = await database.open(folder)
    await importPractice(store, file, Date.now())
    await store.close()
    const wanted = isShort ? 160 : 540
    const clients = isShort ? 60 : 200
    const looksWanted = wanted / 4
    const chance = chanceOf(seed)
    const known: Known = { acknowledged: new Map(), otherAnswers: [], sent: 0, comeAgain: 0 }
    const tally = { sentAgain: 0, unanswered: 0, looks: 0, listed: 0, stale: [] }
    const env = await database.env(folder)
    const starting = [startServer(env), startServer(env)]
    try {
      const servers = await Promise.all(starting)
      const load = loadUntil(wanted, clients, { servers, chance, known, tally, filled: new Map() })
      await reached(() => tally.looks >= looksWanted * (1 + chance.next() / 4), LONGEST_MS, chance)
      await chance.pick(servers).kill()
      await load
    } finally {
      for (const start of await Promise.allSettled(starting)) if (start.status === 'fulfilled') await start.value.kill()
    }
    return [
      atLeast('acknowledged by two servers, of which one dies', wanted, known.acknowledged.size),
      ...lossFigures('', await readLosses(database, folder, file, known), known),
      exactly('left without an answer', 0, tally.unanswered),
      atLeast('sent again, to the one that is left', 1, tally.sentAgain),
      atLeast('asked the other server after an acknowledgement', looksWanted, tally.looks),
      exactly('listed there, though acknowledged to somebody before', 0, tally.stale.length, tally.stale),
      told('sent / listed', `${countText(known.sent)} / ${countText(tally.listed)}`),
    ]
  },
}

interface Crowd {
  readonly servers: readonly ServerProcess[]
  readonly chance: Chance
  readonly known: Known
  /** By practitioner and minute, how many acknowledgements there were when somebody was given it. */
  readonly filled: Map<string, number>
  readonly tally: { sentAgain: number; unanswered: number; looks: number; listed: number; readonly stale: string[] }
}

async function loadUntil(wanted: number, clients: number, crowd: Crowd): Promise<void> {
  const until = Date.now() + LONGEST_MS
  const client = async () => {
    while (crowd.known.acknowledged.size < wanted && Date.now() < until) await bookAndLook(crowd, wanted / GIVEN_A_DAY)
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** Sends to either server, and asks the other one whether it knows. */
async function bookAndLook(crowd: Crowd, days: number): Promise<void> {
  const { servers, chance, known, tally } = crowd
  const sent = nextRequest(file, chance, days, known)
  const order = chance.happens(0.5) ? servers : servers.toReversed()
  const beside = chance.happens(IMPATIENT_SHARE) ? send(order[1]!.url, file, sent, known) : null
  const given = await firstAnswer(order, ({ url }) => send(url, file, sent, known))
  await beside
  if (!given) tally.unanswered++
  else if (given.by !== order[0]) tally.sentAgain++
  if (given?.answer.status === 201) await lookElsewhere(crowd, given.by, JSON.parse(given.answer.text))
}

/** The place is gone now: whoever is asked from here on must know, and of all that was acknowledged before. */
async function lookElsewhere(crowd: Crowd, giver: ServerProcess, given: RequestReply): Promise<void> {
  const { servers, known, filled, tally } = crowd
  const practitioner = given.practitioner.id
  const asOf = known.acknowledged.size
  for (const minute of minutesOf(given.reason.id, given.start)) filled.set(`${practitioner} ${minute}`, asOf)

  const others = servers.filter((server) => server !== giver)
  const listing = await firstAnswer([...others, giver], (server) => openingsLike(server, given, known))
  if (!listing) return
  if (listing.by !== giver) tally.looks++
  tally.listed += listing.answer.length
  for (const { start } of listing.answer) {
    const isFilled = (minute: number) => (filled.get(`${practitioner} ${minute}`) ?? Infinity) <= asOf
    if (minutesOf(given.reason.id, start).some(isFilled))
      tally.stale.push(`${practitioner} ${given.reason.id} ${start}`)
  }
}

/** @returns What is on offer of the same kind on that day; null when the server is gone. */
async function openingsLike({ url }: ServerProcess, given: RequestReply, known: Known) {
  const day = Date.parse(given.start.slice(0, 10))
  const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  const query = new URLSearchParams({
    reason: given.reason.id,
    practitioner: given.practitioner.id,
    from: dateAt(day),
    to: dateAt(day + DAY_MS),
  })
  try {
    const path = `/v1/practices/${file.id}/availability?${query}`
    const reply = await askUntilHeard(() => fetch(`${url}${path}`), known)
    if (!reply.ok) known.otherAnswers.push(`${reply.status} ${await reply.text()}`)
    return reply.ok ? ((await reply.json()) as Availability).slots : []
  } catch {
    return null
  }
}

/** Asks one after the other until one answers, as a load balancer does. */
async function firstAnswer<T>(servers: readonly ServerProcess[], ask: (server: ServerProcess) => Promise<T | null>) {
  for (const by of servers) {
    const answer = await ask(by)
    if (answer !== null) return { by, answer }
  }
  return null
}

/** Epoch minutes of a visit's practitioner, buffers included. */
function minutesOf(reason: string, start: string): number[] {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = file.reasons.find(({ id }) => id === reason)!
  const from = Date.parse(start) / MINUTE_MS - bufferBeforeMinutes
  return Array.from({ length: bufferBeforeMinutes + durationMinutes + bufferAfterMinutes }, (_, i) => from + i)
}
