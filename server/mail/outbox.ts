import type { Log } from '../log.ts'
import type { OutboxRow, Store, StoredMessage } from '../store/store.ts'
import { type Mail, mailsFor, type Post } from './compose.ts'

const MOST_AT_ONCE = 50
/** An entry that can't be made into mails is tried again so much later: others must not wait for it. */
const FAULTY_FOR_MS = 10 * 60_000

/** Makes outbox entries into messages. */
export interface Outbox {
  /** All that wait by now. */
  empty(now: number): Promise<void>
}

/**
 * Each entry becomes its messages in the one transaction that deletes it. Where several servers work on one database,
 * one of them finds it gone.
 */
export function createOutbox(store: Store, post: Post, log: Log): Outbox {
  const faulty = new Map<string, number>()
  return {
    async empty(now) {
      for (const [id, until] of faulty) if (until <= now) faulty.delete(id)
      for (;;) {
        const rows = (await store.outbox(MOST_AT_ONCE + faulty.size)).filter(({ id }) => !faulty.has(id))
        for (const row of rows) {
          try {
            await tell(row, now)
          } catch (error) {
            faulty.set(row.id, now + FAULTY_FOR_MS)
            const fault = error instanceof Error ? error.name : 'unknown'
            log({ level: 'error', message: 'not put into a mail', practice: row.practice, topic: row.topic, fault })
          }
        }
        if (rows.length < MOST_AT_ONCE) return
      }
    },
  }

  async function tell({ practice: id, topic, subject, id: entry }: OutboxRow, now: number): Promise<void> {
    const practice = await store.practice(id)
    const request = /^request:(.+)$/.exec(subject)?.[1]
    const isTold = await store.transaction(async (transaction) => {
      if (!(await transaction.takeOutbox(id, entry))) return true
      const about = practice && request !== undefined ? await transaction.request(id, request) : null
      const mails = about && (await mailsFor(transaction, post, { practice: practice!, topic, request: about, now }))
      for (const mail of mails ?? []) await transaction.addMessage(messageOf(id, topic, request!, mail, now))
      return mails !== null
    })
    if (!isTold) log({ level: 'info', message: 'nothing to be told', practice: id, topic })
  }
}

/** A mail as it is put in line. */
export function messageOf(
  practice: string,
  topic: string,
  request: string,
  { recipient, toPatient, content }: Mail,
  now: number,
  id: string = crypto.randomUUID(),
): StoredMessage {
  return {
    ...{ practice, id, topic, request, recipient, toPatient, content },
    state: 'waiting',
    createdAt: now,
    tries: 0,
    nextAt: now,
    sentAt: null,
    fault: null,
  }
}
