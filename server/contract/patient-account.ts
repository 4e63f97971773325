import { z } from 'zod'
import { Id, Instant } from './fields.ts'
import { MyReply } from './my.ts'
import { blankIsAbsent, Email, Mobile } from './request.ts'

/*
 * What a patient does with an invitation and their own account: `/v1/practices/{practice}/…`. All of it comes from our own
 * pages (`/{practice}/invitation`, `/{practice}/account`); the session is a cookie that scripts can't read and other
 * websites don't send. Links stand behind the `#` of an address and in bodies. Each is for one purpose and works once.
 */

/** The token of an invitation or of a link to sign in. What isn't one is told like one that has ended. */
const Link = z.string().max(200)

/**
 * Body of `POST /invitation`. 404 `link-ended` when it has, was used, or never was; 410 `link-replaced` when a newer one was
 * sent: neither says anything about anybody.
 */
export const InvitationBody = z.strictObject({ link: Link })
export const InvitationReply = z.object({
  practice: z.object({ id: Id, name: z.string(), phone: z.string() }),
  emailHint: z.string().describe('Like `n•••@example.com`.'),
  triesLeft: z.int(),
})

/**
 * Body of `POST /invitation/confirm`: opens the account, answers with {@link AccountReply} and the session. 422 `no-match`
 * with `triesLeft` when something differs, never which; at 0 the link has ended.
 */
export const ConfirmInvitationBody = z.strictObject({
  link: Link,
  birthDate: z.string().max(10).describe('`YYYY-MM-DD`; what is no date is a wrong answer.'),
  family: z.string().max(100),
  agrees: z.literal(true, { error: 'Tick the box to go on' }).describe('To the practice keeping this for requests.'),
})

/** Body of `POST /account/sign-in`: mails a link to each enrolled patient with this address. Always answers 202 with `{}`. */
export const AskSignInBody = z.strictObject({ email: Email, language: z.string().max(35).optional() })

/** Body of `POST /account/open`: opens what a mailed link to sign in leads to. Refuses like {@link InvitationBody}. */
export const OpenAccountBody = z.strictObject({ link: Link })

/** `GET /account`: whom the session belongs to; 401 `sign-in-required`. Also what every change answers with. */
export const AccountReply = z.object({
  practice: z.object({ id: Id, name: z.string(), phone: z.string() }),
  given: z.string(),
  family: z.string(),
  birthDate: z.string(),
  mobile: z.string().nullable(),
  email: z.string(),
  consent: z.object({ email: z.boolean(), text: z.boolean() }),
  visits: z
    .array(
      z.object({
        reference: z.string().nullable().describe('Null: it was not made online.'),
        state: MyReply.shape.state,
        start: Instant,
        end: Instant,
        reason: z.string().nullable(),
        practitioner: z.string(),
        location: z.string().nullable(),
        link: z
          .string()
          .nullable()
          .describe(
            'The token of its private link: `/{practice}/request#…`. Null: call to change it. So also where a request ' +
              'names another email: whoever sent it is answered there.',
          ),
      }),
    )
    .describe('Ahead, earliest first; then what is over, latest first, at most 20.'),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), addedAt: Instant, usedAt: Instant.nullable() })),
  signedInBy: z.enum(['invitation', 'link', 'passkey']),
})

/** Body of `POST /account/details`. Name and birth date are changed by the practice. */
export const AccountDetailsBody = z.strictObject({
  mobile: z.preprocess(blankIsAbsent, Mobile.optional()),
  email: Email,
})

/** Body of `POST /account/consents`. */
export const AccountConsentBody = z.strictObject({
  email: z.boolean(),
  text: z.boolean(),
  language: z.string().max(35).optional(),
})

/**
 * Passkeys (WebAuthn). `POST /account/passkeys/begin {}` (signed in) answers with creation options, `…/add` takes what the
 * browser made of them; `POST /account/passkey/begin {}` (not signed in) answers with request options, `…/passkey/open` takes
 * the assertion and opens the session. Each challenge works once, for five minutes.
 */
export const AddPasskeyBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  response: z.record(z.string(), z.unknown()),
})
export const OpenByPasskeyBody = z.strictObject({ response: z.record(z.string(), z.unknown()) })
export const RemovePasskeyBody = z.strictObject({ id: z.string().max(1400) })

export type InvitationBody = z.infer<typeof InvitationBody>
export type InvitationReply = z.infer<typeof InvitationReply>
export type ConfirmInvitationBody = z.infer<typeof ConfirmInvitationBody>
export type AskSignInBody = z.infer<typeof AskSignInBody>
export type AccountReply = z.infer<typeof AccountReply>
export type AccountDetailsBody = z.infer<typeof AccountDetailsBody>
export type AccountConsentBody = z.infer<typeof AccountConsentBody>
