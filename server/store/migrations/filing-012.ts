import type { Kysely } from 'kysely'
import { hashText } from '../../hash.ts'
import { identityOf, isSameContact, type PatientDetails, sameChannels } from '../identity.ts'
import { namingColumns } from '../patient-rows.ts'
import type { Tables } from '../tables.ts'

/* Files what was there before there were patients: by the same rule as what comes in since, and the same each time. */

const ROWS_AT_ONCE = 500
const PATIENTS_AT_ONCE = 200
/** Of the sentences that patients had been shown until then. */
const WORDING = '2026-11'

/** A patient as they are found: of the first of what is filed under them, but for the times. */
interface Found {
  readonly id: string
  readonly details: PatientDetails
  readonly origin: 'online' | 'pms'
  readonly language: string | null
  pmsId: string | null
  seen: PatientDetails | null
  createdAt: number
  activeAt: number
}

/** The patients of one practice. */
interface Book {
  readonly all: Found[]
  readonly byPms: Map<string, Found>
  readonly byIdentity: Map<string, Found[]>
}

/** Those that are erased stay without a patient; so do appointments of which neither a birth date nor a PMS id is known. */
export async function fileWhatIsThere(db: Kysely<Tables>): Promise<void> {
  const practices = await db.selectFrom('practice').select('id').orderBy('id').execute()
  for (const { id } of practices) {
    const book: Book = { all: [], byPms: new Map(), byIdentity: new Map() }
    await fileRequests(db, id, book)
    await fileAppointments(db, id, book)
    for (let i = 0; i < book.all.length; i += PATIENTS_AT_ONCE) {
      const rows = book.all.slice(i, i + PATIENTS_AT_ONCE).map((patient) => rowOf(id, patient))
      await db.insertInto('patient').values(rows).execute()
    }
  }
}

async function fileRequests(db: Kysely<Tables>, practice: string, book: Book): Promise<void> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('request')
      .select(['id', 'given', 'family', 'birth_date', 'mobile', 'email', 'language', 'created_at'])
      .select(['consent_email', 'consent_text'])
      .where('practice', '=', practice)
      .where('erased_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { id, language, created_at, ...row } of rows) {
      const details = detailsOf(row)
      const patient =
        find(book, details, null) ??
        (await add(book, `${practice} request:${id}`, { origin: 'online', language, details, pmsId: null }, created_at))
      noteTime(patient, created_at)
      await file(db, 'request', practice, id, patient)
      const consent = { practice, patient: patient.id, is_given: 1, at: created_at, by: 'patient', how: 'request' }
      // Only for the address and the number that are kept.
      const same = sameChannels(patient.details, details)
      const isAgreed = { email: row.consent_email === 1 && same.email, text: row.consent_text === 1 && same.text }
      const channels = (['email', 'text'] as const).filter((channel) => isAgreed[channel])
      for (const channel of channels) {
        const of = { id: `${id}-${channel}`, channel, wording: WORDING, language, request: id, note: null }
        await db
          .insertInto('consent')
          .values({ ...consent, ...of })
          .execute()
      }
    }
    if (rows.length < ROWS_AT_ONCE) return
    after = rows.at(-1)!.id
  }
}

async function fileAppointments(db: Kysely<Tables>, practice: string, book: Book): Promise<void> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('appointment')
      .select(['id', 'given', 'family', 'birth_date', 'mobile', 'email', 'patient_id', 'created_at', 'start_at'])
      .where('practice', '=', practice)
      .where('erased_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { id, given, family, ...row } of rows) {
      if (given === null || family === null) continue
      const details = detailsOf({ given, family, ...row })
      const pmsId = row.patient_id || null
      const at = row.created_at ?? row.start_at
      let patient = find(book, details, pmsId)
      if (!patient && pmsId === null && identityOf(details) === null) continue
      const own = { origin: 'pms', language: null, details, pmsId } as const
      patient ??= await add(book, `${practice} appointment:${id}`, own, at)
      if (pmsId !== null && patient.seen === null) {
        patient.pmsId = pmsId
        patient.seen = details
        book.byPms.set(pmsId, patient)
      }
      noteTime(patient, at)
      await file(db, 'appointment', practice, id, patient)
    }
    if (rows.length < ROWS_AT_ONCE) return
    after = rows.at(-1)!.id
  }
}

function find({ byPms, byIdentity }: Book, details: PatientDetails, pmsId: string | null): Found | undefined {
  const there = pmsId === null ? undefined : byPms.get(pmsId)
  if (there) return there
  const identity = identityOf(details)
  const alike = identity === null ? undefined : byIdentity.get(identity)
  return alike?.find((one) => (pmsId === null || one.pmsId === null) && isSameContact(one.details, details))
}

/** @param from - What they are first known by: their id is reckoned from it. */
async function add(
  { all, byPms, byIdentity }: Book,
  from: string,
  own: Pick<Found, 'details' | 'origin' | 'language' | 'pmsId'>,
  at: number,
): Promise<Found> {
  const id = (await hashText(from)).slice(0, 32)
  const found: Found = { ...own, id, seen: null, createdAt: at, activeAt: at }
  all.push(found)
  if (found.pmsId !== null) byPms.set(found.pmsId, found)
  const identity = identityOf(found.details)
  if (identity !== null) byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), found])
  return found
}

/** Known since the first of what is filed under them, and active with the last. */
function noteTime(patient: Found, at: number): void {
  patient.createdAt = Math.min(patient.createdAt, at)
  patient.activeAt = Math.max(patient.activeAt, at)
}

async function file(
  db: Kysely<Tables>,
  table: 'request' | 'appointment',
  practice: string,
  id: string,
  patient: Found,
): Promise<void> {
  await db
    .updateTable(table)
    .set({ patient: patient.id })
    .where('practice', '=', practice)
    .where('id', '=', id)
    .execute()
}

function rowOf(practice: string, { id, details, origin, language, pmsId, seen, createdAt, activeAt }: Found) {
  return {
    ...{ practice, id, origin, language, pms_id: pmsId, pms_seen: seen && JSON.stringify(seen) },
    ...{ created_at: createdAt, created_by: origin === 'online' ? 'patient' : 'sync', active_at: activeAt },
    ...{ access_at: null, access_by: null, merged_into: null },
    ...namingColumns(details),
  }
}

function detailsOf(row: {
  readonly given: string
  readonly family: string
  readonly birth_date: string | null
  readonly mobile: string | null
  readonly email: string | null
}): PatientDetails {
  const { given, family, birth_date: birthDate, mobile, email } = row
  return { given, family, birthDate, mobile, email }
}
