import type { StoredBlock } from '../store/blocks.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import type { StoredUnreadable } from '../store/unreadable.ts'
import { changeBlocks } from './blocking.ts'
import { connectionOf, type KeptConnection } from './connection.ts'
import { mappingOf } from './mapping.ts'

/* What can't be read is not offered as free: when a practitioner's schedule hasn't been read for too long, all of their time
   is blocked until it can be read again. */

const MINUTE_MS = 60_000
/** Beyond everything that is ever offered. */
const FOR_EVER_MS = 3 * 366 * 86_400_000

/** Since when whose schedule is not known, and when their times vanish. */
export interface Staleness {
  /** By practitioner, who are integrated: when it was last known. */
  readonly knownUntil: ReadonlyMap<string, number>
  /** How long it may be unknown. */
  readonly limitMs: number
}

/** Integrated practitioners whose schedule isn't wholly known now. Empty: all is well, or there is no connection. */
export function stalenessOf(
  { connection, state }: KeptConnection,
  { file }: StoredPractice,
  unreadable: readonly StoredUnreadable[],
): Staleness {
  const limitMs = connection.staleAfterMinutes * MINUTE_MS
  const knownUntil = new Map<string, number>()
  if (connection.source === null) return { knownUntil, limitMs }
  const known = state.lastGoodAt ?? state.since ?? 0
  for (const id of mappingOf(connection, file).integrated) {
    const strange = unreadable
      .filter(({ setAside, practitioners }) => !setAside && (practitioners.length === 0 || practitioners.includes(id)))
      .map(({ since }) => since)
    knownUntil.set(id, Math.min(known, ...strange))
  }
  return { knownUntil, limitMs }
}

/** Who is no longer offered. */
export function staleAt({ knownUntil, limitMs }: Staleness, now: number): Map<string, number> {
  return new Map([...knownUntil].filter(([, until]) => now - until >= limitMs))
}

/** When the first of them vanishes, or vanished, counted only once something is overdue. */
export function staleFrom({ knownUntil, limitMs }: Staleness): number | null {
  return knownUntil.size === 0 ? null : Math.min(...knownUntil.values()) + limitMs
}

/**
 * Blocks who has become stale, and frees who is known again.
 *
 * @returns Did anything change?
 */
export async function keepStale(
  { store, clock }: { readonly store: Store; readonly clock: () => number },
  practice: StoredPractice,
): Promise<boolean> {
  const { id } = practice.file
  const now = clock()
  const staleness = stalenessOf(await connectionOf(store, id), practice, await store.unreadable(id))
  const stale = staleAt(staleness, now)
  const standing = (await store.blocks(id, 0)).filter(({ kind }) => kind === 'stale')
  const superfluous = standing.filter(({ id: block }) => !stale.has(block.slice(PREFIX.length)))
  const missing = [...stale].filter(([practitioner]) => !standing.some((block) => block.id === PREFIX + practitioner))
  if (superfluous.length + missing.length === 0) return false
  await changeBlocks(store, id, async (transaction) => {
    for (const block of superfluous) await transaction.dropBlock(id, block.id)
    for (const [practitioner, known] of missing) await transaction.putBlock(id, blockFor(practitioner, known, now))
  })
  return true
}

const PREFIX = 'stale:'

function blockFor(practitioner: string, known: number, now: number): StoredBlock {
  const start = Math.floor(Math.max(known, now - 86_400_000) / MINUTE_MS) * MINUTE_MS
  return {
    ...{ id: PREFIX + practitioner, practitioners: [practitioner], start, end: start + FOR_EVER_MS },
    ...{ kind: 'stale', note: null, createdAt: now, createdBy: 'sync' },
  }
}
