import { zoneAt } from './availability.ts'
import { localIso } from './dates.ts'
import { release } from './desk/places.ts'
import { type Job, startJob } from './job.ts'
import type { Log } from './log.ts'
import type { Residents } from './residents.ts'
import type { Store } from './store/store.ts'

/** So few that patients who send a request meanwhile wait for a moment only. */
const MOST_A_CHANGE = 50
const EVERY_MINUTE = '* * * * *'

/**
 * Ends the wait of requests whose visit should have begun: nobody answered them, and their places are free again.
 *
 * @param now - Epoch ms; a request is over at its very start.
 * @returns How many there were.
 */
export async function expireRequests(
  store: Store,
  residents: Residents,
  practiceId: string,
  now: number,
): Promise<number> {
  let all = 0
  for (;;) {
    const overdue = await store.overdueRequests(practiceId, now, MOST_A_CHANGE)
    if (overdue.length === 0) return all
    const expired = await residents.change(store, practiceId, now, async (transaction, present) => {
      let count = 0
      for (const id of overdue) {
        const request = await transaction.request(practiceId, id)
        if (request?.state !== 'pending' || request.start > now) continue
        const changes = { state: 'expired', answer: { at: now, by: 'clock', reason: null } } as const
        // Staff or another server may be quicker to the last.
        if (!(await transaction.changeRequest(practiceId, id, request.revision, changes))) continue
        await release({ transaction, present }, id)
        const subject = `request:${id}`
        const detail = { start: localIso(request.start, zoneAt(present.practice, request.location)) }
        await transaction.addAudit(practiceId, { at: now, actor: 'clock', action: 'request-expired', subject, detail })
        await transaction.addOutbox(practiceId, { at: now, topic: 'request-expired', subject })
        count++
      }
      return count
    })
    all += expired
    // Those that somebody answered meanwhile are no longer among them; were nothing done at all, there would be no end.
    if (expired === 0 || overdue.length < MOST_A_CHANGE) return all
  }
}

/** Looks every minute, in every practice. */
export function startExpiring(store: Store, residents: Residents, clock: () => number, log: Log): Job {
  return startJob(store, { schedule: EVERY_MINUTE, failure: 'not expired', log }, async (practice) => {
    const expired = await expireRequests(store, residents, practice, clock())
    if (expired > 0) log({ level: 'info', message: 'expired', practice, requests: expired })
  })
}
