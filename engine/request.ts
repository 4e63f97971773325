/** States of a request. From `booked` on they are FHIR Appointment's words. */
export type RequestState =
  | 'pending'
  | 'booked'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'noshow'
  | 'arrived'
  | 'fulfilled'

/** What may follow what. The practice's own software may put a visit back: somebody marked the wrong one. */
const next: Readonly<Record<RequestState, readonly RequestState[]>> = {
  pending: ['booked', 'rejected', 'cancelled', 'expired'],
  booked: ['pending', 'cancelled', 'noshow', 'arrived', 'fulfilled'],
  arrived: ['booked', 'fulfilled', 'noshow', 'cancelled'],
  noshow: ['booked', 'arrived', 'fulfilled', 'cancelled'],
  fulfilled: ['booked', 'arrived', 'noshow', 'cancelled'],
  cancelled: ['booked'],
  rejected: [],
  expired: [],
}

/**
 * May a request in one state come to be in another?
 *
 * `booked` → `pending` is a link that is taken back; `cancelled` → `booked` a visit that the practice's software revived.
 *
 * @example
 * mayFollow('rejected', 'booked') // false
 */
export function mayFollow(from: RequestState, to: RequestState): boolean {
  return next[from].includes(to)
}
