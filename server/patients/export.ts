import type { PatientExport } from '../contract/patients.ts'
import { nameOf, namesOf } from '../desk/view.ts'
import type { DeskRequest, StoredAppointment, StoredPatient } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { invitationState } from './invitation.ts'
import { isoOf, type Looking } from './looking.ts'

/**
 * All that is kept of one person, to be handed to them: the record, every change of consents, invitations, requests,
 * appointments, and the mails they were sent. Ids of staff stay out; so do tokens, which aren't kept.
 */
export async function exportOf(
  reader: Reader,
  { practice, now }: Looking,
  patient: StoredPatient,
): Promise<PatientExport> {
  const { file } = practice
  const { id } = file
  const iso = isoOf(practice)
  const [consents, links, requests, appointments, mails, passkeys] = await Promise.all([
    reader.consentsOf(id, patient.id),
    reader.patientLinks(id, patient.id, 'invitation'),
    reader.requestsOfPatient(id, patient.id),
    reader.appointmentsOfPatient(id, patient.id),
    reader.messagesOfPatient(id, patient.id),
    reader.patientPasskeys(id, patient.id),
  ])
  const { given, family, birthDate, mobile, email, language, pmsId, origin, access, accessAt } = patient
  return {
    exportedAt: iso(now),
    practice: { id, name: file.name },
    patient: {
      ...{ id: patient.id, given, family, birthDate, mobile, email, language, origin, access },
      ...{ idInPracticeSoftware: pmsId, knownSince: iso(patient.createdAt), lastActive: iso(patient.activeAt) },
      accessSince: accessAt === null ? null : iso(accessAt),
      passkeys: passkeys.map(({ name, createdAt, usedAt }) => ({
        ...{ name, addedAt: iso(createdAt), usedAt: usedAt === null ? null : iso(usedAt) },
      })),
    },
    consents: consents.map(({ channel, isGiven, at, by, how, wording, language: read, note }) => ({
      ...{ channel, isGiven, at: iso(at), by: whoOf(by), how, wording, language: read, note },
    })),
    invitations: links.map((link) => ({
      ...{ email: link.email, sentAt: iso(link.createdAt), expiresAt: iso(link.expiresAt) },
      ...{ usedAt: link.usedAt === null ? null : iso(link.usedAt), state: invitationState(link, now) },
    })),
    requests: requests.map((request) => requestOf(request)),
    appointments: appointments.map((appointment) => appointmentOf(appointment)),
    messages: mails.map(({ topic, recipient, state, createdAt, sentAt, subject, text }) => ({
      ...{ topic, recipient, state, writtenAt: iso(createdAt), sentAt: sentAt === null ? null : iso(sentAt) },
      ...{ subject, text },
    })),
  }

  function requestOf(request: DeskRequest): Record<string, unknown> {
    const { reference, state, createdAt, start, end, patient: typed, isNewPatient, guardian, note, consent } = request
    return {
      ...{ reference, state, sentAt: iso(createdAt), start: iso(start), end: iso(end) },
      reason: nameOf(file.reasons, request.reason),
      practitioner: namesOf(file.practitioners, request.practitioners),
      location: nameOf(file.locations, request.location),
      ...{ patient: typed, isNewPatient, guardian, note, consent },
      ...{ language: request.language, source: request.source, website: request.origin },
      answer: request.answer && {
        at: iso(request.answer.at),
        by: whoOf(request.answer.by),
        reason: request.answer.reason,
      },
      wish: request.wish && { askedAt: iso(request.wish.at), start: iso(request.wish.start) },
      staffNote: request.staffNote,
    }
  }

  function appointmentOf(appointment: StoredAppointment): Record<string, unknown> {
    const { status, start, end, reason, practitioners, patient: known, knownAs = null } = appointment
    return {
      ...{ status, start: iso(start), end: iso(end), reason: reason === null ? null : nameOf(file.reasons, reason) },
      ...{ practitioner: namesOf(file.practitioners, practitioners), patient: known, alsoKnownAs: knownAs },
      enteredAt: appointment.createdAt == null ? null : iso(appointment.createdAt),
    }
  }
}

function whoOf(actor: string): string {
  return actor.startsWith('staff:') ? 'the practice' : actor
}
