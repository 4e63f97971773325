import type { Store } from '../store/store.ts'
import type { PmsAppointment, Unreadable } from './connector.ts'
import type { Mapping } from './mapping.ts'

/** Notes which records can't be read, and forgets those that can be again. */
export async function keepStrange(
  { store, clock }: { readonly store: Store; readonly clock: () => number },
  practice: string,
  mapping: Mapping,
  items: readonly (PmsAppointment | Unreadable)[],
): Promise<void> {
  const strange = items.filter((item) => item.kind === 'unreadable')
  const known = new Set((await store.unreadable(practice)).map(({ id }) => id))
  const mended = items.filter((item) => item.kind === 'appointment' && known.has(item.id)).map(({ id }) => id)
  if (strange.length + mended.length === 0) return
  const since = clock()
  await store.transaction(async (transaction) => {
    for (const { id, practitioners, why } of strange) {
      const ours = practitioners.flatMap((each) => mapping.practitioners.get(each) ?? [])
      // Of somebody who isn't one of ours, it is none of our business.
      if (practitioners.length > 0 && ours.length === 0) {
        if (known.has(id)) mended.push(id)
        continue
      }
      await transaction.putUnreadable(practice, { id, practitioners: [...new Set(ours)].sort(), why, since })
    }
    await transaction.dropUnreadable(practice, mended)
  })
}
