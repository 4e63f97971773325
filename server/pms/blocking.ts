import type { Store, Transaction } from '../store/store.ts'
import type { PmsAppointment } from './connector.ts'
import { type Mapping, mapped } from './mapping.ts'

/* Time in the PMS that no appointment of ours can stand for: one that names nobody takes everyone's, and one that is longer
   than a visit can be takes all of it. */

const LONGEST_MS = 24 * 3_600_000
const PREFIX = 'pms:'

/** Whose whole time an appointment takes. Null: it is an ordinary one. */
export function blockedBy(mapping: Mapping, item: PmsAppointment): readonly string[] | null {
  const { practitioners, isUnnamed } = mapped(mapping, item)
  if (isUnnamed) return [...mapping.integrated].sort()
  return item.end - item.start > LONGEST_MS && practitioners.length > 0 ? practitioners : null
}

type BlockRoom = { readonly store: Store; readonly clock: () => number }

/** Keeps the blocks of what was read. To be called before the items are kept, so that their time is taken all along. */
export async function putBlocks(
  { store, clock }: BlockRoom,
  practice: string,
  mapping: Mapping,
  items: readonly PmsAppointment[],
): Promise<void> {
  const now = clock()
  const standing = new Map((await store.blocks(practice, 0)).map((block) => [block.id, block]))
  for (const item of items) {
    const id = PREFIX + item.id
    const practitioners = blockNeededFor(mapping, item, now)
    if (practitioners === null) continue
    const known = standing.get(id)
    const isSame = known?.start === item.start && known.end === item.end
    if (isSame && JSON.stringify(known.practitioners) === JSON.stringify(practitioners)) continue
    await changeBlocks(store, practice, (transaction) =>
      transaction.putBlock(practice, {
        ...{ id, practitioners, start: item.start, end: item.end },
        ...{ kind: 'pms', note: null, createdAt: now, createdBy: 'sync' },
      }),
    )
  }
}

/** Drops the blocks that what was read no longer needs. To be called when the items are kept. */
export async function dropNeedlessBlocks(
  { store, clock }: BlockRoom,
  practice: string,
  mapping: Mapping,
  items: readonly PmsAppointment[],
): Promise<void> {
  const now = clock()
  const needless = items.filter((item) => blockNeededFor(mapping, item, now) === null)
  await dropBlocks(
    store,
    practice,
    needless.map(({ id }) => id),
  )
}

function blockNeededFor(mapping: Mapping, item: PmsAppointment, now: number): readonly string[] | null {
  const hasEnded = ['cancelled', 'noshow', 'entered-in-error'].includes(item.status) || item.end <= now
  return hasEnded ? null : blockedBy(mapping, item)
}

/** Of what is no longer in the PMS. */
export async function dropBlocks(store: Store, practice: string, records: readonly string[]): Promise<void> {
  const standing = new Set((await store.blocks(practice, 0)).map(({ id }) => id))
  for (const id of records.map((record) => PREFIX + record).filter((each) => standing.has(each))) {
    await changeBlocks(store, practice, (transaction) => transaction.dropBlock(practice, id))
  }
}

/** Blocks are rules: bookings under way are waited for, and those that come see them. */
export async function changeBlocks(
  store: Store,
  practice: string,
  run: (transaction: Transaction) => Promise<unknown>,
): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.lockVersions(practice)
    await run(transaction)
  })
}
