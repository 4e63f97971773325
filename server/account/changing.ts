import type { AccountConsentBody, AccountDetailsBody } from '../contract/patient-account.ts'
import { languageOf } from '../language.ts'
import { changeConsents as keepConsents } from '../patients/consents.ts'
import { endInvitation } from '../patients/invitation.ts'
import { ProblemError } from '../problem.ts'
import { MovedError, type Store, type Transaction } from '../store/store.ts'
import { signInRequired } from './session.ts'

const HOUR_MS = 3_600_000
/** Other addresses that a patient gives within an hour. */
const MOST_AN_HOUR = 5

/** Who changes something of their own, where and when. */
interface Changing {
  readonly practice: string
  /** Id. */
  readonly patient: string
  /** Hash of the session in which it is done. */
  readonly session: string
  readonly now: number
}

/**
 * Changes how a patient is reached. With another email all open links end, and so does the account wherever else it is open;
 * the address that was theirs is told.
 *
 * @throws ProblemError `sign-in-required` when access was removed meanwhile; `too-many-requests`.
 */
export async function changeDetails(
  store: Store,
  { practice, patient: id, session, now }: Changing,
  body: AccountDetailsBody,
): Promise<void> {
  const email = body.email.toLowerCase()
  const mobile = body.mobile ?? null
  await store.transaction(async (transaction) => {
    const patient = await enrolled(transaction, practice, id)
    const isOtherEmail = patient.email?.toLowerCase() !== email
    const fields = [...(isOtherEmail ? ['email'] : []), ...(patient.mobile === mobile ? [] : ['mobile'])]
    if (fields.length === 0) return
    if (isOtherEmail) await checkOften(transaction, practice, id, now)
    if (!(await transaction.changePatient(practice, patient, { email, mobile, activeAt: now }))) throw moved()
    const entry = { at: now, actor: 'patient', subject: `patient:${id}` }
    await transaction.addAudit(practice, { ...entry, action: 'patient-changed', detail: { fields } })
    if (!isOtherEmail) return
    await endInvitation(transaction, practice, patient, { why: 'address-changed', now, actor: 'patient' })
    await transaction.endPatientLinks(practice, id, { why: 'address-changed', at: now, purpose: 'sign-in' })
    await transaction.endPatientSessions(practice, id, session)
    if (patient.email === null) return
    // Nothing opens by it: it says whom the mail is about and where it went.
    const told = crypto.randomUUID()
    await transaction.addPatientLink(practice, {
      ...{ id: told, hash: told, patient: id, purpose: 'address-changed', email: patient.email },
      ...{ createdAt: now, createdBy: 'patient', expiresAt: now },
      ...{ usedAt: null, endedAt: now, endedWhy: null, tries: 0 },
    })
    await transaction.addOutbox(practice, { at: now, topic: 'address-changed', subject: `patient-link:${told}` })
  })
}

/** Changes how the practice may write to a patient. Each change is kept; what stays as it was isn't written down again. */
export async function changeConsents(
  store: Store,
  { practice, patient: id, now }: Omit<Changing, 'session'>,
  { language: tag, ...consent }: AccountConsentBody,
): Promise<void> {
  await store.transaction(async (transaction) => {
    const patient = await enrolled(transaction, practice, id)
    const by = { by: 'patient', how: 'account', at: now, language: languageOf(tag ?? '') } as const
    const { email, text, changed, withdrawn } = await keepConsents(transaction, practice, patient, consent, by)
    if (!changed) return
    const entry = { at: now, actor: 'patient', action: 'consent-changed', subject: `patient:${id}` }
    await transaction.addAudit(practice, { ...entry, detail: { email, text } })
    if (withdrawn.length > 0) {
      await endInvitation(transaction, practice, patient, { why: 'consent-withdrawn', now, actor: 'patient' })
    }
    await transaction.notePatientActive(practice, id, now)
  })
}

/** Each change mails whoever has the address before it, which need not be the patient's own. */
async function checkOften(transaction: Transaction, practice: string, id: string, now: number): Promise<void> {
  const told = await transaction.patientLinks(practice, id, 'address-changed')
  if (told.filter(({ createdAt }) => createdAt > now - HOUR_MS).length < MOST_AN_HOUR) return
  throw new ProblemError('too-many-requests', 'This address was changed very often just now. Wait a little, or call.')
}

async function enrolled(transaction: Transaction, practice: string, id: string) {
  const patient = await transaction.patient(practice, id)
  if (patient?.access !== 'enrolled') throw signInRequired()
  return patient
}

/** Somebody else's change came between: it is looked at again. */
function moved(): MovedError {
  return new MovedError(new ProblemError('changed-meanwhile', 'The practice has just changed this, too. Try again.'))
}
