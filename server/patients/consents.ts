import { CONSENT_WORDING } from '../consent-wording.ts'
import { sameChannels } from '../store/identity.ts'
import type { StoredConsent, StoredPatient, StoredRequest } from '../store/model.ts'
import type { Transaction } from '../store/store.ts'

/* What patients agree to. Each change is kept, by whom and when; the latest of a channel counts. */

/** What may be agreed to; what is left out stays. */
export interface ConsentChange {
  readonly email?: boolean | undefined
  readonly text?: boolean | undefined
}

/** Who says so, where and when. */
export interface ConsentBy {
  /** As in the audit. */
  readonly by: string
  readonly how: StoredConsent['how']
  readonly at: number
  /** BCP 47, that it was read in. Left out: it was asked aloud. */
  readonly language?: string | null | undefined
  readonly request?: string | undefined
  readonly note?: string | undefined
}

/**
 * Writes down what differs from what stands; with a note also what doesn't, since it was asked again.
 *
 * @returns What stands then, and of which channels the consent was withdrawn.
 */
export async function changeConsents(
  transaction: Transaction,
  practice: string,
  patient: Pick<StoredPatient, 'id'>,
  change: ConsentChange,
  { note, request, language = null, ...of }: ConsentBy,
): Promise<{ email: boolean; text: boolean; withdrawn: readonly ('email' | 'text')[]; changed: boolean }> {
  const standing = await transaction.standingConsent(practice, patient.id)
  const after = { ...standing }
  const withdrawn: ('email' | 'text')[] = []
  let changed = false
  for (const channel of ['email', 'text'] as const) {
    const isGiven = change[channel]
    if (isGiven === undefined || (isGiven === standing[channel] && note === undefined)) continue
    await transaction.addConsent(practice, {
      ...{ id: crypto.randomUUID(), patient: patient.id, channel, isGiven, wording: CONSENT_WORDING, language },
      ...{ ...of, request: request ?? null, note: note ?? null },
    })
    changed = true
    after[channel] = isGiven
    if (standing[channel] && !isGiven) withdrawn.push(channel)
  }
  return { ...after, withdrawn, changed }
}

/**
 * Boxes ticked in a request are a consent each time; one that isn't ticked withdraws nothing. Who isn't signed in agrees to
 * what they have named only: mails to the record's own address, texts to its own number; and never to what was withdrawn.
 * Anybody may send a request in somebody's name, and what they tick isn't that person's change of mind.
 *
 * @param patient - Id of whom the request is filed under.
 * @param account - Id of the patient who is signed in; left out or null: nobody is.
 */
export async function keepConsentsOf(
  transaction: Transaction,
  practice: string,
  request: Pick<StoredRequest, 'id' | 'patient' | 'consent' | 'createdAt' | 'language'>,
  patient: string,
  account?: string | null,
): Promise<void> {
  const { id, patient: typed, consent, createdAt, language } = request
  if (!consent.email && !consent.text) return
  const record = await transaction.patient(practice, patient)
  if (!record) return
  const isOwn = account === patient
  const isTheirs = isOwn ? { email: true, text: true } : sameChannels(record, typed)
  const before = isOwn ? [] : await transaction.consentsOf(practice, patient)
  for (const channel of ['email', 'text'] as const) {
    const isWithdrawn = before.find((one) => one.channel === channel)?.isGiven === false
    if (!consent[channel] || !isTheirs[channel] || isWithdrawn) continue
    await transaction.addConsent(practice, {
      ...{ id: crypto.randomUUID(), patient, channel, isGiven: true, at: createdAt, by: 'patient', how: 'request' },
      ...{ wording: CONSENT_WORDING, language, request: id, note: null },
    })
  }
}
