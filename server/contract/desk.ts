import { z } from 'zod'
import { Id, Instant, LocalDate } from './fields.ts'
import { Source } from './request.ts'

export const RequestState = z.enum([
  'pending',
  'booked',
  'rejected',
  'cancelled',
  'expired',
  'noshow',
  'arrived',
  'fulfilled',
])

/** `GET /portal/api/me`: who is signed in, and the practices they work for. */
export const Me = z.object({
  user: z.object({ name: z.string(), email: z.string() }),
  practices: z.array(z.object({ id: Id, name: z.string(), locale: z.string(), timeZone: z.string() })),
})

/** One row of the desk's list. */
export const RequestRow = z.object({
  id: z.string(),
  reference: z.string(),
  state: RequestState,
  receivedAt: Instant,
  start: Instant.describe("With the practice's offset."),
  end: Instant,
  patient: z.object({ given: z.string(), family: z.string() }),
  isNewPatient: z.boolean(),
  hasEmail: z.boolean(),
  reason: z.string(),
  practitioner: z.string(),
  anyone: z.boolean().describe('The patient said anyone; the practitioner was assigned.'),
})

/** `GET /portal/api/practices/{practice}/requests?state=pending`: oldest first. */
export const RequestList = z.object({ requests: z.array(RequestRow) })

/** `GET /portal/api/practices/{practice}/requests/{id}`: everything staff need to type it into their own system. */
export const RequestDetail = RequestRow.extend({
  patient: z.object({
    given: z.string(),
    family: z.string(),
    birthDate: LocalDate,
    mobile: z.string().nullable(),
    email: z.string().nullable(),
  }),
  guardian: z.object({ given: z.string(), family: z.string() }).nullable(),
  note: z.string().nullable(),
  consent: z.object({ email: z.boolean(), text: z.boolean() }),
  durationMinutes: z.int(),
  chair: z.string().nullable(),
  location: z.string(),
  source: Source.nullable(),
  origin: z.string().nullable().describe('The website the request was sent from.'),
})

/** `GET /portal/api/practices/{practice}/origins`: websites that tried to send a request and are not listed. */
export const OriginList = z.object({
  refused: z.array(z.object({ origin: z.string(), times: z.int(), lastAt: Instant })),
})

/** Body of `POST /portal/api/practices/{practice}/origins`: lists the website, from now on it may send. */
export const AllowOrigin = z.strictObject({ origin: z.string().max(300) })

export type Me = z.infer<typeof Me>
export type RequestRow = z.infer<typeof RequestRow>
export type RequestList = z.infer<typeof RequestList>
export type RequestDetail = z.infer<typeof RequestDetail>
export type OriginList = z.infer<typeof OriginList>
