import type { Status } from './book.ts'

export const statuses: readonly Status[] = ['booked', 'arrived', 'fulfilled', 'noshow', 'cancelled']

/** What a status is called. */
export const statusNames: Readonly<Record<string, string>> = {
  proposed: 'Proposed',
  pending: 'Pending',
  booked: 'Booked',
  arrived: 'Arrived',
  'checked-in': 'Checked in',
  fulfilled: 'Completed',
  noshow: 'No-show',
  cancelled: 'Cancelled',
  'entered-in-error': 'Entered in error',
}

/** What the button says that leads to a status. */
export const statusActions: Readonly<Record<Status, string>> = {
  booked: 'Back to booked',
  arrived: 'Mark arrived',
  fulfilled: 'Mark completed',
  noshow: 'Mark no-show',
  cancelled: 'Cancel appointment',
}

const told = {
  made: 'The appointment is in the book.',
  moved: 'The appointment was changed.',
  deleted: 'The appointment was deleted.',
  booked: 'The appointment is booked again.',
  arrived: 'The patient has arrived.',
  fulfilled: 'The appointment is completed.',
  noshow: 'The patient did not come.',
  cancelled: 'The appointment was cancelled.',
}

/** What has just been done. */
export type Done = keyof typeof told

export const doneWords: Readonly<Record<Done, string>> = told

export function isDone(text: string | undefined): text is Done {
  return text !== undefined && Object.hasOwn(told, text)
}
