import { type Kysely, type Selectable, sql } from 'kysely'
import type { DeskRequest, StoredAppointment } from './model.ts'
import { appointmentOf, appointmentRow, requestOf } from './rows.ts'
import type { Tables } from './tables.ts'

/* Appointments as they were read from the PMS, and the requests that they may be. */

/** Numbers both databases take in one statement. */
const IDS_A_STATEMENT = 500

/** An appointment as it was last read from the PMS. */
export interface PmsStored extends StoredAppointment {
  readonly pms: PmsMark
}

export interface PmsMark {
  /** The PMS's own. */
  readonly id: string
  /** What a change of it must name. */
  readonly version: string | null
  /** Of all that was read, and of what it was taken for here. */
  readonly hash: string
  /** When we last wrote it there. Null: never. */
  readonly writtenAt: number | null
}

export interface PmsAppointmentReader {
  /** Those of these ids of the PMS that are kept, by that id. */
  pmsAppointments(practice: string, ids: readonly string[]): Promise<Map<string, PmsStored>>
  /** One of ours that is kept there, too. Null: there is none, or it is only here. */
  pmsAppointment(practice: string, id: string): Promise<PmsStored | null>
  /** Requests ahead that are no appointment yet: those that wait, and those accepted that weren't linked. Oldest first. */
  openRequests(practice: string, now: number): Promise<DeskRequest[]>
  /** Those that start at one of these instants. */
  appointmentsAt(practice: string, starts: readonly number[]): Promise<StoredAppointment[]>
  /** Ids of requests that aren't what their appointment in the PMS says: another time, another state. */
  requestsUnlikeAppointments(practice: string): Promise<string[]>
  /** Ids of the PMS that are kept, start in the range, and haven't been deleted there. */
  pmsIdsBetween(practice: string, range: { readonly start: number; readonly end: number }): Promise<string[]>
  /** How many there are from then on that take place. */
  countPmsAppointments(practice: string, from: number): Promise<number>
}

export interface PmsAppointmentWriter {
  addPmsAppointment(practice: string, appointment: PmsStored): Promise<void>
  /** All that the PMS says of it; what we say of it stays: the request, and of what kind its patient is. */
  changePmsAppointment(practice: string, appointment: PmsStored): Promise<void>
  /** Says which appointment of the PMS one of ours is. */
  markPmsAppointment(practice: string, id: string, mark: PmsMark): Promise<void>
  /** Notes that we have just written it there. */
  notePmsWritten(practice: string, id: string, at: number): Promise<void>
}

/** The queries that read. */
export function pmsAppointmentReaderOn(db: Kysely<Tables>): PmsAppointmentReader {
  return {
    async pmsAppointments(practice, ids) {
      const found = new Map<string, PmsStored>()
      for (let i = 0; i < ids.length; i += IDS_A_STATEMENT) {
        const rows = await db
          .selectFrom('appointment')
          .selectAll()
          .where('practice', '=', practice)
          .where('pms_id', 'in', ids.slice(i, i + IDS_A_STATEMENT))
          .execute()
        for (const row of rows) {
          found.set(row.pms_id!, pmsStoredOf(row))
        }
      }
      return found
    },
    async pmsAppointment(practice, id) {
      const row = await db
        .selectFrom('appointment')
        .selectAll()
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('pms_id', 'is not', null)
        .executeTakeFirst()
      return row ? pmsStoredOf(row) : null
    },
    async openRequests(practice, now) {
      const rows = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('state', 'in', ['pending', 'booked'])
        .where('appointment', 'is', null)
        .where('end_at', '>', now)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(requestOf)
    },
    async appointmentsAt(practice, starts) {
      const found: StoredAppointment[] = []
      for (let i = 0; i < starts.length; i += IDS_A_STATEMENT) {
        const rows = await db
          .selectFrom('appointment')
          .selectAll()
          .where('practice', '=', practice)
          .where('start_at', 'in', starts.slice(i, i + IDS_A_STATEMENT))
          .orderBy('id')
          .execute()
        found.push(...rows.map(appointmentOf))
      }
      return found
    },
    async requestsUnlikeAppointments(practice) {
      const state = sql<string>`case appointment.status
        when 'proposed' then 'booked' when 'pending' then 'booked' when 'checked-in' then 'arrived'
        when 'entered-in-error' then 'cancelled' else appointment.status end`
      const rows = await db
        .selectFrom('request')
        .innerJoin('appointment', (join) =>
          join
            .onRef('appointment.practice', '=', 'request.practice')
            .onRef('appointment.id', '=', 'request.appointment'),
        )
        .select('request.id')
        .where('request.practice', '=', practice)
        .where('appointment.pms_id', 'is not', null)
        .where('request.state', 'in', ['booked', 'arrived', 'noshow', 'fulfilled'])
        .where((is) =>
          is.or([
            is('request.state', '!=', state),
            is('request.start_at', '!=', is.ref('appointment.start_at')),
            is('request.end_at', '!=', is.ref('appointment.end_at')),
            is.and([
              is('appointment.practitioner', '!=', ''),
              is('request.practitioner', '!=', is.ref('appointment.practitioner')),
            ]),
            is.and([
              is('appointment.chair', 'is not', null),
              is.or([is('request.chair', 'is', null), is('request.chair', '!=', is.ref('appointment.chair'))]),
            ]),
          ]),
        )
        .orderBy('request.id')
        .execute()
      return rows.map(({ id }) => id)
    },
    async pmsIdsBetween(practice, { start, end }) {
      const rows = await db
        .selectFrom('appointment')
        .select('pms_id')
        .where('practice', '=', practice)
        .where('start_at', '>=', start)
        .where('start_at', '<', end)
        .where('pms_id', 'is not', null)
        .where('status', '!=', 'entered-in-error')
        .execute()
      return rows.map(({ pms_id }) => pms_id!)
    },
    async countPmsAppointments(practice, from) {
      const row = await db
        .selectFrom('appointment')
        .select((is) => is.fn.countAll<number>().as('count'))
        .where('practice', '=', practice)
        .where('start_at', '>=', from)
        .where('pms_id', 'is not', null)
        .where('status', 'not in', ['cancelled', 'noshow', 'entered-in-error'])
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}

/** Those that write. */
export function pmsAppointmentWriterOn(
  db: Kysely<Tables>,
  touch: (practice: string, item: string) => void,
): PmsAppointmentWriter {
  return {
    async addPmsAppointment(practice, appointment) {
      await db
        .insertInto('appointment')
        .values({ ...appointmentRow(practice, appointment), ...pmsColumns(appointment) })
        .execute()
      touch(practice, appointment.id)
    },
    async changePmsAppointment(practice, appointment) {
      const {
        id,
        practice: _,
        request: __,
        patients: ___,
        created_by: ____,
        ...row
      } = appointmentRow(practice, appointment)
      await db
        .updateTable('appointment')
        // Should it name somebody who was erased, they are erased again.
        .set({ ...row, ...pmsColumns(appointment), erased_at: null })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
      touch(practice, id)
    },
    async markPmsAppointment(practice, id, { id: pms_id, version, hash }) {
      await db
        .updateTable('appointment')
        .set({ pms_id, pms_version: version, pms_hash: hash })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
    async notePmsWritten(practice, id, at) {
      await db
        .updateTable('appointment')
        .set({ pms_written_at: at })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
  }
}

function pmsColumns({ pms, knownAs, takesTime = true }: PmsStored) {
  return {
    pms_id: pms.id,
    pms_version: pms.version,
    pms_hash: pms.hash,
    known_as: knownAs ? JSON.stringify(knownAs) : null,
    takes_time: Number(takesTime),
  }
}

function pmsStoredOf(row: Selectable<Tables['appointment']>): PmsStored {
  const { pms_id, pms_version: version, pms_hash: hash, pms_written_at: writtenAt } = row
  return { ...appointmentOf(row), pms: { id: pms_id!, version, hash: hash ?? '', writtenAt } }
}
