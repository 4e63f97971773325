import { z } from 'zod'
import { RequestState } from './desk.ts'
import { Id, Instant } from './fields.ts'

/**
 * The token of a private link, as a sent request answers with it. It stands in bodies and behind the `#` of an address,
 * never in what a server writes into its log. What isn't one is told like one that has ended.
 */
const PrivateLink = z.string().max(200)

/** Body of `POST /v1/practices/{practice}/my`, `/my/cancel` and `/my/calendar`. */
export const MyBody = z.strictObject({ link: PrivateLink })

/** Body of `POST /v1/practices/{practice}/my/ask-another`; the header `Idempotency-Key` is required beside it. */
export const AskAnotherBody = z.strictObject({
  link: PrivateLink,
  reason: Id.optional().describe('Left out: the same as before.'),
  practitioner: Id.nullable().describe('null: anyone who gives the reason.'),
  location: Id.optional(),
  start: Instant,
})

/** A request as its patient sees it by the private link. */
export const MyReply = z.object({
  reference: z.string(),
  state: RequestState,
  start: Instant.describe("With the practice's offset."),
  end: Instant,
  reason: z.object({ id: Id, name: z.string() }),
  practitioner: z.object({ id: Id, name: z.string() }),
  anyone: z.boolean().describe('The patient said anyone; the practitioner was assigned.'),
  location: z.object({ id: Id, name: z.string(), address: z.string() }),
  given: z.string().describe("The patient's given name; nothing else about them is told."),
  practice: z.object({ id: Id, name: z.string(), phone: z.string() }),
  sentAt: Instant.describe('When the request was sent.'),
  answeredAt: Instant.nullable().describe('When the practice answered it; null: not yet.'),
  asked: z
    .object({ start: Instant })
    .nullable()
    .describe('When it was asked for, where the practice changed the time.'),
  wish: z
    .object({ start: Instant })
    .nullable()
    .describe('Another time asked for, while the confirmed one stands; it keeps no place.'),
  canCancel: z.boolean().describe('May it still be cancelled, or another time be asked for?'),
})

export type MyBody = z.infer<typeof MyBody>
export type AskAnotherBody = z.infer<typeof AskAnotherBody>
export type MyReply = z.infer<typeof MyReply>
