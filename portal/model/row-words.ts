import type { RequestRow } from '../../server/contract/desk.ts'

/** Whom a row or an appointment is about. */
export function nameOf({ patient }: { patient: { given: string; family: string } | null }): string {
  return patient ? `${patient.given} ${patient.family}` : 'No name'
}

export const stateWords: Readonly<Record<RequestRow['state'], string>> = {
  pending: 'Pending request',
  booked: 'Accepted',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  expired: 'Expired',
  noshow: 'Did not come',
  arrived: 'Arrived',
  fulfilled: 'Completed',
  proposed: 'Proposed',
  'checked-in': 'Checked in',
  'entered-in-error': 'Entered by mistake',
}

/** Where a row stands, in a word or two; null: it goes without saying. */
export function stateOf({ kind, state }: Pick<RequestRow, 'kind' | 'state'>): string | null {
  if (state === 'pending' || (kind === 'appointment' && state === 'booked')) return null
  return stateWords[state]
}
