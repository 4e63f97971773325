import type { Library } from './library.ts'

const MINUTE_MS = 60_000

/** What is counted, how often it may be tried, and for how long it is remembered. */
export type Budget = { readonly most: number; readonly ms: number }

/** Wrong passwords for one account, wherever they come from. */
export const passwordTries: Budget = { most: 10, ms: 15 * MINUTE_MS }
/** A code of an authenticator works for up to 90 seconds; once used it must not work again (RFC 6238 §5.2). */
export const codeUses: Budget = { most: 1, ms: 2 * MINUTE_MS }

type Row = { key: string; count: number; endsAt: Date }

/**
 * Takes one try out of the budget of `key`; in the database, so that it counts across servers and restarts. The last
 * one begins the time anew: after it the budget stays empty for all of `ms`.
 *
 * @returns Whether there was one, and whether it was the last.
 */
export async function takeTry(auth: Library, key: string, budget: Budget): Promise<'taken' | 'last' | 'none'> {
  const { adapter } = await auth.$context
  const now = new Date()
  const endsAt = new Date(now.getTime() + budget.ms)
  await adapter.deleteMany({ model: 'staffTry', where: [{ field: 'endsAt', operator: 'lte', value: now }] })
  const count = await countOne(auth, key, budget, endsAt)
  if (count === null) return 'none'
  if (count < budget.most) return 'taken'
  await adapter.updateMany({ model: 'staffTry', where: [{ field: 'key', value: key }], update: { endsAt } })
  return 'last'
}

/** Forgets what was tried: it went well. */
export async function clearTries(auth: Library, key: string): Promise<void> {
  const { adapter } = await auth.$context
  await adapter.deleteMany({ model: 'staffTry', where: [{ field: 'key', value: key }] })
}

/** Gives one back that was never really tried. */
export async function returnTry(auth: Library, key: string): Promise<void> {
  const { adapter } = await auth.$context
  await adapter.incrementOne({
    model: 'staffTry',
    where: [
      { field: 'key', value: key },
      { field: 'count', operator: 'gt', value: 0 },
    ],
    increment: { count: -1 },
  })
}

/** The count with this one, or null when none is left. Atomic: of those who come at once no more are let through. */
async function countOne(auth: Library, key: string, { most }: Budget, endsAt: Date): Promise<number | null> {
  const { adapter } = await auth.$context
  const ofKey = { field: 'key', value: key }
  for (let attempt = 1; ; attempt++) {
    const row = await adapter.incrementOne<Row>({
      model: 'staffTry',
      where: [ofKey, { field: 'count', operator: 'lt', value: most }],
      increment: { count: 1 },
    })
    if (row) return Number(row.count)
    const found = await adapter.findOne<Row>({ model: 'staffTry', where: [ofKey] })
    if (found && (Number(found.count) >= most || attempt === 3)) return null
    if (found) continue
    try {
      await adapter.create({ model: 'staffTry', data: { key, count: 1, endsAt } })
      return 1
    } catch (error) {
      // Another has begun it at the same moment: this one is counted with theirs.
      if (attempt === 3) throw error
    }
  }
}
