import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Busy } from '../../engine/index.ts'
import { PracticeFile } from '../contract/practice-file.ts'
import { migrations } from './migrations/index.ts'
import type {
  AuditEntry,
  Claim,
  Reader,
  RequestState,
  StoredAppointment,
  StoredHold,
  StoredRequest,
  Transaction,
} from './store.ts'
import type { AppointmentTable, HoldTable, RequestTable, Tables } from './tables.ts'

/** No visit with its buffers is longer, so rows that begin earlier can't reach into a range. */
const LONGEST_VISIT_MS = 2 * 86_400_000
/** Both databases limit how many values one statement may carry. */
const ROWS_A_STATEMENT = 1000
/** The birth date of a patient whose data was removed: the column takes no null. */
const NO_DATE = '0001-01-01'
const LIVE_STATES: readonly RequestState[] = ['pending', 'booked', 'arrived', 'fulfilled']

/** Makes or brings up to date the tables; the same migrations on every database. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** What may be done inside a transaction that has the whole database to itself. */
export function transactionOn(db: Kysely<Tables>): Transaction {
  const reader = readerOn(db)
  const touched = new Set<string>()
  const touch = async (practice: string) => {
    if (touched.has(practice)) return
    touched.add(practice)
    await db.updateTable('practice').set({ data_version: sql`data_version + 1` }).where('id', '=', practice).execute()
  }
  return { ...reader, ...writerOn(db, touch), lockVersions: reader.versions }
}

/** The queries that read, on any connection. */
export function readerOn(db: Kysely<Tables>): Reader {
  return {
    async practice(id) {
      const row = await db.selectFrom('practice').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? { file: PracticeFile.parse(JSON.parse(row.document)), rulesVersion: row.rules_version } : null
    },
    async versions(id) {
      const row = await db
        .selectFrom('practice')
        .select(['rules_version', 'data_version'])
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? { rules: row.rules_version, data: row.data_version } : null
    },
    async practiceIds() {
      const rows = await db.selectFrom('practice').select('id').orderBy('id').execute()
      return rows.map(({ id }) => id)
    },
    async busy(practice, range) {
      const [requests, appointments] = [
        await db
          .selectFrom('request')
          .select(['id', 'state', 'reason', 'practitioners', 'chair', 'start_at', 'end_at', 'is_new_patient'])
          .select(['buffer_before_minutes', 'buffer_after_minutes'])
          .where('practice', '=', practice)
          .where('state', 'in', LIVE_STATES)
          .where('start_at', '>=', range.start - LONGEST_VISIT_MS)
          .where('start_at', '<', range.end + LONGEST_VISIT_MS)
          .execute(),
        await db
          .selectFrom('appointment')
          .select(['id', 'status', 'reason', 'practitioner', 'chair', 'start_at', 'end_at'])
          .select(['buffer_before_minutes', 'buffer_after_minutes'])
          .where('practice', '=', practice)
          .where('start_at', '>=', range.start - LONGEST_VISIT_MS)
          .where('start_at', '<', range.end + LONGEST_VISIT_MS)
          .execute(),
      ]
      return [
        ...requests.map(
          (row): Busy => ({
            ...timeOf(row),
            kind: 'request',
            status: row.state as Busy['status'],
            practitioners: JSON.parse(row.practitioners),
            reason: row.reason,
            patients: row.is_new_patient === 1 ? 'new' : 'existing',
          }),
        ),
        ...appointments.map(
          (row): Busy => ({
            ...timeOf(row),
            kind: 'appointment',
            status: row.status as Busy['status'],
            practitioners: [row.practitioner],
            reason: row.reason,
          }),
        ),
      ]
    },
    async liveHolds(practice, now) {
      const rows = await db
        .selectFrom('hold')
        .selectAll()
        .where('practice', '=', practice)
        .where('expires_at', '>', now)
        .execute()
      return rows.map(holdOf)
    },
    async hold(practice, id) {
      const row = await db
        .selectFrom('hold')
        .selectAll()
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? holdOf(row) : null
    },
    async requests(practice, state) {
      const rows = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('state', '=', state)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(requestOf)
    },
    async request(practice, id) {
      const row = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? requestOf(row) : null
    },
    async isOriginAllowed(practice, origin) {
      const row = await db
        .selectFrom('origin')
        .select('is_allowed')
        .where('practice', '=', practice)
        .where('origin', '=', origin)
        .executeTakeFirst()
      return row?.is_allowed === 1
    },
    async refusedOrigins(practice) {
      const rows = await db
        .selectFrom('origin')
        .select(['origin', 'refused_times', 'last_at'])
        .where('practice', '=', practice)
        .where('is_allowed', '=', 0)
        .orderBy('last_at', 'desc')
        .limit(20)
        .execute()
      return rows.map((row) => ({ origin: row.origin, times: row.refused_times, lastAt: row.last_at }))
    },
    async practicesOf(userId) {
      const rows = await db
        .selectFrom('staff')
        .select('practice')
        .where('user_id', '=', userId)
        .orderBy('practice')
        .execute()
      return rows.map(({ practice }) => practice)
    },
  }
}

/**
 * The queries that write.
 *
 * @param touch - Is told what practice's time was taken or freed. Whoever keeps it in memory must be able to tell: its
 * version moves by one, once a transaction.
 */
export function writerOn(
  db: Kysely<Tables>,
  touch: (practice: string) => Promise<void> | void,
): Omit<Transaction, keyof Reader | 'lockVersions'> {
  return {
    async putPractice(id, { file, rulesVersion }, at) {
      const values = { document: JSON.stringify(file), rules_version: rulesVersion, updated_at: at }
      await db
        .insertInto('practice')
        .values({ id, ...values, data_version: 1 })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute()
    },
    async takeKey(practice, key, bodyHash) {
      // Whoever comes second waits here until the first has committed, and then finds its answer.
      const result = await db
        .insertInto('idempotency')
        .values({ practice, key, body_hash: bodyHash, reply: '', keep_until: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (Number(result.numInsertedOrUpdatedRows) === 1) return null
      const row = await db
        .selectFrom('idempotency')
        .select(['body_hash', 'reply'])
        .where('practice', '=', practice)
        .where('key', '=', key)
        .executeTakeFirstOrThrow()
      return { bodyHash: row.body_hash, reply: row.reply }
    },
    async keepAnswer(practice, key, reply, keepUntil) {
      await db
        .updateTable('idempotency')
        .set({ reply, keep_until: keepUntil })
        .where('practice', '=', practice)
        .where('key', '=', key)
        .execute()
    },
    async claims(practice, resources, from, to) {
      if (resources.length === 0) return []
      return db
        .selectFrom('claim')
        .select(['resource', 'quantum', 'lane', 'holder'])
        .where('practice', '=', practice)
        .where('resource', 'in', resources)
        .where('quantum', '>=', from)
        .where('quantum', '<', to)
        .execute()
    },
    async claim(practice, holder, claims) {
      let taken = 0
      for (const part of parts([...claims].sort(byKey))) {
        const result = await db
          .insertInto('claim')
          .values(part.map((claim) => ({ practice, holder, ...claim })))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        taken += Number(result.numInsertedOrUpdatedRows)
      }
      if (taken === claims.length) return true
      await db.deleteFrom('claim').where('practice', '=', practice).where('holder', '=', holder).execute()
      return false
    },
    async release(practice, holder) {
      return db
        .deleteFrom('claim')
        .where('practice', '=', practice)
        .where('holder', '=', holder)
        .returning(['resource', 'quantum', 'lane'])
        .execute()
    },
    async moveClaim(practice, { resource, quantum, lane }, to) {
      await db
        .updateTable('claim')
        .set({ lane: to })
        .where('practice', '=', practice)
        .where('resource', '=', resource)
        .where('quantum', '=', quantum)
        .where('lane', '=', lane)
        .execute()
    },
    async addHold(practice, hold) {
      await db.insertInto('hold').values(holdRow(practice, hold)).execute()
      await touch(practice)
    },
    async renewHold(practice, id, expiresAt) {
      await db
        .updateTable('hold')
        .set({ expires_at: expiresAt })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .execute()
      await touch(practice)
    },
    async removeHold(practice, id) {
      await db.deleteFrom('hold').where('practice', '=', practice).where('id', '=', id).execute()
      await touch(practice)
    },
    async expiredHolds(practice, now) {
      const rows = await db
        .selectFrom('hold')
        .select('id')
        .where('practice', '=', practice)
        .where('expires_at', '<=', now)
        // Two who drop the same holds must not wait for each other.
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    },
    async pendingWithHold(practice, hold) {
      const row = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('hold', '=', hold)
        .where('state', '=', 'pending')
        .executeTakeFirst()
      return row ? requestOf(row) : null
    },
    async setRequestState(practice, id, from, to) {
      const result = await db
        .updateTable('request')
        .set({ state: to })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst()
      await touch(practice)
      return Number(result.numUpdatedRows) === 1
    },
    async addOutbox(practice, entry) {
      await db
        .insertInto('outbox')
        .values({ practice, id: crypto.randomUUID(), ...entry })
        .execute()
    },
    async releaseAllClaims(practice) {
      await db.deleteFrom('claim').where('practice', '=', practice).execute()
    },
    async addRequest(practice, request) {
      await db.insertInto('request').values(requestRow(practice, request)).execute()
      await touch(practice)
    },
    async addAppointment(practice, appointment) {
      await db.insertInto('appointment').values(appointmentRow(practice, appointment)).execute()
      await touch(practice)
    },
    async addAudit(practice, entry: AuditEntry) {
      await db
        .insertInto('audit')
        .values({ practice, id: crypto.randomUUID(), ...entry })
        .execute()
    },
    async noteRefusedOrigin(practice, origin, at) {
      await db
        .insertInto('origin')
        .values({ practice, origin, is_allowed: 0, refused_times: 1, last_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['practice', 'origin'])
            .doUpdateSet({ refused_times: sql`origin.refused_times + 1`, last_at: at }),
        )
        .execute()
    },
    async allowOrigin(practice, origin, at) {
      await db
        .insertInto('origin')
        .values({ practice, origin, is_allowed: 1, refused_times: 0, last_at: at })
        .onConflict((conflict) => conflict.columns(['practice', 'origin']).doUpdateSet({ is_allowed: 1 }))
        .execute()
    },
    async addStaff(practice, userId) {
      await db
        .insertInto('staff')
        .values({ practice, user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async allClaims(practice) {
      return db
        .selectFrom('claim')
        .select(['resource', 'quantum', 'lane', 'holder'])
        .where('practice', '=', practice)
        .execute()
    },
    async erasePatients(practice, before, at, most) {
      const requests = await db
        .updateTable('request')
        .set({ given: 'erased', family: 'erased', birth_date: NO_DATE, mobile: null, email: null, erased_at: at })
        .set({ guardian_given: null, guardian_family: null, note: null, hold: null })
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('request')
            .select('id')
            .where('practice', '=', practice)
            .where('start_at', '<', before)
            .where('end_at', '<=', before)
            .where('erased_at', 'is', null)
            .limit(most),
        )
        .executeTakeFirst()
      const appointments = await db
        .updateTable('appointment')
        .set({ given: null, family: null, birth_date: null, mobile: null, email: null, erased_at: at })
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('appointment')
            .select('id')
            .where('practice', '=', practice)
            .where('start_at', '<', before)
            .where('end_at', '<=', before)
            .where('erased_at', 'is', null)
            .limit(most),
        )
        .executeTakeFirst()
      return { requests: Number(requests.numUpdatedRows), appointments: Number(appointments.numUpdatedRows) }
    },
    async dropOutdated(practice, now, most) {
      const answers = await db
        .deleteFrom('idempotency')
        .where('practice', '=', practice)
        .where('key', 'in', (query) =>
          query
            .selectFrom('idempotency')
            .select('key')
            .where('practice', '=', practice)
            .where('keep_until', '<=', now)
            .limit(most),
        )
        .executeTakeFirst()
      const proofs = await db
        .deleteFrom('spent_proof')
        .where('practice', '=', practice)
        .where('id', 'in', (query) =>
          query
            .selectFrom('spent_proof')
            .select('id')
            .where('practice', '=', practice)
            .where('expires_at', '<=', now)
            .limit(most),
        )
        .executeTakeFirst()
      return Math.max(Number(answers.numDeletedRows), Number(proofs.numDeletedRows))
    },
    async spendProof(practice, id, expiresAt) {
      const result = await db
        .insertInto('spent_proof')
        .values({ practice, id, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) === 1
    },
  }
}

function timeOf(row: Pick<RequestTable, 'id' | 'chair' | 'start_at' | 'end_at'> & Buffers) {
  return {
    id: row.id,
    chair: row.chair,
    start: row.start_at,
    end: row.end_at,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
  }
}

function holdOf(row: Selectable<HoldTable>): StoredHold {
  return {
    ...timeOf(row),
    visitor: row.visitor,
    reason: row.reason,
    practitioners: JSON.parse(row.practitioners),
    location: row.location,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function holdRow(practice: string, hold: StoredHold): Insertable<HoldTable> {
  return {
    practice,
    id: hold.id,
    visitor: hold.visitor,
    reason: hold.reason,
    practitioners: JSON.stringify(hold.practitioners),
    chair: hold.chair,
    location: hold.location,
    start_at: hold.start,
    end_at: hold.end,
    buffer_before_minutes: hold.bufferBeforeMinutes,
    buffer_after_minutes: hold.bufferAfterMinutes,
    created_at: hold.createdAt,
    expires_at: hold.expiresAt,
  }
}

type Buffers = Pick<RequestTable, 'buffer_before_minutes' | 'buffer_after_minutes'>

function requestOf(row: Selectable<RequestTable>): StoredRequest {
  return {
    ...timeOf(row),
    reference: row.reference,
    state: row.state as RequestState,
    createdAt: row.created_at,
    reason: row.reason,
    practitioners: JSON.parse(row.practitioners),
    anyone: row.anyone === 1,
    location: row.location,
    patient: { given: row.given, family: row.family, birthDate: row.birth_date, mobile: row.mobile, email: row.email },
    isNewPatient: row.is_new_patient === 1,
    guardian:
      row.guardian_given !== null && row.guardian_family !== null
        ? { given: row.guardian_given, family: row.guardian_family }
        : null,
    note: row.note,
    consent: { email: row.consent_email === 1, text: row.consent_text === 1 },
    language: row.language,
    source: row.source === null ? null : JSON.parse(row.source),
    origin: row.origin,
    hold: row.hold,
  }
}

function requestRow(practice: string, request: StoredRequest): Insertable<RequestTable> {
  return {
    practice,
    id: request.id,
    reference: request.reference,
    state: request.state,
    created_at: request.createdAt,
    reason: request.reason,
    practitioner: request.practitioners[0],
    practitioners: JSON.stringify(request.practitioners),
    anyone: Number(request.anyone),
    chair: request.chair,
    location: request.location,
    start_at: request.start,
    end_at: request.end,
    buffer_before_minutes: request.bufferBeforeMinutes,
    buffer_after_minutes: request.bufferAfterMinutes,
    given: request.patient.given,
    family: request.patient.family,
    birth_date: request.patient.birthDate,
    mobile: request.patient.mobile,
    email: request.patient.email,
    is_new_patient: Number(request.isNewPatient),
    guardian_given: request.guardian?.given ?? null,
    guardian_family: request.guardian?.family ?? null,
    note: request.note,
    consent_email: Number(request.consent.email),
    consent_text: Number(request.consent.text),
    language: request.language,
    source: request.source && JSON.stringify(request.source),
    origin: request.origin,
    hold: request.hold,
  }
}

function appointmentRow(practice: string, appointment: StoredAppointment): Insertable<AppointmentTable> {
  return {
    practice,
    id: appointment.id,
    status: appointment.status,
    reason: appointment.reason,
    practitioner: appointment.practitioners[0]!,
    chair: appointment.chair,
    start_at: appointment.start,
    end_at: appointment.end,
    buffer_before_minutes: appointment.bufferBeforeMinutes ?? 0,
    buffer_after_minutes: appointment.bufferAfterMinutes ?? 0,
    given: appointment.patient?.given ?? null,
    family: appointment.patient?.family ?? null,
    birth_date: appointment.patient?.birthDate ?? null,
    mobile: appointment.patient?.mobile ?? null,
    email: appointment.patient?.email ?? null,
  }
}

/** Every writer claims in the same order, so that two of them can't wait for each other. */
function byKey(a: Claim, b: Claim): number {
  if (a.resource !== b.resource) return a.resource < b.resource ? -1 : 1
  return a.quantum - b.quantum || a.lane - b.lane
}

function parts<T>(list: readonly T[]): T[][] {
  const chunks: T[][] = []
  for (let i = 0; i < list.length; i += ROWS_A_STATEMENT) chunks.push(list.slice(i, i + ROWS_A_STATEMENT))
  return chunks
}
