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

/** `owner`: everything; `staff`: the desk and its messages; `read-only`: looks, and changes nothing. */
export const Role = z.enum(['owner', 'staff', 'read-only'])

/**
 * How the practice's schedule is joined. `own`: it is kept here, accepting makes the appointment. `reads`: staff enter it in
 * their own software, here it is linked. `writes`: accepting makes it there too. `link-only`: nothing can be made or moved.
 */
export const ConnectionMode = z.enum(['own', 'reads', 'writes', 'link-only'])

/** `GET /portal/api/me`: who is signed in, and the practices they work for. */
export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  practices: z.array(
    z.object({
      id: Id,
      name: z.string(),
      locale: z.string(),
      timeZone: z.string(),
      role: Role,
      mode: ConnectionMode,
      practitioners: z.array(z.object({ id: Id, name: z.string() })),
      chairs: z.array(z.object({ id: Id, name: z.string() })),
      reasons: z.array(z.object({ id: Id, name: z.string() })),
    }),
  ),
})

export const DeskTab = z.enum(['action', 'today', 'upcoming', 'all'])

/** One row of the desk's lists: a request, or an appointment that none led to. */
export const RequestRow = z.object({
  kind: z.enum(['request', 'appointment']),
  id: z.string(),
  reference: z.string().nullable().describe('Null: an appointment that was not made online.'),
  state: z.enum([...RequestState.options, 'proposed', 'checked-in', 'entered-in-error']),
  receivedAt: Instant.nullable().describe('Null: not made online.'),
  start: Instant.describe("With the practice's offset."),
  end: Instant,
  patient: z.object({ given: z.string(), family: z.string() }).nullable(),
  patientRecord: z
    .string()
    .nullable()
    .describe('Id of the patient whose page it is on. Null: of nobody known well enough.'),
  isNewPatient: z.boolean().nullable(),
  hasEmail: z.boolean(),
  hasGuardian: z.boolean(),
  hasWish: z.boolean().describe('The patient asks for another time.'),
  isUnlinked: z.boolean().describe('Accepted, and not yet an appointment.'),
  isToCancel: z
    .boolean()
    .describe('Cancelled by the patient, and still in the schedule that is kept elsewhere: staff cancel it there.'),
  reason: z.string(),
  practitioner: z.string(),
  anyone: z.boolean().describe('The patient said anyone; the practitioner was assigned.'),
  match: z
    .object({ isExact: z.boolean(), appointments: z.int() })
    .nullable()
    .describe('On `action`: how many appointments of the schedule it may be. Null: none, or nobody has looked.'),
})

/**
 * Query of `GET /portal/api/practices/{practice}/requests`. What waits comes oldest first, visits by time, all latest first.
 *
 * With dates, only on `all`: the requests that a report counts, narrowed to those behind one of its numbers.
 */
export const RequestListQuery = z.object({
  tab: DeskTab.default('action'),
  practitioner: Id.optional(),
  after: z.string().max(200).optional().describe('What the part before gave as `next`.'),
  from: LocalDate.optional().describe('Received on this date or later, at the practice.'),
  to: LocalDate.optional().describe('The first date after it.'),
  reason: Id.optional(),
  source: z.string().max(300).optional().describe("A `key` of a report's `sources`."),
  outcome: z.enum(['pending', 'accepted', 'rejected', 'cancelled', 'expired']).optional(),
  changed: z.literal('yes').optional().describe('Accepted at another time than asked for.'),
  cause: z.string().max(64).optional().describe('Why the time had to change; `none`: nobody said.'),
  rejection: z.string().max(64).optional().describe('Why it was rejected; `none`: nobody said.'),
  answeredAbove: z.coerce.number().int().min(0).optional().describe('Answered after more than so many minutes.'),
  answeredUpTo: z.coerce.number().int().min(0).optional().describe('Answered after at most so many minutes.'),
})

export const RequestList = z.object({
  requests: z.array(RequestRow),
  total: z.int().describe('Of the whole list.'),
  next: z.string().nullable().describe('What `after` must be for the next part; null at the end.'),
  counts: z.record(DeskTab, z.int()).describe('How many there are on each list, whoever the practitioner.'),
})

/** Body of `POST /portal/api/practices/{practice}/search`. In the body, since it names patients. */
export const SearchBody = z.strictObject({ text: z.string().max(200) })

/** Best 20 of requests and of appointments that none led to, latest visit first. */
export const SearchReply = z.object({ requests: z.array(RequestRow) })

const AskedPerson = z.object({
  given: z.string(),
  family: z.string(),
  birthDate: LocalDate,
  mobile: z.string().nullable(),
  email: z.string().nullable(),
})

/** When and with whom a visit is. */
const VisitTime = z.object({
  start: Instant,
  end: Instant,
  practitioner: z.string().describe('Names, with commas.'),
  chair: z.string().nullable(),
})

/** An appointment of the schedule. */
export const Appointment = VisitTime.extend({
  id: z.string(),
  state: RequestRow.shape.state,
  reason: z.string().nullable(),
  patient: AskedPerson.extend({
    birthDate: z.string().nullable().describe('As the schedule has it: whole, in part like `1985-03`, or not at all.'),
  }).nullable(),
  patientRecord: z
    .string()
    .nullable()
    .describe('Id of the patient whose page it is on. Null: of nobody known well enough.'),
  request: z.string().nullable().describe('Id of the request it was made from: *Created by: Online appointment*.'),
  madeOnlineAt: Instant.nullable().describe('When the patient sent that request.'),
})

/** What happened to a request, for its timeline. `what` is one of the audit’s actions. */
export const TimelineEntry = z.object({
  at: Instant,
  what: z.string(),
  by: z.string().describe('A name, or `patient`, `clock`, `sync`, `operator`.'),
  detail: z.record(z.string(), z.unknown()).nullable(),
})

/** `GET /portal/api/practices/{practice}/requests/{id}`: everything staff need to type it into their own system. */
export const RequestDetail = RequestRow.extend({
  reference: z.string(),
  receivedAt: Instant,
  state: RequestState,
  isNewPatient: z.boolean(),
  revision: z.int().describe('Must come with each change, so that nothing of a colleague’s is overwritten.'),
  patient: AskedPerson,
  reasonId: Id,
  practitionerIds: z.array(Id),
  chairId: Id.nullable(),
  locationId: Id,
  asked: VisitTime.nullable().describe('As the patient asked for it, where staff have changed it.'),
  changeCause: z.string().nullable(),
  wish: z
    .object({ at: Instant, start: Instant, reason: z.string(), practitioner: z.string().nullable() })
    .nullable()
    .describe('Another time that the patient asks for; it keeps no place.'),
  appointment: Appointment.nullable(),
  answer: z.object({ at: Instant, by: z.string(), reason: z.string().nullable() }).nullable(),
  staffNote: z.string().nullable(),
  language: z.string().nullable(),
  writing: z
    .object({ kind: z.enum(['create', 'move', 'cancel']), since: Instant, fault: z.string().nullable() })
    .nullable()
    .describe('What is being written into the practice’s own software, and why it isn’t done yet. Null: nothing.'),
  timeline: z.array(TimelineEntry).describe('Latest first.'),
  guardian: z.object({ given: z.string(), family: z.string() }).nullable(),
  note: z.string().nullable(),
  consent: z.object({ email: z.boolean(), text: z.boolean() }),
  durationMinutes: z.int(),
  chair: z.string().nullable(),
  location: z.string(),
  source: Source.nullable(),
  origin: z.string().nullable().describe('The website the request was sent from.'),
  isCancellationTold: z.boolean().describe('Does the practice mail patients when staff cancel or reject?'),
})

/** `GET /portal/api/practices/{practice}/origins`: websites that tried to send a request and are not listed. */
export const OriginList = z.object({
  refused: z.array(z.object({ origin: z.string(), times: z.int(), lastAt: Instant })),
})

/** Body of `POST /portal/api/practices/{practice}/origins`: lists the website, from now on it may send. */
export const AllowOrigin = z.strictObject({ origin: z.string().max(300) })

export type Role = z.infer<typeof Role>
export type ConnectionMode = z.infer<typeof ConnectionMode>
export type DeskTab = z.infer<typeof DeskTab>
export type SearchBody = z.infer<typeof SearchBody>
export type SearchReply = z.infer<typeof SearchReply>
export type Appointment = z.infer<typeof Appointment>
export type TimelineEntry = z.infer<typeof TimelineEntry>
export type Me = z.infer<typeof Me>
export type RequestRow = z.infer<typeof RequestRow>
export type RequestListQuery = z.infer<typeof RequestListQuery>
export type RequestList = z.infer<typeof RequestList>
export type RequestDetail = z.infer<typeof RequestDetail>
export type OriginList = z.infer<typeof OriginList>
