import { zoneAt } from '../availability.ts'
import type { Appointment, RequestDetail, RequestRow, TimelineEntry } from '../contract/desk.ts'
import type { Settings } from '../contract/settings.ts'
import { localIso } from '../dates.ts'
import { writeOf } from '../pms/write/write.ts'
import { CALLED_OFF, CANCELLED_THERE } from '../store/desk-reading.ts'
import type { AuditEntry, DeskRequest, StoredAppointment, StoredPractice } from '../store/model.ts'
import type { StoredPmsWrite } from '../store/pms-writes.ts'

/** A request as one row of a list. `match`: what it may be in the schedule, where somebody has looked. */
export function rowOf(practice: StoredPractice, request: DeskRequest, match: RequestRow['match'] = null): RequestRow {
  const { file } = practice
  const zone = zoneAt(practice, request.location)
  return {
    kind: 'request',
    id: request.id,
    reference: request.reference,
    state: request.state,
    receivedAt: localIso(request.createdAt, zone),
    start: localIso(request.start, zone),
    end: localIso(request.end, zone),
    patient: { given: request.patient.given, family: request.patient.family },
    patientRecord: request.filedUnder ?? null,
    isNewPatient: request.isNewPatient,
    hasEmail: request.patient.email !== null,
    hasGuardian: request.guardian !== null,
    hasWish: request.wish !== null,
    isUnlinked: request.state === 'booked' && request.appointment === null,
    isToCancel: false,
    reason: nameOf(file.reasons, request.reason),
    practitioner: namesOf(file.practitioners, request.practitioners),
    anyone: request.anyone,
    match,
  }
}

/** An appointment that no request led to, as one row of a list. */
export function appointmentRowOf(practice: StoredPractice, appointment: StoredAppointment): RequestRow {
  const { file } = practice
  const zone = zoneOf(practice, appointment)
  const { patient } = appointment
  return {
    kind: 'appointment',
    id: appointment.id,
    reference: null,
    state: appointment.status,
    receivedAt: null,
    start: localIso(appointment.start, zone),
    end: localIso(appointment.end, zone),
    patient: patient && { given: patient.given, family: patient.family },
    patientRecord: appointment.filedUnder ?? null,
    isNewPatient: null,
    hasEmail: patient?.email != null,
    hasGuardian: false,
    hasWish: false,
    isUnlinked: false,
    isToCancel: false,
    reason: appointment.reason === null ? '' : nameOf(file.reasons, appointment.reason),
    practitioner: namesOf(file.practitioners, appointment.practitioners),
    anyone: false,
    match: null,
  }
}

/** All of an appointment. `request`: the one it was made from, where there is one. */
export function appointmentView(
  practice: StoredPractice,
  appointment: StoredAppointment,
  request: DeskRequest | null,
): Appointment {
  const { file } = practice
  const zone = zoneOf(practice, appointment)
  return {
    id: appointment.id,
    state: appointment.status,
    start: localIso(appointment.start, zone),
    end: localIso(appointment.end, zone),
    practitioner: namesOf(file.practitioners, appointment.practitioners),
    chair: appointment.chair === null ? null : nameOf(file.chairs, appointment.chair),
    reason: appointment.reason === null ? null : nameOf(file.reasons, appointment.reason),
    patient: appointment.patient,
    patientRecord: appointment.filedUnder ?? null,
    request: request?.id ?? null,
    madeOnlineAt: request && localIso(request.createdAt, zone),
  }
}

/** What stands beside a request: the appointment it is, and what was noted about it. */
export interface Around {
  readonly appointment: StoredAppointment | null
  readonly audit: readonly AuditEntry[]
  /** Of staff, by user id. */
  readonly names: ReadonlyMap<string, string>
  readonly settings: Pick<Settings, 'isCancellationTold' | 'mode'>
  readonly write: StoredPmsWrite | null
}

function writingOf(write: StoredPmsWrite, zone: string): RequestDetail['writing'] {
  const { kind, fault } = writeOf(write)
  return { kind, fault, since: localIso(write.createdAt, zone) }
}

export function detailOf(
  practice: StoredPractice,
  request: DeskRequest,
  { appointment, audit, names, settings, write }: Around,
): RequestDetail {
  const { file } = practice
  const zone = zoneAt(practice, request.location)
  const { asked, wish, answer } = request
  return {
    ...rowOf(practice, request),
    // What the PMS is being asked for, nobody else need do.
    isToCancel: settings.mode !== 'own' && !write && isToCancel(request, appointment, audit),
    reference: request.reference,
    receivedAt: localIso(request.createdAt, zone),
    state: request.state,
    isNewPatient: request.isNewPatient,
    revision: request.revision,
    patient: request.patient,
    guardian: request.guardian,
    note: request.note,
    consent: request.consent,
    durationMinutes: (request.end - request.start) / 60_000,
    chair: request.chair === null ? null : nameOf(file.chairs, request.chair),
    location: nameOf(file.locations, request.location),
    reasonId: request.reason,
    practitionerIds: [...request.practitioners],
    chairId: request.chair,
    locationId: request.location,
    asked: asked && {
      start: localIso(asked.start, zone),
      end: localIso(asked.end, zone),
      practitioner: namesOf(file.practitioners, asked.practitioners),
      chair: asked.chair === null ? null : nameOf(file.chairs, asked.chair),
    },
    changeCause: request.changeCause,
    wish: wish && {
      at: localIso(wish.at, zone),
      start: localIso(wish.start, zone),
      reason: nameOf(file.reasons, wish.reason),
      practitioner: wish.practitioner === null ? null : nameOf(file.practitioners, wish.practitioner),
    },
    appointment: appointment && appointmentView(practice, appointment, request),
    answer: answer && {
      at: localIso(answer.at, zone),
      by: actorName(answer.by, names),
      reason: answer.reason,
    },
    staffNote: request.staffNote,
    language: request.language,
    source: request.source,
    origin: request.origin,
    writing: write && writingOf(write, zone),
    timeline: timelineOf(audit, zone, names),
    isCancellationTold: settings.isCancellationTold,
  }
}

function isToCancel(
  { state }: DeskRequest,
  appointment: StoredAppointment | null,
  audit: readonly AuditEntry[],
): boolean {
  const isThere = appointment !== null && !CALLED_OFF.includes(appointment.status)
  const isByPatient = audit.some(({ action, actor }) => action === 'request-cancelled' && actor === 'patient')
  return state === 'cancelled' && isThere && isByPatient && !audit.some(({ action }) => action === CANCELLED_THERE)
}

/** Reading is noted for the auditor; on a timeline it would be most of it. */
const untold = ['request-listed', 'request-read', 'request-compared']

function timelineOf(audit: readonly AuditEntry[], zone: string, names: ReadonlyMap<string, string>): TimelineEntry[] {
  return audit
    .filter(({ action }) => !untold.includes(action))
    .map(({ at, action, actor, detail }) => ({
      at: localIso(at, zone),
      what: action,
      by: actorName(actor, names),
      detail: detail ?? null,
    }))
    .reverse()
}

/** Who acted, as people call them. */
export function actorName(actor: string, names: ReadonlyMap<string, string>): string {
  if (!actor.startsWith('staff:')) return actor
  return names.get(actor.slice('staff:'.length)) ?? 'A former colleague'
}

/** User ids of staff among actors. */
export function staffIn(actors: readonly string[]): string[] {
  const ids = actors.flatMap((actor) => (actor.startsWith('staff:') ? [actor.slice('staff:'.length)] : []))
  return [...new Set(ids)]
}

export function zoneOf({ file }: StoredPractice, { location }: Pick<StoredAppointment, 'location'>): string {
  return (file.locations.find(({ id }) => id === location) ?? file.locations[0]!).timeZone
}

type Named = readonly { readonly id: string; readonly name: string }[]

/** The name in force; an id that the rules no longer know is shown as it is. */
export function nameOf(list: Named, id: string): string {
  return list.find((item) => item.id === id)?.name ?? id
}

export function namesOf(list: Named, ids: readonly string[]): string {
  return ids.map((id) => nameOf(list, id)).join(', ')
}
