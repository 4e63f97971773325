import { z } from 'zod'
import { Id, Instant } from './fields.ts'

/* How a practice is joined with its own software (PMS): what staff set, and how it stands. */

const PmsId = z.string().min(1).max(300)

/** What is never shown again once it is set. In a reply it is null; in a body null keeps what is set. */
const Secret = z.string().min(1).max(10_000).nullable()

/** How the FHIR server knows us. */
export const FhirAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('header'), name: z.string().regex(/^[\w-]{1,100}$/), value: Secret }),
  z.strictObject({ kind: z.literal('basic'), user: z.string().min(1).max(300), password: Secret }),
  z
    .strictObject({
      kind: z.literal('smart'),
      clientId: z.string().min(1).max(300),
      tokenUrl: z.url().nullable().describe("Null: as the server's SMART configuration says."),
      scope: z.string().max(1000).default('system/Appointment.rs system/Patient.rs system/Practitioner.rs'),
      keyId: z.string().max(300).nullable().default(null),
      privateKey: Secret.describe('PEM (PKCS 8) or JWK; RS384 or ES384.'),
    })
    .describe('SMART Backend Services: a signed assertion for a token that is good for some minutes.'),
])

const PmsStatus = z.enum(['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled'])

export const FhirSource = z.strictObject({
  kind: z.literal('fhir'),
  baseUrl: z.url().max(1000).describe('Of FHIR R4, like "https://pms.example.com/fhir".'),
  access: FhirAccess,
  statuses: z
    .partialRecord(PmsStatus, PmsStatus)
    .default({})
    .describe('What a status means here, where this software uses it otherwise: { "proposed": "booked" }.'),
  searchesByAddress: z
    .boolean()
    .optional()
    .describe('May patients be looked up by GET where POST _search is refused? Logs there may then hold their names.'),
})

/** Column headings of the file, by what stands in them. */
const CsvColumns = z.strictObject({
  id: z.string().min(1),
  start: z.string().min(1).describe('Date and time; or the date alone, with `startTime`.'),
  startTime: z.string().optional(),
  end: z.string().optional().describe('Left out: `durationMinutes` says it.'),
  durationMinutes: z.string().optional(),
  practitioner: z.string().min(1),
  chair: z.string().optional(),
  type: z.string().optional(),
  status: z.string().optional().describe('Left out: all are booked.'),
  patientId: z.string().optional(),
  given: z.string().optional(),
  family: z.string().optional(),
  birthDate: z.string().optional(),
  mobile: z.string().optional(),
  email: z.string().optional(),
})

export const CsvSource = z.strictObject({
  kind: z.literal('csv'),
  folder: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be letters, digits, hyphens and underscores, like "front-desk"')
    .describe('Below `DATA_DIR/pms`: nothing outside of it is ever read.'),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-1', 'utf-16le']).default('utf-8'),
  dateFormat: z
    .enum(['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY'])
    .default('YYYY-MM-DD')
    .describe('A time may follow after a space or T, as 14:30, 14:30:00 or 2:30 PM, with or without an offset.'),
  contents: z
    .enum(['snapshot', 'changes'])
    .default('snapshot')
    .describe('Is each file all of the schedule, so that what is missing is gone, or only what changed?'),
  freshHours: z
    .int()
    .min(1)
    .max(336)
    .default(72)
    .describe(
      'Of snapshots: a newest file that is older is the schedule no longer. Longer than from Friday to Monday.',
    ),
  columns: CsvColumns,
  statuses: z
    .record(z.string(), z.enum([...PmsStatus.options, 'cancelled', 'noshow', 'entered-in-error']))
    .default({})
    .describe('What stands in the status column, without regard to case, and what it means.'),
})

export const PmsSource = z.discriminatedUnion('kind', [FhirSource, CsvSource])

const Mapped = z.strictObject({ pms: PmsId, ours: Id })

/** All that staff set of a connection. */
export const Connection = z.strictObject({
  source: PmsSource.nullable().default(null).describe('Null: none; the schedule is what is entered here.'),
  everyMinutes: z.int().min(1).max(60).default(5),
  staleAfterMinutes: z
    .int()
    .min(5)
    .max(1440)
    .default(60)
    .describe('A practitioner whose schedule could not be read for so long is no longer offered.'),
  practitioners: z.array(Mapped).max(500).default([]).describe('Several of theirs may be one of ours.'),
  chairs: z.array(Mapped).max(500).default([]),
  types: z.array(Mapped).max(2000).default([]),
  integrated: z.array(Id).max(500).default([]).describe('Practitioners whose appointments are matched with requests.'),
  tell: z
    .strictObject({ moved: z.boolean().default(true), cancelled: z.boolean().default(true) })
    .prefault({})
    .describe('Are patients told by mail when their visit is moved or cancelled in the PMS?'),
})

export const SyncProblemKind = z.enum([
  'unreachable',
  'busy',
  'denied',
  'unreadable',
  'misconfigured',
  'emptied',
  'internal',
])

/** How the last syncs went. */
export const SyncStanding = z.object({
  isRunning: z.boolean(),
  /** How far the one that runs is. */
  progress: z.object({ done: z.int(), total: z.int().nullable() }).nullable(),
  lastTriedAt: Instant.nullable(),
  lastGoodAt: Instant.nullable().describe('Everything was read by then.'),
  problem: z.object({ kind: SyncProblemKind, words: z.string(), since: Instant }).nullable(),
  staleFrom: Instant.nullable().describe(
    'When times vanish, or vanished, unless it can be read again. Null: all is well.',
  ),
  isStale: z.boolean().describe('Some practitioners are offered no longer.'),
  practitioners: z.array(Id).describe('Whose times vanish first, or have vanished. Empty: all is well.'),
  unreadable: z.int().describe("Records that can't be read and that nobody has set aside."),
  appointments: z.int().describe('Read from the PMS and ahead.'),
})

const NamedPms = z.object({
  kind: z.enum(['practitioner', 'chair', 'type']),
  pms: PmsId,
  name: z.string(),
  ours: Id.nullable().describe('Null: not assigned.'),
})

/** `GET /portal/api/practices/{practice}/connection`. */
export const ConnectionReply = z.object({
  connection: Connection,
  hasSecret: z.boolean().describe('Is the secret of `source.access` set? It is never shown.'),
  version: z.int().describe('Must come with each change; 0: nothing has been set yet.'),
  changed: z.object({ at: Instant, by: z.string() }).nullable().describe('Who set it last. Null: it is not known.'),
  standing: SyncStanding,
  software: z.string().nullable().describe('As the PMS names itself.'),
  canWrite: z.boolean(),
  names: z.array(NamedPms).describe('Everybody and everything that the PMS knows, those not assigned first.'),
  unreadable: z
    .array(
      z.object({
        id: PmsId,
        why: z.string(),
        since: Instant,
        practitioners: z.array(Id).describe('Who is concerned; empty: everyone.'),
        setAside: z.object({ at: Instant, by: z.string() }).nullable(),
      }),
    )
    .describe('Records that could not be read.'),
})

/** Body of `POST .../connection`; answers as reading does. */
export const PutConnection = z.strictObject({ connection: Connection, version: z.int().min(0) })
/** Body of `POST .../connection/test`: tries it without keeping anything. */
export const TestConnection = z.strictObject({ source: PmsSource })
export const TestReply = z.object({
  ok: z.boolean(),
  words: z.string().describe('What was found, or what is wrong.'),
  software: z.string().nullable(),
})
/**
 * Body of `POST .../connection/sync`. Where nearly all appointments are gone at once, a sync stops and nothing is freed, until
 * staff say that it is so.
 */
export const SyncBody = z.strictObject({ isLossAccepted: z.boolean().default(false) })
/** `POST .../connection/sync`: answers at once, or when it is done, at most some seconds later. */
export const SyncReply = z.object({ standing: SyncStanding })
/** Body of `POST .../connection/set-aside`: staff have looked at a record that can't be read; it keeps no time. */
export const SetAside = z.strictObject({ id: PmsId })

export type FhirAccess = z.infer<typeof FhirAccess>
export type FhirSource = z.infer<typeof FhirSource>
export type CsvSource = z.infer<typeof CsvSource>
export type PmsSource = z.infer<typeof PmsSource>
export type Connection = z.infer<typeof Connection>
export type SyncProblemKind = z.infer<typeof SyncProblemKind>
export type SyncStanding = z.infer<typeof SyncStanding>
export type ConnectionReply = z.infer<typeof ConnectionReply>
export type PutConnection = z.infer<typeof PutConnection>
export type TestReply = z.infer<typeof TestReply>
export type SyncReply = z.infer<typeof SyncReply>
