import type { AnswerReply, ChangeCause, ComparisonReply } from '../../../server/contract/answer.ts'
import type { Appointment } from '../../../server/contract/desk.ts'
import type { Problem } from '../../../server/contract/problem.ts'
import type { Picker } from './picker.ts'

/** What a comparison is for: to accept, to link whatever fits best, or to move a visit to an appointment that was entered. */
export type Intent = 'accept' | 'link' | 'move'

/** How a request came to be answered. */
export type How = 'exact' | 'linked' | 'created' | 'unlinked' | 'moved'

/** The one question that stands over the desk. */
export type Dialog =
  /** `isSyncing`: the PMS is read first. */
  | { at: 'comparing'; intent: Intent; isSyncing?: boolean }
  /** Could this be the same appointment? */
  | {
      at: 'same'
      intent: Intent
      comparison: ComparisonReply
      patient: string | null
      appointment: string | null
    }
  /** No match found. */
  | { at: 'none'; intent: Intent; comparison: ComparisonReply }
  /** Correct the appointment? */
  | {
      at: 'correct'
      intent: Intent
      appointment: Appointment
      cause: ChangeCause | null
      isMissing: boolean
      back: Dialog
    }
  | { at: 'create'; back: Dialog | null }
  /** Accept with another time, or reschedule. */
  | { at: 'pick'; picker: Picker }
  /** A visit moves where only the practice's own software can move it. */
  | { at: 'move' }
  /** Done; a confirmation email? */
  | { at: 'done'; how: How; reply: AnswerReply }
  | { at: 'reject'; reason: string | null; tell: boolean; isMissing: boolean }
  | { at: 'cancel'; reason: string | null; tell: boolean; isMissing: boolean }
  /** Somebody else was first. */
  | { at: 'answered'; answered: NonNullable<Problem['answered']> }
