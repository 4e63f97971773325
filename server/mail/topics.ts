import type { DeskRequest } from '../store/model.ts'
import { cancelled } from './template/cancelled.ts'
import { confirmed } from './template/confirmed.ts'
import { expired } from './template/expired.ts'
import { newRequest } from './template/new-request.ts'
import type { Template } from './template/parts.ts'
import { patientCancelled } from './template/patient-cancelled.ts'
import { received } from './template/received.ts'
import { rejected } from './template/rejected.ts'
import { reminder } from './template/reminder.ts'
import { wish } from './template/wish.ts'
import { wishDeclined } from './template/wish-declined.ts'
import { withdrawn } from './template/withdrawn.ts'
import { youCancelled } from './template/you-cancelled.ts'

/** What an outbox topic leads to. */
export interface Topic {
  /** Is it still so? What has been overtaken is better left unsaid: what overtook it is told by itself. */
  readonly holds: (request: DeskRequest) => boolean
  /** Goes to the patient: the answer to their own request, which needs no consent beyond sending it. */
  readonly toPatient?: Template
  readonly toStaff?: Template
  /** What it tells the patient of the time; the next mail says what is different. */
  readonly tells?: 'asked' | 'scheduled'
}

const is =
  (...states: DeskRequest['state'][]) =>
  ({ state }: DeskRequest) =>
    states.includes(state)

export const topics = {
  'request-sent': { holds: is('pending'), toPatient: received, toStaff: newRequest, tells: 'asked' },
  'request-confirmed': { holds: is('booked', 'arrived'), toPatient: confirmed, tells: 'scheduled' },
  'request-changed': { holds: is('booked', 'arrived'), toPatient: confirmed, tells: 'scheduled' },
  'request-rejected': { holds: is('rejected'), toPatient: rejected },
  'request-cancelled-by-practice': { holds: is('cancelled'), toPatient: cancelled },
  'request-cancelled': { holds: is('cancelled'), toPatient: youCancelled, toStaff: patientCancelled },
  'request-replaced': { holds: is('cancelled'), toPatient: withdrawn },
  'request-expired': { holds: is('expired'), toPatient: expired },
  'request-reminder': { holds: is('pending'), toStaff: reminder },
  'wish-sent': { holds: ({ state, wish: wished }) => state === 'booked' && wished !== null, toStaff: wish },
  'wish-declined': { holds: is('booked'), toPatient: wishDeclined },
} as const satisfies Record<string, Topic>

export type TopicName = keyof typeof topics

export const REMINDER = 'request-reminder' satisfies TopicName

export function topicOf(name: string): Topic | null {
  return Object.hasOwn(topics, name) ? topics[name as TopicName] : null
}
