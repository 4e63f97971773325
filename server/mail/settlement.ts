import type { MessageOutcome, StoredMessage } from '../store/model.ts'
import type { Store } from '../store/store.ts'

const MOST_AT_ONCE = 20
/** How long the first waits for another that is being handed over, to be written down with it. */
const WAIT_MS = 50

/** Null: it wasn't begun, and is given back as it was. `dropped`: it may no longer leave, and is deleted. */
export type Ending = MessageOutcome | 'dropped' | null

/** How a leased message ended. */
export interface Ended {
  readonly message: StoredMessage
  readonly outcome: Ending
}

/** Writes down how messages ended. */
export interface Settlement {
  /**
   * @returns Whether the lease was still ours; once it is on disk.
   * @throws StoreBusyError when the database can't take it just now. It isn't forgotten: {@link Settlement.catchUp}.
   */
  settle(ended: Ended): Promise<boolean>
  /** Nobody else is about to end, so nothing is to be waited for. */
  hurry(): void
  /** What a database that was away has not taken. */
  catchUp(): Promise<void>
}

interface Waiting {
  readonly ended: Ended
  resolve(isOurs: boolean): void
  reject(error: unknown): void
}

/** Those that end at nearly the same time are written down in one transaction, a bounded number at once. */
export function createSettlement(store: Store, clock: () => number): Settlement {
  const waiting: Waiting[] = []
  /** Their leases keep others away for a while. */
  let missed: Ended[] = []
  let isWorking = false
  let stopWaiting = () => {}
  let isHurried = false

  async function work(): Promise<void> {
    isWorking = true
    while (waiting.length > 0) {
      if (!isHurried && waiting.length < MOST_AT_ONCE) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, WAIT_MS)
          stopWaiting = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      isHurried = false
      const part = waiting.splice(0, MOST_AT_ONCE)
      try {
        const ours = await write(part.map(({ ended }) => ended))
        for (const { ended, resolve } of part) resolve(ours.has(ended))
      } catch (error) {
        missed.push(...part.map(({ ended }) => ended))
        for (const { reject } of part) reject(error)
      }
    }
    isWorking = false
  }

  /** @returns Those whose lease was still ours. */
  function write(all: readonly Ended[]): Promise<Set<Ended>> {
    const now = clock()
    // In the order in which every server takes them, so that none waits for another that waits for it.
    const sorted = [...all].sort((a, b) => (a.message.id < b.message.id ? -1 : 1))
    return store.transaction(async (transaction) => {
      const ours = new Set<Ended>()
      for (const ended of sorted) {
        const { message, outcome } = ended
        const { practice, id, topic, toPatient, request, patientLink } = message
        const lease = { practice, id, tries: message.tries + 1 }
        if (outcome === null) {
          if (await transaction.returnMessage(lease, message.nextAt)) ours.add(ended)
          continue
        }
        const isSettled =
          outcome === 'dropped' ? transaction.dropMessage(lease) : transaction.settleMessage(lease, outcome)
        if (!(await isSettled)) continue
        ours.add(ended)
        const state = outcome === 'dropped' ? outcome : outcome.state
        if (state === 'waiting') continue
        const subject = request === null ? `message:${id}` : `request:${request}`
        const about = patientLink === null ? {} : { link: patientLink }
        const detail = { message: id, topic, to: toPatient ? 'patient' : 'practice', ...about }
        const entry = { at: now, actor: 'clock', action: `message-${state}`, subject, detail }
        await transaction.addAudit(practice, entry)
      }
      return ours
    })
  }

  function hurry(): void {
    isHurried = true
    stopWaiting()
  }

  return {
    settle: (ended) =>
      new Promise((resolve, reject) => {
        waiting.push({ ended, resolve, reject })
        if (!isWorking) void work()
      }),
    hurry,
    async catchUp() {
      while (missed.length > 0) {
        const part = missed.slice(0, MOST_AT_ONCE)
        await write(part)
        missed = missed.slice(part.length)
      }
    },
  }
}
