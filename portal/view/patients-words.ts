import type { ConsentEntry } from '../../server/contract/patients.ts'
import type { AccessState } from '../model/patient-words.ts'
import type { AccessTab } from '../model/patients-address.ts'
import type { IconName } from './icon.tsx'

export const accessChips: Readonly<
  Record<AccessState, { words: string; icon: IconName; tone: 'plain' | 'accent' | 'success' | 'warning' | 'danger' }>
> = {
  none: { words: 'Not invited', icon: 'minus', tone: 'plain' },
  invited: { words: 'Invited', icon: 'mail', tone: 'accent' },
  bounced: { words: 'Bounced', icon: 'warn', tone: 'warning' },
  'link-ended': { words: 'Link ended', icon: 'clock', tone: 'warning' },
  enrolled: { words: 'Enrolled', icon: 'check', tone: 'success' },
  removed: { words: 'Removed', icon: 'ban', tone: 'danger' },
}

export const accessTabWords: Readonly<Record<AccessTab, string>> = {
  any: 'All',
  invited: 'Invited',
  enrolled: 'Enrolled',
  removed: 'Removed',
}

export const channelWords = { email: 'Emails', text: 'Texts' } as const

/** One change of a consent: `Agreed, by the patient in the widget`, `Opted out, entered by Dana Whitlock`. */
export function consentWords({ isGiven, how, by }: ConsentEntry): string {
  const what = isGiven ? 'Agreed' : 'Opted out'
  if (how === 'request') return `${what}, by the patient with a request`
  if (how === 'account') return `${what}, by the patient in their account`
  return how === 'merge' ? `${what}, taken over when records were merged by ${by}` : `${what}, entered by ${by}`
}

/** Which sentence was agreed to, and in which language. */
export function wordingWords({ wording, language }: Pick<ConsentEntry, 'wording' | 'language'>): string {
  const name = language === null ? null : new Intl.DisplayNames(['en'], { type: 'language' }).of(language)
  return name ? `wording ${wording}, ${name}` : `wording ${wording}`
}
