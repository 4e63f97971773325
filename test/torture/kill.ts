import { importPractice } from '../../server/import.ts'
import { claimFaults, oversoldMinutes, readBooks } from './books.ts'
import { type Chance, chanceOf } from './chance.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { atLeast, exactly, type Figure, type Row, told } from './row.ts'
import { startServer } from './server-process.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const CLIENTS = 24
const LONGEST_ROUND_MS = 10_000
const SETTLE_MS = 200
const file = torturePractice({ id: 'kill', places: 3, practitioners: 4, chairs: 8, from: '06:00', to: '22:00' })

interface Sent {
  readonly key: string
  readonly body: string
}

/** What clients know: what they were told stands, and what they never heard of again. */
interface Known {
  readonly acknowledged: Map<string, string>
  readonly unanswered: Sent[]
  otherAnswers: number
  sent: number
}

/** The server process is killed while it is busy, again and again, on the same files. */
export const kill: Row = {
  name: 'kill',
  async run({ seed, isShort, folder, databases }) {
    const figures: Figure[] = []
    for (const database of databases) {
      const chance = chanceOf(seed)
      const before = await database.open(folder)
      await importPractice(before, file, Date.now())
      await before.close()

      const known: Known = { acknowledged: new Map(), unanswered: [], otherAnswers: 0, sent: 0 }
      const wrong = { lost: 0, partial: 0, oversold: 0 }
      // A database of its own isn't killed: what the server's death may break there is little.
      const share = database === databases[0] ? 1 : 0.25
      const rounds = (isShort ? 4 : 20) * share
      const wanted = (isShort ? 320 : 5000) * share
      for (let round = 0; round < rounds; round++) {
        const server = await startServer(await database.env(folder))
        // What was left without an answer is sent again, as a widget does.
        for (const sent of known.unanswered.splice(0)) await post(server.url, sent, known)
        const load = loadUntilGone(server.url, chance, known)
        // It dies in the middle of its work, when it has told about a number that chance chose.
        const last = known.acknowledged.size + (wanted / rounds) * (1 + chance.next() / 4)
        for (const until = Date.now() + LONGEST_ROUND_MS; Date.now() < until && known.acknowledged.size < last; ) {
          await new Promise((resolve) => setTimeout(resolve, 1 + chance.below(10)))
        }
        await server.kill()
        await load
        // A database of its own may still be busy with what the server asked for last.
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
        const found = await look(known.acknowledged)
        wrong.lost = Math.max(wrong.lost, found.lost)
        wrong.partial = Math.max(wrong.partial, found.partial)
        wrong.oversold = Math.max(wrong.oversold, found.oversold)
      }
      const { name } = database
      figures.push(
        atLeast(`${name}: acknowledged in ${rounds} rounds`, wanted, known.acknowledged.size),
        exactly(`${name}: acknowledged and lost`, 0, wrong.lost),
        exactly(`${name}: partial (request, claims, key, answer, audit, outbox)`, 0, wrong.partial),
        exactly(`${name}: oversold minutes`, 0, wrong.oversold),
        exactly(`${name}: answers other than given, taken or none`, 0, known.otherAnswers),
        told(`${name}: sent`, known.sent),
      )

      async function look(acknowledged: ReadonlyMap<string, string>) {
        const store = await database.open(folder)
        const books = await readBooks(store, file)
        await store.close()
        const keys = await database.read(folder, 'select key, reply from idempotency')
        const [audit] = await database.read(folder, "select count(*) as n from audit where action = 'request-sent'")
        const [outbox] = await database.read(folder, 'select count(*) as n from outbox')
        const references = new Set(books.requests.map(({ reference }) => reference))
        const answers = new Map(keys.map(({ key, reply }) => [String(key), referenceIn(String(reply))]))
        const lost = [...acknowledged].filter(
          ([key, reference]) => !references.has(reference) || answers.get(key) !== reference,
        )
        const halves = [
          ...claimFaults(file, books, Date.now()),
          ...[...answers.values()].filter((reference) => !references.has(reference)),
        ]
        const counts = [answers.size, Number(audit!.n), Number(outbox!.n)]
        return {
          lost: lost.length,
          partial: halves.length + counts.filter((count) => count !== books.requests.length).length,
          oversold: oversoldMinutes(file, books.requests),
        }
      }
    }
    return figures
  },
}

function referenceIn(reply: string): string {
  return reply === '' ? 'no answer kept' : String((JSON.parse(reply) as { reference: string }).reference)
}

async function loadUntilGone(url: string, chance: Chance, known: Known): Promise<void> {
  const today = Math.ceil(Date.now() / DAY_MS) * DAY_MS
  const client = async () => {
    for (;;) {
      const reason = chance.pick(file.reasons)
      const step = reason.stepMinutes ?? reason.durationMinutes
      const start = today + (1 + chance.below(330)) * DAY_MS + (360 + chance.below(600 / step) * step) * MINUTE_MS
      const sent = { key: `kill-key-${known.sent++}`, body: JSON.stringify(bodyFor({ reason: reason.id, start })) }
      if (!(await post(url, sent, known))) return
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

/** @returns False when the server is gone. */
async function post(url: string, sent: Sent, known: Known): Promise<boolean> {
  try {
    const reply = await fetch(`${url}/v1/practices/kill/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': sent.key },
      body: sent.body,
    })
    const text = await reply.text()
    if (reply.status === 201) known.acknowledged.set(sent.key, referenceIn(text))
    else if (reply.status !== 409) known.otherAnswers++
    return true
  } catch {
    known.unanswered.push(sent)
    return false
  }
}
