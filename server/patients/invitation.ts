import { isWholeDate } from '../birth-date.ts'
import type { InvitationEntry, InvitationOutcome } from '../contract/patients.ts'
import { localIso } from '../dates.ts'
import { ProblemError } from '../problem.ts'
import type {
  LinkEnding,
  PatientAccessState,
  StoredPatient,
  StoredPatientLink,
  StoredPractice,
} from '../store/model.ts'
import { MovedError, type Reader, type Transaction } from '../store/store.ts'
import { LINK_MS, patientLinkTo } from './links.ts'

/* Inviting patients to book by an account of their own. */

/** Whom to invite, and who does it. */
export interface Inviting {
  readonly practice: StoredPractice
  readonly patient: StoredPatient
  /** As in the audit. */
  readonly actor: string
  readonly now: number
  /** Of the installation. */
  readonly secret: string
}

/**
 * Mails an invitation in the transaction that it is given; one that is open ends. Who has enrolled already stays enrolled
 * and gets a new link. The patient is read anew: it may have been changed in the same transaction.
 *
 * @returns Why none was sent, where none was: nothing is changed then.
 * @throws ProblemError `changed-meanwhile`.
 */
export async function sendInvitation(transaction: Transaction, inviting: Inviting): Promise<InvitationOutcome> {
  const { practice, actor, now, secret } = inviting
  const { id: practiceId, locations } = practice.file
  const patient = await transaction.patient(practiceId, inviting.patient.id)
  if (!patient) throw changedMeanwhile()
  const consent = await transaction.standingConsent(practiceId, patient.id)
  const missing = (['email', 'text'] as const).filter((channel) => !consent[channel])
  if (patient.email === null) {
    return refused(patient, 'no-email', 'There is no email address. Ask the patient for one, then send the invitation.')
  }
  if (missing.length > 0) return { ...refused(patient, 'no-consent', noConsentWords(missing)), missing }
  if (!isWholeDate(patient.birthDate)) {
    const detail = 'Patients confirm who they are by their date of birth, and it is not known whole. Ask, and enter it.'
    return refused(patient, 'no-birth-date', detail)
  }

  await transaction.endPatientLinks(practiceId, patient.id, { why: 'sent-again', at: now, purpose: 'invitation' })
  const id = crypto.randomUUID()
  const expiresAt = now + LINK_MS.invitation
  await transaction.addPatientLink(practiceId, {
    ...{ id, hash: (await patientLinkTo(secret, practiceId, id)).hash, patient: patient.id, purpose: 'invitation' },
    ...{ email: patient.email, createdAt: now, createdBy: actor, expiresAt },
    ...{ usedAt: null, endedAt: null, endedWhy: null, tries: 0 },
  })
  if (patient.access !== 'enrolled')
    await setAccess(transaction, practiceId, patient, 'invited', { at: now, by: actor })
  await transaction.addOutbox(practiceId, { at: now, topic: 'invitation', subject: `patient-link:${id}` })
  const entry = { at: now, actor, action: 'patient-invited', subject: `patient:${patient.id}`, detail: { link: id } }
  await transaction.addAudit(practiceId, entry)
  const until = localIso(expiresAt, locations[0]!.timeZone)
  return {
    isSent: true,
    email: patient.email,
    expiresAt: until,
    refusal: null,
    missing: [],
    detail: `The invitation was sent. Its link works once, until ${until.slice(0, 10)}.`,
  }
}

/**
 * Ends a patient's open invitation; a mail with it that hasn't left is deleted. Who was invited stands as before the
 * invitation; who has enrolled, or was removed, stays so.
 *
 * @returns The patient as it then stands.
 * @throws ProblemError `changed-meanwhile`.
 */
export async function endInvitation(
  transaction: Transaction,
  practice: string,
  { id }: Pick<StoredPatient, 'id'>,
  { why, now, actor }: { readonly why: LinkEnding; readonly now: number; readonly actor: string },
): Promise<StoredPatient> {
  const patient = await transaction.patient(practice, id)
  if (!patient) throw changedMeanwhile()
  const ended = await transaction.endPatientLinks(practice, id, { why, at: now, purpose: 'invitation' })
  if (ended > 0) {
    const entry = { at: now, actor, action: 'invitation-ended', subject: `patient:${id}`, detail: { why } }
    await transaction.addAudit(practice, entry)
  }
  // One that was locked has ended already; whoever had it is no longer invited either.
  if (patient.access !== 'invited') return patient
  return setAccess(transaction, practice, patient, 'none', null)
}

/**
 * Sets how a patient stands with booking by an account.
 *
 * @param since - When, and who did it, as in the audit; null with `none`.
 * @throws ProblemError `changed-meanwhile`.
 */
export async function setAccess(
  transaction: Transaction,
  practice: string,
  patient: StoredPatient,
  access: PatientAccessState,
  since: { readonly at: number; readonly by: string } | null,
): Promise<StoredPatient> {
  const changes = { access, accessAt: since?.at ?? null, accessBy: since?.by ?? null }
  if (!(await transaction.changePatient(practice, patient, changes))) throw new MovedError(changedMeanwhile())
  return { ...patient, ...changes, revision: patient.revision + 1 }
}

/** An invitation as staff see it, by the rules of {@link InvitationEntry}. */
export function invitationState(link: StoredPatientLink, now: number): InvitationEntry['state'] {
  if (link.usedAt !== null) return 'used'
  if (link.endedWhy === 'locked') return 'locked'
  if (link.endedAt !== null && link.endedAt < link.expiresAt) return 'withdrawn'
  return link.expiresAt <= now ? 'expired' : 'open'
}

/** By link, how its mail stands. Links whose mail isn't kept any more, or isn't made yet, are left out. */
export async function mailsOfLinks(
  reader: Reader,
  practice: string,
  links: readonly Pick<StoredPatientLink, 'id'>[],
): Promise<ReadonlyMap<string, NonNullable<InvitationEntry['mail']>>> {
  const states = await reader.messageStatesOfLinks(
    practice,
    links.map(({ id }) => id),
  )
  return new Map([...states].map(([id, state]) => [id, state === 'sending' ? 'waiting' : state]))
}

function refused(
  { email }: StoredPatient,
  refusal: NonNullable<InvitationOutcome['refusal']>,
  detail: string,
): InvitationOutcome {
  return { isSent: false, email, expiresAt: null, refusal, missing: [], detail }
}

function noConsentWords(missing: readonly ('email' | 'text')[]): string {
  const what = missing.map((channel) => (channel === 'email' ? 'emails' : 'texts')).join(' and ')
  return `The patient has not agreed to ${what}. Ask the patient for consent and note it here, then send the invitation.`
}

function changedMeanwhile(): ProblemError {
  return new ProblemError('changed-meanwhile', 'Somebody else has just changed this patient. Look at what they did.')
}
