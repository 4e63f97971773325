import { z } from 'zod'

/** It stands in mails and lists: one line. */
const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'must be one line')
/** A password may be long; what is longer isn't read. */
const Password = z.string().max(128)
const Code = z.string().trim().max(32)

/** Body of `POST /portal/auth/sign-in/email`. */
export const SignInBody = z.object({ email: z.email().max(254), password: Password })
/** Its answer, and that of a code or a passkey. `code`: the second factor is asked next. */
export const SignInReply = z.object({ next: z.enum(['done', 'code']) })
/** Body of `POST /portal/auth/two-factor/verify-totp` and `.../verify-backup-code`. */
export const CodeBody = z.object({ code: Code })

/** `GET /portal/auth/account`: how somebody signs in, and where they are signed in. */
export const Account = z.object({
  name: z.string(),
  email: z.string(),
  hasSecondFactor: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), addedAt: z.string().nullable() })),
  sessions: z
    .array(
      z.object({
        id: z.string(),
        device: z.string().describe('As the browser names itself.'),
        since: z.string(),
        usedAt: z.string(),
        isThis: z.boolean(),
      }),
    )
    .describe('Latest used first.'),
})

/** Body of `POST /portal/auth/account/name`. */
export const NameBody = z.object({ name: Name })
/** Body of `POST /portal/auth/account/password`: all other sessions end. */
export const PasswordBody = z.object({ password: Password, newPassword: z.string().max(1000) })
/** Body of whatever asks for the password once more. */
export const ConfirmBody = z.object({ password: Password })

/** Answer of `POST /portal/auth/second-factor/begin`: nothing is on until a code of it has come. */
export const SecondFactor = z.object({
  uri: z.string().describe('`otpauth://…`, for a QR code.'),
  backupCodes: z.array(z.string()),
})
/** Answer of `POST /portal/auth/second-factor/codes`; codes from before no longer work. */
export const BackupCodes = z.object({ backupCodes: z.array(z.string()) })

/** Body of `POST /portal/auth/passkeys/add`, with what the browser made of the answer to `.../passkeys/begin`. */
export const AddPasskeyBody = z.object({
  name: z.string().trim().min(1).max(60),
  response: z.record(z.string(), z.unknown()),
})
export const RemovePasskeyBody = z.object({ id: z.string().max(100) })
/** Body of `POST /portal/auth/passkey/verify`: what the browser made of the answer to `GET .../passkey/options`. */
export const PasskeyBody = z.object({ response: z.record(z.string(), z.unknown()) })

/** Body of `POST /portal/api/invitation/look`: what a link in an invitation's mail leads to. */
export const InvitationBody = z.strictObject({ practice: z.string().max(100), token: z.string().max(100) })
export const Invitation = z.object({
  practice: z.string().describe('Its name.'),
  email: z.string(),
  role: z.enum(['owner', 'staff', 'read-only']),
  invitedBy: z.string().nullable(),
  expiresAt: z.string(),
  hasAccount: z.boolean().describe('Has this email an account? Then its holder signs in, and accepts.'),
})
/** Body of `POST /portal/api/invitation/accept`; without an account, name and password make one. */
export const AcceptBody = InvitationBody.extend({
  name: Name.optional(),
  password: z.string().max(1000).optional(),
})

export type SignInReply = z.infer<typeof SignInReply>
export type Account = z.infer<typeof Account>
export type SecondFactor = z.infer<typeof SecondFactor>
export type BackupCodes = z.infer<typeof BackupCodes>
export type Invitation = z.infer<typeof Invitation>
