import { z } from 'zod'
import { Id, Instant } from './fields.ts'

/** What a widget keeps to itself until the request is sent: it never stands in a URL. */
export const HoldToken = z.string().regex(/^[\w-]{20,64}$/, 'must be a hold as it was given')

/** Body of `POST /v1/practices/{practice}/holds`: keeps a time for five minutes while the form is filled in. */
export const HoldBody = z.strictObject({
  reason: Id,
  practitioner: Id.nullable(),
  location: Id.optional(),
  start: Instant,
  hold: HoldToken.optional().describe('The hold of a time chosen before; it is given up for this one.'),
})

/** Body of `POST /v1/practices/{practice}/holds/renew` and `/release`. */
export const HoldName = z.strictObject({ hold: HoldToken })

export const HoldReply = z.object({
  hold: HoldToken,
  start: Instant,
  practitioner: Id,
  heldUntil: Instant.describe('Renew before then while the form is in use.'),
})

export type HoldBody = z.infer<typeof HoldBody>
export type HoldReply = z.infer<typeof HoldReply>
