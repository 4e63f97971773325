import { z } from 'zod'
import { RequestRow } from './desk.ts'
import { Id, Instant, LocalDate } from './fields.ts'
import { blankIsAbsent, Email, Mobile, Name } from './request.ts'

/* What staff see of patients, and do for them: `/portal/api/practices/{practice}/patients…`. */

/**
 * Where a patient stands with booking by their own account. `none`: not invited. `removed`: staff have taken it away; they
 * can be invited again.
 */
export const PatientAccess = z.enum(['none', 'invited', 'enrolled', 'removed'])

/** How the practice may write to a patient. */
export const Channel = z.enum(['email', 'text'])

/** Where a patient came from: sent a request, entered by staff, read from the practice's own software. */
export const PatientOrigin = z.enum(['online', 'staff', 'pms'])

/** A patient in a list. */
export const PatientRow = z.object({
  id: z.string(),
  given: z.string(),
  family: z.string(),
  birthDate: z.string().nullable().describe('As it is known: whole, in part like `1985-03`, or not at all.'),
  mobile: z.string().nullable(),
  email: z.string().nullable(),
  origin: PatientOrigin,
  access: PatientAccess,
  accessAt: Instant.nullable().describe('Since when. Null: with `none`.'),
  isLinkEnded: z.boolean().describe('Invited, and the link no longer works: outdated, or tried too often.'),
  isBounced: z.boolean().describe('Invited, and the mail could not be delivered.'),
  next: Instant.nullable().describe('The next visit. Null: none is ahead.'),
})

/** Body of `POST …/patients/search`. In the body, since it names patients. */
export const PatientSearchBody = z.strictObject({
  text: z
    .string()
    .max(200)
    .default('')
    .describe('Words of a name, a birth date, a number, an email. Empty: everybody.'),
  access: z
    .enum(['any', 'invited', 'enrolled', 'removed'])
    .optional()
    .describe(
      '*Patient access*: only those who were ever invited; `any`: all of these, latest first. Left out: everybody, by family name.',
    ),
  after: z.string().max(400).optional().describe('What the part before gave as `next`.'),
})

export const PatientList = z.object({
  patients: z.array(PatientRow),
  total: z.int().describe('Of the whole list.'),
  next: z.string().nullable().describe('What `after` must be for the next part; null at the end.'),
  access: z
    .object({ invited: z.int(), enrolled: z.int(), removed: z.int() })
    .describe('How many there are of each, whatever is searched for.'),
})

/** One change of a consent. The latest of a channel counts; without one, nothing was agreed to. */
export const ConsentEntry = z.object({
  channel: Channel,
  isGiven: z.boolean(),
  at: Instant,
  by: z.string().describe('`patient`, or the name of a colleague.'),
  how: z
    .enum(['request', 'account', 'staff', 'merge'])
    .describe('`request`: ticked in the widget. `account`: by the patient, signed in.'),
  wording: z
    .string()
    .describe('Version of the sentence that was agreed to, like `2026-11`; with `staff`, of what they asked.'),
  language: z.string().nullable().describe('BCP 47, the language it was read in.'),
  note: z.string().nullable().describe('What staff noted: how they asked.'),
})

/** One invitation, or what became of it. */
export const InvitationEntry = z.object({
  email: z.string().describe('Where it was sent.'),
  sentAt: Instant,
  by: z.string(),
  expiresAt: Instant,
  state: z
    .enum(['open', 'used', 'withdrawn', 'expired', 'locked'])
    .describe('`locked`: the birth date was wrong too often.'),
  endedAt: Instant.nullable(),
  why: z
    .enum(['address-changed', 'sent-again', 'consent-withdrawn', 'removed', 'merged'])
    .nullable()
    .describe('With `withdrawn`.'),
  mail: z.enum(['waiting', 'sent', 'kept', 'failed']).nullable().describe('Of its mail; null: it is kept no longer.'),
})

/** A visit or request of a patient. */
export const PatientVisit = z.object({
  kind: z.enum(['request', 'appointment']),
  id: z.string(),
  reference: z.string().nullable(),
  start: Instant,
  end: Instant,
  reason: z.string().nullable(),
  practitioner: z.string(),
  state: RequestRow.shape.state,
  isOnline: z.boolean().describe('*Created by: Online appointment*.'),
  createdBy: z.string().nullable().describe('A name, `pms`, `import`; null: not known, or online.'),
  createdAt: Instant.nullable().describe('Online: when the patient made it.'),
})

/** Somebody who may be the same person. */
export const PossibleDuplicate = z.object({
  patient: PatientRow,
  reasons: z.array(z.object({ speaks: z.enum(['for', 'against']), text: z.string() })).describe('In sentences.'),
})

/** `GET …/patients/{id}`: the whole page. Also what every change answers with. */
export const PatientPage = PatientRow.extend({
  revision: z.int().describe('Must come with changes of the details, so that nothing of a colleague’s is overwritten.'),
  language: z.string().nullable(),
  pmsId: z.string().nullable().describe('Whom they are in the practice’s own software.'),
  createdAt: Instant,
  createdBy: z.string().nullable().describe('A name; null: not a colleague.'),
  consent: z.object({ email: z.boolean(), text: z.boolean() }).describe('As it stands.'),
  consents: z.array(ConsentEntry).describe('Latest first.'),
  invitations: z.array(InvitationEntry).describe('Latest first.'),
  accessBy: z.string().nullable().describe('Who invited or removed them; `patient` who enrolled.'),
  coming: z.array(PatientVisit).describe('Earliest first.'),
  past: z.array(PatientVisit).describe('Latest first; the last 100.'),
  duplicates: z.array(PossibleDuplicate),
})

const details = {
  given: Name('given name'),
  family: Name('family name'),
  birthDate: LocalDate.nullable(),
  mobile: z.preprocess(blankIsAbsent, Mobile.optional()),
  email: z.preprocess(blankIsAbsent, Email.optional()),
}

/**
 * Body of `POST …/patients`; the header `Idempotency-Key` is required beside it. Where somebody with the same name and birth
 * date is known it answers 422 `needs-confirmation`, unless `evenSo`. An invitation that can't be sent does not keep the
 * patient from being saved: the answer's `invitation` says why.
 */
export const NewPatientBody = z.strictObject({
  ...details,
  language: z.string().max(35).optional(),
  consent: z.object({ email: z.boolean(), text: z.boolean() }).describe('Asked by whoever enters it, now.'),
  sendInvitation: z.boolean(),
  evenSo: z.boolean().default(false),
})

/** Body of `POST …/patients/alike`: who is known that may be the one being entered. Answers {@link AlikeReply}. */
export const AlikeBody = z.strictObject({
  given: z.string().max(100),
  family: z.string().max(100),
  birthDate: LocalDate.nullable(),
  mobile: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
})
export const AlikeReply = z.object({ patients: z.array(PossibleDuplicate) })

/** Body of `POST …/patients/{id}`. Another email ends an open invitation. A null birth date leaves one that is known in part. */
export const EditPatientBody = z.strictObject({
  ...details,
  language: z.string().max(35).optional(),
  revision: z.int(),
})

/** Body of `POST …/patients/{id}/consents`: what is left out stays. Withdrawn consent ends an open invitation. */
export const ConsentBody = z.strictObject({
  email: z.boolean().optional(),
  text: z.boolean().optional(),
  note: z.string().trim().max(200).optional(),
})

/**
 * Why no invitation was sent. `no-consent`: in the words of {@link InvitationOutcome}'s `detail`; `missing` names what wasn't
 * agreed to.
 */
export const InvitationOutcome = z.object({
  isSent: z.boolean(),
  email: z.string().nullable().describe('Where to.'),
  expiresAt: Instant.nullable(),
  refusal: z.enum(['no-email', 'no-consent', 'no-birth-date']).nullable(),
  missing: z.array(Channel),
  detail: z.string().describe('In words for staff: what was sent, or why not and what to do.'),
})

/** Body of `POST …/patients/{id}/invitation`: sends one; an open one ends. Answers {@link PatientChanged}, also when refused. */
export const SendInvitationBody = z.strictObject({})

/**
 * Body of `POST …/patients/{id}/address`: *Wrong address*. Corrects it, ends the open invitation, and sends a new one if
 * wanted, in one change.
 */
export const CorrectAddressBody = z.strictObject({ email: Email, revision: z.int(), sendInvitation: z.boolean() })

/** What changes of a patient answer with. */
export const PatientChanged = z.object({
  patient: PatientPage,
  invitation: InvitationOutcome.nullable().describe('Null: none was asked for.'),
})

/** Body of `POST …/patients/{id}/merge`: `other` is merged into `{id}`, whose details stay; blanks are filled from `other`. Owners. */
export const MergeBody = z.strictObject({ other: z.string().max(64), revision: z.int() })
/** Body of `POST …/patients/{id}/distinct`: the two are not the same person, and not suggested again. */
export const DistinctBody = z.strictObject({ other: z.string().max(64) })
/** Body of `POST …/patients/{id}/access/remove`, `…/export` and `…/erase` (owners; 409 `not-changeable` while a visit is ahead). */
export const NoBody = z.strictObject({})

/** Answer of `POST …/patients/{id}/export`: all that is kept of one person, to be handed to them. */
export const PatientExport = z.object({
  exportedAt: Instant,
  practice: z.object({ id: Id, name: z.string() }),
  patient: z.record(z.string(), z.unknown()),
  consents: z.array(z.record(z.string(), z.unknown())),
  invitations: z.array(z.record(z.string(), z.unknown())),
  requests: z.array(z.record(z.string(), z.unknown())),
  appointments: z.array(z.record(z.string(), z.unknown())),
  messages: z.array(z.record(z.string(), z.unknown())),
})

export type PatientAccess = z.infer<typeof PatientAccess>
export type Channel = z.infer<typeof Channel>
export type PatientOrigin = z.infer<typeof PatientOrigin>
export type PatientRow = z.infer<typeof PatientRow>
export type PatientSearchBody = z.infer<typeof PatientSearchBody>
export type PatientList = z.infer<typeof PatientList>
export type ConsentEntry = z.infer<typeof ConsentEntry>
export type InvitationEntry = z.infer<typeof InvitationEntry>
export type PatientVisit = z.infer<typeof PatientVisit>
export type PossibleDuplicate = z.infer<typeof PossibleDuplicate>
export type PatientPage = z.infer<typeof PatientPage>
export type NewPatientBody = z.infer<typeof NewPatientBody>
export type AlikeReply = z.infer<typeof AlikeReply>
export type AlikeBody = z.infer<typeof AlikeBody>
export type EditPatientBody = z.infer<typeof EditPatientBody>
export type ConsentBody = z.infer<typeof ConsentBody>
export type InvitationOutcome = z.infer<typeof InvitationOutcome>
export type CorrectAddressBody = z.infer<typeof CorrectAddressBody>
export type PatientChanged = z.infer<typeof PatientChanged>
export type MergeBody = z.infer<typeof MergeBody>
export type DistinctBody = z.infer<typeof DistinctBody>
export type PatientExport = z.infer<typeof PatientExport>
