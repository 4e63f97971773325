import type { Kysely } from 'kysely'
import type { Busy } from '../../engine/index.ts'
import { PracticeFile } from '../contract/practice-file.ts'
import { blockReaderOn } from './blocks.ts'
import { MANY } from './changes.ts'
import { connectionReaderOn } from './connection.ts'
import { consentReaderOn } from './consents.ts'
import { deskReaderOn, LIVE_STATES } from './desk-reading.ts'
import { messageReaderOn } from './messages.ts'
import { originReaderOn } from './origins.ts'
import { patientLinkReaderOn } from './patient-links.ts'
import { patientSessionReaderOn } from './patient-sessions.ts'
import { patientReaderOn } from './patients.ts'
import { pmsAppointmentReaderOn } from './pms-appointments.ts'
import { pmsNameReaderOn } from './pms-names.ts'
import { pmsWriteReaderOn } from './pms-writes.ts'
import { reportReaderOn } from './report-reading.ts'
import { firstOf, holdOf, linkOf, practitionersOf, requestOf, timeOf } from './rows.ts'
import { ruleReaderOn } from './rules.ts'
import { staffReaderOn } from './staff.ts'
import type { Reader } from './store.ts'
import type { AppointmentTable, RequestTable, Tables } from './tables.ts'
import { unreadableReaderOn } from './unreadable.ts'

/** No visit with its buffers is longer, so rows that begin earlier can't reach into a range. */
const LONGEST_VISIT_MS = 2 * 86_400_000

/** The queries that read, on any connection. */
export function readerOn(db: Kysely<Tables>): Reader {
  const busyRequests = (practice: string) =>
    db
      .selectFrom('request')
      .select([
        'id',
        'state',
        'reason',
        'practitioners',
        'chair',
        'start_at',
        'end_at',
        'is_new_patient',
        'appointment',
      ])
      .select(['buffer_before_minutes', 'buffer_after_minutes'])
      .where('practice', '=', practice)
      .where('state', 'in', LIVE_STATES)
  const busyAppointments = (practice: string) =>
    db
      .selectFrom('appointment')
      .select(['id', 'status', 'reason', 'practitioner', 'practitioners', 'patients', 'chair', 'start_at', 'end_at'])
      .select(['buffer_before_minutes', 'buffer_after_minutes'])
      .where('practice', '=', practice)
      .where('takes_time', '=', 1)
  const requests = (practice: string) => db.selectFrom('request').selectAll().where('practice', '=', practice)
  const holds = (practice: string) => db.selectFrom('hold').selectAll().where('practice', '=', practice)
  return {
    ...deskReaderOn(db),
    ...staffReaderOn(db),
    ...messageReaderOn(db),
    ...originReaderOn(db),
    ...reportReaderOn(db),
    ...connectionReaderOn(db),
    ...pmsAppointmentReaderOn(db),
    ...pmsNameReaderOn(db),
    ...pmsWriteReaderOn(db),
    ...blockReaderOn(db),
    ...unreadableReaderOn(db),
    ...ruleReaderOn(db),
    ...patientReaderOn(db),
    ...consentReaderOn(db),
    ...patientLinkReaderOn(db),
    ...patientSessionReaderOn(db),
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
    async busy(practice, { start, end }) {
      const [from, to] = [start - LONGEST_VISIT_MS, end + LONGEST_VISIT_MS]
      const requests = await busyRequests(practice).where('start_at', '>=', from).where('start_at', '<', to).execute()
      const appointments = await busyAppointments(practice)
        .where('start_at', '>=', from)
        .where('start_at', '<', to)
        .execute()
      return [...requests.map(busyOfRequest), ...appointments.map(busyOfAppointment)]
    },
    async changedSince(practice, version) {
      const rows = await db
        .selectFrom('change')
        .select(['version', 'item'])
        .where('practice', '=', practice)
        .where('version', '>', version)
        .orderBy('version')
        .execute()
      const isWhole = rows[0]?.version === version + 1 && rows.every(({ item }) => item !== MANY)
      return isWhole ? [...new Set(rows.map(({ item }) => item))] : null
    },
    async taking(practice, ids, now) {
      if (ids.length === 0) return { busy: [], holds: [] }
      const requests = await busyRequests(practice).where('id', 'in', ids).execute()
      const appointments = await busyAppointments(practice).where('id', 'in', ids).execute()
      const live = await holds(practice).where('id', 'in', ids).where('expires_at', '>', now).execute()
      return {
        busy: [...requests.map(busyOfRequest), ...appointments.map(busyOfAppointment)],
        holds: live.map(holdOf),
      }
    },
    async liveHolds(practice, now) {
      const rows = await holds(practice).where('expires_at', '>', now).execute()
      return rows.map(holdOf)
    },
    hold: (practice, id) => firstOf(holds(practice).where('id', '=', id), holdOf),
    async requests(practice, state) {
      const rows = await requests(practice).where('state', '=', state).orderBy('created_at').orderBy('id').execute()
      return rows.map(requestOf)
    },
    request: (practice, id) => firstOf(requests(practice).where('id', '=', id), requestOf),
    link: (practice, hash) =>
      firstOf(
        db.selectFrom('private_link').selectAll().where('practice', '=', practice).where('hash', '=', hash),
        linkOf,
      ),
  }
}

type BusyRequest = Pick<RequestTable, 'state' | 'reason' | 'practitioners' | 'is_new_patient' | 'appointment'> &
  Parameters<typeof timeOf>[0]
type BusyAppointment = Pick<AppointmentTable, 'status' | 'reason' | 'practitioner' | 'practitioners' | 'patients'> &
  Parameters<typeof timeOf>[0]

function busyOfRequest(row: BusyRequest): Busy {
  return {
    ...timeOf(row),
    kind: 'request',
    status: row.state as Busy['status'],
    practitioners: JSON.parse(row.practitioners),
    reason: row.reason,
    patients: row.is_new_patient === 1 ? 'new' : 'existing',
    ...(row.appointment === null ? {} : { linkedTo: row.appointment }),
  }
}

function busyOfAppointment(row: BusyAppointment): Busy {
  return {
    ...timeOf(row),
    kind: 'appointment',
    status: row.status as Busy['status'],
    practitioners: practitionersOf(row),
    reason: row.reason,
    ...(row.patients === null ? {} : { patients: row.patients as Busy['patients'] }),
  }
}
