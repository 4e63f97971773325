import type { DeskRequest, StoredPatientLink } from '../store/model.ts'
import { accountInvitation } from './template/account-invitation.ts'
import { addressChanged } from './template/address-changed.ts'
import { cancelled } from './template/cancelled.ts'
import { confirmed } from './template/confirmed.ts'
import { expired } from './template/expired.ts'
import type { LinkTemplate } from './template/link-parts.ts'
import { newRequest } from './template/new-request.ts'
import type { Template } from './template/parts.ts'
import { patientCancelled } from './template/patient-cancelled.ts'
import { received } from './template/received.ts'
import { rejected } from './template/rejected.ts'
import { reminder } from './template/reminder.ts'
import { signInLink } from './template/sign-in-link.ts'
import { wish } from './template/wish.ts'
import { wishDeclined } from './template/wish-declined.ts'
import { withdrawn } from './template/withdrawn.ts'
import { youCancelled } from './template/you-cancelled.ts'

/**
 * Why a mail may go to a patient.
 *
 * - `own-request`: the answer to a request that they have sent, and what becomes of it.
 * - `asked-for`: they have just asked for this very mail.
 * - `consent`: they have agreed to be written to; looked at again when the mail leaves.
 * - `own-safety`: something of their account was changed, and if it wasn't they, they must hear of it.
 */
export type Ground = 'own-request' | 'asked-for' | 'consent' | 'own-safety'

/** What an outbox topic about a request leads to. Nothing goes to the patient without a ground. */
export type RequestTopic = {
  /** Is it still so? What has been overtaken is better left unsaid: what overtook it is told by itself. */
  readonly holds: (request: DeskRequest) => boolean
  readonly toStaff?: Template
  /** What it tells the patient of the time; the next mail says what is different. */
  readonly tells?: 'asked' | 'scheduled'
} & (
  | { readonly toPatient: Template; readonly ground: Ground }
  | { readonly toPatient?: never; readonly ground?: never }
)

/** What one about a link to a patient leads to: a mail to the address that the link names. */
export interface LinkTopic {
  readonly purpose: StoredPatientLink['purpose']
  readonly toPatient: LinkTemplate
  readonly ground: Ground
}

const is =
  (...states: DeskRequest['state'][]) =>
  ({ state }: DeskRequest) =>
    states.includes(state)

/** The answer to the patient's own request needs no consent beyond sending it. */
const ground = 'own-request'

export const requestTopics = {
  'request-sent': { ground, holds: is('pending'), toPatient: received, toStaff: newRequest, tells: 'asked' },
  'request-confirmed': { ground, holds: is('booked', 'arrived'), toPatient: confirmed, tells: 'scheduled' },
  'request-changed': { ground, holds: is('booked', 'arrived'), toPatient: confirmed, tells: 'scheduled' },
  'request-rejected': { ground, holds: is('rejected'), toPatient: rejected },
  'request-cancelled-by-practice': { ground, holds: is('cancelled'), toPatient: cancelled },
  'request-cancelled': { ground, holds: is('cancelled'), toPatient: youCancelled, toStaff: patientCancelled },
  'request-replaced': { ground, holds: is('cancelled'), toPatient: withdrawn },
  'request-expired': { ground, holds: is('expired'), toPatient: expired },
  'request-reminder': { holds: is('pending'), toStaff: reminder },
  'wish-sent': { holds: ({ state, wish: wished }) => state === 'booked' && wished !== null, toStaff: wish },
  'wish-declined': { ground, holds: is('booked'), toPatient: wishDeclined },
} as const satisfies Record<string, RequestTopic>

export const linkTopics = {
  invitation: { ground: 'consent', purpose: 'invitation', toPatient: accountInvitation },
  'sign-in-link': { ground: 'asked-for', purpose: 'sign-in', toPatient: signInLink },
  'address-changed': { ground: 'own-safety', purpose: 'address-changed', toPatient: addressChanged },
} as const satisfies Record<string, LinkTopic>

/** Every kind of mail that is made from the outbox. */
export const topics = { ...requestTopics, ...linkTopics }

export type TopicName = keyof typeof topics

export const REMINDER = 'request-reminder' satisfies TopicName

export function requestTopicOf(name: string): RequestTopic | null {
  return Object.hasOwn(requestTopics, name) ? requestTopics[name as keyof typeof requestTopics] : null
}

export function linkTopicOf(name: string): LinkTopic | null {
  return Object.hasOwn(linkTopics, name) ? linkTopics[name as keyof typeof linkTopics] : null
}

/** Null: nothing of this topic may go to a patient. */
export function groundOf(name: string): Ground | null {
  return (requestTopicOf(name) ?? linkTopicOf(name))?.ground ?? null
}
