import { ProblemError } from '../problem.ts'
import { identityOf, isSameContact, type PatientDetails } from '../store/identity.ts'
import type { DeskRequest, StoredPatient, StoredRequest } from '../store/model.ts'
import { MovedError, type Transaction } from '../store/store.ts'

/* Under whom a request is filed. Nobody is ever taken for somebody else: who isn't known for sure gets a record of their
   own, and staff are shown whom it may belong to. */

/** Who sends a request, as far as more is known than what they typed. */
export interface Sender {
  /** Id of the patient who is signed in. Left out: nobody is. */
  readonly account?: string | null | undefined
  /** The request that this one repeats with other wishes: its patient stays. */
  readonly repeats?: Pick<DeskRequest, 'filedUnder' | 'patient'> | null | undefined
}

/**
 * The patient whose request it is: the one who is signed in, or whose request it repeats, where names and birth date are
 * theirs; else the one with the same names, birth date, and mobile or email; else a new one. Nothing of a record is changed
 * by what somebody typed who isn't signed in.
 *
 * @returns The patient's id; until the transaction ends nobody merges or erases them.
 * @throws MovedError when somebody has just done so.
 */
export async function patientOfRequest(
  transaction: Transaction,
  practice: string,
  { patient: typed, createdAt: now, language }: Pick<StoredRequest, 'patient' | 'createdAt' | 'language'>,
  { account, repeats }: Sender = {},
): Promise<string> {
  const identity = identityOf(typed)
  // Staff may have corrected the name since.
  const before = repeats && isSamePerson(repeats.patient, typed) ? repeats.filedUnder : null
  const known = await transaction.patientsForFiling(practice, {
    ids: [account, before].flatMap((id) => id ?? []),
    pmsIds: [],
    identities: identity === null ? [] : [identity],
  })
  const patients = known.patients.map(({ patient }) => patient)
  const found =
    patients.find((patient) => patient.id === account && isSamePerson(patient, typed)) ??
    patients.find(({ id }) => id === before) ??
    sameAmong(patients, typed)
  if (found) {
    if (!(await transaction.notePatientActive(practice, found.id, now))) throw movedAway()
    return found.id
  }
  const patient = newPatient(typed, { origin: 'online', at: now, by: 'patient', language })
  await transaction.addPatient(practice, patient)
  return patient.id
}

/**
 * The one of some patients whom this is for sure: the same folded names and birth date, and the same mobile or email. Of
 * several, which staff haven't merged, the first.
 */
export function sameAmong(patients: readonly StoredPatient[], details: PatientDetails): StoredPatient | undefined {
  return patients.find((patient) => isSamePerson(patient, details) && isSameContact(patient, details))
}

/** Do names and whole birth date agree? */
export function isSamePerson(
  a: Pick<PatientDetails, 'given' | 'family' | 'birthDate'>,
  b: Pick<PatientDetails, 'given' | 'family' | 'birthDate'>,
): boolean {
  const identity = identityOf(a)
  return identity !== null && identity === identityOf(b)
}

/** Somebody who wasn't known, without access. */
export function newPatient(
  { given, family, birthDate, mobile, email }: PatientDetails,
  {
    origin,
    at,
    by,
    language,
  }: Pick<StoredPatient, 'origin' | 'language'> & { readonly at: number; readonly by: string },
): StoredPatient {
  return {
    id: crypto.randomUUID(),
    ...{ given, family, birthDate, mobile, email: email?.toLowerCase() ?? null, language, origin, pmsId: null },
    ...{ createdAt: at, createdBy: by, activeAt: at },
    ...{ access: 'none', accessAt: null, accessBy: null, revision: 1 },
  }
}

/** What was found is no longer there: it is looked for again. */
export function movedAway(): MovedError {
  return new MovedError(
    new ProblemError('unavailable', 'The practice is changing this just now. Try again in a moment.'),
  )
}
