import { z } from 'zod'
import { RequestState } from './desk.ts'
import { Id, Instant, LocalDate } from './fields.ts'
import { PracticeFile } from './practice-file.ts'

/* The practice's calendar and its rules: hours with the bookings in view, what a change of them brings about, saving. */

/** Time in which visits may be; what a window is for stands in it. */
const OpenTime = z.object({
  start: Instant,
  end: Instant,
  location: Id,
  reasons: z.array(Id).nullable().describe('Only for these. Null: for all.'),
  patients: z.enum(['new', 'existing']).nullable(),
  from: z
    .enum(['schedule', 'week', 'exception'])
    .describe('Of the default schedule, a week edited by hand, or a date.'),
})

/** One column of the calendar. */
const Lane = z.object({
  kind: z.enum(['practitioner', 'chair']),
  id: Id,
  name: z.string(),
  open: z
    .array(OpenTime)
    .describe('As the rules say, less what is taken away; of a chair without hours: none are listed.'),
  away: z
    .array(z.object({ start: Instant, end: Instant, note: z.string().nullable() }))
    .describe('What exceptions take away from the hours, such as leave, with their notes.'),
  hasHours: z.boolean().describe('A chair without hours of its own is there whenever the practitioner is.'),
  places: z.int().describe('How many visits at the same time: the split booking value.'),
  taken: z
    .array(z.object({ start: Instant, end: Instant, taken: z.int() }))
    .describe('Where anything is, and how many at once; more than there are places is over.'),
})

const CalendarItem = z.object({
  kind: z.enum(['appointment', 'request', 'hold', 'block']),
  id: z.string(),
  request: z.string().nullable().describe('Id of the request to open. Null: none led to it.'),
  state: z.enum([...RequestState.options, 'proposed', 'checked-in', 'entered-in-error']).nullable(),
  start: Instant,
  end: Instant,
  practitioners: z.array(Id),
  chair: Id.nullable().describe('That it names, or else the free one that it counts in.'),
  reason: z.string().nullable().describe('Its name.'),
  patient: z.object({ given: z.string(), family: z.string() }).nullable(),
  patientRecord: z.string().nullable().describe('Id of the patient whose page it is on.'),
  note: z.string().nullable().describe('Of a block.'),
  blockKind: z.enum(['stale', 'pms', 'staff']).nullable(),
  isOutsideHours: z.boolean(),
  isOver: z.boolean().describe('It stands where there are fewer places than visits.'),
})

/** `GET /portal/api/practices/{practice}/calendar?from=&to=`: at most 31 days, half-open. */
export const CalendarReply = z.object({
  from: LocalDate,
  to: LocalDate,
  timeZone: z.string(),
  now: Instant,
  days: z.array(
    z.object({
      date: LocalDate,
      start: Instant,
      end: Instant.describe('A day of a clock change has 23 or 25 hours.'),
      isWeekEdited: z.array(Id).describe('Practitioners whose week was edited by hand.'),
    }),
  ),
  closures: z.array(z.object({ name: z.string(), start: Instant, end: Instant, location: Id.nullable() })),
  lanes: z.array(Lane),
  items: z.array(CalendarItem),
})

/** `GET .../rules`: everything that can be edited. */
export const RulesReply = z.object({
  file: PracticeFile,
  base: z.string().describe('Must come with each change; moves with every change of the rules.'),
  saved: z.object({ at: Instant, by: z.string() }).nullable().describe('Who saved last. Null: it stands as imported.'),
  undo: z
    .object({ at: Instant, by: z.string(), what: z.array(z.string()) })
    .nullable()
    .describe('The last save, which can be undone. Null: there is none.'),
  canSplit: z.boolean().describe('Does the connection allow more than one visit at a time?'),
})

/** What stands in the way of a file, by where it stands in it (RFC 6901). */
const RulesFault = z.object({ pointer: z.string(), detail: z.string() })

/** An appointment or request that a change leaves outside hours, or beyond the places there are. It stays as it is. */
const Affected = z.object({
  kind: z.enum(['appointment', 'request']),
  id: z.string(),
  request: z.string().nullable(),
  start: Instant,
  practitioner: z.string(),
  reason: z.string().nullable(),
  patient: z.object({ given: z.string(), family: z.string() }).nullable(),
  why: z.enum(['outside-hours', 'closed', 'over-capacity']),
})

/** Body of `POST .../rules/preview`. */
export const PreviewBody = z.strictObject({ file: z.unknown() })
/** What would be otherwise if this were saved now. Nothing is changed by asking. */
export const PreviewReply = z.object({
  faults: z.array(RulesFault).describe('It can’t be saved like this; all else is empty then.'),
  weeks: z
    .array(z.object({ week: LocalDate, gained: z.int(), lost: z.int() }))
    .describe('Openings of the year ahead, by Monday; weeks in which nothing changes are left out.'),
  practitioners: z.array(z.object({ id: Id, name: z.string(), gained: z.int(), lost: z.int() })),
  affected: z.array(Affected).describe('Only what was well before.'),
  what: z.array(z.string()).describe('What differs, in words.'),
})

/** Body of `POST .../rules`: puts the whole of it in force, in one transaction; answers as reading does. */
export const SaveRules = z.strictObject({ file: z.unknown(), base: z.string() })
/** Body of `POST .../rules/undo`: what the last save replaced is in force again. */
export const UndoRules = z.strictObject({ base: z.string() })

/** `GET .../why?start=&reason=&practitioner=&patients=`: why a time is offered, or isn't. */
export const WhyReply = z.object({
  start: Instant,
  isOffered: z.boolean(),
  offeredTo: z.array(z.enum(['new', 'existing'])).describe('Whom it is offered to; empty: nobody.'),
  practitioners: z.array(z.object({ id: Id, name: z.string() })).describe('With whom, if it is offered.'),
  rules: z
    .array(
      z.object({
        rule: z.string(),
        words: z.string(),
        records: z
          .array(z.object({ kind: z.enum(['appointment', 'request', 'hold', 'block', 'rule']), id: z.string() }))
          .describe('What stands behind it: bookings by id, rules by where they stand in the file.'),
        remove: z.array(z.string()).describe('What would change it, in words; empty: nothing can.'),
      }),
    )
    .describe('In order. Offered to one kind of patients only, and neither asked for: those against the other.'),
})

/** Body of `POST .../blocks`: takes time whole from practitioners. */
export const AddBlock = z.strictObject({
  practitioners: z.array(Id).min(1),
  start: Instant,
  end: Instant,
  note: z.string().trim().max(200),
})
/** Answers `POST .../blocks`. */
export const AddBlockReply = z.object({ id: z.string().describe('To remove it by.') })
/** Body of `POST .../blocks/remove`. */
export const RemoveBlock = z.strictObject({ id: z.string() })

/** `GET .../holidays?country=&year=`: public holidays to take over as closures. */
export const HolidayReply = z.object({
  countries: z.array(z.object({ code: z.string(), name: z.string() })),
  holidays: z.array(z.object({ date: LocalDate, name: z.string(), isClosed: z.boolean() })),
  source: z.string().describe('Where the dates come from, as their licence asks.'),
})

export type CalendarReply = z.infer<typeof CalendarReply>
export type RulesReply = z.infer<typeof RulesReply>
export type PreviewReply = z.infer<typeof PreviewReply>
export type WhyReply = z.infer<typeof WhyReply>
export type AddBlockReply = z.infer<typeof AddBlockReply>
export type HolidayReply = z.infer<typeof HolidayReply>
