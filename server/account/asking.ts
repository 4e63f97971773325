import { LINK_MS, patientLinkTo } from '../patients/links.ts'
import { openText, sealText } from '../sealing.ts'
import type { StoredPatientLink } from '../store/model.ts'
import type { Transaction } from '../store/store.ts'

const HOUR_MS = 3_600_000
/** Mails with a link that a patient gets within an hour, whoever asks for them. */
const MOST_AN_HOUR = 5
const PURPOSE = 'address that asks to sign in'

/**
 * Notes that somebody asks to sign in by an address. Who it belongs to, and whether anybody, is found out later, when
 * mails are made: what is done now, and how long it takes, is the same for every address. It is kept encrypted till then.
 *
 * @param language - One of ours; null: not said.
 */
export async function askToSignIn(
  transaction: Transaction,
  practice: string,
  asked: { readonly email: string; readonly language: string | null; readonly now: number; readonly secret: string },
): Promise<void> {
  const { email, language, now, secret } = asked
  const subject = `address:${language ?? ''}:${await sealText(secret, PURPOSE, email)}`
  await transaction.addOutbox(practice, { at: now, topic: 'sign-in-link', subject })
}

/**
 * Makes a link to sign in for each enrolled patient with the address that an outbox entry names. One that is open ends.
 *
 * @param subject - As {@link askToSignIn} has made it.
 */
export async function signInLinks(
  transaction: Transaction,
  {
    practice,
    subject,
    now,
    secret,
  }: { readonly practice: string; readonly subject: string; readonly now: number; readonly secret: string },
): Promise<{ links: StoredPatientLink[]; language: string | null }> {
  const [, language = '', address = ''] = /^address:([^:]*):(.+)$/.exec(subject) ?? []
  const email = await openText(secret, PURPOSE, address)
  const links: StoredPatientLink[] = []
  for (const patient of await transaction.patientsWithEmail(practice, email)) {
    if (patient.access !== 'enrolled' || patient.email === null) continue
    const before = await transaction.patientLinks(practice, patient.id, 'sign-in')
    if (before.filter(({ createdAt }) => createdAt > now - HOUR_MS).length >= MOST_AN_HOUR) continue
    await transaction.endPatientLinks(practice, patient.id, { why: 'sent-again', at: now, purpose: 'sign-in' })
    const id = crypto.randomUUID()
    const link: StoredPatientLink = {
      ...{ id, hash: (await patientLinkTo(secret, practice, id)).hash, patient: patient.id, purpose: 'sign-in' },
      ...{ email: patient.email, createdAt: now, createdBy: 'patient', expiresAt: now + LINK_MS['sign-in'] },
      ...{ usedAt: null, endedAt: null, endedWhy: null, tries: 0 },
    }
    await transaction.addPatientLink(practice, link)
    const entry = { at: now, actor: 'patient', action: 'sign-in-asked', subject: `patient:${patient.id}` }
    await transaction.addAudit(practice, entry)
    links.push(link)
  }
  return { links, language: language || null }
}
