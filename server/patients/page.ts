import type { Room } from '../context.ts'
import type { ConsentEntry, InvitationEntry, PatientPage } from '../contract/patients.ts'
import { ProblemError } from '../problem.ts'
import type { StoredConsent, StoredPatient, StoredPatientLink } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { duplicatesOf } from './duplicates.ts'
import { invitationState, mailsOfLinks } from './invitation.ts'
import { patientRows } from './list.ts'
import { isoOf, type Looking, namesFor } from './looking.ts'
import { visitsOf } from './visits.ts'

/**
 * A patient as they are now: of one who was merged, the one they were merged into.
 *
 * @throws ProblemError `not-found`.
 */
export async function patientBehind(reader: Reader, practice: string, id: string): Promise<StoredPatient> {
  const now = await reader.patientNow(practice, id)
  const patient = now === null ? null : await reader.patient(practice, now)
  if (!patient) throw new ProblemError('not-found', 'There is no such patient.')
  return patient
}

/** Everything about a patient. */
export async function patientPage(
  { store, accounts }: Pick<Room, 'store' | 'accounts'>,
  looking: Looking,
  patient: StoredPatient,
): Promise<PatientPage> {
  const { practice, now } = looking
  const { id } = practice.file
  const [rows, consents, links, requests, appointments, duplicates] = await Promise.all([
    patientRows(store, looking, [patient]),
    store.consentsOf(id, patient.id),
    store.patientLinks(id, patient.id, 'invitation'),
    store.requestsOfPatient(id, patient.id),
    store.appointmentsOfPatient(id, patient.id),
    duplicatesOf(store, looking, patient),
  ])
  const mails = await mailsOfLinks(store, id, links)
  const nameFor = await namesFor(accounts, [
    ...[patient.createdBy, patient.accessBy],
    ...consents.map(({ by }) => by),
    ...links.map(({ createdBy }) => createdBy),
    ...appointments.map(({ createdBy = null }) => createdBy),
  ])
  const iso = isoOf(practice)
  const latest = (channel: StoredConsent['channel']) =>
    consents.find((one) => one.channel === channel)?.isGiven ?? false
  const { coming, past } = visitsOf(practice, { requests, appointments }, now, nameFor)
  return {
    ...rows[0]!,
    ...{ revision: patient.revision, language: patient.language, pmsId: patient.pmsId },
    createdAt: iso(patient.createdAt),
    createdBy: patient.createdBy.startsWith('staff:') ? nameFor(patient.createdBy) : null,
    consent: { email: latest('email'), text: latest('text') },
    consents: consents.map((consent) => consentEntry(consent, iso, nameFor)),
    invitations: links.map((link) => invitationEntry(link, { now, iso, nameFor, mail: mails.get(link.id) ?? null })),
    accessBy: patient.accessBy === null ? null : nameFor(patient.accessBy),
    ...{ coming, past, duplicates },
  }
}

function consentEntry(
  { channel, isGiven, at, by, how, wording, language, note }: StoredConsent,
  iso: (at: number) => string,
  nameFor: (actor: string) => string,
): ConsentEntry {
  return { channel, isGiven, at: iso(at), by: nameFor(by), how, wording, language, note }
}

function invitationEntry(
  link: StoredPatientLink,
  {
    now,
    iso,
    nameFor,
    mail,
  }: {
    readonly now: number
    readonly iso: (at: number) => string
    readonly nameFor: (actor: string) => string
    readonly mail: InvitationEntry['mail']
  },
): InvitationEntry {
  const state = invitationState(link, now)
  const endedAt =
    state === 'used' ? link.usedAt : state === 'expired' ? link.expiresAt : state === 'open' ? null : link.endedAt
  return {
    ...{ email: link.email, sentAt: iso(link.createdAt), by: nameFor(link.createdBy), expiresAt: iso(link.expiresAt) },
    state,
    endedAt: endedAt === null ? null : iso(endedAt),
    why: state === 'withdrawn' && link.endedWhy !== 'locked' ? link.endedWhy : null,
    mail,
  }
}
