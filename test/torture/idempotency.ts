import { request } from 'node:http'
import { importPractice } from '../../server/import.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { appOver } from './app.ts'
import { claimFaults, readBooks } from './books.ts'
import { chanceOf } from './chance.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { exactly, type Figure, type Row, told } from './row.ts'

const NOW = Date.parse('2026-11-20T08:00:00Z')
const FIRST_DAY = Date.parse('2026-11-23T00:00:00Z')
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const KEYS = 500
const file = torturePractice({ id: 'idem', places: 2 })

/** Every request is sent two to five times at once; half of the senders hang up before they hear the answer. */
export const idempotency: Row = {
  name: 'idempotency',
  async run({ seed, isShort, folder, databases }) {
    const figures: Figure[] = []
    for (const database of databases) {
      const chance = chanceOf(seed)
      const store = await database.open(folder)
      await importPractice(store, file, NOW)
      const server = await listenOn(appOver(store, () => NOW).fetch, { port: 0, host: '127.0.0.1' })
      const port = portOf(server)
      const keys = Array.from({ length: isShort ? 50 : KEYS }, (_, i) => ({
        key: `idem-key-${i}`,
        body: JSON.stringify(
          bodyFor(
            { reason: 'fixed', start: FIRST_DAY + (i % 100) * DAY_MS + (480 + Math.floor(i / 100) * 60) * MINUTE_MS },
            i,
          ),
        ),
        drops: Array.from({ length: 2 + chance.below(4) }, () => (chance.happens(0.5) ? chance.below(12) : null)),
      }))
      const tally = { sent: 0, dropped: 0, differing: 0, other: 0, reused: 0 }
      const answers = new Map<string, string>()
      const atOnce = isShort ? 15 : 40
      for (let i = 0; i < keys.length; i += atOnce) {
        await Promise.all(keys.slice(i, i + atOnce).map(sendAll))
      }
      const books = await readBooks(store, file)
      const stored = new Set(books.requests.map(({ reference }) => reference))
      const unknown = [...answers.values()].filter((answer) => !stored.has(JSON.parse(answer).reference))
      await closeServer(server)
      await store.close()
      const { name } = database
      figures.push(
        exactly(`${name}: requests for ${keys.length} keys`, keys.length, books.requests.length),
        exactly(`${name}: keys answered, with a request behind each`, keys.length, answers.size - unknown.length),
        exactly(`${name}: answers to one key that differ`, 0, tally.differing),
        exactly(`${name}: other answers`, 0, tally.other),
        exactly(`${name}: the key with other details is refused`, keys.length, tally.reused),
        exactly(`${name}: claims that don't match the requests`, 0, claimFaults(file, books, NOW).length),
        told(`${name}: sent / hung up before the answer`, `${tally.sent} / ${tally.dropped}`),
      )

      async function sendAll({ key, body, drops }: (typeof keys)[number]): Promise<void> {
        await Promise.all(drops.map((drop) => sendOnce(key, body, drop)))
        // The one that hung up last of all asks again, until it knows.
        await sendOnce(key, body, null)
        const other = await post(port, key, body.replace('Qworfle', 'Qwerfle'), null)
        if (other?.status === 422) tally.reused++
      }

      async function sendOnce(key: string, body: string, dropAfterMs: number | null): Promise<void> {
        tally.sent++
        const reply = await post(port, key, body, dropAfterMs)
        if (reply === null) tally.dropped++
        else if (reply.status !== 201) tally.other++
        else if (!answers.has(key)) answers.set(key, reply.text)
        else if (answers.get(key) !== reply.text) tally.differing++
      }
    }
    return figures
  },
}

/** @param dropAfterMs - When the socket is destroyed after the body is written; null waits for the answer. */
function post(port: number, key: string, body: string, dropAfterMs: number | null) {
  return new Promise<{ status: number; text: string } | null>((resolve) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/practices/idem/requests',
        method: 'POST',
        agent: false,
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': key,
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (reply) => {
        let text = ''
        reply.setEncoding('utf8')
        reply.on('data', (chunk: string) => {
          text += chunk
        })
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
        reply.on('error', () => resolve(null))
      },
    )
    sending.on('error', () => resolve(null))
    sending.end(body, () => {
      if (dropAfterMs !== null) setTimeout(() => sending.destroy(), dropAfterMs)
    })
  })
}
