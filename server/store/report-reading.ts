import { type Kysely, sql } from 'kysely'
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

/** What a report looks at in a request. Nothing in it is about the patient. */
export interface Counted {
  readonly reason: string
  /** The first, where several see the patient together. */
  readonly practitioner: string
  /** As it was sent: JSON. */
  readonly source: string | null
  /** The website it was sent from. */
  readonly origin: string | null
  /** Counted together, `booked` stands for whatever came of the visit. */
  readonly state: RequestState
  /** By staff, or by the practice's own software: the first answer, whatever came after it. */
  readonly isAnswered: boolean
  /** Not as the patient asked for it. */
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
  countRequests(practice: string, ask: ReportAsk): Promise<RequestCount[]>
  /** At most so many after the one that is named, first received first. */
  reportLines(
    practice: string,
    ask: ReportAsk,
    limit: number,
    after?: Pick<ReportLine, 'createdAt' | 'id'>,
  ): Promise<ReportLine[]>
}

/** What patients and the clock do ends a wait, but answers nobody. */
const isAnswered = sql<boolean>`coalesce(answered_by, 'patient') not in ('patient', 'clock')`

const isReplaced = sql<boolean>`(state = 'cancelled' and not ${isAnswered} and exists (
  select 1 from audit
  where audit.practice = request.practice and subject = 'request:' || request.id and action = 'request-replaced'))`

const counted = {
  answered: sql<number>`case when ${isAnswered} then 1 else 0 end`.as('answered'),
  changed: sql<number>`case when asked is null then 0 else 1 end`.as('changed'),
  why: sql<
    string | null
  >`case when state = 'rejected' then answer_reason when asked is not null then change_cause end`.as('why'),
}

/** The queries, on any connection. */
export function reportReaderOn(db: Kysely<Tables>): ReportReader {
  const received = (practice: string, { from, to, reason, practitioner }: ReportAsk) => {
    let query = db
      .selectFrom('request')
      .select(['reason', 'practitioner', 'source', 'origin'])
      .select([counted.answered, counted.changed, counted.why])
      .where('practice', '=', practice)
      .where('created_at', '>=', from)
      .where('created_at', '<', to)
      .where(sql<boolean>`not ${isReplaced}`)
    if (reason !== undefined) query = query.where('reason', '=', reason)
    if (practitioner !== undefined) query = query.where('practitioner', '=', practitioner)
    return query
  }
  return {
    async countRequests(practice, ask) {
      const rows = await received(practice, ask)
        .select((is) => [
          // How a visit went is another question; fewer groups are counted sooner.
          sql<string>`case when state in ('arrived', 'fulfilled', 'noshow') then 'booked' else state end`.as(
            'state_now',
          ),
          is.fn.countAll<number>().as('count'),
          // Every time in one text: both databases can write it, and a median needs them all.
          sql<
            string | null
          >`string_agg(case when ${isAnswered} then cast(answered_at - created_at as text) end, ',')`.as('answer_ms'),
        ])
        .groupBy(['reason', 'practitioner', 'source', 'origin', 'state_now', 'answered', 'changed', 'why'])
        .execute()
      return rows.map(({ count, answer_ms: times, state_now: state, ...row }) => ({
        ...countedOf({ ...row, state }),
        count: Number(count),
        answerMs: times === null ? [] : times.split(',').map(Number),
      }))
    },
    async reportLines(practice, ask, limit, after) {
      let query = received(practice, ask).select(['id', 'state', 'created_at', 'start_at', 'asked', 'answered_at'])
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
        createdAt,
        start,
        askedStart: asked === null ? start : (JSON.parse(asked) as { start: number }).start,
        answerMs: row.answered === 1 && answeredAt !== null ? answeredAt - createdAt : null,
      }))
    },
  }
}

interface CountedRow extends Pick<Counted, 'reason' | 'practitioner' | 'source' | 'origin' | 'why'> {
  readonly state: string
  readonly answered: number
  readonly changed: number
}

function countedOf({ reason, practitioner, source, origin, state, answered, changed, why }: CountedRow): Counted {
  const [isAnswered, isChanged] = [answered === 1, changed === 1]
  return { reason, practitioner, source, origin, state: state as RequestState, isAnswered, isChanged, why }
}
