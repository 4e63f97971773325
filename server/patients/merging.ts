import type { DistinctBody, MergeBody } from '../contract/patients.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredPatient } from '../store/model.ts'
import type { PatientChanges } from '../store/patient-writing.ts'
import { MovedError } from '../store/store.ts'
import { type Change, changedMeanwhile, checkRevision, notePatient } from './changing.ts'
import { endInvitation } from './invitation.ts'
import { patientBehind } from './page.ts'
import { endSignIns } from './saving.ts'

/**
 * Makes two records one, as staff say that they are one person: all visits, consents and invitations of the other are the
 * first one's. What the first one's record says stays; blanks are filled. The other's open invitation and every way in end:
 * who is enrolled by the other record only stays so where the address stays that they have confirmed, and signs in anew.
 *
 * What stands of the consents is the latest of both.
 */
export async function mergePatients(
  change: Change,
  into: StoredPatient,
  { other, revision }: MergeBody,
): Promise<null> {
  const { transaction, practice, actor, now } = change
  const { id } = practice.file
  checkRevision(into, revision)
  const found = await otherOf(change, into, other)
  const from = await endInvitation(transaction, id, found, { why: 'merged', now, actor })
  await endSignIns(change, from, 'merged')
  if (!(await transaction.mergePatient(id, from.id, into, takenFrom(from, into, now)))) {
    throw new MovedError(changedMeanwhile())
  }
  await notePatient(change, into, 'patient-merged', { from: from.id })
  await notePatient(change, from, 'patient-merged', { into: into.id })
  return null
}

/** Notes that two who look alike aren't one person: they are no longer suggested to each other. */
export async function tellApart(change: Change, patient: StoredPatient, { other }: DistinctBody): Promise<null> {
  const { transaction, practice, actor, now } = change
  const found = await otherOf(change, patient, other)
  await transaction.addDistinct(practice.file.id, { one: patient.id, other: found.id, at: now, by: actor })
  await notePatient(change, patient, 'patient-told-apart', { other: found.id })
  return null
}

/** What the one who stays takes over. */
function takenFrom(from: StoredPatient, into: StoredPatient, now: number): PatientChanges {
  const isEmailTaken = into.email === null && from.email !== null
  const takesAccess = into.access === 'none' && from.access !== 'none' && from.access !== 'invited'
  // Nobody can be enrolled without a birth date, or by an address at which nobody has said who they are.
  const isConfirmed = from.email !== null && (into.email ?? from.email) === from.email
  const staysSo = from.access !== 'enrolled' || (isConfirmed && (into.birthDate ?? from.birthDate) !== null)
  return {
    birthDate: into.birthDate ?? from.birthDate,
    mobile: into.mobile ?? from.mobile,
    email: isEmailTaken ? from.email : into.email,
    language: into.language ?? from.language,
    pmsId: into.pmsId ?? from.pmsId,
    activeAt: now,
    ...(takesAccess && staysSo ? { access: from.access, accessAt: from.accessAt, accessBy: from.accessBy } : {}),
  }
}

async function otherOf({ transaction, practice }: Change, patient: StoredPatient, id: string): Promise<StoredPatient> {
  const other = await patientBehind(transaction, practice.file.id, id).catch((error: unknown) => {
    throw error instanceof ProblemError ? fieldProblem('/other', 'There is no such patient any more.') : error
  })
  if (other.id === patient.id) throw fieldProblem('/other', 'This is the same record.')
  return other
}
