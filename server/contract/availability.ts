import { z } from 'zod'
import { Id, Instant, LocalDate } from './fields.ts'

/** What may be asked of `GET /v1/practices/{practice}/availability`. */
export const AvailabilityQuery = z.object({
  reason: Id.describe('Reason for visit.'),
  practitioner: Id.optional().describe('Left out: anyone who gives the reason.'),
  location: Id.optional().describe('Left out: every location.'),
  from: LocalDate.optional().describe("First date, in the practice's zone. Left out: today."),
  to: LocalDate.optional().describe('First date no longer wanted. Left out: 14 days after `from`. At most 366 days.'),
})

/** Time on offer. */
export const Slot = z.object({
  start: Instant.describe(
    "With the offset in force there and then, so that its first ten characters are the practice's date and characters 11 to 16 its wall time.",
  ),
  practitioners: z.array(Id).describe('Who can give the visit then, in the order in which "anyone" is assigned.'),
  location: Id.optional().describe('Given when the practice has more than one.'),
  places: z
    .int()
    .optional()
    .describe('How many such visits still fit then. Given when the calendar has more than one place.'),
})

export const Availability = z.object({
  reason: Id,
  practitioner: Id.nullable().describe('null: anyone.'),
  from: LocalDate,
  to: LocalDate.describe('Half-open: the first date not included.'),
  slots: z.array(Slot).describe('Earliest first.'),
  next: Instant.nullable().describe(
    'The first start on offer on or after `to`; null when there is none within a year.',
  ),
})

export type AvailabilityQuery = z.infer<typeof AvailabilityQuery>
export type Availability = z.infer<typeof Availability>
export type Slot = z.infer<typeof Slot>
