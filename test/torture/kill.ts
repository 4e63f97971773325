import { importPractice } from '../../server/import.ts'
import { type Chance, chanceOf } from './chance.ts'
import { lossFigures, noLosses, readLosses, worst } from './losses.ts'
import { torturePractice } from './practice.ts'
import { atLeast, type Figure, type Row, told } from './row.ts'
import { type Known, nextRequest, reached, type Sent, send } from './sending.ts'
import { startServer } from './server-process.ts'

const CLIENTS = 24
const DAYS = 330
const LONGEST_ROUND_MS = 10_000
const SETTLE_MS = 200
const file = torturePractice({ id: 'kill', places: 3, practitioners: 4, chairs: 8, from: '06:00', to: '22:00' })

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

      const known: Known = { acknowledged: new Map(), otherAnswers: [], sent: 0, comeAgain: 0 }
      let unanswered: Sent[] = []
      let losses = noLosses
      // A database of its own isn't killed: what the server's death may break there is little.
      const share = database === databases[0] ? 1 : 0.25
      const rounds = Math.ceil((isShort ? 2 : 20) * share)
      const wanted = (isShort ? 120 : 5000) * share
      for (let round = 0; round < rounds; round++) {
        const server = await startServer(await database.env(folder))
        // What was left without an answer is sent again, as a widget does.
        for (const sent of unanswered) await send(server.url, file, sent, known)
        const load = loadUntilGone(server.url, chance, known)
        // It dies in the middle of its work, when it has told about a number that chance chose.
        const last = known.acknowledged.size + (wanted / rounds) * (1 + chance.next() / 4)
        await reached(() => known.acknowledged.size >= last, LONGEST_ROUND_MS, chance)
        await server.kill()
        unanswered = await load
        // A database of its own may still be busy with what the server asked for last.
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
        losses = worst(losses, await readLosses(database, folder, file, known))
      }
      const { name } = database
      figures.push(
        atLeast(`${name}: acknowledged in ${rounds} rounds`, wanted, known.acknowledged.size),
        ...lossFigures(`${name}: `, losses, known),
        told(`${name}: sent`, known.sent),
      )
    }
    return figures
  },
}

/** @returns What was under way when the server went. */
async function loadUntilGone(url: string, chance: Chance, known: Known): Promise<Sent[]> {
  const client = async () => {
    for (;;) {
      const sent = nextRequest(file, chance, DAYS, known)
      if ((await send(url, file, sent, known)) === null) return sent
    }
  }
  return Promise.all(Array.from({ length: CLIENTS }, client))
}
