import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { RequestState } from '../../engine/index.ts'
import type { Tables } from './tables.ts'

/** Which requests a report is about: those received in `[from, to)` epoch ms. */
export interface ReportAsk {
  readonly from: number
  readonly to: number
  /** Ids; left out: whichever. */
  readonly reason?: string | undefined
  readonly practitioner?: string | undefined
}

/** What became of a request. A visit that was accepted counts as that, whatever came after. */
export type Outcome = 'pending' | 'accepted' | 'rejected' | 'cancelled' | 'expired'

/** Where a request was sent from. */
export interface SentFrom {
  /** As it was sent: JSON. */
  readonly source: string | null
  /** The website it was sent from. */
  readonly origin: string | null
}

/** Which requests stand behind one number of a report; what is left out doesn't narrow them. */
export interface CountedAsk extends ReportAsk {
  readonly outcome?: Outcome | undefined
  /** Sent from one of these. */
  readonly sent?: readonly SentFrom[] | undefined
  /** Accepted, but not as the patient asked for it. */
  readonly isChanged?: boolean | undefined
  /** Why it had to change; null: nobody said. */
  readonly cause?: string | null | undefined
  /** Why it was rejected; null: nobody said. */
  readonly rejection?: string | null | undefined
  /** Accepted or rejected after more than `aboveMs`, and at most `upToMs`; null: however long. */
  readonly answered?: { readonly aboveMs: number | null; readonly upToMs: number | null } | undefined
}

/** What a report looks at in a request. Nothing in it is about the patient. */
export interface Counted extends SentFrom {
  readonly reason: string
  /** The first, where several see the patient together. */
  readonly practitioner: string
  readonly outcome: Outcome
  /** Accepted, and not as the patient asked for it. */
  readonly isChanged: boolean
  /** Why it was rejected, else why it was changed; null: nobody said. */
  readonly why: string | null
}

/** Requests that are alike, and how many there are. */
export interface RequestCount extends Counted {
  readonly count: number
  /** Ms from sent to answered, of those that are answered, in no order. */
  readonly answerMs: readonly number[]
}

/** One request. */
export interface ReportLine extends Counted {
  readonly id: string
  readonly state: RequestState
  readonly createdAt: number
  readonly start: number
  readonly askedStart: number
  /** Null: not answered. */
  readonly answerMs: number | null
}

/**
 * The queries that reports ask. None reads a column that names a patient. What its patient withdrew by sending another
 * instead is left out: it is one wish, and counted once.
 */
export interface ReportReader {
  /** From where requests were sent, each once, in no order. */
  sentFrom(practice: string, ask: ReportAsk): Promise<SentFrom[]>
  countRequests(practice: string, ask: ReportAsk): Promise<RequestCount[]>
  /** At most so many after the one that is named, first received first. */
  reportLines(
    practice: string,
    ask: ReportAsk,
    limit: number,
    after?: Pick<ReportLine, 'createdAt' | 'id'>,
  ): Promise<ReportLine[]>
}

/** By staff, or by the practice's own software. What patients and the clock do ends a wait, but answers nobody. */
const isAnswered = sql<boolean>`coalesce(answered_by, 'patient') not in ('patient', 'clock')`

const isReplaced = sql<boolean>`(state = 'cancelled' and not ${isAnswered} and exists (
  select 1 from audit
  where audit.practice = request.practice and subject = 'request:' || request.id and action = 'request-replaced'))`

/** Who cancelled before an answer is told from who cancelled afterwards by whose answer the request keeps. */
const outcome = sql<Outcome>`case
  when state in ('pending', 'rejected', 'expired') then state
  when state = 'cancelled' and not ${isAnswered} then 'cancelled'
  else 'accepted' end`

const isChanged = sql<boolean>`(asked is not null and ${outcome} = 'accepted')`
const answerMs = sql<number>`(answered_at - created_at)`

const counted = {
  outcome: outcome.as('outcome'),
  changed: sql<number>`case when ${isChanged} then 1 else 0 end`.as('changed'),
  why: sql<string | null>`case when state = 'rejected' then answer_reason when ${isChanged} then change_cause end`.as(
    'why',
  ),
}

/** Narrows a query to what a report counts: its numbers, its lines and the desk's lists all go by these conditions. */
export function whereCounted<Row>(
  all: SelectQueryBuilder<Tables, 'request', Row>,
  practice: string,
  ask: CountedAsk,
): SelectQueryBuilder<Tables, 'request', Row> {
  const { reason, practitioner, sent, cause, rejection, answered } = ask
  let query = all
    .where('practice', '=', practice)
    .where('created_at', '>=', ask.from)
    .where('created_at', '<', ask.to)
    .where(sql<boolean>`not ${isReplaced}`)
  if (reason !== undefined) query = query.where('reason', '=', reason)
  if (practitioner !== undefined) query = query.where('practitioner', '=', practitioner)
  if (sent) query = whereSent(query, sent)
  if (ask.outcome !== undefined) query = query.where(outcome, '=', ask.outcome)
  if (ask.isChanged || cause !== undefined) query = query.where(isChanged)
  if (cause !== undefined) query = query.where('change_cause', cause === null ? 'is' : '=', cause)
  if (rejection !== undefined) {
    query = query.where('state', '=', 'rejected').where('answer_reason', rejection === null ? 'is' : '=', rejection)
  }
  if (answered) {
    query = query.where(outcome, 'in', ['accepted', 'rejected']).where(isAnswered).where('answered_at', 'is not', null)
    if (answered.aboveMs !== null) query = query.where(answerMs, '>', answered.aboveMs)
    if (answered.upToMs !== null) query = query.where(answerMs, '<=', answered.upToMs)
  }
  return query
}

/** By website, of which there are few: so each source stands in the query once. */
function whereSent<Row>(query: SelectQueryBuilder<Tables, 'request', Row>, sent: readonly SentFrom[]) {
  const byOrigin = Map.groupBy(sent, ({ origin }) => origin)
  return query.where((is) =>
    is.or(
      [...byOrigin].map(([origin, pairs]) => {
        const texts = pairs.flatMap(({ source }) => source ?? [])
        return is.and([
          is('origin', origin === null ? 'is' : '=', origin),
          is.or([
            ...(texts.length > 0 ? [is('source', 'in', texts)] : []),
            ...(texts.length < pairs.length ? [is('source', 'is', null)] : []),
          ]),
        ])
      }),
    ),
  )
}

/** The queries, on any connection. */
export function reportReaderOn(db: Kysely<Tables>): ReportReader {
  const received = (practice: string, ask: ReportAsk) =>
    whereCounted(db.selectFrom('request'), practice, ask)
      .select(['reason', 'practitioner', 'source', 'origin'])
      .select([counted.outcome, counted.changed, counted.why])
  return {
    sentFrom(practice, ask) {
      return whereCounted(db.selectFrom('request'), practice, ask).select(['source', 'origin']).distinct().execute()
    },
    async countRequests(practice, ask) {
      const rows = await received(practice, ask)
        .select((is) => [
          is.fn.countAll<number>().as('count'),
          // Every time in one text: both databases can write it, and a median needs them all.
          sql<string | null>`string_agg(case when ${isAnswered} then cast(${answerMs} as text) end, ',')`.as(
            'answer_ms',
          ),
        ])
        .groupBy(['reason', 'practitioner', 'source', 'origin', 'outcome', 'changed', 'why'])
        .execute()
      return rows.map(({ count, answer_ms: times, ...row }) => ({
        ...countedOf(row),
        count: Number(count),
        answerMs: times === null ? [] : times.split(',').map(Number),
      }))
    },
    async reportLines(practice, ask, limit, after) {
      let query = received(practice, ask)
        .select(['id', 'state', 'created_at', 'start_at', 'asked', 'answered_at'])
        .select(sql<number>`case when ${isAnswered} then 1 else 0 end`.as('answered'))
      if (after) {
        // The first condition says nothing new, but lets the index begin where the second one does.
        query = query
          .where('created_at', '>=', after.createdAt)
          .where((is) =>
            is.or([
              is('created_at', '>', after.createdAt),
              is.and([is('created_at', '=', after.createdAt), is('id', '>', after.id)]),
            ]),
          )
      }
      const rows = await query.orderBy('created_at').orderBy('id').limit(limit).execute()
      return rows.map(({ id, created_at: createdAt, start_at: start, asked, answered_at: answeredAt, ...row }) => ({
        ...countedOf(row),
        id,
        state: row.state as RequestState,
        createdAt,
        start,
        askedStart: asked === null ? start : (JSON.parse(asked) as { start: number }).start,
        answerMs: row.answered === 1 && answeredAt !== null ? answeredAt - createdAt : null,
      }))
    },
  }
}

interface CountedRow extends Omit<Counted, 'isChanged'> {
  readonly changed: number
}

function countedOf({ reason, practitioner, source, origin, outcome, changed, why }: CountedRow): Counted {
  return { reason, practitioner, source, origin, outcome, isChanged: changed === 1, why }
}
