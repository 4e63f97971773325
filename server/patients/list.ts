import type { PatientList, PatientRow, PatientSearchBody } from '../contract/patients.ts'
import { ProblemError } from '../problem.ts'
import type { StoredPatient } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { invitationState, mailsOfLinks } from './invitation.ts'
import { isoOf, type Looking } from './looking.ts'
import { searchedWords } from './searched.ts'

/** So many rows fill any screen, and are read and written in a few milliseconds. */
const ROWS_A_PART = 50

/**
 * One part of a list of patients: everybody by name, or those with access the latest first.
 *
 * @throws ProblemError when `after` isn't what a part before gave.
 */
export async function patientList(
  reader: Reader,
  looking: Looking,
  { text, access, after }: Pick<PatientSearchBody, 'text' | 'access' | 'after'>,
): Promise<PatientList> {
  const { id, locale } = looking.practice.file
  const words = searchedWords(text, locale)
  const part = { limit: ROWS_A_PART, after: after === undefined ? undefined : cursorOf(after) }
  const ask = { words, access: access ?? null, ...part }
  const [{ rows, total }, counts] = await Promise.all([reader.listPatients(id, ask), reader.countPatientAccess(id)])
  const last = rows.length === ROWS_A_PART ? rows.at(-1) : undefined
  const patients = rows.map(({ patient }) => patient)
  return {
    patients: await patientRows(reader, looking, patients),
    total,
    next: last ? JSON.stringify([last.key, last.patient.id]) : null,
    access: counts,
  }
}

/** Patients as rows of lists, in their order. */
export async function patientRows(
  reader: Reader,
  { practice, now }: Looking,
  patients: readonly StoredPatient[],
): Promise<PatientRow[]> {
  const { id } = practice.file
  const invited = patients.filter(({ access }) => access === 'invited').map((patient) => patient.id)
  const [next, invitations] = await Promise.all([
    reader.nextVisits(
      id,
      patients.map((patient) => patient.id),
      now,
    ),
    reader.latestInvitations(id, invited),
  ])
  const mails = await mailsOfLinks(reader, id, [...invitations.values()])
  const iso = isoOf(practice)
  return patients.map((patient) => {
    const link = invitations.get(patient.id)
    const visit = next.get(patient.id)
    const { id: own, given, family, birthDate, mobile, email, origin, access, accessAt } = patient
    return {
      ...{ id: own, given, family, birthDate, mobile, email, origin, access },
      accessAt: access === 'none' || accessAt === null ? null : iso(accessAt),
      isLinkEnded: access === 'invited' && (!link || invitationState(link, now) !== 'open'),
      isBounced: link !== undefined && mails.get(link.id) === 'failed',
      next: visit === undefined ? null : iso(visit),
    }
  })
}

function cursorOf(text: string): { key: string; id: string } {
  try {
    const [key, id] = JSON.parse(text) as unknown[]
    if (typeof key === 'string' && typeof id === 'string') return { key, id }
  } catch {
    // Told below.
  }
  throw new ProblemError('invalid-request', 'Ask for the next part with what the part before gave.')
}
