import { type Kysely, type Selectable, sql } from 'kysely'
import type { Busy } from '../../engine/index.ts'
import type { DeskRequest, StoredAppointment } from './model.ts'
import { appointmentOf, appointmentRow, requestOf } from './rows.ts'
import type { Tables } from './tables.ts'

/* What is kept of a practice's own software (PMS): the connection, what was read from it, what is to be written to it. */

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

export interface StoredConnection {
  readonly document: unknown
  /** Moves with every change by staff. */
  readonly version: number
  /** What the syncs wrote down. */
  readonly state: unknown
}

export interface StoredPmsName {
  readonly kind: 'practitioner' | 'chair' | 'type'
  readonly id: string
  readonly name: string
}

export interface StoredUnreadable {
  readonly id: string
  /** Ids of ours; empty: everyone is concerned. */
  readonly practitioners: readonly string[]
  readonly why: string
  readonly since: number
  readonly setAside: { readonly at: number; readonly by: string } | null
}

/** Time that is taken whole from practitioners. */
export interface StoredBlock {
  readonly id: string
  readonly practitioners: readonly string[]
  readonly start: number
  readonly end: number
  /** `stale`: their schedule can't be read. `pms`: it is taken there. `staff`: somebody blocked it. */
  readonly kind: 'stale' | 'pms' | 'staff'
  readonly note: string | null
  readonly createdAt: number
  /** As in the audit. */
  readonly createdBy: string
}

/** Something that is to be written to the PMS. */
export interface StoredPmsWrite {
  readonly id: string
  /** The request that it is about; there is one at a time. */
  readonly request: string
  readonly document: unknown
  readonly tries: number
  readonly nextAt: number
  readonly createdAt: number
}

export interface PmsReader {
  /** Null: nothing was set yet. */
  connection(practice: string): Promise<StoredConnection | null>
  /** Does this holder have the lease? It may have run out, as long as nobody else took it. */
  hasLease(practice: string, holder: string): Promise<boolean>
  /** What the practice was last mailed about its schedule not being read. */
  syncWarned(practice: string): Promise<'soon' | 'gone' | null>
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
  /** By kind and name. */
  pmsNames(practice: string): Promise<StoredPmsName[]>
  /** Oldest first. */
  unreadable(practice: string): Promise<StoredUnreadable[]>
  /** Those that end after this. */
  blocks(practice: string, after: number): Promise<StoredBlock[]>
  pmsWrite(practice: string, request: string): Promise<StoredPmsWrite | null>
  /** Due by now, longest first. */
  duePmsWrites(practice: string, now: number, limit: number): Promise<StoredPmsWrite[]>
}

export interface PmsWriter {
  /** Compare-and-set by version; 0 where nothing is set yet. */
  putConnection(practice: string, document: unknown, version: number): Promise<boolean>
  /** Takes the lease, or takes it on. False: another holder has it, and it hasn't run out. */
  leaseConnection(practice: string, holder: string, now: number, until: number): Promise<boolean>
  /** False when the lease went to somebody else. */
  putConnectionState(practice: string, holder: string, state: unknown): Promise<boolean>
  putSyncWarned(practice: string, warned: 'soon' | 'gone' | null): Promise<void>
  freeConnection(practice: string, holder: string): Promise<void>
  /** As if nothing had ever been read. */
  resetConnectionState(practice: string, state: unknown): Promise<void>
  addPmsAppointment(practice: string, appointment: PmsStored): Promise<void>
  /** All that the PMS says of it; what we say of it stays: the request, and of what kind its patient is. */
  changePmsAppointment(practice: string, appointment: PmsStored): Promise<void>
  /** Says which appointment of the PMS one of ours is. */
  markPmsAppointment(practice: string, id: string, mark: PmsMark): Promise<void>
  /** Notes that we have just written it there. */
  notePmsWritten(practice: string, id: string, at: number): Promise<void>
  addPmsNames(practice: string, names: readonly StoredPmsName[]): Promise<void>
  putUnreadable(practice: string, record: Omit<StoredUnreadable, 'setAside'>): Promise<void>
  /** It can be read now, or isn't there any more. */
  dropUnreadable(practice: string, ids: readonly string[]): Promise<void>
  setAsideUnreadable(practice: string, id: string, by: string, at: number): Promise<boolean>
  /** Whoever changes blocks must have asked for `lockVersions` first. */
  putBlock(practice: string, block: StoredBlock): Promise<void>
  dropBlock(practice: string, id: string): Promise<boolean>
  /** False when there is one for its request. */
  addPmsWrite(practice: string, write: StoredPmsWrite): Promise<boolean>
  /** Compare-and-set by the tries; it is ours until then. */
  leasePmsWrite(practice: string, write: StoredPmsWrite, until: number): Promise<boolean>
  changePmsWrite(practice: string, id: string, document: unknown, nextAt: number): Promise<void>
  /** False when somebody else has ended it. */
  endPmsWrite(practice: string, id: string): Promise<boolean>
}

/** The queries that read. */
export function pmsReaderOn(db: Kysely<Tables>): PmsReader {
  return {
    async connection(practice) {
      const row = await db.selectFrom('connection').selectAll().where('practice', '=', practice).executeTakeFirst()
      return row ? { document: JSON.parse(row.document), version: row.version, state: JSON.parse(row.state) } : null
    },
    async hasLease(practice, holder) {
      const row = await db
        .selectFrom('connection')
        .select('lease_holder')
        .where('practice', '=', practice)
        .executeTakeFirst()
      return row?.lease_holder === holder
    },
    async syncWarned(practice) {
      const row = await db.selectFrom('connection').select('warned').where('practice', '=', practice).executeTakeFirst()
      return (row?.warned ?? null) as 'soon' | 'gone' | null
    },
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
    async pmsNames(practice) {
      const rows = await db
        .selectFrom('pms_name')
        .select(['kind', 'id', 'name'])
        .where('practice', '=', practice)
        .orderBy('kind')
        .orderBy('name')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({ ...row, kind: row.kind as StoredPmsName['kind'] }))
    },
    async unreadable(practice) {
      const rows = await db
        .selectFrom('unreadable')
        .selectAll()
        .where('practice', '=', practice)
        .orderBy('since')
        .orderBy('id')
        .execute()
      return rows.map(({ id, practitioners, why, since, set_aside_at: at, set_aside_by: by }) => ({
        ...{ id, why, since },
        practitioners: JSON.parse(practitioners),
        setAside: at === null || by === null ? null : { at, by },
      }))
    },
    async blocks(practice, after) {
      const rows = await db
        .selectFrom('block')
        .selectAll()
        .where('practice', '=', practice)
        .where('end_at', '>', after)
        .orderBy('start_at')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        practitioners: JSON.parse(row.practitioners),
        start: row.start_at,
        end: row.end_at,
        kind: row.kind as StoredBlock['kind'],
        note: row.note,
        createdAt: row.created_at,
        createdBy: row.created_by,
      }))
    },
    async pmsWrite(practice, request) {
      const row = await db
        .selectFrom('pms_write')
        .selectAll()
        .where('practice', '=', practice)
        .where('request', '=', request)
        .executeTakeFirst()
      return row ? pmsWriteOf(row) : null
    },
    async duePmsWrites(practice, now, limit) {
      const rows = await db
        .selectFrom('pms_write')
        .selectAll()
        .where('practice', '=', practice)
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(pmsWriteOf)
    },
  }
}

/** Those that write. */
export function pmsWriterOn(db: Kysely<Tables>, touch: (practice: string, item: string) => void): PmsWriter {
  return {
    async putConnection(practice, document, version) {
      const values = { document: JSON.stringify(document), version: version + 1 }
      const result =
        version === 0
          ? await db
              .insertInto('connection')
              .values({ practice, ...values, state: '{}', warned: null, lease_holder: null, lease_until: 0 })
              .onConflict((conflict) => conflict.doNothing())
              .executeTakeFirst()
          : await db
              .updateTable('connection')
              .set(values)
              .where('practice', '=', practice)
              .where('version', '=', version)
              .executeTakeFirst()
      return Number('numUpdatedRows' in result ? result.numUpdatedRows : result.numInsertedOrUpdatedRows) === 1
    },
    async leaseConnection(practice, holder, now, until) {
      const result = await db
        .updateTable('connection')
        .set({ lease_holder: holder, lease_until: until })
        .where('practice', '=', practice)
        .where((is) =>
          is.or([is('lease_holder', 'is', null), is('lease_holder', '=', holder), is('lease_until', '<=', now)]),
        )
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async putConnectionState(practice, holder, state) {
      const result = await db
        .updateTable('connection')
        .set({ state: JSON.stringify(state) })
        .where('practice', '=', practice)
        .where('lease_holder', '=', holder)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async putSyncWarned(practice, warned) {
      await db.updateTable('connection').set({ warned }).where('practice', '=', practice).execute()
    },
    async freeConnection(practice, holder) {
      await db
        .updateTable('connection')
        .set({ lease_holder: null, lease_until: 0 })
        .where('practice', '=', practice)
        .where('lease_holder', '=', holder)
        .execute()
    },
    async resetConnectionState(practice, state) {
      await db
        .updateTable('connection')
        .set({ state: JSON.stringify(state), lease_holder: null, lease_until: 0 })
        .where('practice', '=', practice)
        .execute()
    },
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
    async addPmsNames(practice, names) {
      for (let i = 0; i < names.length; i += IDS_A_STATEMENT / 5) {
        await db
          .insertInto('pms_name')
          .values(names.slice(i, i + IDS_A_STATEMENT / 5).map((name) => ({ practice, ...name })))
          .onConflict((conflict) =>
            conflict.columns(['practice', 'kind', 'id']).doUpdateSet({ name: sql<string>`excluded.name` }),
          )
          .execute()
      }
    },
    async putUnreadable(practice, { id, practitioners, why, since }) {
      const values = { practitioners: JSON.stringify(practitioners), why }
      // Whoever set it aside looked at it when it concerned others.
      await db
        .updateTable('unreadable')
        .set({ set_aside_at: null, set_aside_by: null })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('practitioners', '!=', values.practitioners)
        .execute()
      await db
        .insertInto('unreadable')
        .values({ practice, id, ...values, since, set_aside_at: null, set_aside_by: null })
        .onConflict((conflict) => conflict.columns(['practice', 'id']).doUpdateSet(values))
        .execute()
    },
    async dropUnreadable(practice, ids) {
      if (ids.length === 0) return
      await db.deleteFrom('unreadable').where('practice', '=', practice).where('id', 'in', ids).execute()
    },
    async setAsideUnreadable(practice, id, by, at) {
      const result = await db
        .updateTable('unreadable')
        .set({ set_aside_at: at, set_aside_by: by })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async putBlock(practice, { id, practitioners, start, end, kind, note, createdAt, createdBy }) {
      const values = { practitioners: JSON.stringify(practitioners), start_at: start, end_at: end, kind, note }
      await db
        .insertInto('block')
        .values({ practice, id, ...values, created_at: createdAt, created_by: createdBy })
        .onConflict((conflict) => conflict.columns(['practice', 'id']).doUpdateSet(values))
        .execute()
      await moveRules(practice)
    },
    async dropBlock(practice, id) {
      const result = await db
        .deleteFrom('block')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      if (Number(result.numDeletedRows) === 0) return false
      await moveRules(practice)
      return true
    },
    async addPmsWrite(practice, { id, request, document, tries, nextAt, createdAt }) {
      const result = await db
        .insertInto('pms_write')
        .values({
          ...{ practice, id, request, tries },
          document: JSON.stringify(document),
          next_at: nextAt,
          created_at: createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
    async leasePmsWrite(practice, { id, tries }, until) {
      const result = await db
        .updateTable('pms_write')
        .set({ tries: tries + 1, next_at: until })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('tries', '=', tries)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async changePmsWrite(practice, id, document, nextAt) {
      await db
        .updateTable('pms_write')
        .set({ document: JSON.stringify(document), next_at: nextAt })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
    },
    async endPmsWrite(practice, id) {
      const result = await db
        .deleteFrom('pms_write')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
  }

  /** Bookings under way must look again, and every server reads the blocks anew. */
  async function moveRules(practice: string): Promise<void> {
    await db
      .updateTable('practice')
      .set((is) => ({ rules_version: is('rules_version', '+', 1) }))
      .where('id', '=', practice)
      .execute()
  }
}

/** A block as the engine counts it. */
export function busyOfBlock({ id, practitioners, start, end }: StoredBlock): Busy {
  return { id, kind: 'block', status: 'booked', practitioners, chair: null, reason: null, start, end }
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

function pmsWriteOf(row: Tables['pms_write']): StoredPmsWrite {
  const { id, request, document, tries, next_at: nextAt, created_at: createdAt } = row
  return { id, request, document: JSON.parse(document), tries, nextAt, createdAt }
}
