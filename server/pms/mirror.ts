import { type AppointmentStatus, mayFollow, type RequestState } from '../../engine/index.ts'
import { zoneAt } from '../availability.ts'
import type { Connection } from '../contract/connection.ts'
import type { Settings } from '../contract/settings.ts'
import { localIso } from '../dates.ts'
import { isLive } from '../desk/candidates.ts'
import { differsFromAsked, differsFromNow, firstAsked, moveLinkEnd } from '../desk/changed-time.ts'
import { claimAsItStands, patientsOf } from '../desk/places.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest, RequestChanges, StoredAppointment } from '../store/model.ts'
import { MovedError, type Transaction } from '../store/store.ts'

/* What happens to an appointment in the PMS happens to the request that became it. */

const BY = 'sync'

/** What a request is whose appointment has this status. */
const stateOf: Readonly<Record<AppointmentStatus, RequestState>> = {
  proposed: 'booked',
  pending: 'booked',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'fulfilled',
  noshow: 'noshow',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
}

/** How the practice wants it, and what else may have taken an appointment's place. */
export interface Mirroring {
  readonly transaction: Transaction
  readonly present: Present
  readonly settings: Settings
  readonly tell: Connection['tell']
  /** Live, of the same patient for sure, and no request led to it. */
  readonly successors: (request: DeskRequest) => Promise<readonly StoredAppointment[]>
}

/**
 * Brings a request in line with its appointment: moved, cancelled, missed, arrived, over, or back again. Where an appointment
 * ended, but the same patient has another at the same time, the request goes over to it: it was entered anew. Where the
 * patient has another at another time, staff are asked, and nobody is told that the visit is off.
 *
 * @returns False when there was nothing to do.
 */
export async function mirrorRequest(mirroring: Mirroring, request: DeskRequest): Promise<boolean> {
  const { transaction, present } = mirroring
  const { id: practice } = present.practice.file
  const appointment = request.appointment && (await transaction.appointment(practice, request.appointment))
  if (!appointment) return false
  if (!isLive(appointment) && appointment.status !== 'noshow') return ended(mirroring, request, appointment)

  const state = stateOf[appointment.status]
  const isMoved = hasMoved(request, appointment)
  if (!isMoved && state === request.state) return false
  if (state !== request.state && !mayFollow(request.state, state)) return false
  const changes: RequestChanges = { state, ...(isMoved ? movedTo(mirroring, request, appointment) : {}) }
  const isTold =
    isMoved && differsFromNow(present.practice, request, appointment) && appointment.start > present.snapshot.now
  const topic = isTold && mirroring.tell.moved && state === 'booked' ? 'request-changed' : null
  if (isMoved) await moveLinkEnd({ ...mirroring, request, actor: BY }, appointment.end)
  return change(
    mirroring,
    request,
    changes,
    isMoved ? 'request-moved-by-sync' : `request-${state}-by-sync`,
    topic,
    appointment,
  )
}

/** A request that the sync had cancelled is a visit again, once its appointment is. What people cancelled stays so. */
export async function reviveRequest(
  transaction: Transaction,
  present: Present,
  { id, request: requestId, status }: StoredAppointment,
): Promise<void> {
  const { id: practice } = present.practice.file
  const request = requestId ? await transaction.request(practice, requestId) : null
  if (request?.state !== 'cancelled' || request.appointment !== id) return
  const audit = await transaction.auditOf(practice, `request:${request.id}`)
  const last = audit.filter(({ action }) => action.startsWith('request-cancelled')).at(-1)
  if (last?.actor !== BY) return
  const state = stateOf[status] === 'cancelled' ? 'cancelled' : 'booked'
  if (state !== 'booked' || !(await transaction.changeRequest(practice, request.id, request.revision, { state })))
    return
  // Who was told that it is off must hear that it is on.
  const isTold = last.detail?.mail === 'sent' && request.end > present.snapshot.now
  await note(transaction, present, request, 'request-revived-by-sync', isTold ? { mail: 'sent' } : {})
  if (isTold) {
    const at = present.snapshot.now
    await transaction.addOutbox(practice, { at, topic: 'request-confirmed', subject: `request:${request.id}` })
  }
}

/** An appointment that was given to somebody else is no longer the request's: until staff have decided, its time stays taken. */
export async function leaveRequest(
  transaction: Transaction,
  present: Present,
  before: StoredAppointment,
): Promise<void> {
  const { id: practice } = present.practice.file
  const request = before.request ? await transaction.request(practice, before.request) : null
  if (request?.state !== 'booked' || request.appointment !== before.id) return
  const changes = { appointment: null } as const
  if (!(await transaction.changeRequest(practice, request.id, request.revision, changes))) {
    throw new MovedError(new Error('the request moved while its appointment went to somebody else'))
  }
  await transaction.changeAppointment(practice, before.id, { request: null, patients: null })
  await claimAsItStands({ transaction, present }, { ...request, patients: patientsOf(request) })
  await note(transaction, present, request, 'request-unlinked-by-sync', { appointment: before.id })
}

async function ended(mirroring: Mirroring, request: DeskRequest, appointment: StoredAppointment): Promise<boolean> {
  const { transaction, present } = mirroring
  if (!mayFollow(request.state, 'cancelled')) return false
  const others = await mirroring.successors(request)
  const anew = others.filter(({ start }) => start === request.start)
  if (anew.length === 1) {
    const [successor] = anew
    const { id: practice } = present.practice.file
    if (!(await transaction.linkAppointment(practice, successor!.id, request.id))) return false
    await transaction.changeAppointment(practice, appointment.id, { request: null })
    const changes = { appointment: successor!.id, ...movedTo(mirroring, request, successor!) }
    return change(mirroring, request, changes, 'request-relinked-by-sync', null, successor!)
  }
  if (others.length > 0) {
    // Until staff have decided, its time stays taken.
    await claimAsItStands(mirroring, { ...request, patients: patientsOf(request) })
    await transaction.changeAppointment(present.practice.file.id, appointment.id, { request: null })
    return change(
      mirroring,
      request,
      { state: 'booked', appointment: null },
      'request-unlinked-by-sync',
      null,
      appointment,
    )
  }
  const isAhead = request.start > present.snapshot.now
  const isTold = isAhead && mirroring.tell.cancelled && mirroring.settings.isCancellationTold
  const topic = isTold ? 'request-cancelled-by-practice' : null
  return change(mirroring, request, { state: 'cancelled', wish: null }, 'request-cancelled-by-sync', topic, appointment)
}

function hasMoved(request: DeskRequest, appointment: StoredAppointment): boolean {
  const { start, end, chair } = appointment
  const isWithOthers =
    appointment.practitioners.length > 0 &&
    JSON.stringify(appointment.practitioners) !== JSON.stringify(request.practitioners)
  return start !== request.start || end !== request.end || isWithOthers || (chair !== null && chair !== request.chair)
}

/** Whoever isn't one of ours is left out: then it is with whom it was. */
function movedTo({ present }: Mirroring, request: DeskRequest, appointment: StoredAppointment): RequestChanges {
  const { start, end, practitioners, chair, location } = appointment
  const to = {
    start,
    end,
    practitioners: (practitioners.length > 0 ? practitioners : request.practitioners) as [string, ...string[]],
    chair: chair ?? request.chair,
    location: location ?? request.location,
  }
  return { ...to, asked: differsFromAsked(present.practice, request, to) ? firstAsked(request) : null }
}

async function change(
  { transaction, present }: Mirroring,
  request: DeskRequest,
  changes: RequestChanges,
  action: string,
  topic: string | null,
  appointment: StoredAppointment,
): Promise<boolean> {
  const { id: practice } = present.practice.file
  // Somebody answers it just now: the next sync looks at it again.
  if (!(await transaction.changeRequest(practice, request.id, request.revision, changes))) return false
  const isMailed = topic !== null && request.patient.email !== null
  const detail = {
    ...(isMailed ? { mail: 'sent' } : {}),
    appointment: appointment.id,
    start: localIso(appointment.start, zoneAt(present.practice, request.location)),
    status: appointment.status,
    ...(changes.asked === undefined
      ? {}
      : { was: localIso(request.start, zoneAt(present.practice, request.location)) }),
  }
  await note(transaction, present, request, action, detail)
  if (topic !== null) {
    await transaction.addOutbox(practice, { at: present.snapshot.now, topic, subject: `request:${request.id}` })
  }
  return true
}

async function note(
  transaction: Transaction,
  { practice, snapshot }: Present,
  { id }: DeskRequest,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await transaction.addAudit(practice.file.id, {
    at: snapshot.now,
    actor: BY,
    action,
    subject: `request:${id}`,
    detail,
  })
}
