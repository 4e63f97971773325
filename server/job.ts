import { Cron } from 'croner'
import type { Log } from './log.ts'
import type { Store } from './store/store.ts'

/** Something that runs by itself until it is stopped. */
export interface Job {
  /** Begins no further practice, and waits for the one under way. */
  stop(): Promise<void>
}

/**
 * Does something in every practice, one after the other: at once, then whenever the schedule says. A run that takes longer
 * than that is waited for. A practice that fails is left for the next run, and logged.
 *
 * @param schedule - As in a crontab.
 * @param failure - What a failure is called in the log, like `not expired`.
 */
export function startJob(
  store: Pick<Store, 'practiceIds'>,
  { schedule, failure, log }: { schedule: string; failure: string; log: Log },
  each: (practice: string) => Promise<void>,
): Job {
  let isStopped = false
  const run = async () => {
    for (const practice of await store.practiceIds()) {
      if (isStopped) return
      try {
        await each(practice)
      } catch (error) {
        log({ level: 'error', message: failure, practice, fault: error instanceof Error ? error.name : 'unknown' })
      }
    }
  }
  const failed = () => log({ level: 'error', message: failure, fault: 'practices cannot be read' })
  let running = run().catch(failed)
  const job = new Cron(schedule, { unref: true, protect: true }, async () => {
    running = running.then(run).catch(failed)
    await running
  })
  return {
    async stop() {
      isStopped = true
      job.stop()
      await running
    },
  }
}
