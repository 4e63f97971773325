import { claimPlaces, claimRegardless, placesOf, releasePlaces, type Taking } from '../claims.ts'
import type { ConnectionMode } from '../contract/desk.ts'
import { dropExpiredHolds } from '../placing.ts'
import { queueCancel } from '../pms/write/cancelling.ts'
import { slotTaken } from '../problem.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import { MovedError, type Transaction } from '../store/store.ts'

/* Which places a request takes in the database, and who holds them: the request itself until it is an appointment, from
   then on the appointment, since that is what counts. */

type Change = { readonly transaction: Transaction; readonly present: Present }

/** Of what kind a request's patient is, as ceilings count. */
export function patientsOf({ isNewPatient }: DeskRequest): 'new' | 'existing' {
  return isNewPatient ? 'new' : 'existing'
}

/** Frees what somebody holds. */
export async function release({ transaction, present }: Change, holder: string): Promise<void> {
  await releasePlaces(transaction, present.practice.file.id, present.snapshot.compiled, holder)
}

/**
 * Claims the places of a visit that the engine found room for.
 *
 * @param isBeyond - Staff overruled capacity: what is full is taken in overflow lanes, which sell nothing more.
 * @throws MovedError when somebody was quicker.
 */
export async function claim({ transaction, present }: Change, visit: Taking, isBeyond: boolean): Promise<void> {
  const { practice, snapshot } = present
  await dropExpiredHolds(transaction, present)
  if (isBeyond) await claimRegardless(transaction, practice.file.id, snapshot.compiled, visit)
  else if (!(await claimPlaces(transaction, practice.file.id, snapshot.compiled, visit))) {
    throw new MovedError(slotTaken([]))
  }
}

/** Claims what a visit takes in the book whatever the rules say: it is there. */
export async function claimAsItStands({ transaction, present }: Change, visit: Taking): Promise<void> {
  await claimRegardless(transaction, present.practice.file.id, present.snapshot.compiled, visit)
}

/** Says of what kind an appointment's patient is, with the places that it takes of ceilings then. */
export async function countPatients(
  change: Change,
  appointment: StoredAppointment,
  patients: 'new' | 'existing' | null,
): Promise<void> {
  const { transaction, present } = change
  const { compiled } = present.snapshot
  const { id } = present.practice.file
  const counted = { ...appointment, patients }
  await transaction.changeAppointment(id, appointment.id, { patients })
  const needs = (visit: Taking) => JSON.stringify(placesOf(compiled, visit))
  if (!takesTime(appointment) || needs(appointment) === needs(counted)) return
  await release(change, appointment.id)
  await claimAsItStands(change, counted)
}

/** Cancels an appointment of our own book, and frees its places. */
export async function cancelAppointment(change: Change, appointment: string): Promise<void> {
  const { transaction, present } = change
  await transaction.changeAppointment(present.practice.file.id, appointment, { status: 'cancelled' })
  await release(change, appointment)
}

/**
 * Gives up what a request takes. Where the schedule is kept here, its appointment is cancelled with it; elsewhere the
 * appointment takes its time until it is cancelled there, which a PMS that can be written to is asked for.
 *
 * @param actor - As in the audit.
 */
export async function giveUpPlaces(
  change: Change,
  request: DeskRequest,
  mode: ConnectionMode,
  actor: string,
): Promise<void> {
  await release(change, request.id)
  if (mode === 'writes' && request.appointment !== null) {
    await queueCancel(change, request.id, request.appointment, actor)
  }
  if (mode === 'own' && request.appointment !== null) await cancelAppointment(change, request.appointment)
}

function takesTime({ status }: StoredAppointment): boolean {
  return status !== 'cancelled' && status !== 'noshow' && status !== 'entered-in-error'
}
