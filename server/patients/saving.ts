import { checkBirthDate, isWholeDate } from '../birth-date.ts'
import { canonical } from '../booking.ts'
import type {
  ConsentBody,
  CorrectAddressBody,
  EditPatientBody,
  InvitationOutcome,
  NewPatientBody,
  PatientChanged,
} from '../contract/patients.ts'
import { hashText } from '../hash.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPractice } from '../store/model.ts'
import {
  type Change,
  changedMeanwhile,
  changedReply,
  checkRevision,
  notePatient,
  type PatientRoom,
  setFields,
} from './changing.ts'
import { changeConsents } from './consents.ts'
import { newPatient } from './filing.ts'
import { endInvitation, sendInvitation } from './invitation.ts'
import { endOldAddress } from './pms-filing.ts'

const KEEP_ANSWER_MS = 86_400_000

/** A new patient as staff send them. */
export interface Entering {
  readonly practice: StoredPractice
  readonly userId: string
  /** The form's own: the same for every retry. */
  readonly key: string
  readonly body: NewPatientBody
}

/**
 * Saves a new patient with what they agreed to, and invites them if wanted. Sent again with the same key it answers the same
 * and saves nothing more.
 *
 * @throws ProblemError `needs-confirmation` where somebody of these names and birth date is known, unless `evenSo`.
 */
export async function enterPatient(
  room: PatientRoom,
  { practice, userId, key: typedKey, body }: Entering,
): Promise<PatientChanged> {
  const { id: practiceId } = practice.file
  const now = room.clock()
  const actor = `staff:${userId}`
  if (body.birthDate !== null) checkBirthDate(practice.file, body.birthDate, now, '/birthDate')
  // Keys that patients send have no spaces.
  const key = `patient ${await hashText(`${actor} ${typedKey}`)}`
  const bodyHash = await hashText(canonical(body))
  const { id, invitation } = await room.store.transaction(async (transaction): Promise<Kept> => {
    const again = await transaction.takeKey(practiceId, key, bodyHash)
    if (again && again.bodyHash !== bodyHash) {
      throw new ProblemError('key-reused', 'This Idempotency-Key was sent with other details before. Use a new one.')
    }
    if (again) return JSON.parse(again.reply) as Kept
    const { given, family, birthDate, language = null, consent, sendInvitation: isInvited, evenSo } = body
    const details = { given, family, birthDate, mobile: body.mobile ?? null, email: body.email ?? null }
    if (!evenSo && (await transaction.patientsNamed(practiceId, details)).length > 0) throw isKnown()
    const change: Change = { transaction, practice, actor, now, secret: room.secret }
    const patient = newPatient(details, { origin: 'staff', at: now, by: actor, language })
    await transaction.addPatient(practiceId, patient)
    await notePatient(change, patient, 'patient-added')
    await setConsents(change, patient, consent)
    const sent = isInvited ? await sendInvitation(transaction, { ...change, patient }) : null
    const kept: Kept = { id: patient.id, invitation: sent && { ...sent, email: null } }
    await transaction.keepAnswer(practiceId, key, JSON.stringify(kept), now + KEEP_ANSWER_MS)
    return kept
  })
  const reply = await changedReply(room, practice, id, invitation)
  return { ...reply, invitation: invitation && { ...invitation, email: reply.patient.email } }
}

/** What is kept of the answer: nothing in it is the patient's. */
interface Kept {
  readonly id: string
  readonly invitation: InvitationOutcome | null
}

/** Changes a patient's details. What was sent to another address ends. */
export async function editPatient(change: Change, patient: StoredPatient, body: EditPatientBody): Promise<null> {
  checkRevision(patient, body.revision)
  const { practice, now } = change
  if (body.birthDate !== null) checkBirthDate(practice.file, body.birthDate, now, '/birthDate')
  const { given, family, language = patient.language } = body
  // A part of a date can't be typed where a date is asked for: null takes back a whole one only.
  const birthDate = body.birthDate ?? (isWholeDate(patient.birthDate) ? null : patient.birthDate)
  const email = body.email?.toLowerCase() ?? null
  const after = { given, family, birthDate, email, mobile: body.mobile ?? null, language }
  if (patient.access === 'enrolled') {
    if (email === null) throw fieldProblem('/email', 'This patient signs in by email: remove access first.')
    if (birthDate === null) throw fieldProblem('/birthDate', 'This patient has an account: remove access first.')
  }
  const fields = (['given', 'family', 'birthDate', 'mobile', 'email', 'language'] as const).filter(
    (field) => after[field] !== patient[field],
  )
  if (fields.length === 0) return null
  const changed = await setFields(change, patient, after)
  await notePatient(change, patient, 'patient-changed', { fields })
  if (fields.includes('email')) await leaveAddress(change, changed)
  return null
}

/** Corrects the address, ends what was sent to the old one, and invites anew if wanted. */
export async function correctAddress(
  change: Change,
  patient: StoredPatient,
  { email: typed, revision, sendInvitation: isInvited }: CorrectAddressBody,
): Promise<InvitationOutcome | null> {
  checkRevision(patient, revision)
  const email = typed.toLowerCase()
  let now = patient
  if (email !== patient.email) {
    now = await leaveAddress(change, await setFields(change, patient, { email }))
    await notePatient(change, patient, 'patient-changed', { fields: ['email'] })
  }
  return isInvited ? sendInvitation(change.transaction, { ...change, patient: now }) : null
}

/** Writes down what a patient has told staff. Without consent to both, an open invitation ends. */
export async function recordConsents(
  change: Change,
  patient: StoredPatient,
  { note, ...consent }: ConsentBody,
): Promise<null> {
  await setConsents(change, patient, consent, note || undefined)
  return null
}

/** Takes away booking by an account: whoever is signed in is signed out, and no link or passkey opens it any more. */
export async function removeAccess(change: Change, patient: StoredPatient): Promise<null> {
  const { transaction, practice, actor, now } = change
  const { id } = practice.file
  if (patient.access !== 'invited' && patient.access !== 'enrolled') {
    throw new ProblemError('not-changeable', 'This patient has no access that could be removed.')
  }
  const removed = await setFields(change, patient, { access: 'removed', accessAt: now, accessBy: actor })
  await notePatient(change, patient, 'patient-access-removed')
  await endInvitation(transaction, id, removed, { why: 'removed', now, actor })
  await endSignIns(change, patient, 'removed')
  return null
}

/** Ends every way in: sessions, links to sign in, passkeys. */
export async function endSignIns(
  { transaction, practice, now }: Change,
  { id }: StoredPatient,
  why: 'removed' | 'merged',
): Promise<void> {
  await transaction.endPatientLinks(practice.file.id, id, { why, at: now, purpose: 'sign-in' })
  await transaction.endPatientSessions(practice.file.id, id)
  await transaction.removePatientPasskeys(practice.file.id, id)
}

async function setConsents(
  change: Change,
  patient: StoredPatient,
  consent: Pick<ConsentBody, 'email' | 'text'>,
  note?: string,
): Promise<void> {
  const { transaction, practice, actor, now } = change
  const { id } = practice.file
  const before = await transaction.standingConsent(id, patient.id)
  const by = { by: actor, how: 'staff', at: now, ...(note === undefined ? {} : { note }) } as const
  const { withdrawn, changed, ...after } = await changeConsents(transaction, id, patient, consent, by)
  if (!changed) return
  if (!(await transaction.notePatientActive(id, patient.id, now))) throw changedMeanwhile()
  for (const channel of ['email', 'text'] as const) {
    if (before[channel] === after[channel]) continue
    await notePatient(change, patient, after[channel] ? 'consent-given' : 'consent-withdrawn', { channel })
  }
  if (withdrawn.length > 0) await endInvitation(transaction, id, patient, { why: 'consent-withdrawn', now, actor })
}

async function leaveAddress(
  { transaction, practice, now, actor }: Change,
  patient: StoredPatient,
): Promise<StoredPatient> {
  return endOldAddress(transaction, practice.file.id, patient, now, actor)
}

function isKnown(): ProblemError {
  return new ProblemError(
    'needs-confirmation',
    'Somebody with the same name and date of birth is known already. Open them, or save a second one even so.',
    { errors: [{ pointer: '/evenSo', detail: 'Confirm that it is somebody else.' }] },
  )
}
