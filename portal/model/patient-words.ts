import type { InvitationEntry, PatientPage, PatientRow, PatientVisit } from '../../server/contract/patients.ts'
import { stateWords } from './row-words.ts'
import type { Words } from './words.ts'

/** `Imani Whitfield`; of somebody without names `No name`. */
export const fullName = ({ given, family }: Pick<PatientRow, 'given' | 'family'>) =>
  `${given} ${family}`.trim() || 'No name'

/** A birth date as it is known: whole, in part like `1985-03`, or not at all. `digits`: how it is pasted. */
export function birthOf(birthDate: string | null, words: Words, now: number) {
  if (birthDate === null) return null
  if (!isWhole(birthDate)) return { text: birthDate, digits: birthDate, years: null }
  return { ...words.birthDate(birthDate), years: words.yearsOld(birthDate, now) }
}

export const isWhole = (birthDate: string) => /^\d{4}-\d{2}-\d{2}$/.test(birthDate)

type Standing = Pick<PatientRow, 'access' | 'isBounced' | 'isLinkEnded'>

/** How a patient stands with booking by their own account. */
export type AccessState = 'none' | 'invited' | 'bounced' | 'link-ended' | 'enrolled' | 'removed'

/** A mail that came back matters more than its link. */
export function accessOf({ access, isBounced, isLinkEnded }: Standing): AccessState {
  if (access !== 'invited') return access
  if (isBounced) return 'bounced'
  return isLinkEnded ? 'link-ended' : 'invited'
}

/** Where a visit stands; what is kept in the schedule is confirmed. */
export const visitState = ({ state }: Pick<PatientVisit, 'state'>) =>
  state === 'booked' ? 'Confirmed' : stateWords[state]

/** States of a visit that is still to come, as long as its time is. */
const standing: readonly PatientVisit['state'][] = ['pending', 'booked', 'proposed', 'arrived', 'checked-in']
export const isAhead = ({ state }: Pick<PatientVisit, 'state'>) => standing.includes(state)

const madeBy: Readonly<Record<string, string>> = { pms: 'In the PMS', import: 'An import', sync: 'In the PMS' }

/** Who made a visit that did not come from a request. */
export const createdByWords = (by: string | null) => (by === null ? 'Not known' : (madeBy[by] ?? by))

/** One thing that happened to an invitation. */
export type InvitationEvent = {
  at: string
  kind: 'open' | 'sent' | 'ended'
  words: string
  /** What stands beside its moment: who, or why. */
  aside: string | null
}

const endings: Readonly<Record<Exclude<InvitationEntry['state'], 'open'>, string>> = {
  used: 'Enrolled by the link',
  withdrawn: 'Invitation withdrawn, link is dead',
  expired: 'Link ran out',
  locked: 'Link locked: the birth date was wrong too often',
}
const reasons: Readonly<Record<NonNullable<InvitationEntry['why']>, string>> = {
  'address-changed': 'address corrected',
  'sent-again': 'a new one was sent',
  'consent-withdrawn': 'consent withdrawn',
  removed: 'access removed',
  merged: 'records merged',
}
const mails: Readonly<Record<NonNullable<InvitationEntry['mail']>, string | null>> = {
  waiting: 'mail is on its way',
  sent: null,
  kept: 'mail kept here: sending is not set up',
  failed: 'mail could not be delivered',
}

/** What became of every invitation, latest first. */
export function invitationEvents(
  { invitations }: Pick<PatientPage, 'invitations'>,
  day: (at: string) => string,
): InvitationEvent[] {
  const events = invitations.flatMap((each): InvitationEvent[] => {
    const mail = each.mail === null ? null : mails[each.mail]
    const isOpen = each.state === 'open'
    const sent: InvitationEvent = {
      at: each.sentAt,
      kind: isOpen ? 'open' : 'sent',
      words: isOpen ? `Invited, link works until ${day(each.expiresAt)}` : `Invited at ${each.email}`,
      aside: [each.by, mail].filter(Boolean).join(', '),
    }
    if (each.state === 'open') return [sent]
    const ended: InvitationEvent = {
      at: each.endedAt ?? each.expiresAt,
      kind: 'ended',
      words: endings[each.state],
      aside: each.why === null ? null : reasons[each.why],
    }
    return [ended, sent]
  })
  return events.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
}
