import type { Log } from '../log.ts'
import type { MessageOutcome, Store, StoredMessage } from '../store/store.ts'
import { revealLink } from './private-link.ts'
import { nextTry, type Outcome } from './retry.ts'
import { unsealed } from './sealed.ts'

const MOST_AT_ONCE = 20
/** As many as there are connections. */
export const SIDE_BY_SIDE = 2
/** Longer than any try takes: who hasn't said by then how it ended has died. */
export const LEASE_MS = 15 * 60_000
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

/**
 * Sends messages. Each is leased before it is sent and settled after that, so that of several servers one sends it. Between
 * handing a mail over and writing that down there is a moment in which a process that dies leaves its outcome unknown:
 * then it is sent once more when the lease has ended, with the same Message-ID. At least once, and nearly always just once.
 */
export function createDelivery(
  store: Store,
  transport: Transport,
  { clock, log, secret }: { clock: () => number; log: Log; secret: string },
): Delivery {
  let pausedUntil = 0

  return {
    async run(isStopped = () => false) {
      while (!isStopped() && clock() >= pausedUntil) {
        const due = await store.dueMessages(clock(), MOST_AT_ONCE)
        const queue = [...due]
        let sent = 0
        const work = async () => {
          for (let message = queue.shift(); message; message = queue.shift()) {
            if (isStopped() || clock() < pausedUntil) return
            if (await deliver(message)) sent++
          }
        }
        await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
        // None of them was ours: whoever has them settles them.
        if (due.length < MOST_AT_ONCE || sent === 0) return
      }
    },
  }

  /** False: somebody else has it. */
  async function deliver(message: StoredMessage): Promise<boolean> {
    const { practice, id, topic, toPatient, request } = message
    if (!(await store.transaction((transaction) => transaction.leaseMessage(message, clock() + LEASE_MS)))) return false
    const tries = message.tries + 1
    const outcome = await handOver(message)
    const now = clock()
    if (outcome.is === 'unreachable') pausedUntil = now + PAUSE_MS
    const settled = settledAs(message, tries, outcome, now)
    const isOurs = await store.transaction(async (transaction) => {
      const isSettled = await transaction.settleMessage({ practice, id, tries }, settled)
      const isOver = settled.state === 'sent' || settled.state === 'kept' || settled.state === 'failed'
      if (isSettled && isOver) {
        const to = toPatient ? 'patient' : 'practice'
        const subject = request === null ? `message:${id}` : `request:${request}`
        const entry = { at: now, actor: 'clock', action: `message-${settled.state}`, subject }
        await transaction.addAudit(practice, { ...entry, detail: { message: id, topic, to } })
      }
      return isSettled
    })
    const state = isOurs ? settled.state : 'taken over'
    const level = outcome.is === 'handed-over' ? 'info' : 'warn'
    const fault = settled.fault === null ? {} : { fault: settled.fault }
    log({ level, message: 'mail', practice, id, topic, state, tries, ...fault })
    return true
  }

  async function handOver(message: StoredMessage): Promise<Outcome> {
    try {
      return await transport.send(await outgoing(message))
    } catch (error) {
      return { is: 'later', fault: `it could not be written (${error instanceof Error ? error.name : 'unknown'})` }
    }
  }

  async function outgoing({ practice, id, request, recipient, toPatient, content, createdAt }: StoredMessage) {
    const { from, replyTo, language, subject, calendar } = content
    const reveal =
      content.sealed !== undefined
        ? await unsealed(secret, content.sealed)
        : toPatient && request !== null
          ? await revealLink(secret, practice, request)
          : (text: string) => text
    const mail: OutgoingMail = {
      ...{ id, to: recipient, from, replyTo, language, subject, calendar },
      text: reveal(content.text),
      html: reveal(content.html),
      date: new Date(createdAt),
    }
    return mail
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
