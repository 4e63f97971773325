import { linkBehind, linkEnded } from '../patients/links.ts'
import type { Store } from '../store/store.ts'
import { beginSession } from './session.ts'

/**
 * Opens the account that a mailed link to sign in leads to. It works once.
 *
 * @returns The token of the session.
 * @throws ProblemError `link-ended`, `link-replaced`.
 */
export async function openByLink(
  store: Store,
  { practice, link: token, now }: { readonly practice: string; readonly link: string; readonly now: number },
): Promise<{ token: string; patient: string }> {
  return store.transaction(async (transaction) => {
    const { link, patient } = await linkBehind(transaction, practice, token, { purpose: 'sign-in', now })
    if (patient.access !== 'enrolled') throw linkEnded()
    if (!(await transaction.usePatientLink(practice, link.id, now))) throw linkEnded()
    const session = await beginSession(transaction, practice, { patient: patient.id, by: 'link', now })
    const subject = `patient:${patient.id}`
    const detail = { by: 'link', link: link.id }
    await transaction.addAudit(practice, { at: now, actor: 'patient', action: 'patient-signed-in', subject, detail })
    return { token: session.token, patient: patient.id }
  })
}
