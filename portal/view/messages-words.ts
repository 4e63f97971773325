import type { Message, MessageState } from '../../server/contract/settings.ts'
import type { MessagesTab } from '../model/messages-address.ts'
import type { IconName } from './icon.tsx'

export const messagesTabWords: Readonly<Record<MessagesTab, string>> = {
  all: 'All',
  failed: 'Failed',
  waiting: 'Waiting',
  sent: 'Sent',
  kept: 'Kept',
  templates: 'What patients are sent',
}

export const messageStates: Readonly<
  Record<MessageState, { words: string; icon: IconName; tone: 'outline' | 'warning' | 'danger' | 'plain' }>
> = {
  waiting: { words: 'Waiting', icon: 'clock', tone: 'warning' },
  sent: { words: 'Sent', icon: 'check', tone: 'outline' },
  kept: { words: 'Kept', icon: 'inbox', tone: 'plain' },
  failed: { words: 'Not sent', icon: 'warn', tone: 'danger' },
}

const kinds: Readonly<Record<string, string>> = {
  'request-confirmed': 'Appointment confirmed',
  'request-changed': 'Confirmed, another time',
  'request-rejected': 'Request not possible',
  'request-cancelled-by-practice': 'Cancelled by the practice',
  'request-cancelled': 'Cancelled by the patient',
  'request-replaced': 'Given up for another time',
  'request-expired': 'Nobody answered in time',
  'request-reminder': 'Still not answered',
  'wish-sent': 'Another time asked for',
  'wish-declined': 'Appointment stays as it is',
  invitation: 'Invitation to an account',
  'sign-in-link': 'Link to sign in',
  'address-changed': 'Email address changed',
  'staff-mail': 'Invitation',
  'sync-news': 'Your own software',
}

/** What a mail tells, in a few words. */
export function messageKind({ topic, toPatient }: Pick<Message, 'topic' | 'toPatient'>): string {
  if (topic === 'request-sent') return toPatient ? 'Request received' : 'New request'
  return kinds[topic] ?? topic
}

export const messageReader = ({ toPatient, topic }: Pick<Message, 'topic' | 'toPatient'>): string =>
  toPatient ? 'To the patient' : topic === 'staff-mail' ? 'To staff' : 'To the practice'

/** A language in its own words, like `Español`. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language', languageDisplay: 'standard' }).of(tag) ?? tag
  return `${name.charAt(0).toLocaleUpperCase(tag)}${name.slice(1)}`
}
