import { z } from 'zod'
import { Id, Instant, LocalDate } from './fields.ts'
import { HoldToken } from './hold.ts'
import { Proof } from './proof.ts'

/** A part of a name, as typed. */
export const Name = (what: string) =>
  z
    .string({ error: `Enter the ${what}` })
    .trim()
    .min(1, `Enter the ${what}`)
    .max(100, `The ${what} must have at most 100 characters`)
    .refine((text) => !/\p{Cc}/u.test(text), `The ${what} must have no control characters`)

export const Mobile = z
  .string()
  .trim()
  .max(40, 'The mobile number must have at most 40 characters')
  .refine(
    (text) => /^[+()\d\s./-]+$/.test(text) && text.replace(/\D/g, '').length >= 7,
    'Enter a mobile number with at least seven digits, like 555-0117',
  )

/** Empty text counts as not given, so that a form may send all its fields. */
export const blankIsAbsent = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value)

export const Email = z.email('Enter an email address, like name@example.com').max(254)

/** The patient, as typed. Matching in the practice management software compares exactly these. */
export const Patient = z
  .object({
    given: Name('given name'),
    family: Name('family name'),
    birthDate: LocalDate.describe('Checked against today: not in the future, not more than 130 years ago.'),
    mobile: z.preprocess(blankIsAbsent, Mobile.optional()),
    email: z.preprocess(blankIsAbsent, Email.optional()),
  })
  .refine((patient) => patient.mobile !== undefined || patient.email !== undefined, {
    path: ['mobile'],
    message: 'Enter a mobile number or an email',
  })

/** Where the patient came from, read once from the page's own address and referrer. Never personal. */
export const Source = z.object({
  utmSource: z.string().max(200).optional(),
  utmMedium: z.string().max(200).optional(),
  utmCampaign: z.string().max(200).optional(),
  referrer: z.string().max(200).optional().describe('Host name only.'),
})

/** Body of `POST /v1/practices/{practice}/requests`; the header `Idempotency-Key` is required beside it. */
export const RequestBody = z.strictObject({
  reason: Id,
  practitioner: Id.nullable().describe('null: anyone who gives the reason.'),
  location: Id.optional(),
  start: Instant,
  hold: HoldToken.optional().describe('The hold that keeps the time; it is handed over.'),
  patient: Patient,
  isNewPatient: z.boolean({ error: 'Choose whether you have been to this practice before' }),
  guardian: z
    .object({ given: Name('your given name'), family: Name('your family name') })
    .optional()
    .describe('Who sends the request, when it is for someone else.'),
  note: z.preprocess(
    blankIsAbsent,
    z.string().trim().max(1000, 'The note must have at most 1,000 characters').optional(),
  ),
  consent: z.object({ email: z.boolean(), text: z.boolean() }),
  language: z.string().max(35).optional().describe('BCP 47, the language the patient read.'),
  source: Source.optional(),
  proof: Proof.optional().describe('Needed where the practice wants it: see `PracticeReply.proofOfWork`.'),
  website: z.string().max(200).optional().describe('A field that people do not see: left out or empty.'),
  filledMs: z.int().min(0).optional().describe('How long the form was open, in ms. Left out: not judged.'),
})

/** What a sent request answers with: 201, and the same again for every retry with the same key. */
export const RequestReply = z.object({
  reference: z.string().describe('For people: short, unambiguous, like K7Q-2M9.'),
  state: z.enum(['pending', 'booked']).describe('`booked`: of a visit that stands until its wish is answered.'),
  start: Instant,
  end: Instant,
  reason: z.object({ id: Id, name: z.string() }),
  practitioner: z.object({ id: Id, name: z.string() }),
  location: z.object({ id: Id, name: z.string(), address: z.string() }),
  link: z
    .string()
    .optional()
    .describe(
      'The token of its private link, good until 30 days after the visit. Left out: it was sent before there were any.',
    ),
})

export type Source = z.infer<typeof Source>
export type RequestBody = z.infer<typeof RequestBody>
export type RequestReply = z.infer<typeof RequestReply>
