import type { z } from 'zod'
import { zoneAt } from '../availability.ts'
import type { AccountReply } from '../contract/patient-account.ts'
import { localIso } from '../dates.ts'
import { languageOf, textIn } from '../language.ts'
import { linkTo } from '../links.ts'
import { ownLanguage } from '../pages/hosted.ts'
import { ProblemError } from '../problem.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { publicPractice } from './enrolling.ts'
import { type PatientSignedIn, signInRequired } from './session.ts'

const MOST_PAST = 20

type Visit = AccountReply['visits'][number]

/** What a visit's view is made from, whatever it is kept as. */
interface KnownVisit {
  readonly request: DeskRequest | null
  readonly state: Visit['state']
  readonly start: number
  readonly end: number
  readonly reason: string | null
  readonly practitioners: readonly string[]
  readonly location: string | null
}

/** Whom a session belongs to and how it was opened, where and when it is asked. */
export interface Asking {
  readonly practice: string
  readonly session: Pick<PatientSignedIn['session'], 'patient' | 'by'>
  readonly now: number
  /** Of the installation. */
  readonly secret: string
}

/**
 * A patient's account as they see it, in their language.
 *
 * @throws ProblemError `sign-in-required` when access was removed meanwhile.
 */
export async function accountReply(
  reader: Reader,
  { practice: id, session, now, secret }: Asking,
): Promise<z.infer<typeof AccountReply>> {
  const practice = await reader.practice(id)
  const patient = await reader.patient(id, session.patient)
  if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
  if (patient?.access !== 'enrolled') throw signInRequired()
  const { given, family, birthDate, mobile, email } = patient
  const passkeys = await reader.patientPasskeys(id, patient.id)
  const { timeZone } = practice.file.locations[0]!
  const language = languageOf(patient.language ?? '') ?? ownLanguage(practice.file.locale)
  const visits = await visitsOf(reader, id, patient.id, now)
  return {
    practice: publicPractice(practice),
    ...{ given, family, mobile, birthDate: birthDate ?? '', email: email ?? '' },
    consent: await reader.standingConsent(id, patient.id),
    visits: await Promise.all(visits.map((visit) => visitView(visit))),
    passkeys: passkeys.map((passkey) => ({
      id: passkey.id,
      name: passkey.name,
      addedAt: localIso(passkey.createdAt, timeZone),
      usedAt: passkey.usedAt === null ? null : localIso(passkey.usedAt, timeZone),
    })),
    signedInBy: session.by,
  }

  async function visitView({ request, state, start, end, ...visit }: KnownVisit): Promise<Visit> {
    const { reasons, practitioners, locations } = practice!.file
    const reason = reasons.find((one) => one.id === visit.reason)
    const location = locations.find((one) => one.id === visit.location)
    const zone = zoneAt(practice!, visit.location ?? locations[0]!.id)
    return {
      reference: request?.reference ?? null,
      state,
      start: localIso(start, zone),
      end: localIso(end, zone),
      reason: reason ? textIn(language, reason.name, reason.names) : visit.reason,
      practitioner: visit.practitioners
        .map((one) => practitioners.find((known) => known.id === one)?.name ?? one)
        .join(', '),
      location: location?.name ?? null,
      link: request && isTheirs(request, email) ? await linkOf(request) : null,
    }
  }

  /** Null where the link has ended, or leads to the request that took this one's place. */
  async function linkOf(request: DeskRequest): Promise<string | null> {
    const { token, hash } = await linkTo(secret, id, request.id)
    const link = await reader.link(id, hash)
    return link?.request === request.id && link.expiresAt > now ? token : null
  }
}

/**
 * Was a request sent with the patient's address, or with none? Anybody can send one in somebody's name: who typed another
 * address is told there what becomes of it, and must not hear what the patient changes.
 */
function isTheirs({ patient }: DeskRequest, email: string | null): boolean {
  return patient.email === null || patient.email.toLowerCase() === email
}

/** Ahead, earliest first; then what is over, latest first. A request and the appointment that it is are one visit. */
async function visitsOf(reader: Reader, practice: string, patient: string, now: number): Promise<KnownVisit[]> {
  const requests = await reader.requestsOfPatient(practice, patient)
  const appointments = await reader.appointmentsOfPatient(practice, patient)
  const ids = new Set(requests.map(({ id }) => id))
  const made = new Set(requests.map(({ appointment }) => appointment))
  const all = [
    ...requests.map((request): KnownVisit => ({ ...request, request })),
    ...appointments
      .filter(({ id, request }) => !made.has(id) && !ids.has(request ?? ''))
      .flatMap((appointment) => appointmentVisit(appointment) ?? []),
  ]
  const isAhead = ({ state, end }: KnownVisit) =>
    end > now && (state === 'pending' || state === 'booked' || state === 'arrived')
  const ahead = all.filter(isAhead).sort((a, b) => a.start - b.start)
  const over = all.filter((visit) => !isAhead(visit)).sort((a, b) => b.start - a.start)
  return [...ahead, ...over.slice(0, MOST_PAST)]
}

/** Null: it was entered by mistake. */
function appointmentVisit({ status, ...appointment }: StoredAppointment): KnownVisit | null {
  if (status === 'entered-in-error') return null
  const state = status === 'proposed' ? 'pending' : status === 'checked-in' ? 'arrived' : status
  const { start, end, reason, practitioners, location = null } = appointment
  return { request: null, state, start, end, reason, practitioners, location }
}
