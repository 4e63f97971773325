import { z } from 'zod'
import { Slot } from './availability.ts'

/** Every way the API refuses: the last part of a Problem's `type`. */
export const refusals = {
  'invalid-request': 400,
  'sign-in-required': 401,
  'origin-not-allowed': 403,
  'not-allowed': 403,
  'not-found': 404,
  'link-ended': 404,
  'slot-taken': 409,
  'not-changeable': 409,
  'answered-already': 409,
  'changed-meanwhile': 409,
  'hold-ended': 410,
  'link-replaced': 410,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'not-offered': 422,
  'needs-confirmation': 422,
  'key-reused': 422,
  'looks-automated': 422,
  'no-match': 422,
  'proof-needed': 422,
  'too-many-holds': 429,
  'too-many-requests': 429,
  'account-paused': 429,
  'internal-error': 500,
  unavailable: 503,
} as const
export type Refusal = keyof typeof refusals

/** A refusal as RFC 9457 problem details. It never repeats what a patient typed. */
export const Problem = z.object({
  type: z.string().describe('`/problems/` and the refusal, like `/problems/slot-taken`.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('In words for the person in front of the screen.'),
  errors: z
    .array(z.object({ pointer: z.string().describe('RFC 6901, like `/patient/birthDate`.'), detail: z.string() }))
    .optional()
    .describe('One entry a field that must change.'),
  alternatives: z
    .array(Slot)
    .optional()
    .describe('With slot-taken and not-offered: the nearest starts still on offer.'),
  triesLeft: z.int().optional().describe('With no-match: how often it may still be tried.'),
  answered: z
    .object({ by: z.string(), at: z.string(), state: z.string(), start: z.string() })
    .optional()
    .describe('With answered-already: who did it, when, and how the request stands now.'),
})
export type Problem = z.infer<typeof Problem>
