import { z } from 'zod'
import { Id, Instant, LocalDate, WallTime } from './fields.ts'
import { Language, Translations } from './language.ts'
import { UrgentCare } from './practice.ts'

const PatientKind = z.enum(['new', 'existing'])

const DatedWindow = z.strictObject({
  start: WallTime,
  end: WallTime.describe('At or before `start`: the window runs past midnight.'),
  location: Id.optional().describe("Left out: the practice's only location."),
  reasons: z.array(Id).optional().describe('Only for these reasons. Left out: for all that the practitioner gives.'),
  patients: PatientKind.optional().describe('Only for new, or only for existing, patients.'),
})

const rule = {
  rrule: z
    .string()
    .describe(
      'RFC 5545 RRULE over dates: `FREQ=WEEKLY;BYDAY=MO,TU`. No BYHOUR and smaller: times are `start` and `end`.',
    ),
  dtstart: LocalDate.optional().describe('First date of the rule. Needed with INTERVAL above 1 or COUNT.'),
  exdates: z.array(LocalDate).optional(),
}

const Window = DatedWindow.extend(rule)

const dates = {
  date: LocalDate.optional().describe('One date; or `from` and `through`.'),
  from: LocalDate.optional(),
  through: LocalDate.optional().describe('The last date, included.'),
}

const Schedule = z.strictObject({
  from: LocalDate.optional().describe('In force from this date until the next version begins. Left out: always.'),
  windows: z.array(Window),
})

const EditedWeek = z.strictObject({
  week: LocalDate.describe('Its Monday.'),
  windows: z.array(DatedWindow.extend({ weekday: z.int().min(1).max(7).describe('ISO: 1 is Monday.') })),
})

const Exception = z.strictObject({
  ...dates,
  windows: z.array(DatedWindow).optional().describe('Replace those dates; empty: not there.'),
  remove: z
    .strictObject({ start: WallTime, end: WallTime })
    .optional()
    .describe('Or: take this part of those dates away.'),
  note: z.string().optional(),
})

const part = { start: WallTime.optional(), end: WallTime.optional() }
const named = { name: z.string(), location: Id.optional() }

const Closure = z.union([
  z.strictObject({ ...named, ...rule, ...part }),
  z.strictObject({ ...named, start: Instant, end: Instant }),
  z.strictObject({ ...named, ...dates, ...part }),
])

const Segment = z
  .strictObject({ startMinutes: z.int().min(0), endMinutes: z.int().min(1) })
  .refine(({ startMinutes, endMinutes }) => startMinutes < endMinutes, 'must end after it starts')

const Ceiling = z.strictObject({
  id: Id,
  most: z.int().min(0),
  reasons: z.array(Id).optional().describe('Counted together. Left out: all.'),
  patients: PatientKind.optional(),
  practitioners: z.array(Id).optional().describe('Counted together. Left out: anyone.'),
  rrule: z.string().optional().describe('Dates it holds on. Left out: every date.'),
  dtstart: LocalDate.optional(),
  ...part,
})

/** A text in other languages stands beside it, under its plural; in a language that isn't there, the text itself is read. */
const inOthers = (text: string) =>
  Translations.optional().describe(`\`${text}\` in other languages: { "es": "…" }. Left out: read as it stands.`)

/** A practice as a file: who works when, what is offered, and how the widget greets patients. */
export const PracticeFile = z.strictObject({
  $schema: z.string().optional(),
  id: Id,
  name: z.string().min(1),
  phone: z.string().min(1),
  email: z.email().optional(),
  locale: z.string().default('en-US'),
  weekStart: z.int().min(1).max(7).default(1),
  accent: z.string().optional(),
  answerWithin: z.string().optional().describe('How soon the practice answers, like "one working day".'),
  answersWithin: inOthers('answerWithin'),
  consentLanguages: z
    .array(Language)
    .default(['en'])
    .describe('In which the practice has approved how consent is asked for. In others it is not asked for.'),
  privacyUrl: z.url().optional(),
  urgentCare: UrgentCare.extend({ titles: inOthers('title'), texts: inOthers('text') }).optional(),
  origins: z.array(z.string()).default([]).describe('Websites that may send requests, like "https://elm.example.com".'),
  noticeMinutes: z.int().min(0).default(0).describe('How long before its start a time is last offered.'),
  horizonMonths: z.int().min(1).max(24).default(12),
  retentionMonths: z
    .int()
    .min(1)
    .max(240)
    .default(24)
    .describe('How long after a visit patients’ data is kept; then only what statistics need.'),
  proofOfWork: z
    .boolean()
    .default(false)
    .describe("Must each request bring a solved challenge? Slows programs down; people's browsers do it unseen."),
  timeUnitMinutes: z.union([z.literal(1), z.literal(5)]).default(5),
  grid: z.enum(['window', 'clock']).default('window'),
  locations: z
    .array(
      z.strictObject({
        id: Id,
        name: z.string(),
        address: z.string(),
        timeZone: z.string().describe('IANA, like "America/New_York".'),
      }),
    )
    .min(1),
  chairs: z.array(
    z.strictObject({
      id: Id,
      name: z.string(),
      location: Id.optional(),
      capacity: z.int().min(1).default(1),
      schedules: z.array(Schedule).optional().describe('Opening hours of its own. Left out: always there.'),
      exceptions: z.array(Exception).optional(),
    }),
  ),
  reasons: z
    .array(
      z.strictObject({
        id: Id,
        name: z.string(),
        names: inOthers('name'),
        description: z.string().optional(),
        descriptions: inOthers('description'),
        durationMinutes: z.int().min(1).max(1440),
        stepMinutes: z.int().min(1).max(1440).optional().describe('Left out: the duration.'),
        bufferBeforeMinutes: z.int().min(0).max(240).default(0),
        bufferAfterMinutes: z.int().min(0).max(240).default(0),
        segments: z
          .array(Segment)
          .min(1)
          .optional()
          .describe('When the practitioner is needed, in order and apart. Left out: all the time.'),
        chairs: z.array(Id).optional().describe('Any one of these is needed. Left out: none is.'),
        patients: PatientKind.optional().describe('Left out: for everyone.'),
        together: z.array(Id).optional().describe('These practitioners are all needed at once.'),
      }),
    )
    .min(1),
  practitioners: z
    .array(
      z.strictObject({
        id: Id,
        name: z.string(),
        role: z.string().optional(),
        roles: inOthers('role'),
        splitBooking: z.int().min(1).max(50).default(1).describe('How many visits at the same time.'),
        reasons: z.array(Id),
        schedules: z.array(Schedule),
        weeks: z.array(EditedWeek).default([]).describe("Weeks edited by hand, in place of the schedule's."),
        exceptions: z.array(Exception).default([]),
      }),
    )
    .min(1),
  closures: z.array(Closure).default([]),
  ceilings: z.array(Ceiling).default([]).describe('At most so many visits in a span, like two new patients a morning.'),
})
export type PracticeFile = z.infer<typeof PracticeFile>
