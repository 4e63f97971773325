import type { Kysely } from 'kysely'
import type { StoredConsent } from './model.ts'
import type { Tables } from './tables.ts'

/* What patients agreed to: every change of it, none overwritten. */

/** How somebody may be written to, as it stands. */
export interface StandingConsent {
  readonly email: boolean
  readonly text: boolean
}

export interface ConsentReader {
  /** Latest first. */
  consentsOf(practice: string, patient: string): Promise<StoredConsent[]>
  /** The latest of each channel; without any, nothing was agreed to. */
  standingConsent(practice: string, patient: string): Promise<StandingConsent>
}

export interface ConsentWriter {
  addConsent(practice: string, consent: StoredConsent): Promise<void>
}

export function consentReaderOn(db: Kysely<Tables>): ConsentReader {
  const consentsOf = async (practice: string, patient: string): Promise<StoredConsent[]> => {
    const rows = await db
      .selectFrom('consent')
      .selectAll()
      .where('practice', '=', practice)
      .where('patient', '=', patient)
      .orderBy('at', 'desc')
      // Two of the same moment: what was taken back counts.
      .orderBy('is_given')
      .orderBy('id')
      .execute()
    return rows.map(({ practice: _, is_given, channel, how, ...row }) => ({
      ...row,
      channel: channel as StoredConsent['channel'],
      how: how as StoredConsent['how'],
      isGiven: is_given === 1,
    }))
  }
  return {
    consentsOf,
    async standingConsent(practice, patient) {
      const all = await consentsOf(practice, patient)
      const latest = (channel: StoredConsent['channel']) => all.find((one) => one.channel === channel)?.isGiven ?? false
      return { email: latest('email'), text: latest('text') }
    },
  }
}

/** @param touch - Is told whose consent it is, so that those who look at them read again. */
export function consentWriterOn(db: Kysely<Tables>, touch: (practice: string, item: string) => void): ConsentWriter {
  return {
    async addConsent(practice, { isGiven, ...consent }) {
      await db
        .insertInto('consent')
        .values({ practice, ...consent, is_given: isGiven ? 1 : 0 })
        .execute()
      if (consent.how !== 'request') touch(practice, consent.patient)
    },
  }
}
