import type { Room } from '../context.ts'
import type { InvitationOutcome, PatientChanged } from '../contract/patients.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPractice } from '../store/model.ts'
import type { PatientChanges } from '../store/patient-writing.ts'
import { MovedError, type Transaction } from '../store/store.ts'
import { patientBehind, patientPage } from './page.ts'

/** What staff change of patients is done with. */
export interface Change {
  readonly transaction: Transaction
  readonly practice: StoredPractice
  /** As in the audit. */
  readonly actor: string
  readonly now: number
  /** Of the installation. */
  readonly secret: string
}

/** Who changes which patient. */
export interface Changing {
  readonly practice: StoredPractice
  readonly patient: string
  readonly userId: string
}

export type PatientRoom = Pick<Room, 'store' | 'accounts' | 'clock' | 'secret'>

/**
 * Changes a patient in one transaction, with what follows from it, and shows them as they are then.
 *
 * @param decide - What became of an invitation, where one was asked for. Throws a ProblemError to refuse.
 */
export async function changePatient(
  room: PatientRoom,
  { practice, patient: id, userId }: Changing,
  decide: (change: Change, patient: StoredPatient) => Promise<InvitationOutcome | null>,
): Promise<PatientChanged> {
  const { store, secret } = room
  const now = room.clock()
  const invitation = await store.transaction(async (transaction) => {
    const patient = await patientBehind(transaction, practice.file.id, id)
    return decide({ transaction, practice, actor: `staff:${userId}`, now, secret }, patient)
  })
  return changedReply(room, practice, id, invitation)
}

/** What every change answers with. */
export async function changedReply(
  { store, accounts, clock }: PatientRoom,
  practice: StoredPractice,
  id: string,
  invitation: InvitationOutcome | null,
): Promise<PatientChanged> {
  const patient = await patientBehind(store, practice.file.id, id)
  return { patient: await patientPage({ store, accounts }, { practice, now: clock() }, patient), invitation }
}

/** @throws ProblemError `changed-meanwhile` when the patient isn't what was on the screen. */
export function checkRevision({ revision }: StoredPatient, shown: number): void {
  if (revision !== shown) throw changedMeanwhile()
}

/**
 * Sets fields of a patient, by the revision that was read.
 *
 * @returns The patient as they then stand.
 */
export async function setFields(
  { transaction, practice, now }: Change,
  patient: StoredPatient,
  fields: PatientChanges,
): Promise<StoredPatient> {
  const changes = { ...fields, activeAt: now }
  if (!(await transaction.changePatient(practice.file.id, patient, changes))) throw new MovedError(changedMeanwhile())
  return { ...patient, ...changes, revision: patient.revision + 1 }
}

/** Notes what was done, and by whom; never what somebody is called or reached by. */
export async function notePatient(
  { transaction, practice, actor, now }: Change,
  { id }: Pick<StoredPatient, 'id'>,
  action: string,
  detail: Readonly<Record<string, unknown>> | null = null,
): Promise<void> {
  await transaction.addAudit(practice.file.id, { at: now, actor, action, subject: `patient:${id}`, detail })
}

export function changedMeanwhile(): ProblemError {
  return new ProblemError('changed-meanwhile', 'Somebody else has just changed this patient. Look at what they did.')
}
