import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Interval, RequestState } from '../../engine/index.ts'
import type { DeskCounts, RequestListAsk, Role } from './model.ts'
import { whereCounted } from './report-reading.ts'
import { appointmentOf, requestOf } from './rows.ts'
import type { Reader } from './store.ts'
import type { Tables } from './tables.ts'

export const LIVE_STATES: readonly RequestState[] = ['pending', 'booked', 'arrived', 'fulfilled']
const ACCEPTED_STATES = LIVE_STATES.filter((state) => state !== 'pending')
/** In the audit, once staff have cancelled elsewhere what the patient has cancelled here. */
export const CANCELLED_THERE = 'cancelled-there'
/** Appointments that don't take place. */
export const CALLED_OFF: readonly string[] = ['cancelled', 'entered-in-error']

const startsIn = (practice: string, { start, end }: Interval) =>
  sql<boolean>`practice = ${practice} and start_at >= ${start} and start_at < ${end}`

/** Cancelled by the patient, and still in a schedule that is kept elsewhere, where only staff can cancel it. */
const toCancel = (now: number) => {
  const noted = (action: string, actor: string) => sql`exists (select 1 from audit
    where audit.practice = request.practice and audit.subject = 'request:' || request.id
      and audit.action = ${action} and audit.actor like ${actor})`
  return sql<boolean>`(request.state = 'cancelled' and request.end_at > ${now}
    and exists (select 1 from appointment
      where appointment.practice = request.practice and appointment.id = request.appointment
        and appointment.status not in (${sql.join(CALLED_OFF)}))
    and ${noted('request-cancelled', 'patient')} and not ${noted(CANCELLED_THERE, '%')})`
}

type DeskReader = Pick<
  Reader,
  | 'overdueRequests'
  | 'listRequests'
  | 'deskCounts'
  | 'requestsBetween'
  | 'appointments'
  | 'appointment'
  | 'search'
  | 'auditOf'
  | 'settings'
  | 'roleOf'
  | 'staffOf'
>

/** The queries that only staff's pages ask. */
export function deskReaderOn(db: Kysely<Tables>): DeskReader {
  const listed = (practice: string, ask: Omit<RequestListAsk, 'limit'>) => {
    const { tab, withUnlinked, now, practitioner, counted } = ask
    let query: SelectQueryBuilder<Tables, 'request', object> = db.selectFrom('request').where('practice', '=', practice)
    if (counted) query = whereCounted(query, practice, counted)
    if (practitioner !== undefined) query = query.where('practitioner', '=', practitioner)
    if (tab === 'all') return query
    return query.where((is) =>
      is.or([
        is('state', '=', 'pending'),
        // Once the visit has begun, nobody wishes for another time any more.
        is.and([is('state', '=', 'booked'), is('wish', 'is not', null), is('start_at', '>', now)]),
        ...(withUnlinked
          ? [is.and([is('state', '=', 'booked'), is('appointment', 'is', null), is('end_at', '>', now)]), toCancel(now)]
          : []),
      ]),
    )
  }

  /** A request and the appointment that it is are one visit. */
  const visits = (practice: string, range: Interval) => {
    const requests = db.selectFrom('request').where(startsIn(practice, range)).where('state', 'in', ACCEPTED_STATES)
    const linked = requests
      .where('appointment', 'is not', null)
      .select((is) => is.ref('appointment').$notNull().as('id'))
    const alone = db
      .selectFrom('appointment')
      .where(startsIn(practice, range))
      .where('status', 'not in', CALLED_OFF)
      .where('takes_time', '=', 1)
      .where('id', 'not in', linked)
    return sql<number>`${counting(requests)} + ${counting(alone)}`
  }

  return {
    async overdueRequests(practice, now, limit) {
      const rows = await db
        .selectFrom('request')
        .select('id')
        .where('practice', '=', practice)
        .where('state', '=', 'pending')
        .where('start_at', '<=', now)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    async listRequests(practice, ask) {
      const { total } = await listed(practice, ask)
        .select((is) => is.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      const isOldestFirst = ask.tab === 'action'
      const order = isOldestFirst ? 'asc' : 'desc'
      const beyond = isOldestFirst ? '>' : '<'
      const { after } = ask
      let part = listed(practice, ask).selectAll()
      if (after) {
        part = part.where((is) =>
          is.or([
            is('created_at', beyond, after.createdAt),
            is.and([is('created_at', '=', after.createdAt), is('id', beyond, after.id)]),
          ]),
        )
      }
      const rows = await part.orderBy('created_at', order).orderBy('id', order).limit(ask.limit).execute()
      return { rows: rows.map(requestOf), total: Number(total) }
    },
    async deskCounts(practice, { today, upcoming, ...ask }) {
      const { rows } = await sql<DeskCounts>`select
        ${counting(listed(practice, { ...ask, tab: 'action' }))} as action,
        ${visits(practice, today)} as today,
        ${visits(practice, upcoming)} as upcoming,
        ${counting(listed(practice, { ...ask, tab: 'all' }))} as "all"`.execute(db)
      const { action, today: visitsToday, upcoming: visitsLater, all } = rows[0]!
      return { action: Number(action), today: Number(visitsToday), upcoming: Number(visitsLater), all: Number(all) }
    },
    async requestsBetween(practice, range) {
      const all = db.selectFrom('request').selectAll().where(startsIn(practice, range))
      const rows = await all.where('state', 'in', LIVE_STATES).orderBy('start_at').orderBy('id').execute()
      return rows.map(requestOf)
    },
    async appointments(practice, range) {
      const all = db.selectFrom('appointment').selectAll().where(startsIn(practice, range))
      const rows = await all.orderBy('start_at').orderBy('id').execute()
      return rows.map(appointmentOf)
    },
    async appointment(practice, id) {
      const row = await db
        .selectFrom('appointment')
        .selectAll()
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? appointmentOf(row) : null
    },
    async search(practice, words, limit) {
      if (words.length === 0) return { requests: [], appointments: [] }
      // Each word begins one: "roy" finds Roy and Royce, not Leroy.
      const holdsAll = words.map(
        (word) => sql<boolean>`search like ${`% ${word.replace(/[%_\\]/g, '\\$&')}%`} escape '\\'`,
      )
      const [requests, appointments] = await Promise.all([
        db
          .selectFrom('request')
          .selectAll()
          .where('practice', '=', practice)
          .where('erased_at', 'is', null)
          .where((is) => is.and(holdsAll))
          .orderBy('start_at', 'desc')
          .limit(limit)
          .execute(),
        db
          .selectFrom('appointment')
          .selectAll()
          .where('practice', '=', practice)
          .where('erased_at', 'is', null)
          .where((is) => is.and(holdsAll))
          .orderBy('start_at', 'desc')
          .limit(limit)
          .execute(),
      ])
      return { requests: requests.map(requestOf), appointments: appointments.map(appointmentOf) }
    },
    async auditOf(practice, subject) {
      const rows = await db
        .selectFrom('audit')
        .select(['at', 'actor', 'action', 'subject', 'detail'])
        .where('practice', '=', practice)
        .where('subject', '=', subject)
        .orderBy('at')
        .execute()
      return rows.map(({ detail, ...row }) => ({ ...row, detail: detail === null ? null : JSON.parse(detail) }))
    },
    async settings(practice) {
      const row = await db.selectFrom('setting').selectAll().where('practice', '=', practice).executeTakeFirst()
      return row ? { document: JSON.parse(row.document), version: row.version } : null
    },
    async roleOf(practice, userId) {
      const row = await db
        .selectFrom('staff')
        .select('role')
        .where('practice', '=', practice)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row ? (row.role as Role) : null
    },
    async staffOf(practice) {
      const rows = await db
        .selectFrom('staff')
        .select(['user_id', 'role'])
        .where('practice', '=', practice)
        .orderBy('user_id')
        .execute()
      return rows.map(({ user_id, role }) => ({ userId: user_id, role: role as Role }))
    },
  }
}

const counting = <Table extends 'request' | 'appointment'>(all: SelectQueryBuilder<Tables, Table, object>) =>
  sql<number>`(${all.select(sql<number>`count(*)`.as('count'))})`
