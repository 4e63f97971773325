import { z } from 'zod'
import { Availability } from './availability.ts'
import { Id, LocalDate } from './fields.ts'
import { Language } from './language.ts'

/** The notice above the reasons: what to do when it cannot wait. */
export const UrgentCare = z.object({ title: z.string(), text: z.string(), phone: z.string() })

/** What may be asked of `GET /v1/practices/{practice}`. */
export const PracticeQuery = z.object({
  lang: z
    .string()
    .optional()
    .describe('BCP 47: what the patient reads. Left out, or a language that is not ours: English.'),
})

/** `GET /v1/practices/{practice}`: all that the widget's first screens need, in one reply. */
export const PracticeReply = z.object({
  id: Id,
  name: z.string(),
  phone: z.string(),
  language: Language.describe('Of the texts below; the one that comes nearest to what was asked for.'),
  texts: z
    .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
    .optional()
    .describe("The widget's own texts by the English ones, counted ones by plural category. Left out: English."),
  consents: z
    .boolean()
    .describe('Has the practice approved how consent is asked for in this language? false: do not ask for it.'),
  locale: z.string().describe('BCP 47: decides the order of dates and 12 or 24 hours.'),
  weekStart: z.int().min(1).max(7).describe('ISO weekday: 1 is Monday, 7 is Sunday.'),
  accent: z.string().optional().describe('CSS colour.'),
  answerWithin: z.string().optional().describe('How soon the practice answers, like "one working day".'),
  privacyUrl: z.url().optional(),
  urgentCare: UrgentCare.optional(),
  proofOfWork: z.boolean().optional().describe('true: each request must bring a solved challenge.'),
  today: LocalDate.describe("Today at the practice's first location."),
  locations: z.array(z.object({ id: Id, name: z.string(), address: z.string(), timeZone: z.string() })),
  practitioners: z.array(z.object({ id: Id, name: z.string(), role: z.string().optional() })),
  reasons: z.array(
    z.object({
      id: Id,
      name: z.string(),
      description: z.string().optional(),
      durationMinutes: z.int(),
      practitioners: z.array(Id).describe('Who gives it, in listed order.'),
      patients: z.enum(['new', 'existing']).optional().describe('Left out: for everyone.'),
    }),
  ),
  availability: z
    .record(Id, Availability)
    .describe("By reason, anyone, the first 14 days from today. Filter by a Slot's `practitioners` for one of them."),
})
export type PracticeReply = z.infer<typeof PracticeReply>
