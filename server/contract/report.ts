import { z } from 'zod'
import { Id, LocalDate } from './fields.ts'

/**
 * Query of `GET /portal/api/practices/{practice}/report`, and of `.../report.csv`. Left out, it is this month and the five
 * before it, of everything.
 */
export const ReportQuery = z.object({
  from: LocalDate.optional().describe('Received on this date or later, at the practice.'),
  to: LocalDate.optional().describe('The first date after it.'),
  reason: Id.optional(),
  practitioner: Id.optional(),
  source: z.string().max(300).optional().describe('A `key` of `sources`.'),
})

/** Counts of one group of requests. What the same patient replaced by another request before an answer isn't counted. */
const Counts = z.object({
  received: z.int(),
  pending: z.int(),
  accepted: z.int().describe('Accepted, linked or made, at whatever time; also when the visit was called off later.'),
  changed: z.int().describe('Of the accepted, those at another time than asked for.'),
  rejected: z.int(),
  cancelled: z.int().describe('By the patient, before staff had answered.'),
  expired: z.int(),
  medianAnswerMs: z.number().nullable().describe('Half were answered within so many ms; null: none was.'),
  rate: z.number().nullable().describe('accepted ÷ (accepted + rejected + expired); null: nothing to divide by.'),
})
const Group = Counts.extend({ key: z.string(), name: z.string() })

export const Report = z.object({
  from: z.string(),
  to: z.string().describe('The first date after it.'),
  aim: z.number().describe('What the rate should be, 0 to 1.'),
  all: Counts,
  within: z.number().nullable().describe('Nine in ten were answered within so many ms.'),
  byMonth: z.array(Group).describe('In order, months without any among them; `key` and `name` like `2026-06`.'),
  byReason: z.array(Group).describe('Most first, as the two that follow.'),
  byPractitioner: z.array(Group).describe('Of several who see a patient together, the first.'),
  bySource: z.array(Group),
  causes: z
    .array(z.object({ cause: z.string().nullable(), count: z.int() }))
    .describe('Why times had to change, most first. Null: nobody said.'),
  rejections: z.array(z.object({ reason: z.string().nullable(), count: z.int() })).describe('As the causes.'),
  answerTimes: z
    .array(z.object({ upToMs: z.number().nullable(), count: z.int() }))
    .describe('Each up to its own time, without those before it; the last has no end.'),
  sources: z
    .array(z.object({ key: z.string(), name: z.string() }))
    .describe('To choose from: those that the other filters let through.'),
})
export type ReportQuery = z.infer<typeof ReportQuery>
export type ReportCounts = z.infer<typeof Counts>
export type ReportGroup = z.infer<typeof Group>
export type Report = z.infer<typeof Report>
