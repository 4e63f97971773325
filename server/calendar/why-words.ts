import {
  type Against,
  type Busy,
  explain,
  explainRemoval,
  type NameOf,
  type Removal,
  type Snapshot,
} from '../../engine/index.ts'
import { wordsFor } from '../desk/words.ts'
import { connectionOf } from '../pms/connection.ts'
import { stalenessOf } from '../pms/stale.ts'
import { namesIn } from '../rule-names.ts'
import type { StoredBlock } from '../store/blocks.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'

const DAY_MS = 86_400_000
/** What a practice file can say. */
const MOST_MONTHS = 24

/** What the book doesn't say of the blocks and holds in it. */
export interface Standing {
  readonly blocks: ReadonlyMap<string, StoredBlock>
  /** When each hold runs out; epoch ms. */
  readonly holds: ReadonlyMap<string, number>
  /** Since when whose schedule can't be read, by practitioner; epoch ms. */
  readonly unread: ReadonlyMap<string, number>
}

/** @param now - Epoch ms. */
export async function standingAt(reader: Reader, practice: StoredPractice, now: number): Promise<Standing> {
  const { id } = practice.file
  const [blocks, holds, kept, unreadable] = await Promise.all([
    reader.blocks(id, now - DAY_MS),
    reader.liveHolds(id, now),
    connectionOf(reader, id),
    reader.unreadable(id),
  ])
  return {
    blocks: new Map(blocks.map((block) => [block.id, block])),
    holds: new Map(holds.map(({ id: hold, expiresAt }) => [hold, expiresAt])),
    unread: stalenessOf(kept, practice, unreadable).knownUntil,
  }
}

/** Says reasons against a time, and what would change them, as the practice reads times. Nobody's name stands in it. */
export function wordsBehind({ file }: StoredPractice, { compiled, occupancy }: Snapshot, standing: Standing) {
  const said = wordsFor(file, file.locations[0]!.timeZone)
  const names = namesIn(file)
  const { blocks, holds, unread } = standing
  const isStale = (id: string) => blocks.get(id)?.kind === 'stale'
  const nameOf: NameOf = (kind, id) => {
    const busy = kind === 'busy' ? occupancy.items.get(id) : undefined
    return busy ? busyWords(busy) : names(kind, id)
  }

  /** `10:30 – 11:00 AM`; with the dates where it isn't within one. */
  function timeOf({ start, end }: Pick<Busy, 'start' | 'end'>): string {
    return end - start < DAY_MS ? said.timeRange(start, end) : `${said.moment(start)} – ${said.moment(end)}`
  }

  function busyWords(busy: Busy): string {
    if (busy.kind === 'hold') return `somebody is choosing ${timeOf(busy)}`
    if (busy.kind !== 'block') return `${busy.kind === 'request' ? 'a request' : 'an appointment'} ${timeOf(busy)}`
    const block = blocks.get(busy.id)
    if (block?.kind === 'pms') return `time taken in your own software ${timeOf(busy)}`
    return `blocked ${timeOf(busy)}${block?.note ? ` (${block.note})` : ''}`
  }

  /** Of a practitioner whose schedule can't be read, all else may be otherwise by now. */
  function unreadWords(practitioner: string, block: string): string {
    const since = said.moment(unread.get(practitioner) ?? blocks.get(block)!.start)
    return `The schedule of ${names('practitioner', practitioner)} could not be read since ${since}, so no times are offered.`
  }

  function freeWords(id: string): string {
    const busy = occupancy.items.get(id)
    if (!busy) return `free ${id}`
    const words = busyWords(busy)
    if (busy.kind === 'hold') {
      const until = holds.get(id)
      const when = until === undefined ? '' : ` (at the latest ${said.moment(until)})`
      return `wait until they have sent it or left${when}`
    }
    if (busy.kind !== 'block') return `move or cancel ${words}`
    const kind = blocks.get(id)?.kind
    if (kind === 'stale') return 'read the schedule again: see Connection'
    return kind === 'pms' ? `move or cancel it in your own software` : `remove the block ${timeOf(busy)}`
  }

  return {
    against(against: Against): string {
      const stale = against.rule === 'practitioner-full' ? against.busy.find(isStale) : undefined
      if (against.rule === 'practitioner-full' && stale !== undefined) {
        return unreadWords(against.practitioner, stale)
      }
      return explain(compiled, against, nameOf)
    },

    remove(against: Against): string[] {
      return against.remove.flatMap((removal) => removalWords(removal))
    },
  }

  function removalWords(removal: Removal): string[] {
    if (removal.do === 'lengthen-horizon' && removal.horizonMonths > MOST_MONTHS) return []
    if (removal.do === 'free') return [...new Set(removal.busy.map(freeWords))]
    return [explainRemoval(compiled, removal, nameOf)]
  }
}
