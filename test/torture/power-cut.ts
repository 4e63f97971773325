import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqlite, openSqliteStore } from '../../server/store/sqlite.ts'
import { claimFaults, readBooks } from './books.ts'
import { chanceOf } from './chance.ts'
import { torturePractice } from './practice.ts'
import { filesAfterCut, hasStrace, type Recording, record } from './recording.ts'
import { countText, exactly, type Row, told } from './row.ts'

const NOW = Date.parse('2026-11-20T08:00:00Z')
const NAME = 'power.sqlite'
const MOST_CUTS = 60
const writer = fileURLToPath(new URL('power-writer.ts', import.meta.url))
const file = torturePractice({ id: 'power', places: 3 })

/** What one moment without power does, or several. */
interface Cut {
  acknowledged: number
  lost: number
  readonly faults: string[]
}

/**
 * SQLite alone: its writer is recorded system call by system call, then the files are made again as a disk may hold them
 * when the power goes at some moment. Only what was flushed is sure; of the rest, any part.
 */
export const powerCut: Row = {
  name: 'power-cut',
  async run({ seed, isShort, folder }) {
    if (!hasStrace()) return [told('not measured: strace is not installed, or may not trace here', '')]
    const chance = chanceOf(seed)
    const cuts = isShort ? 16 : MOST_CUTS
    const bookings = isShort ? 40 : 400
    const full = await measure('full', cuts)
    // One loss shows what these cuts are able to.
    const normal = await measure('normal', MOST_CUTS, ({ lost }) => lost > 0)
    return [
      exactly(`${cuts} cuts: acknowledged and lost`, 0, full.lost),
      exactly(`${cuts} cuts: files that are damaged, or half a booking`, 0, full.faults.length, full.faults),
      told(`${cuts} cuts: acknowledged before them`, full.acknowledged),
      {
        figure: 'control (synchronous=NORMAL) loses what was acknowledged',
        wanted: '> 0',
        found: `${countText(normal.lost)} of ${countText(normal.acknowledged)}`,
        isMet: normal.lost > 0,
      },
    ]

    async function measure(synchronous: string, most: number, isEnough = (_: Cut) => false) {
      const traced = join(folder, synchronous)
      mkdirSync(traced)
      const recording = record(writer, [join(traced, NAME), synchronous, String(bookings)], traced, NAME)
      // Before the practice is there nobody is acknowledged anything.
      const first = recording.events.findIndex(({ kind }) => kind === 'said')
      const found: Cut = { acknowledged: 0, lost: 0, faults: [] }
      for (let cut = 0; cut < most && !isEnough(found); cut++) {
        const until = first + 1 + chance.below(recording.events.length - first)
        const each = await look(recording, until, join(folder, `cut-${synchronous}-${cut}`))
        found.acknowledged += each.acknowledged
        found.lost += each.lost
        found.faults.push(...each.faults.map((fault) => `before event ${until}: ${fault}`))
      }
      return found
    }

    async function look(recording: Recording, until: number, disk: string): Promise<Cut> {
      mkdirSync(disk)
      const references = filesAfterCut(recording, until, chance, disk).split('\n').filter(Boolean)
      const path = join(disk, NAME)
      try {
        const database = openSqlite(path)
        const [{ integrity_check: integrity }] = database.prepare('pragma integrity_check').all() as [
          { integrity_check: string },
        ]
        database.close()
        const store = await openSqliteStore(path)
        const books = await readBooks(store, file)
        await store.close()
        const stored = new Set(books.requests.map(({ reference }) => reference))
        return {
          acknowledged: references.length,
          lost: references.filter((reference) => !stored.has(reference)).length,
          faults: [...(integrity === 'ok' ? [] : [integrity]), ...claimFaults(file, books, NOW)],
        }
      } catch (error) {
        return { acknowledged: references.length, lost: references.length, faults: [String(error)] }
      } finally {
        rmSync(disk, { recursive: true })
      }
    }
  },
}
