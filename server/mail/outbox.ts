import { signInLinks } from '../account/asking.ts'
import type { Log } from '../log.ts'
import type { OutboxRow, StoredMessage, StoredPractice } from '../store/model.ts'
import type { Store, Transaction } from '../store/store.ts'
import { type Mail, mailsFor, type Post } from './compose.ts'
import { type LinkTelling, linkMail } from './link-mail.ts'

/** Few enough that the changes of others, which wait for their commit, don't wait long. */
const MOST_AT_ONCE = 20
/** An entry that can't be made into mails is tried again so much later: others must not wait for it. */
const FAULTY_FOR_MS = 10 * 60_000

/** Makes outbox entries into messages. */
export interface Outbox {
  /** All that wait by now. */
  empty(now: number): Promise<void>
}

/**
 * Entries become their messages in the one transaction that deletes them, a bounded number at once. Where several servers
 * work on one database, one of them finds each. When one can't be made into mails, those with it are made one by one.
 */
export function createOutbox(
  store: Store,
  post: Post,
  { log, secret }: { readonly log: Log /** Of the installation. */; readonly secret: string },
): Outbox {
  const faulty = new Map<string, number>()
  return {
    async empty(now) {
      for (const [id, until] of faulty) if (until <= now) faulty.delete(id)
      for (;;) {
        const rows = (await store.outbox(MOST_AT_ONCE + faulty.size)).filter(({ id }) => !faulty.has(id))
        const part = rows.slice(0, MOST_AT_ONCE)
        if (part.length > 0) await tellAll(part, now)
        if (rows.length < MOST_AT_ONCE) return
      }
    },
  }

  async function tellAll(rows: readonly OutboxRow[], now: number): Promise<void> {
    try {
      await tell(rows, now)
      return
    } catch (error) {
      if (rows.length === 1) return isFaulty(rows[0]!, now, error)
    }
    for (const row of rows) await tell([row], now).catch((error: unknown) => isFaulty(row, now, error))
  }

  function isFaulty({ id, practice, topic }: OutboxRow, now: number, error: unknown): void {
    faulty.set(id, now + FAULTY_FOR_MS)
    const fault = error instanceof Error ? error.name : 'unknown'
    log({ level: 'error', message: 'not put into a mail', practice, topic, fault })
  }

  async function tell(rows: readonly OutboxRow[], now: number): Promise<void> {
    const practices = new Map<string, StoredPractice | null>()
    for (const { practice: id } of rows) if (!practices.has(id)) practices.set(id, await store.practice(id))
    const untold = await store.transaction(async (transaction) => {
      const left: OutboxRow[] = []
      for (const row of rows) {
        if (!(await tellOne(transaction, practices.get(row.practice) ?? null, row, now))) left.push(row)
      }
      return left
    })
    for (const { practice, topic } of untold) log({ level: 'info', message: 'nothing to be told', practice, topic })
  }

  /** False when there was nothing to tell. */
  async function tellOne(
    transaction: Transaction,
    practice: StoredPractice | null,
    row: OutboxRow,
    now: number,
  ): Promise<boolean> {
    const { practice: id, topic, subject } = row
    if (!(await transaction.takeOutbox(id, row.id))) return true
    const [, kind, about = ''] = /^([a-z-]+):(.+)$/s.exec(subject) ?? []
    if (!practice) return false
    switch (kind) {
      case 'request': {
        const request = await transaction.request(id, about)
        const mails = request && (await mailsFor(transaction, post, { practice, topic, request, now }))
        for (const mail of mails ?? [])
          await transaction.addMessage(messageOf(id, topic, { request: about }, mail, now))
        return mails !== null
      }
      case 'patient-link': {
        const link = await transaction.patientLink(id, about)
        return link !== null && tellOfLink(transaction, { practice, topic, link, now })
      }
      // Who is it, and is anybody? Found out here, so that whoever asks can't tell by how long the answer takes.
      case 'address': {
        const { links, language } = await signInLinks(transaction, { practice: id, subject, now, secret })
        for (const link of links) await tellOfLink(transaction, { practice, topic, link, now, language })
        return true
      }
      default:
        return false
    }
  }

  async function tellOfLink(transaction: Transaction, telling: LinkTelling): Promise<boolean> {
    const { practice, topic, link, now } = telling
    const mail = await linkMail(transaction, post, telling)
    if (mail) await transaction.addMessage(messageOf(practice.file.id, topic, { patientLink: link.id }, mail, now))
    return mail !== null
  }
}

/** What a message is about; null: neither a request nor a link to a patient. */
type About = { readonly request: string } | { readonly patientLink: string } | null

/** A mail as it is put in line. */
export function messageOf(
  practice: string,
  topic: string,
  about: About,
  { recipient, toPatient, content }: Mail,
  now: number,
  id: string = crypto.randomUUID(),
): StoredMessage {
  const [request, patientLink] =
    about === null ? [null, null] : 'request' in about ? [about.request, null] : [null, about.patientLink]
  return {
    ...{ practice, id, topic, request, patientLink, recipient, toPatient, content },
    state: 'waiting',
    createdAt: now,
    tries: 0,
    nextAt: now,
    sentAt: null,
    fault: null,
  }
}
