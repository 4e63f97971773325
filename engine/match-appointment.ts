import { MINUTE_MS } from './interval.ts'
import type {
  AppointmentComparison,
  AskedVisit,
  KnownAppointment,
  StartBecause,
  Verdict,
  VisitFieldComparison,
} from './match-model.ts'
import { byRank } from './match-rank.ts'
import { matching } from './match-weights.ts'
import type { AppointmentStatus } from './model.ts'

const { visit: weighing } = matching
const HOUR_MS = 60 * MINUTE_MS

/** `proposed` and `pending` too: some software calls an appointment so from the day it was made (OpenEMR: proposed). */
const live: ReadonlySet<AppointmentStatus> = new Set([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
])

/**
 * Which of a patient's appointments may be the visit of a request.
 *
 * @param asked - Instants in epoch ms.
 * @param appointments - One patient's, in any order; those linked to another request left out by the caller. One that
 *   was cancelled, missed or entered in error is never a candidate, nor one more than two weeks away.
 * @returns Best first: exact ones, then by score, which falls with the distance of the starts; then by id.
 * @example
 * matchAppointments({ start: now, end: now + 1_800_000, practitioners: ['ann'], reason: 'check' }, [
 *   { id: 'a', start: now, end: now + 1_800_000, practitioner: 'ann', reason: null, status: 'booked' },
 *   { id: 'b', start: now, end: now + 1_800_000, practitioner: 'ann', reason: null, status: 'cancelled' },
 * ]).map(({ id, isExact }) => [id, isExact]) // [['a', true]]
 */
export function matchAppointments(
  asked: AskedVisit,
  appointments: readonly KnownAppointment[],
): AppointmentComparison[] {
  return appointments
    .filter(({ status, start }) => live.has(status) && hoursBetween(start, asked.start) <= weighing.mostHours)
    .map((appointment) => compareVisit(asked, appointment))
    .filter(({ isExact, score }) => isExact || score >= weighing.leastScore)
    .sort(byRank)
}

const hoursBetween = (a: number, b: number) => Math.abs(a - b) / HOUR_MS

function compareVisit(asked: AskedVisit, known: KnownAppointment): AppointmentComparison {
  const hours = hoursBetween(known.start, asked.start)
  const minutes = (end: number, start: number) => (end - start) / MINUTE_MS
  const [askedMinutes, knownMinutes] = [minutes(asked.end, asked.start), minutes(known.end, known.start)]
  const practitioner = verdictOf(known.practitioner !== null, asked.practitioners.includes(known.practitioner!))
  const reason = verdictOf(asked.reason !== null && known.reason !== null, asked.reason === known.reason)
  const isNear = Math.abs(askedMinutes - knownMinutes) <= weighing.closeMinutes
  const duration = verdictOf(knownMinutes > 0, askedMinutes === knownMinutes, isNear)
  const fields: VisitFieldComparison[] = [
    { field: 'start', asked: asked.start, known: known.start, ...startFinding(hours) },
    { field: 'practitioner', asked: asked.practitioners, known: known.practitioner, verdict: practitioner },
    { field: 'reason', asked: asked.reason, known: known.reason, verdict: reason },
    { field: 'duration', asked: askedMinutes, known: knownMinutes, verdict: duration },
  ]
  return { id: known.id, score: scoreOf(fields, hours), isExact: hours === 0 && practitioner === 'same', fields }
}

function verdictOf(isKnown: boolean, isSame: boolean, isClose = false): Verdict {
  return !isKnown ? 'missing' : isSame ? 'same' : isClose ? 'close' : 'differs'
}

/** Without a zone there is no "same day"; but of two starts within working hours, the distance tells it. */
function startFinding(hours: number): { verdict: Verdict; because?: StartBecause } {
  if (hours === 0) return { verdict: 'same' }
  if (hours <= 1) return { verdict: 'close', because: 'minutes-apart' }
  if (hours < weighing.hoursOfDay) return { verdict: 'close', because: 'hours-apart' }
  return { verdict: 'differs', because: 'days-apart' }
}

function scoreOf(fields: readonly VisitFieldComparison[], hours: number): number {
  const known = fields.filter(({ verdict }) => verdict !== 'missing')
  const whole = known.reduce((sum, { field }) => sum + weighing.weights[field], 0)
  const part = ({ field, verdict }: VisitFieldComparison) =>
    field === 'start' ? nearness(hours) : verdict === 'same' ? 1 : verdict === 'close' ? 0.5 : 0
  return known.reduce((sum, each) => sum + weighing.weights[each.field] * part(each), 0) / whole
}

/** 1 for the same start, 0 at the greatest distance. An hour more matters within a day, and little a week away. */
function nearness(hours: number): number {
  if (hours === 0) return 1
  return weighing.shareOfOtherStart * (1 - Math.log1p(hours) / Math.log1p(weighing.mostHours))
}
