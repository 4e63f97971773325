import { Email } from '../contract/request.ts'
import { identityOf, isSameContact, type PatientDetails } from '../store/identity.ts'
import type { StoredAppointment, StoredPatient } from '../store/model.ts'
import type { PatientChanges, PatientForFiling } from '../store/patient-writing.ts'
import type { Transaction } from '../store/store.ts'
import { isSamePerson, movedAway, newPatient } from './filing.ts'
import { endInvitation } from './invitation.ts'

/* Under whom appointments are filed that come from the practice's own software (PMS), or were in its schedule before. */

type Filed = Pick<StoredAppointment, 'patient' | 'patientId' | 'filedUnder'>

/** An appointment as it is read, and as it was known before; null: it is new. */
export interface ToFile {
  readonly before: Filed | null
  readonly after: Filed
}

const fields = ['given', 'family', 'birthDate', 'mobile', 'email'] as const

/**
 * Files some appointments, whose patients are looked up together. By the PMS id of the patient; else by the rule of
 * requests: names, birth date, and mobile or email; else under a new patient. One without a PMS id or a whole birth date is
 * filed under nobody. Staff's merging and what they have corrected stays: the PMS fills blanks, and changes what it has itself changed
 * since it was last read.
 *
 * Somebody who was erased here, and of whom the PMS sends something changed, is a new patient: nothing is left by which
 * they could be told. Whoever is to stay erased must be erased there first.
 *
 * @param by - Who brings them, as in the audit: `sync` or `import`.
 */
export async function filerOf(
  transaction: Transaction,
  practice: string,
  toFile: readonly ToFile[],
  { now, by }: { readonly now: number; readonly by: string },
): Promise<(one: ToFile) => Promise<string | null>> {
  const people = toFile.flatMap(({ after }) => (after.patient ? [{ ...after, patient: after.patient }] : []))
  const { patients, mergedPms } = await transaction.patientsForFiling(practice, {
    ids: unique(toFile.map(({ before }) => before?.filedUnder)),
    pmsIds: unique(people.map(({ patientId }) => patientId)),
    identities: unique(people.map(({ patient }) => identityOf(patient))),
  })
  const known = new Map(patients.map((one) => [one.patient.id, one]))

  function byPms(pmsId: string): PatientForFiling | undefined {
    const merged = mergedPms.get(pmsId)
    return merged === undefined ? [...known.values()].find(({ patient }) => patient.pmsId === pmsId) : known.get(merged)
  }

  function byRule(details: PatientDetails, pmsId: string | null): PatientForFiling | undefined {
    return [...known.values()].find(
      ({ patient }) =>
        // Two records there are two people, until staff say otherwise.
        (pmsId === null || patient.pmsId === null || patient.pmsId === pmsId) &&
        isSamePerson(patient, details) &&
        isSameContact(patient, details),
    )
  }

  /** Takes over what the PMS has changed. */
  async function bringUpToDate({ patient, seen }: PatientForFiling, details: PatientDetails, pmsId: string | null) {
    const isOther = pmsId !== null && patient.pmsId !== null && patient.pmsId !== pmsId
    // The record of somebody who was merged: of it only what is blank here is taken.
    const takesId = pmsId !== null && patient.pmsId === null
    const changes = {
      ...changesBy(patient, isOther ? null : seen, details),
      ...(takesId && isTypedOnly(patient) ? contactOf(details) : {}),
    }
    let now_ = patient
    if (takesId || Object.keys(changes).length > 0) {
      const all: PatientChanges = { ...changes, ...(takesId ? { pmsId } : {}), activeAt: now }
      if (!(await transaction.changePatient(practice, patient, all))) throw movedAway()
      now_ = { ...patient, ...all, revision: patient.revision + 1 }
      if ('email' in changes && patient.email !== null) now_ = await endOldAddress(transaction, practice, now_, now, by)
    } else if (!(await transaction.notePatientActive(practice, patient.id, now))) throw movedAway()
    if (!isOther && JSON.stringify(seen) !== JSON.stringify(details)) {
      await transaction.setPmsSeen(practice, patient.id, details)
    }
    known.set(patient.id, { patient: now_, seen: isOther ? seen : details })
    return patient.id
  }

  return async ({ before, after }) => {
    if (!after.patient) return null
    const { given, family, birthDate, mobile, email } = after.patient
    // Some keep two in one field, or a word: mails with links go to one mailbox.
    const address = Email.safeParse(email?.trim())
    const details: PatientDetails = { given, family, birthDate, mobile, email: address.success ? address.data : null }
    const pmsId = after.patientId || null
    const earlier = before?.filedUnder == null ? undefined : known.get(before.filedUnder)
    const isSameRecord = (before?.patientId || null) === pmsId
    const there = pmsId === null ? undefined : byPms(pmsId)
    if (there) return bringUpToDate(there, details, pmsId)
    if (earlier && isSameRecord && before?.patient && isAsBefore(before.patient, details)) {
      if (!(await transaction.notePatientActive(practice, earlier.patient.id, now))) throw movedAway()
      return earlier.patient.id
    }
    if (pmsId === null && identityOf(details) === null) return null
    const found = earlier && isSameRecord && isSamePerson(earlier.patient, details) ? earlier : byRule(details, pmsId)
    if (found) return bringUpToDate(found, details, pmsId)
    const patient = { ...newPatient(details, { origin: 'pms', at: now, by, language: null }), pmsId }
    await transaction.addPatient(practice, patient, details)
    known.set(patient.id, { patient, seen: details })
    return patient.id
  }
}

/**
 * Does it hold only what somebody typed in a request? Who knows a patient's names, birth date and number may have made it,
 * with an address of their own: to that no invitation must go once the practice's software says where the patient is reached.
 */
function isTypedOnly({ origin, access, revision }: StoredPatient): boolean {
  return origin === 'online' && access === 'none' && revision === 1
}

/** How they are reached, as far as it is known. */
function contactOf({ mobile, email }: PatientDetails): Partial<PatientDetails> {
  return { ...(mobile === null ? {} : { mobile }), ...(email === null ? {} : { email: email.toLowerCase() }) }
}

/** What the PMS knows and we don't, and what it has changed since it was last read. */
function changesBy(
  patient: StoredPatient,
  seen: PatientDetails | null,
  details: PatientDetails,
): Partial<PatientDetails> {
  const changes: Record<string, string | null> = {}
  for (const field of fields) {
    const [ours, theirs] = [patient[field], field === 'email' ? (details.email?.toLowerCase() ?? null) : details[field]]
    const last = field === 'email' ? seen?.email?.toLowerCase() : seen?.[field]
    const hasMoved = seen !== null && (last ?? null) !== theirs
    // What it no longer knows goes here only if it came from there.
    // Whoever can sign in does so by their email, and was known by their birth date.
    const isNeeded = patient.access === 'enrolled' && (field === 'email' || field === 'birthDate')
    const isDropped = hasMoved && ours === last && !isNeeded
    const isTaken = theirs === null ? isDropped : ours === null || ours === '' || hasMoved
    if (isTaken && ours !== theirs) changes[field] = theirs
  }
  return changes as Partial<PatientDetails>
}

/**
 * What was sent to an address that is no longer the patient's must not be opened there, nor stay open: an invitation ends,
 * links to sign in do, and whoever is signed in is signed out. Passkeys stay: they were never at the address.
 *
 * @returns The patient as they then stand.
 */
export async function endOldAddress(
  transaction: Transaction,
  practice: string,
  patient: StoredPatient,
  now: number,
  actor: string,
): Promise<StoredPatient> {
  const ending = { why: 'address-changed', at: now, purpose: 'sign-in' } as const
  await transaction.endPatientLinks(practice, patient.id, ending)
  await transaction.endPatientSessions(practice, patient.id)
  return endInvitation(transaction, practice, patient, { why: 'address-changed', now, actor })
}

function isAsBefore(before: PatientDetails, after: PatientDetails): boolean {
  return fields.every((field) => before[field] === after[field])
}

const unique = (keys: readonly (string | null | undefined)[]) => [...new Set(keys.flatMap((key) => key || []))]
