import type { AccountEvent } from './accounts.ts'
import type { Context } from './context.ts'

/** Writes down what happened to an account, in each practice that it works for. */
export function auditAccounts({ store, clock }: Pick<Context, 'store' | 'clock'>) {
  return async ({ what, userId, isOwn, detail }: AccountEvent): Promise<void> => {
    const practices = await store.practicesOf(userId)
    if (practices.length === 0) return
    const subject = `staff:${userId}`
    const entry = { at: clock(), actor: isOwn ? subject : 'unknown', action: what, subject, detail: detail ?? null }
    await store.transaction(async (transaction) => {
      for (const practice of practices) await transaction.addAudit(practice, entry)
    })
  }
}
