import { hashText, keyedHash, keyedToken } from '../hash.ts'
import type { PrivateLink } from '../links.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient, StoredPatientLink } from '../store/model.ts'
import type { Reader } from '../store/store.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How long what was mailed can be opened. */
export const LINK_MS: Readonly<Record<StoredPatientLink['purpose'], number>> = {
  invitation: 30 * DAY_MS,
  'sign-in': 20 * MINUTE_MS,
  // Nothing opens with it.
  'address-changed': 0,
}

/** Wrong answers that end an invitation. */
export const MOST_TRIES = 5

/**
 * The token of a link to a patient. It is reckoned from the link's id, not drawn: its mail is written, waits and is sent
 * again without the token being kept anywhere. Who reads the database finds hashes, and can't reckon a link without the
 * installation's secret.
 */
export async function patientLinkTo(secret: string, practice: string, id: string): Promise<PrivateLink> {
  // Another key than that of requests' private links.
  const key = await keyedHash(secret, 'patient link')
  const token = await keyedToken(key, `open ${practice} ${id}`)
  return { token, hash: await hashText(token) }
}

/** What a link opens. */
export interface OpenLink {
  readonly link: StoredPatientLink
  readonly patient: StoredPatient
}

/**
 * The link behind a token, and whose it is. Its answer is made by the same reading whatever the token is.
 *
 * @throws ProblemError `link-replaced` when a newer one was sent in its stead; `link-ended` in every other case, in the
 * same words whether there ever was such a link or not.
 */
export async function linkBehind(
  reader: Reader,
  practice: string,
  token: string,
  { purpose, now }: { purpose: StoredPatientLink['purpose']; now: number },
): Promise<OpenLink> {
  const link = await reader.patientLinkByHash(practice, await hashText(token))
  const patient = await reader.patient(practice, link?.patient ?? '')
  const all = await reader.patientLinks(practice, link?.patient ?? '', purpose)
  if (link?.purpose !== purpose || !patient) throw linkEnded()
  // Whoever changes an address ends its links; should one be forgotten, it still opens nothing.
  const isTheirs = patient.email?.toLowerCase() === link.email.toLowerCase()
  // The same for an access that is removed while a new invitation is sent.
  const isMeant = patient.access === 'enrolled' || (purpose === 'invitation' && patient.access === 'invited')
  if (isLinkOpen(link, now) && isTheirs && isMeant) return { link, patient }
  const isInstead = link.endedWhy === 'sent-again' || link.endedWhy === 'address-changed'
  const isNewer = all.some(({ id, createdAt }) => id !== link.id && createdAt >= (link.endedAt ?? now))
  throw isInstead && isNewer ? linkReplaced() : linkEnded()
}

/** Can it still be used? */
export function isLinkOpen({ usedAt, endedAt, expiresAt }: StoredPatientLink, now: number): boolean {
  return usedAt === null && endedAt === null && expiresAt > now
}

export function linkEnded(): ProblemError {
  return new ProblemError(
    'link-ended',
    'This link no longer works, or a part of it is missing. Please call the practice.',
  )
}

function linkReplaced(): ProblemError {
  return new ProblemError('link-replaced', 'A newer link was sent. Look for the latest mail, or call the practice.')
}
