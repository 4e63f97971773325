import { z } from 'zod'
import type { WrittenSnapshot } from '../../engine/index.ts'
import { Id, LocalDate } from './fields.ts'

/** What may be asked of `GET /v1/practices/{practice}/openings`. */
export const OpeningsQuery = z.object({
  reason: Id.describe('Reason for visit.'),
  location: Id.optional().describe('Left out: every location.'),
})

const numbers = z.array(z.number()).readonly()

/** The engine's `WireAnswer`: everything that is on offer, as few numbers. */
const Answer = z.object({
  form: z.literal(1),
  starts: numbers.describe('Minutes from the start before; the first counts from 1970.'),
  kinds: z
    .array(z.object({ practitioners: z.array(Id).readonly(), location: Id, places: z.int(), of: z.int() }))
    .readonly()
    .describe('Combinations that occur: who can give the visit, where, and how many of how many still fit.'),
  runs: numbers.describe('Which combination, for how many starts in a row: kind, count, kind, count, …'),
  zones: z
    .record(Id, z.object({ changes: numbers, offsets: numbers }))
    .describe('By location: `offsets[i]` ms are added to an instant from `changes[i - 1]` on to get its wall time.'),
})

const version = z
  .string()
  .describe('Moves with the rules, with what is taken, and each midnight; the same on every server.')

/** `GET /v1/practices/{practice}/openings`: all that is on offer of one reason, with anyone who gives it. */
export const OpeningsReply = z.object({
  version,
  today: LocalDate.describe("Today at the practice's first location."),
  answer: Answer.describe(
    'From now to the horizon; `readAnswer` of the engine reads it. Whoever keeps it leaves out what meanwhile is past.',
  ),
})

/** `GET /v1/practices/{practice}/compiled`: rules and how much is taken, to be answered from elsewhere. About nobody. */
export const CompiledReply = z.object({
  version,
  written: z
    .custom<WrittenSnapshot>()
    .describe('`readSnapshot` of the engine revives it, with a clock of your own: its `now` is when it was written.'),
})

export type OpeningsReply = z.infer<typeof OpeningsReply>
export type CompiledReply = z.infer<typeof CompiledReply>
