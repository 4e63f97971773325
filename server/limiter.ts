import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { LimitKind, Limits } from './limits.ts'

/** How many in how many seconds. */
export interface Budget {
  readonly most: number
  readonly seconds: number
}

/**
 * By visitor, which is a network and a practice. A whole waiting room may sit behind one address, and one booking reads
 * some ten times, keeps a few times and sends once or twice.
 */
export const usualBudgets: Record<LimitKind, Budget> = {
  read: { most: 300, seconds: 60 },
  hold: { most: 120, seconds: 600 },
  send: { most: 30, seconds: 600 },
}

/** Counts in memory: a restart forgets, and each process counts for itself. */
export function createLimits(budgets: Record<LimitKind, Budget> = usualBudgets): Limits {
  const limiterOf = ({ most, seconds }: Budget) => new RateLimiterMemory({ points: most, duration: seconds })
  const limiters = { read: limiterOf(budgets.read), hold: limiterOf(budgets.hold), send: limiterOf(budgets.send) }
  return {
    async take(kind, visitor) {
      try {
        await limiters[kind].consume(visitor)
        return null
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
        throw refused
      }
    },
  }
}
