import { z } from 'zod'
import { ConnectionMode, Role } from './desk.ts'
import { Instant } from './fields.ts'
import { Language } from './language.ts'

/** What a practice's staff set for its desk; what isn't set is as the defaults say. */
export const Settings = z.strictObject({
  mode: ConnectionMode.default('own'),
  notify: z
    .array(z.email().max(254))
    .max(20)
    .default([])
    .describe('Who is mailed about each new request. Empty: the practice’s own address.'),
  isCancellationTold: z.boolean().default(true).describe('Is a patient told by mail when staff cancel or reject?'),
  remindAfterHours: z
    .int()
    .min(1)
    .max(168)
    .nullable()
    .default(null)
    .describe('A request that nobody has answered after so many hours is mailed about once more. Null: never.'),
  accent: z
    .string()
    .regex(/^#[\da-f]{6}$/, 'must be a colour like #0b6e6e')
    .nullable()
    .default(null)
    .describe("The widget's colour; patients see it with its contrast mended. Null: as the practice file says."),
})

/** `GET /portal/api/practices/{practice}/settings`. */
export const SettingsReply = z.object({
  settings: Settings,
  version: z.int().describe('Must come with each change; 0: nothing has been set yet.'),
  changed: z.object({ at: Instant, by: z.string() }).nullable().describe('Who set it last. Null: nobody has.'),
  origins: z
    .array(z.object({ origin: z.string(), isInFile: z.boolean() }))
    .describe('Websites that may send requests. Those in the practice file can be taken out only there.'),
  snippet: z.string().describe('What is pasted into a website.'),
  page: z.url().describe('The hosted page.'),
  accent: z.string().nullable().describe('As the practice file has it: any CSS colour, or none.'),
  email: z
    .string()
    .nullable()
    .describe('As the practice file has it: mailed about new requests where `notify` is empty.'),
  languages: z
    .array(z.object({ tag: Language, isApproved: z.boolean() }))
    .describe('In which patients can read; approved are those in which consent may be asked for.'),
})

/**
 * Body of `POST .../settings`; it answers as reading them does. Where a colleague has changed them meanwhile, the answer is
 * the problem `changed-meanwhile`, and nothing is changed.
 */
export const PutSettings = z.strictObject({ settings: Settings, version: z.int().min(0) })
/** Body of `POST .../origins/remove`: from now on that website may not send. */
export const RemoveOrigin = z.strictObject({ origin: z.string().max(300) })

/** `GET .../staff`: who works for the practice, and who is invited. */
export const StaffList = z.object({
  staff: z.array(
    z.object({ userId: z.string(), name: z.string(), email: z.string(), role: Role, hasSecondFactor: z.boolean() }),
  ),
  invited: z.array(z.object({ email: z.string(), role: Role, invitedBy: z.string().nullable(), expiresAt: Instant })),
})
/** Body of `POST .../staff/invite`. */
export const InviteBody = z.strictObject({ email: z.email().max(254), role: Role })
/** `link`: to be handed over by the owner, where no mail can be sent; else null. */
export const InviteReply = z.object({ link: z.string().nullable(), expiresAt: Instant })
/** Body of `POST .../staff/withdraw`: the link in that invitation's mail no longer works. */
export const WithdrawBody = z.strictObject({ email: z.string().max(254) })
/** Body of `POST .../staff/role`; null takes the access away. */
export const RoleBody = z.strictObject({ userId: z.string(), role: Role.nullable() })

export const MessageState = z.enum(['waiting', 'sent', 'kept', 'failed'])

/** A mail as staff see it under *Messages*. */
export const Message = z.object({
  id: z.string(),
  topic: z.string().describe('What it tells: an outbox topic, or `staff-mail`.'),
  request: z.string().nullable(),
  patient: z.string().nullable().describe('Id of the patient whose account it is about. Null: it is about none.'),
  recipient: z.string(),
  toPatient: z.boolean(),
  language: z.string().describe('BCP 47.'),
  subject: z.string(),
  text: z.string().describe('The plain text part, without the token of the private link.'),
  hasCalendar: z.boolean().describe('Is a calendar entry attached?'),
  state: MessageState.describe('`kept`: there is no SMTP_URL. `failed`: given up.'),
  at: Instant.describe('When it was put in line, last of all by being sent again.'),
  sentAt: Instant.nullable(),
  nextAt: Instant.nullable().describe('While it waits: when it is tried next.'),
  tries: z.int(),
  fault: z.string().nullable().describe('Why it did not leave the last time, without addresses.'),
})
/** `GET .../messages?state=`: latest first, at most 200. */
export const MessageList = z.object({
  messages: z.array(Message),
  counts: z.record(MessageState, z.int()).describe('Of all that are kept in the database: 90 days.'),
  isMailOn: z.boolean(),
})
/** `POST .../messages/{id}/again`: one that was given up or kept, made anew from how the request stands now. */
export const MessageAgainReply = z.object({ message: Message })

/** `GET .../messages/templates?language=`: every kind of mail, about a made-up request. Left out: the practice's language. */
export const TemplateList = z.object({
  language: Language,
  languages: z.array(Language),
  templates: z.array(
    z.object({
      topic: z.string(),
      toPatient: z.boolean(),
      variant: z.enum(['same', 'other-time']).nullable().describe('Of a confirmation: is the time as asked for?'),
      subject: z.string(),
      text: z.string(),
      hasCalendar: z.boolean(),
    }),
  ),
})

export type Settings = z.infer<typeof Settings>
export type SettingsReply = z.infer<typeof SettingsReply>
export type PutSettings = z.infer<typeof PutSettings>
export type StaffList = z.infer<typeof StaffList>
export type InviteReply = z.infer<typeof InviteReply>
export type Message = z.infer<typeof Message>
export type MessageState = z.infer<typeof MessageState>
export type MessageList = z.infer<typeof MessageList>
export type MessageAgainReply = z.infer<typeof MessageAgainReply>
export type TemplateList = z.infer<typeof TemplateList>
