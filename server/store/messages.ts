import { type Kysely, type Selectable, sql } from 'kysely'
import type { MessageContent, MessageState, OutboxRow, StoredMessage, UnansweredRequest } from './model.ts'
import type { Reader, Transaction } from './store.ts'
import type { MessageTable, Tables } from './tables.ts'

/* Mails, from what is to be told (outbox) to what was sent (message). A message row that is `sending` is leased: whoever
   set it so may send it until `next_at`; after that anybody may, since its sender must have died. */

type MessageReader = Pick<
  Reader,
  | 'outbox'
  | 'mailQueue'
  | 'dueMessages'
  | 'messages'
  | 'message'
  | 'messagesOf'
  | 'countMessages'
  | 'unanswered'
  | 'haveMessages'
  | 'messageStatesOfLinks'
>
type MessageWriter = Pick<
  Transaction,
  | 'takeOutbox'
  | 'addMessage'
  | 'leaseMessage'
  | 'settleMessage'
  | 'returnMessage'
  | 'dropMessage'
  | 'renewMessage'
  | 'dropUnsent'
>

/** Staff see one state for both: it hasn't left yet. */
const UNSENT: readonly MessageState[] = ['waiting', 'sending']

export function messageReaderOn(db: Kysely<Tables>): MessageReader {
  const listed = (practice: string, state: MessageState | undefined) => {
    const all = db.selectFrom('message').where('practice', '=', practice)
    if (state === undefined) return all
    return all.where('state', 'in', UNSENT.includes(state) ? UNSENT : [state])
  }
  return {
    async outbox(limit) {
      return (await db
        .selectFrom('outbox')
        .select(['practice', 'id', 'at', 'topic', 'subject'])
        .orderBy('at')
        .orderBy('id')
        .limit(limit)
        .execute()) satisfies OutboxRow[]
    },
    async dueMessages(now, limit) {
      const rows = await db
        .selectFrom('message')
        .selectAll()
        .where('state', 'in', UNSENT)
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(messageOf)
    },
    async messages(practice, { state, limit }) {
      const rows = await listed(practice, state)
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(messageOf)
    },
    async message(practice, id) {
      const row = await db
        .selectFrom('message')
        .selectAll()
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? messageOf(row) : null
    },
    async messagesOf(practice, request) {
      const rows = await db
        .selectFrom('message')
        .selectAll()
        .where('practice', '=', practice)
        .where('request', '=', request)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(messageOf)
    },
    async countMessages(practice) {
      const rows = await db
        .selectFrom('message')
        .select((is) => ['state', is.fn.countAll<number>().as('count')])
        .where('practice', '=', practice)
        .groupBy('state')
        .execute()
      const count = (...states: string[]) =>
        rows.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + Number(row.count), 0)
      return { waiting: count(...UNSENT), sent: count('sent'), kept: count('kept'), failed: count('failed') }
    },
    async unanswered(practice, { before, after, topic, limit }) {
      return (await db
        .selectFrom('request')
        .select(['id', 'created_at as createdAt'])
        .where('practice', '=', practice)
        .where('state', '=', 'pending')
        .where('created_at', '<=', before)
        .where('created_at', '>', after)
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('message')
                .select(sql`1`.as('one'))
                .whereRef('message.practice', '=', 'request.practice')
                .whereRef('message.request', '=', 'request.id')
                .where('message.topic', '=', topic),
            ),
          ),
        )
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('audit')
                .select(sql`1`.as('one'))
                .whereRef('audit.practice', '=', 'request.practice')
                .where('audit.subject', '=', sql<string>`'request:' || request.id`)
                .where('audit.action', '=', 'request-reminded'),
            ),
          ),
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute()) satisfies UnansweredRequest[]
    },
    async mailQueue() {
      const message = await db
        .selectFrom('message')
        .select((is) => [is.fn.countAll<number>().as('count'), is.fn.min('created_at').as('oldest')])
        .where('state', 'in', UNSENT)
        .executeTakeFirstOrThrow()
      const outbox = await db
        .selectFrom('outbox')
        .select((is) => [is.fn.countAll<number>().as('count'), is.fn.min('at').as('oldest')])
        .executeTakeFirstOrThrow()
      const since = [message.oldest, outbox.oldest].flatMap((at) => (at === null ? [] : Number(at)))
      return {
        waiting: Number(message.count) + Number(outbox.count),
        oldestAt: since.length > 0 ? Math.min(...since) : null,
      }
    },
    async haveMessages(practice, ids) {
      if (ids.length === 0) return []
      const rows = await db
        .selectFrom('message')
        .select('id')
        .where('practice', '=', practice)
        .where('id', 'in', ids)
        .execute()
      return rows.map(({ id }) => id)
    },
    async messageStatesOfLinks(practice, links) {
      if (links.length === 0) return new Map()
      const rows = await db
        .selectFrom('message')
        .select(['patient_link as link', 'state'])
        .where('practice', '=', practice)
        .where('patient_link', 'in', links)
        .execute()
      return new Map(rows.map(({ link, state }) => [link!, state as MessageState]))
    },
  }
}

export function messageWriterOn(db: Kysely<Tables>): MessageWriter {
  return {
    async takeOutbox(practice, id) {
      const result = await db
        .deleteFrom('outbox')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
    async addMessage(message) {
      const { practice, id, topic, request, patientLink, recipient, toPatient, content } = message
      const { state, createdAt, tries, nextAt } = message
      const result = await db
        .insertInto('message')
        .values({
          ...{ practice, id, topic, request, recipient, state, tries },
          patient_link: patientLink,
          to_patient: Number(toPatient),
          content: JSON.stringify(content),
          created_at: createdAt,
          next_at: nextAt,
          sent_at: message.sentAt,
          fault: message.fault,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
    async leaseMessage({ practice, id, state, tries, nextAt }, until) {
      const result = await db
        .updateTable('message')
        .set({ state: 'sending', tries: tries + 1, next_at: until })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', state)
        .where('tries', '=', tries)
        .where('next_at', '=', nextAt)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async settleMessage({ practice, id, tries }, { state, nextAt, sentAt, fault }) {
      const result = await db
        .updateTable('message')
        .set({ state, next_at: nextAt, sent_at: sentAt, fault })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .where('tries', '=', tries)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async returnMessage({ practice, id, tries }, nextAt) {
      const result = await db
        .updateTable('message')
        .set({ state: 'waiting', tries: tries - 1, next_at: nextAt })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .where('tries', '=', tries)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async dropMessage({ practice, id, tries }) {
      const result = await db
        .deleteFrom('message')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .where('tries', '=', tries)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
    async dropUnsent(practice, request) {
      await db
        .deleteFrom('message')
        .where('practice', '=', practice)
        .where('request', '=', request)
        .where('state', '=', 'waiting')
        .execute()
    },
    async renewMessage({ practice, id, state }, { content, recipient }, now) {
      const result = await db
        .updateTable('message')
        .set({ content: JSON.stringify(content), recipient, state: 'waiting', created_at: now, next_at: now, tries: 0 })
        .set({ sent_at: null, fault: null })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', state)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
  }
}

function messageOf(row: Selectable<MessageTable>): StoredMessage {
  return {
    practice: row.practice,
    id: row.id,
    topic: row.topic,
    request: row.request,
    patientLink: row.patient_link,
    recipient: row.recipient,
    toPatient: row.to_patient === 1,
    content: JSON.parse(row.content) as MessageContent,
    state: row.state as MessageState,
    createdAt: row.created_at,
    tries: row.tries,
    nextAt: row.next_at,
    sentAt: row.sent_at,
    fault: row.fault,
  }
}
