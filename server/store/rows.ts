import type { Insertable, Selectable } from 'kysely'
import type { RequestState, StoredAppointment, StoredHold, StoredLink, StoredRequest } from './store.ts'
import type { AppointmentTable, HoldTable, RequestTable, Tables } from './tables.ts'

/* Rows of the tables, as what they stand for, and back. */

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

export function requestOf(row: Selectable<RequestTable>): StoredRequest {
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

export function requestRow(practice: string, request: StoredRequest): Insertable<RequestTable> {
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
