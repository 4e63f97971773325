import { match } from '../../engine/index.ts'
import type { Settings } from '../contract/settings.ts'
import { candidatesAmong } from '../desk/candidates.ts'
import { askedBy } from '../desk/comparison.ts'
import { linkTo } from '../desk/link.ts'
import { phonesIn } from '../desk/phones.ts'
import { ProblemError } from '../problem.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import { MovedError, type Reader, type Transaction } from '../store/store.ts'
import type { Mapping } from './mapping.ts'

/* Requests whose appointment staff have entered in the PMS exactly as it was asked for are confirmed by themselves. */

/** A request and the appointment that it is beyond doubt. */
export interface Pair {
  readonly request: string
  readonly appointment: string
  /** Both as they stood when they were found to be one. */
  readonly stood: string
}

/**
 * Which of the requests that are no appointment yet are one of those in the PMS: same given name, family name and birth
 * date, same mobile or email, at the time asked for, with the practitioner asked for, or anyone integrated who gives the
 * reason. Where two would do, none is taken: staff decide.
 */
export async function exactPairs(reader: Reader, { practice, snapshot }: Present, mapping: Mapping): Promise<Pair[]> {
  const { id } = practice.file
  const open = await reader.openRequests(id, snapshot.now)
  if (open.length === 0) return []
  const starts = [...new Set(open.map(({ start }) => start))]
  const there = await reader.appointmentsAt(id, starts)
  if (there.length === 0) return []
  const phones = await phonesIn(practice.file)
  const pairs: Pair[] = []
  for (const request of open) {
    const near = there.filter((each) => each.start === request.start && isIntegrated(mapping, each))
    if (near.length === 0) continue
    const { patients } = candidatesAmong(near, request, phones)
    const person = askedBy(practice, request, phones)
    const practitioners = person.practitioners.filter((each) => mapping.integrated.has(each))
    const found = match({ ...person, practitioners }, patients)
    if (found.kind !== 'exact') continue
    const appointment = near.find(({ id: each }) => each === found.appointment.id)!
    pairs.push({ request: request.id, appointment: appointment.id, stood: standing(request, appointment) })
  }
  // Two who sent the same twice: which of them it is, people tell better.
  const times = new Map<string, number>()
  for (const { appointment } of pairs) times.set(appointment, (times.get(appointment) ?? 0) + 1)
  return pairs.filter(({ appointment }) => times.get(appointment) === 1)
}

/** All that makes them one. */
function standing({ revision }: DeskRequest, { status, start, practitioners, patient, patientId }: StoredAppointment) {
  return JSON.stringify([revision, status, start, practitioners, patient, patientId])
}

function isIntegrated(mapping: Mapping, { practitioners }: StoredAppointment): boolean {
  return practitioners.length > 0 && practitioners.every((id) => mapping.integrated.has(id))
}

/**
 * Links a pair, as staff would.
 *
 * @returns False when something has changed since it was found.
 */
export async function linkPair(
  transaction: Transaction,
  present: Present,
  settings: Settings,
  pair: Pair,
): Promise<boolean> {
  const { id: practice } = present.practice.file
  const { now } = present.snapshot
  const request = await transaction.request(practice, pair.request)
  if (!request || !isOpen(request)) return false
  const appointment = await transaction.appointment(practice, pair.appointment)
  if (!appointment || standing(request, appointment) !== pair.stood) return false
  const desk = { transaction, present, settings, request, actor: 'sync' }
  try {
    const accepted = await linkTo(desk, { kind: 'link', appointment: pair.appointment, isCorrected: true }, 'other')
    const isNews = request.state === 'pending'
    const answer = isNews ? { answer: { at: now, by: 'sync', reason: null } } : {}
    const changes = { ...accepted.changes, ...answer, state: 'booked' } as const
    if (!(await transaction.changeRequest(practice, request.id, request.revision, changes))) {
      throw new MovedError(new ProblemError('changed-meanwhile', 'Somebody else has answered this request.'))
    }
    const subject = `request:${request.id}`
    const mail = request.patient.email === null ? 'no-address' : 'sent'
    const topic = accepted.isMoved ? 'request-changed' : isNews ? 'request-confirmed' : null
    const detail = { ...accepted.detail, ...(topic === null ? {} : { mail }) }
    await transaction.addAudit(practice, {
      at: now,
      actor: 'sync',
      action: 'request-confirmed-by-sync',
      subject,
      detail,
    })
    if (topic !== null && mail === 'sent') await transaction.addOutbox(practice, { at: now, topic, subject })
    return true
  } catch (error) {
    if (error instanceof ProblemError) return false
    throw error
  }
}

function isOpen({ state, appointment }: DeskRequest): boolean {
  return state === 'pending' || (state === 'booked' && appointment === null)
}
