import type { Store } from '../store/store.ts'

const MOST_LISTED = 10_000

/** Notes who saw which requests, or patients, in a list. */
export type ListNotes = (practice: string, userId: string, rows: readonly { readonly id: string }[]) => Promise<void>

/** A list that is looked at all day would fill the audit: each row is told once for whoever saw it in a list. */
export function createListNotes(
  { store, clock }: { readonly store: Store; readonly clock: () => number },
  kind: 'request' | 'patient' = 'request',
): ListNotes {
  /** User and row, since the server began. */
  const listed = new Set<string>()
  return async (practice, userId, rows) => {
    const unseen = rows.filter(({ id }) => !listed.has(`${userId} ${id}`))
    if (unseen.length === 0) return
    const entry = { at: clock(), actor: `staff:${userId}`, action: `${kind}-listed` }
    await store.transaction(async (transaction) => {
      for (const { id } of unseen) await transaction.addAudit(practice, { ...entry, subject: `${kind}:${id}` })
    })
    if (listed.size > MOST_LISTED) listed.clear()
    for (const { id } of unseen) listed.add(`${userId} ${id}`)
  }
}
