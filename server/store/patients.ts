import { type Kysely, sql } from 'kysely'
import { identityOf, mobileKey, nameKey, type PatientDetails, type PatientIdentity } from './identity.ts'
import type {
  DeskRequest,
  MessageContent,
  MessageState,
  PatientAccessState,
  StoredAppointment,
  StoredPatient,
} from './model.ts'
import { patientOf } from './patient-rows.ts'
import { appointmentOf, firstOf, requestOf } from './rows.ts'
import { foldText } from './search-text.ts'
import type { Tables } from './tables.ts'

/* Patients: who they are, and what is filed under them. */

/** A part of a list: by name, or of those with access the latest first. */
export interface PatientListAsk {
  /** As `searchWords` gives them; empty: everybody. */
  readonly words: readonly string[]
  /** Only those who were ever invited; `any`: in whatever state. Null: everybody. */
  readonly access: Exclude<PatientAccessState, 'none'> | 'any' | null
  readonly limit: number
  /** What the last row of the part before is ordered by. */
  readonly after?: { readonly key: string; readonly id: string } | undefined
}

/** A row of a list, and what it is ordered by. */
export interface ListedPatient {
  readonly patient: StoredPatient
  readonly key: string
}

/** A mail to a patient, as it was written. */
export interface PatientMail {
  readonly topic: string
  readonly recipient: string
  readonly state: MessageState
  readonly createdAt: number
  readonly sentAt: number | null
  readonly subject: string
  readonly text: string
}

export interface PatientReader {
  /** Null when there is none, or it was merged into another. */
  patient(practice: string, id: string): Promise<StoredPatient | null>
  /** Into whom a patient was merged; the id itself when it wasn't. Null: no such patient. */
  patientNow(practice: string, id: string): Promise<string | null>
  patientByPms(practice: string, pmsId: string): Promise<StoredPatient | null>
  /** With the same folded names and the same whole birth date, oldest first. */
  patientsNamed(practice: string, identity: PatientIdentity): Promise<StoredPatient[]>
  /** With this address, whatever its capitals. */
  patientsWithEmail(practice: string, email: string): Promise<StoredPatient[]>
  /** Who may be the same person as somebody: the same birth date, email, mobile or names; at most so many. */
  patientsLike(practice: string, patient: PatientDetails, limit: number): Promise<StoredPatient[]>
  listPatients(practice: string, ask: PatientListAsk): Promise<{ rows: ListedPatient[]; total: number }>
  countPatientAccess(practice: string): Promise<Record<Exclude<PatientAccessState, 'none'>, number>>
  /** All that is filed under a patient, earliest first. A request and the appointment that it is are both there. */
  requestsOfPatient(practice: string, patient: string): Promise<DeskRequest[]>
  appointmentsOfPatient(practice: string, patient: string): Promise<StoredAppointment[]>
  /** Mails to them, latest first: about their requests, and those that brought them links. */
  messagesOfPatient(practice: string, patient: string): Promise<PatientMail[]>
  /** By patient, the start of the next visit that takes place. */
  nextVisits(practice: string, patients: readonly string[], now: number): Promise<ReadonlyMap<string, number>>
  /** Ids of those whose appointment a request of this patient became, or the other way round. */
  linkedPatients(practice: string, patient: string): Promise<string[]>
  /** Ids of those who were said not to be the same person as this one. */
  distinctFrom(practice: string, patient: string): Promise<string[]>
}

export function patientReaderOn(db: Kysely<Tables>): PatientReader {
  const patients = (practice: string) =>
    db.selectFrom('patient').selectAll().where('practice', '=', practice).where('merged_into', 'is', null)
  return {
    patient: (practice, id) => firstOf(patients(practice).where('id', '=', id), patientOf),
    async patientNow(practice, id) {
      let at = id
      // Each merge leads to one that was there at the time, so no chain comes back to itself.
      for (;;) {
        const row = await db
          .selectFrom('patient')
          .select('merged_into')
          .where('practice', '=', practice)
          .where('id', '=', at)
          .executeTakeFirst()
        if (!row) return null
        if (row.merged_into === null) return at
        at = row.merged_into
      }
    },
    patientByPms: (practice, pmsId) => firstOf(patients(practice).where('pms_id', '=', pmsId), patientOf),
    async patientsNamed(practice, identity) {
      const text = identityOf(identity)
      if (text === null) return []
      const rows = await patients(practice).where('identity', '=', text).orderBy('created_at').orderBy('id').execute()
      return rows.map(patientOf)
    },
    async patientsWithEmail(practice, email) {
      const rows = await patients(practice).where('email', '=', email.toLowerCase()).orderBy('id').execute()
      return rows.map(patientOf)
    },
    async patientsLike(practice, { given, family, birthDate, mobile, email }, limit) {
      const number = mobileKey(mobile)
      const rows = await patients(practice)
        .where((is) =>
          is.or([
            ...(birthDate === null ? [] : [is('birth_date', '=', birthDate)]),
            ...(email === null ? [] : [is('email', '=', email.toLowerCase())]),
            ...(number === null ? [] : [is('mobile_key', '=', number)]),
            ...(foldText(family) === '' ? [] : [is('name_key', '=', nameKey({ given, family }))]),
          ]),
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(patientOf)
    },
    async listPatients(practice, { words, access, limit, after }) {
      let found = db.selectFrom('patient').where('practice', '=', practice).where('merged_into', 'is', null)
      for (const word of words) {
        // Part of a number may be its end; what names somebody is typed from its beginning.
        const start = /^\d{5,}$/.test(word) ? '%' : '% '
        found = found.where('search', 'like', `${start}${word.replace(/[%_]/g, '')}%`)
      }
      if (access === 'any') found = found.where('access_at', 'is not', null)
      else if (access !== null) found = found.where('access', '=', access)
      const { total } = await found.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
      let part = found.selectAll()
      if (access === null) {
        // Where words are looked for, all are read and few are left: following the order would read them one by one.
        const key = words.length === 0 ? sql.ref<string>('name_key') : sql<string>`name_key || ''`
        if (after) part = part.where(sql<boolean>`(${key}, id) > (${after.key}, ${after.id})`)
        part = part.orderBy(key).orderBy('id')
      } else {
        if (after) {
          const at = Number(after.key)
          part = part.where((is) =>
            is.or([is('access_at', '<', at), is.and([is('access_at', '=', at), is('id', '>', after.id)])]),
          )
        }
        part = part.orderBy('access_at', 'desc').orderBy('id')
      }
      const rows = await part.limit(limit).execute()
      return {
        total: Number(total),
        rows: rows.map((row) => ({
          patient: patientOf(row),
          key: access === null ? row.name_key : String(row.access_at ?? 0),
        })),
      }
    },
    async countPatientAccess(practice) {
      const rows = await db
        .selectFrom('patient')
        .select(['access', (is) => is.fn.countAll<number>().as('count')])
        .where('practice', '=', practice)
        .where('access', 'in', ['invited', 'enrolled', 'removed'])
        .groupBy('access')
        .execute()
      const of = (access: string) => Number(rows.find((row) => row.access === access)?.count ?? 0)
      return { invited: of('invited'), enrolled: of('enrolled'), removed: of('removed') }
    },
    async requestsOfPatient(practice, patient) {
      const rows = await db
        .selectFrom('request')
        .selectAll()
        .where('practice', '=', practice)
        .where('patient', '=', patient)
        .orderBy('start_at')
        .orderBy('id')
        .execute()
      return rows.map(requestOf)
    },
    async appointmentsOfPatient(practice, patient) {
      const rows = await db
        .selectFrom('appointment')
        .selectAll()
        .where('practice', '=', practice)
        .where('patient', '=', patient)
        .orderBy('start_at')
        .orderBy('id')
        .execute()
      return rows.map(appointmentOf)
    },
    async messagesOfPatient(practice, patient) {
      const rows = await db
        .selectFrom('message')
        .select(['topic', 'recipient', 'state', 'created_at', 'sent_at', 'content'])
        .where('practice', '=', practice)
        .where('to_patient', '=', 1)
        .where((is) =>
          is.or([
            is('request', 'in', (query) =>
              query.selectFrom('request').select('id').where('practice', '=', practice).where('patient', '=', patient),
            ),
            is('patient_link', 'in', (query) =>
              query
                .selectFrom('patient_link')
                .select('id')
                .where('practice', '=', practice)
                .where('patient', '=', patient),
            ),
          ]),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(({ topic, recipient, state, created_at, sent_at, content }) => {
        const { subject, text } = JSON.parse(content) as MessageContent
        return { topic, recipient, state: state as MessageState, createdAt: created_at, sentAt: sent_at, subject, text }
      })
    },
    async nextVisits(practice, ids, now) {
      const next = new Map<string, number>()
      if (ids.length === 0) return next
      const { rows } = await sql<{ patient: string; start_at: number }>`
        select patient, min(start_at) as start_at from (
          select patient, start_at from request
            where practice = ${practice} and patient in (${sql.join(ids)}) and start_at > ${now}
              and state in ('pending', 'booked', 'arrived')
          union all
          select patient, start_at from appointment
            where practice = ${practice} and patient in (${sql.join(ids)}) and start_at > ${now}
              and status not in ('cancelled', 'noshow', 'entered-in-error')
        ) as visit group by patient`.execute(db)
      for (const { patient, start_at } of rows) next.set(patient, Number(start_at))
      return next
    },
    async linkedPatients(practice, patient) {
      const { rows } = await sql<{ id: string }>`
        select appointment.patient as id from request
          join appointment on appointment.practice = request.practice and appointment.id = request.appointment
          where request.practice = ${practice} and request.patient = ${patient}
            and appointment.patient is not null and appointment.patient <> ${patient}
        union
        select request.patient from appointment
          join request on request.practice = appointment.practice and request.id = appointment.request
          where appointment.practice = ${practice} and appointment.patient = ${patient}
            and request.appointment = appointment.id and request.patient is not null and request.patient <> ${patient}
        order by 1`.execute(db)
      return rows.map(({ id }) => id)
    },
    async distinctFrom(practice, patient) {
      const rows = await db
        .selectFrom('patient_pair')
        .select(['one', 'other'])
        .where('practice', '=', practice)
        .where((is) => is.or([is('one', '=', patient), is('other', '=', patient)]))
        .execute()
      return rows.map(({ one, other }) => (one === patient ? other : one))
    },
  }
}
