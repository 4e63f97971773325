import type { Insertable, Selectable, Updateable } from 'kysely'
import type { RequestState } from '../../engine/index.ts'
import type {
  AppointmentChanges,
  DeskRequest,
  KnownPatientFields,
  RequestChanges,
  StoredAppointment,
  StoredHold,
  StoredLink,
  StoredRequest,
} from './model.ts'
import { searchText } from './search-text.ts'
import type { AppointmentTable, HoldTable, RequestTable, Tables } from './tables.ts'

/* Rows of the tables, as what they stand for, and back. */

/** The first row of a query as what it stands for; null when there is none. */
export async function firstOf<Row, Kind>(
  query: { executeTakeFirst(): Promise<Row | undefined> },
  of: (row: Row) => Kind,
): Promise<Kind | null> {
  const row = await query.executeTakeFirst()
  return row === undefined ? null : of(row)
}

type BufferMinutes = Pick<StoredHold, 'bufferBeforeMinutes' | 'bufferAfterMinutes'>
type Buffers = Pick<RequestTable, 'buffer_before_minutes' | 'buffer_after_minutes'>

export function timeOf(row: Pick<RequestTable, 'id' | 'chair' | 'start_at' | 'end_at'> & Buffers) {
  return {
    id: row.id,
    chair: row.chair,
    start: row.start_at,
    end: row.end_at,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
  }
}

function timeRow(visit: Pick<StoredHold, 'id' | 'chair' | 'start' | 'end'> & Partial<BufferMinutes>) {
  return {
    id: visit.id,
    chair: visit.chair,
    start_at: visit.start,
    end_at: visit.end,
    buffer_before_minutes: visit.bufferBeforeMinutes ?? 0,
    buffer_after_minutes: visit.bufferAfterMinutes ?? 0,
  }
}

export function holdOf(row: Selectable<HoldTable>): StoredHold {
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

export function holdRow(practice: string, hold: StoredHold): Insertable<HoldTable> {
  return {
    practice,
    ...timeRow(hold),
    visitor: hold.visitor,
    reason: hold.reason,
    practitioners: JSON.stringify(hold.practitioners),
    location: hold.location,
    created_at: hold.createdAt,
    expires_at: hold.expiresAt,
  }
}

export function requestOf(row: Selectable<RequestTable>): DeskRequest {
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
    appointment: row.appointment,
    answer:
      row.answered_at === null || row.answered_by === null
        ? null
        : { at: row.answered_at, by: row.answered_by, reason: row.answer_reason },
    asked: row.asked === null ? null : JSON.parse(row.asked),
    changeCause: row.change_cause,
    wish: row.wish === null ? null : JSON.parse(row.wish),
    staffNote: row.staff_note,
    revision: row.revision,
    ...(row.patient === null ? {} : { filedUnder: row.patient }),
  }
}

/** The columns that a change sets; the others stay. */
export function requestChangesRow(changes: RequestChanges): Updateable<RequestTable> {
  const { answer, asked, wish, practitioners } = changes
  return defined({
    state: changes.state,
    appointment: changes.appointment,
    answered_at: answer === undefined ? undefined : (answer?.at ?? null),
    answered_by: answer === undefined ? undefined : (answer?.by ?? null),
    answer_reason: answer === undefined ? undefined : (answer?.reason ?? null),
    asked: asked && JSON.stringify(asked),
    change_cause: changes.changeCause,
    wish: wish && JSON.stringify(wish),
    staff_note: changes.staffNote,
    practitioner: practitioners?.[0],
    practitioners: practitioners && JSON.stringify(practitioners),
    chair: changes.chair,
    location: changes.location,
    start_at: changes.start,
    end_at: changes.end,
    reason: changes.reason,
    buffer_before_minutes: changes.bufferBeforeMinutes,
    buffer_after_minutes: changes.bufferAfterMinutes,
  })
}

export function appointmentChangesRow(changes: AppointmentChanges): Updateable<AppointmentTable> {
  return defined({
    status: changes.status,
    practitioner: changes.practitioners?.[0],
    practitioners: changes.practitioners && teamText(changes.practitioners),
    chair: changes.chair,
    location: changes.location,
    start_at: changes.start,
    end_at: changes.end,
    reason: changes.reason,
    buffer_before_minutes: changes.bufferBeforeMinutes,
    buffer_after_minutes: changes.bufferAfterMinutes,
    patients: changes.patients,
    request: changes.request,
    created_by: changes.createdBy,
  })
}

/** Without what isn't given: a column set to undefined would be written. */
function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}

export function requestRow(practice: string, request: StoredRequest): Insertable<RequestTable> {
  return {
    practice,
    ...timeRow(request),
    reference: request.reference,
    state: request.state,
    created_at: request.createdAt,
    reason: request.reason,
    practitioner: request.practitioners[0],
    practitioners: JSON.stringify(request.practitioners),
    anyone: Number(request.anyone),
    location: request.location,
    ...personRow(request.patient),
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
    patient: request.filedUnder ?? null,
    search: searchText({ reference: request.reference, ...personRow(request.patient) }),
  }
}

export function linkOf(row: Selectable<Tables['private_link']>): StoredLink {
  return {
    hash: row.hash,
    request: row.request,
    purpose: row.purpose as StoredLink['purpose'],
    expiresAt: row.expires_at,
  }
}

export function linkRow(practice: string, link: StoredLink): Insertable<Tables['private_link']> {
  const { hash, request, purpose, expiresAt } = link
  return { practice, hash, request, purpose, expires_at: expiresAt }
}

export function appointmentRow(practice: string, appointment: StoredAppointment): Insertable<AppointmentTable> {
  return {
    practice,
    ...timeRow(appointment),
    status: appointment.status,
    reason: appointment.reason,
    practitioner: appointment.practitioners[0] ?? '',
    practitioners: teamText(appointment.practitioners),
    patients: appointment.patients ?? null,
    ...(appointment.patient ? personRow(appointment.patient) : nobody),
    patient_id: appointment.patientId ?? null,
    patient: appointment.filedUnder ?? null,
    request: appointment.request ?? null,
    location: appointment.location ?? null,
    created_at: appointment.createdAt ?? null,
    created_by: appointment.createdBy ?? null,
    search: searchText(appointment.patient ? personRow(appointment.patient) : nobody),
  }
}

export function appointmentOf(row: Selectable<AppointmentTable>): StoredAppointment {
  const { given, family, birth_date: birthDate, mobile, email } = row
  const isNamed = given !== null && family !== null
  return {
    ...timeOf(row),
    status: row.status as StoredAppointment['status'],
    reason: row.reason,
    practitioners: practitionersOf(row),
    patients: row.patients as StoredAppointment['patients'],
    patient: isNamed ? { given, family, birthDate, mobile, email } : null,
    patientId: row.patient_id,
    ...(row.patient === null ? {} : { filedUnder: row.patient }),
    ...(row.known_as === null ? {} : { knownAs: JSON.parse(row.known_as) }),
    ...(row.takes_time === 1 ? {} : { takesTime: false }),
    request: row.request,
    location: row.location,
    createdAt: row.created_at,
    createdBy: row.created_by,
  }
}

/** Everyone whom an appointment takes. */
export function practitionersOf({
  practitioner,
  practitioners,
}: Pick<AppointmentTable, 'practitioner' | 'practitioners'>): string[] {
  return practitioners === null ? [practitioner] : JSON.parse(practitioners)
}

/** Nearly every visit takes one practitioner, who stands in a column of their own. */
function teamText(practitioners: readonly string[]): string | null {
  return practitioners.length === 1 ? null : JSON.stringify(practitioners)
}

const nobody = { given: null, family: null, birth_date: null, mobile: null, email: null }

function personRow<T extends string | null>({
  given,
  family,
  birthDate,
  mobile,
  email,
}: KnownPatientFields & { readonly birthDate: T }) {
  return { given, family, birth_date: birthDate, mobile, email }
}
