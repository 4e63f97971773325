import { z } from 'zod'
import { Appointment, ConnectionMode, RequestDetail } from './desk.ts'
import { Id, Instant } from './fields.ts'

/* How staff answer a request. Every body carries the `revision` that was on the screen; where it has moved, the answer is
   the problem `answered-already`, with who did what, and nothing is changed. */

const Verdict = z.enum(['same', 'close', 'differs', 'missing'])

/** One row of the comparison; texts as people read them. `differences` are `[start, end)` of what to mark in each. */
const FieldRow = z.object({
  field: z.enum(['given', 'family', 'birthDate', 'mobile', 'email', 'start', 'practitioner', 'reason', 'duration']),
  asked: z.string().nullable(),
  known: z.string().nullable(),
  verdict: Verdict,
  because: z.string().nullable(),
  differences: z.object({
    asked: z.array(z.tuple([z.int(), z.int()])),
    known: z.array(z.tuple([z.int(), z.int()])),
  }),
})

/** `GET /portal/api/practices/{practice}/requests/{id}/comparison`: who and what in the schedule the request may be. */
export const ComparisonReply = z.object({
  mode: ConnectionMode,
  kind: z.enum(['exact', 'partial', 'none']),
  comparedAt: Instant,
  patients: z
    .array(
      z.object({
        id: z.string(),
        given: z.string(),
        family: z.string(),
        birthDate: z.string().nullable(),
        mobile: z.string().nullable(),
        agree: z.int().describe('How many of the five identifiers are the same.'),
        isExact: z.boolean(),
        fields: z.array(FieldRow),
        appointments: z.array(Appointment.extend({ isExact: z.boolean(), fields: z.array(FieldRow) })),
      }),
    )
    .describe('Best first; each with its appointments, best first.'),
})

const Revision = z.int().min(0)

/** Why a visit is not when the patient asked for it. Reports count by it. */
export const ChangeCause = z.enum([
  'entered-by-phone',
  'length-too-short',
  'practitioner-away',
  'no-chair',
  'patient-asked',
  'other',
])
/** Why staff refuse a request. */
export const RejectReason = z.enum([
  'no-new-patients',
  'not-treated-here',
  'unreachable',
  'duplicate',
  'not-a-patient',
  'other',
])
/** Why a visit is called off. */
export const CancelReason = z.enum([
  'patient-asked',
  'practitioner-away',
  'practice-closed',
  'moved-elsewhere',
  'other',
])

/** A time as staff choose it: from real openings, or with the rules named that it breaks. */
const ChosenTime = z.strictObject({
  start: Instant,
  practitioner: Id,
  chair: Id.nullable().describe('Null: any suitable one.'),
  overrule: z
    .array(z.string())
    .default([])
    .describe('Rules that stand in the way and are overruled, each by its name.'),
})

const Mail = z
  .enum(['ask', 'yes', 'no'])
  .describe(
    'Tell the patient by email? `ask`: later, by `.../confirmation`. Where the time differs they are always told.',
  )

/**
 * Body of `POST .../requests/{id}/accept`. `link`: it is that appointment. `create`: an appointment is made, as asked or at
 * another time. `unlinked`: accepted, it will be entered elsewhere and linked then. A link or a time that differs from
 * what was asked needs `cause`, and for a link `isCorrected`: staff have seen that the request is corrected.
 */
export const AcceptBody = z.strictObject({
  revision: Revision,
  how: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('link'), appointment: z.string(), isCorrected: z.boolean().default(false) }),
    z.strictObject({ kind: z.literal('create'), time: ChosenTime.optional() }),
    z.strictObject({ kind: z.literal('unlinked') }),
  ]),
  cause: ChangeCause.optional(),
  mail: Mail.default('ask'),
})

/** Body of `POST .../requests/{id}/unlink`: takes a link back; the request waits again. */
export const UnlinkBody = z.strictObject({ revision: Revision })
/** Body of `POST .../requests/{id}/reject`. */
export const RejectBody = z.strictObject({ revision: Revision, reason: RejectReason, tell: z.boolean().default(true) })
/** Body of `POST .../requests/{id}/cancel`. */
export const CancelBody = z.strictObject({ revision: Revision, reason: CancelReason, tell: z.boolean().default(true) })
/**
 * Body of `POST .../requests/{id}/reschedule`: a visit that was accepted moves. Where the schedule is kept elsewhere, the new
 * appointment is entered there first, and `appointment` names it.
 */
export const RescheduleBody = z.strictObject({
  revision: Revision,
  time: ChosenTime.optional(),
  appointment: z.string().optional(),
  cause: ChangeCause,
})
/** Body of `POST .../requests/{id}/keep`: the patient asked for another time, and it stays as it is. */
export const KeepBody = z.strictObject({ revision: Revision })
/** Body of `POST .../requests/{id}/cancelled-there`: what the patient cancelled here is cancelled in the schedule too. */
export const CancelledThereBody = z.strictObject({ revision: Revision })
/** Body of `POST .../requests/{id}/confirmation`: the answer to the question that accepting left open. */
export const ConfirmationBody = z.strictObject({ send: z.boolean() })
/** Body of `POST .../requests/{id}/note`: for colleagues; empty removes it. */
export const NoteBody = z.strictObject({ revision: Revision, note: z.string().trim().max(2000) })

/** What each of these answers with: the request as it stands now, and whether the patient is told by mail. */
export const AnswerReply = z.object({
  request: RequestDetail,
  mail: z
    .enum(['sent', 'asked', 'none', 'no-address'])
    .describe('`asked`: the question about the confirmation is open. `no-address`: call the patient.'),
})

/** `GET .../requests/{id}/openings?from=&practitioner=&chair=`: a week of times that a request could move to. */
export const PickerReply = z.object({
  days: z.array(
    z.object({
      date: z.string(),
      starts: z.array(
        z.object({ start: Instant, practitioner: Id, practitionerName: z.string(), chair: Id.nullable() }),
      ),
      why: z.string().nullable().describe('In words, where there are none.'),
    }),
  ),
})

/** `GET .../requests/{id}/overrule?start=&practitioner=&chair=`: what stands against a time that is not offered. */
export const OverruleReply = z.object({
  rules: z.array(z.object({ rule: z.string(), words: z.string(), mayOverrule: z.boolean() })),
})

export type ComparisonReply = z.infer<typeof ComparisonReply>
export type ChangeCause = z.infer<typeof ChangeCause>
export type RejectReason = z.infer<typeof RejectReason>
export type CancelReason = z.infer<typeof CancelReason>
export type AcceptBody = z.infer<typeof AcceptBody>
export type RejectBody = z.infer<typeof RejectBody>
export type CancelBody = z.infer<typeof CancelBody>
export type RescheduleBody = z.infer<typeof RescheduleBody>
export type AnswerReply = z.infer<typeof AnswerReply>
export type PickerReply = z.infer<typeof PickerReply>
export type OverruleReply = z.infer<typeof OverruleReply>
