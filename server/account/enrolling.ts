import type { ConfirmInvitationBody, InvitationReply } from '../contract/patient-account.ts'
import { setAccess } from '../patients/invitation.ts'
import { linkBehind, linkEnded, MOST_TRIES } from '../patients/links.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPractice } from '../store/model.ts'
import { foldText } from '../store/search-text.ts'
import type { Store } from '../store/store.ts'
import { beginSession } from './session.ts'

/** Whom a link leads to at which practice. */
interface ByLink {
  readonly practice: string
  /** The token. */
  readonly link: string
  readonly now: number
}

/**
 * What the page of an invitation shows before anybody has confirmed who they are.
 *
 * @throws ProblemError `link-ended`, `link-replaced`.
 */
export async function lookAtInvitation(
  store: Store,
  { practice: id, link: token, now }: ByLink,
): Promise<InvitationReply> {
  const { link } = await linkBehind(store, id, token, { purpose: 'invitation', now })
  const practice = await store.practice(id)
  if (!practice) throw linkEnded()
  return {
    practice: publicPractice(practice),
    emailHint: hintOf(link.email),
    triesLeft: MOST_TRIES - link.tries,
  }
}

/**
 * Opens the account of a patient who says who they are. The link works once, whoever else is confirming by it at the same
 * time; five wrong answers end it.
 *
 * @returns The token of the session.
 * @throws ProblemError `link-ended`, `link-replaced`; `no-match`, which doesn't say what differs.
 */
export async function confirmInvitation(
  store: Store,
  { practice, now, body }: Omit<ByLink, 'link'> & { readonly body: ConfirmInvitationBody },
): Promise<{ token: string; patient: StoredPatient }> {
  const confirmed = await store.transaction(async (transaction) => {
    const { link, patient } = await linkBehind(transaction, practice, body.link, { purpose: 'invitation', now })
    const entry = { at: now, actor: 'patient', subject: `patient:${patient.id}` }
    if (!isThem(patient, body)) {
      const tries = await transaction.countPatientLinkTry(practice, link.id, now)
      if (tries === null) throw linkEnded()
      const triesLeft = Math.max(0, MOST_TRIES - tries)
      const action = triesLeft === 0 ? 'invitation-locked' : 'invitation-no-match'
      await transaction.addAudit(practice, { ...entry, action, detail: { link: link.id, triesLeft } })
      if (triesLeft === 0) {
        await transaction.endPatientLinks(practice, patient.id, { why: 'locked', at: now, purpose: 'invitation' })
      }
      return { triesLeft, opened: null }
    }
    if (!(await transaction.usePatientLink(practice, link.id, now))) throw linkEnded()
    // What opened an account that was removed since doesn't open this one.
    if (patient.access !== 'enrolled') {
      await transaction.endPatientSessions(practice, patient.id)
      await transaction.removePatientPasskeys(practice, patient.id)
    }
    const enrolled = await setAccess(transaction, practice, patient, 'enrolled', { at: now, by: 'patient' })
    const { token } = await beginSession(transaction, practice, { patient: patient.id, by: 'invitation', now })
    await transaction.addAudit(practice, { ...entry, action: 'patient-enrolled', detail: { link: link.id } })
    return { triesLeft: null, opened: { token, patient: enrolled } }
  })
  const { triesLeft, opened } = confirmed
  if (opened) return opened
  const detail =
    triesLeft === 0
      ? 'That does not match what the practice has, and this link has now ended. Please call the practice.'
      : 'That does not match what the practice has. Check the date of birth and the family name.'
  throw new ProblemError('no-match', detail, { triesLeft })
}

/** What of a practice anybody may know. */
export function publicPractice({ file: { id, name, phone } }: StoredPractice): InvitationReply['practice'] {
  return { id, name, phone }
}

/** Both are always compared. Signs and spaces in a name don't count: people write them in many ways. */
function isThem(patient: StoredPatient, said: Pick<ConfirmInvitationBody, 'birthDate' | 'family'>): boolean {
  const isBirthDate = patient.birthDate === said.birthDate.trim()
  const [kept, family] = [patient.family, said.family].map((name) => foldText(name).replace(/[-. ]/g, ''))
  const isFamily = family !== '' && kept === family
  return isBirthDate && isFamily
}

/** `nadia@example.com` as `n•••@example.com`. */
function hintOf(email: string): string {
  const [first = ''] = email
  return `${first}•••${email.slice(email.lastIndexOf('@'))}`
}
