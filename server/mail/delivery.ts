import type { Log } from '../log.ts'
import type { MessageOutcome, MessageState, StoredMessage } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import { mayLeave } from './grounds.ts'
import { revealLink, revealPatientLink } from './private-link.ts'
import { nextTry, type Outcome } from './retry.ts'
import { unsealed } from './sealed.ts'
import { createSettlement, type Ending } from './settlement.ts'

const MOST_AT_ONCE = 20
/** As many as there are connections. */
export const SIDE_BY_SIDE = 2
/** What was leased together is begun by then, or given back: behind slow ones it would outlive its lease. */
const BEGIN_WITHIN_MS = 60_000
/** Longer than any try takes that is begun in time: who hasn't said by then how it ended has died. */
export const LEASE_MS = BEGIN_WITHIN_MS + 15 * 60_000
/** After the mail server couldn't be reached, no other mail is tried for so long. */
const PAUSE_MS = 30_000

/** A mail as it is handed over. */
export interface OutgoingMail {
  /** The message's id: its Message-ID is made from it, so that a second copy can be told. */
  readonly id: string
  readonly to: string
  readonly from: string
  readonly replyTo: string | null
  readonly language: string
  readonly subject: string
  readonly text: string
  /** Empty: there is none. */
  readonly html: string
  readonly calendar: { readonly method: string; readonly text: string } | null
  readonly date: Date
}

/** Where mails go. */
export interface Transport {
  /** What a message is in whose mail has gone there. */
  readonly state: 'sent' | 'kept'
  send(mail: OutgoingMail): Promise<Outcome>
  /** Deletes what is kept of messages that are no more. */
  forget(areThere: (ids: readonly string[]) => Promise<readonly string[]>): Promise<void>
  close(): void
}

export interface Delivery {
  /** Hands over what is due by now. Ends early when `isStopped` says so. */
  run(isStopped?: () => boolean): Promise<void>
}

/** What a delivery works with. */
export interface DeliveryRoom {
  readonly clock: () => number
  readonly log: Log
  /** Of the installation. */
  readonly secret: string
  /** Called after each try with the state that it leaves the message in. */
  readonly tried?: ((state: MessageState) => void) | undefined
}

/**
 * Sends messages. They are leased before they are sent, a bounded number in one transaction, and settled after that, so
 * that of several servers one sends each. Between handing a mail over and writing that down there is a moment in which a
 * process that dies leaves its outcome unknown: then it is sent once more when the lease has ended, with the same
 * Message-ID. No connection takes its next mail before its last one is settled, so never more are in doubt than there are
 * connections. At least once, and nearly always just once.
 */
export function createDelivery(
  store: Store,
  transport: Transport,
  { clock, log, secret, tried = () => {} }: DeliveryRoom,
): Delivery {
  const settlement = createSettlement(store, clock)
  let pausedUntil = 0

  return {
    async run(isStopped = () => false) {
      await settlement.catchUp()
      while (!isStopped() && clock() >= pausedUntil) {
        const due = await store.dueMessages(clock(), MOST_AT_ONCE)
        const ours = due.length > 0 ? await lease(due) : []
        await deliverAll(ours, isStopped)
        // None of them was ours: whoever has them settles them.
        if (due.length < MOST_AT_ONCE || ours.length === 0) return
      }
    },
  }

  /** Those that nobody else has, longest due first. */
  async function lease(due: readonly StoredMessage[]): Promise<StoredMessage[]> {
    const until = clock() + LEASE_MS
    // In the same order on every server, so that none waits for another that waits for it.
    const sorted = [...due].sort((a, b) => (a.id < b.id ? -1 : 1))
    const ours = await store.transaction(async (transaction) => {
      const leased = new Set<StoredMessage>()
      for (const message of sorted) if (await transaction.leaseMessage(message, until)) leased.add(message)
      return leased
    })
    return due.filter((message) => ours.has(message))
  }

  /** Hands over what we have leased. What can't be begun soon is given back as it was. */
  async function deliverAll(ours: readonly StoredMessage[], isStopped: () => boolean): Promise<void> {
    const queue = [...ours]
    const beginUntil = clock() + BEGIN_WITHIN_MS
    let inHand = 0
    const ended = async (message: StoredMessage, outcome: Ending): Promise<boolean> => {
      const isOurs = settlement.settle({ message, outcome })
      if (inHand === 0) settlement.hurry()
      return isOurs
    }
    const work = async () => {
      for (let message = queue.shift(); message; message = queue.shift()) {
        if (isStopped() || clock() < pausedUntil || clock() >= beginUntil) {
          await Promise.all([message, ...queue.splice(0)].map((one) => ended(one, null)))
          return
        }
        inHand++
        const outcome = await handOver(message).finally(() => inHand--)
        const now = clock()
        if (outcome.is === 'without-ground') {
          note(message, null, (await ended(message, 'dropped')) ? 'dropped' : 'taken over')
          continue
        }
        if (outcome.is === 'unreachable') pausedUntil = now + PAUSE_MS
        const settled = settledAs(message, message.tries + 1, outcome, now)
        tried(settled.state)
        note(message, settled.fault, (await ended(message, settled)) ? settled.state : 'taken over')
      }
    }
    const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, work))
    const failed = ends.find((end) => end.status === 'rejected')
    if (!failed) return
    await Promise.allSettled(queue.splice(0).map((message) => ended(message, null)))
    throw failed.reason
  }

  function note({ practice, id, topic, tries }: StoredMessage, fault: string | null, state: string): void {
    const level = fault === null ? 'info' : 'warn'
    log({ level, message: 'mail', practice, id, topic, state, tries: tries + 1, ...(fault === null ? {} : { fault }) })
  }

  async function handOver(message: StoredMessage): Promise<Outcome | { readonly is: 'without-ground' }> {
    try {
      // Deleted while it waited in hand, with whom it names.
      const [isThere] = await store.haveMessages(message.practice, [message.id])
      if (isThere === undefined) return { is: 'without-ground' }
      if (message.toPatient && !(await mayLeave(store, message, clock()))) return { is: 'without-ground' }
      return await transport.send(await outgoing(message))
    } catch (error) {
      return { is: 'later', fault: `it could not be written (${error instanceof Error ? error.name : 'unknown'})` }
    }
  }

  async function outgoing(message: StoredMessage): Promise<OutgoingMail> {
    const { practice, id, request, patientLink, recipient, toPatient, content, createdAt } = message
    const { from, replyTo, language, subject, calendar } = content
    const reveal =
      content.sealed !== undefined
        ? await unsealed(secret, content.sealed)
        : toPatient && request !== null
          ? await revealLink(secret, practice, request)
          : patientLink !== null
            ? await revealPatientLink(secret, practice, patientLink)
            : (text: string) => text
    return {
      ...{ id, to: recipient, from, replyTo, language, subject, calendar },
      text: reveal(content.text),
      html: reveal(content.html),
      date: new Date(createdAt),
    }
  }

  function settledAs({ createdAt }: StoredMessage, tries: number, outcome: Outcome, now: number): MessageOutcome {
    if (outcome.is === 'handed-over') return { state: transport.state, nextAt: now, sentAt: now, fault: null }
    const { is, fault } = outcome
    const nextAt = is === 'refused' ? null : nextTry(is, tries, createdAt, now)
    return nextAt === null
      ? { state: 'failed', nextAt: now, sentAt: null, fault }
      : { state: 'waiting', nextAt, sentAt: null, fault }
  }
}
