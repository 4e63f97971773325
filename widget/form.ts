import type { Booking } from './model.ts'

/** What a field knows of the form it stands in: a booking's details, or a form of a page of ours. */
export type Form = Pick<Booking, 'details' | 'problems' | 'change' | 'dates'>
