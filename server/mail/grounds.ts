import { isLinkOpen } from '../patients/links.ts'
import type { StoredMessage } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { groundOf } from './topics.ts'

/**
 * May a mail go to its patient, by its topic's ground and as things stand now? Asked when it is made, and once more right
 * before it is handed over: meanwhile consent may have been withdrawn, or the address corrected.
 */
export async function mayLeave(
  reader: Reader,
  { practice, topic, recipient, patientLink }: Pick<StoredMessage, 'practice' | 'topic' | 'recipient' | 'patientLink'>,
  now: number,
): Promise<boolean> {
  const ground = groundOf(topic)
  if (ground === null || ground === 'own-request') return ground !== null
  const link = patientLink === null ? null : await reader.patientLink(practice, patientLink)
  const patient = link && (await reader.patient(practice, link.patient))
  if (!link || !patient || !isSame(link.email, recipient)) return false
  if (ground === 'own-safety') return true
  if (!isLinkOpen(link, now) || !isSame(patient.email, recipient)) return false
  if (ground === 'asked-for') return patient.access === 'enrolled'
  const consent = await reader.standingConsent(practice, patient.id)
  return consent.email && consent.text && (patient.access === 'invited' || patient.access === 'enrolled')
}

/** One address, whatever its capitals. */
function isSame(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}
