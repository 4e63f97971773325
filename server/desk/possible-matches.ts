import { match } from '../../engine/index.ts'
import { mergeIntervals } from '../../engine/interval.ts'
import type { RequestRow } from '../contract/desk.ts'
import type { DeskRequest, StoredAppointment, StoredPractice } from '../store/model.ts'
import { searchWords } from '../store/search-text.ts'
import type { Reader } from '../store/store.ts'
import { around, candidatesAmong } from './candidates.ts'
import { askedBy } from './comparison.ts'
import { phonesIn } from './phones.ts'

/** What each of some requests may be in the schedule, by the request's id. */
export type PossibleMatches = ReadonlyMap<string, NonNullable<RequestRow['match']>>

/**
 * How many appointments a comparison would offer, for one part of a list: only those requests that may still become one
 * are looked at, and the schedule around them is read once, however many they are.
 *
 * Compared are only people who have something in common to begin with: birth date, family name, mobile or email. A hundred
 * requests against thousands of people would else take longer than the list itself. Whom all of these differ a little
 * from is found by the comparison alone.
 *
 * @returns Without those that have none.
 */
export async function possibleMatches(
  reader: Reader,
  practice: StoredPractice,
  requests: readonly DeskRequest[],
): Promise<PossibleMatches> {
  const open = requests.filter(
    ({ state, appointment }) => appointment === null && ['pending', 'booked'].includes(state),
  )
  const found = new Map<string, NonNullable<RequestRow['match']>>()
  if (open.length === 0) return found
  const [appointments, phones] = await Promise.all([
    appointmentsAround(reader, practice.file.id, open),
    phonesIn(practice.file),
  ])
  if (appointments.length === 0) return found
  const international = remembered(phones.international)
  const byTrait = new Map<string, StoredAppointment[]>()
  for (const appointment of appointments) {
    for (const trait of traitsOf(appointment.patient, international)) {
      const alike = byTrait.get(trait)
      if (alike) alike.push(appointment)
      else byTrait.set(trait, [appointment])
    }
  }
  for (const request of open) {
    const { start, end } = around(request)
    const alike = new Set(traitsOf(request.patient, international).flatMap((trait) => byTrait.get(trait) ?? []))
    const near = [...alike].filter((appointment) => appointment.start >= start && appointment.start < end)
    if (near.length === 0) continue
    const { patients } = candidatesAmong(near, request, { international })
    const { kind, patients: likely } = match(askedBy(practice, request, { international }), patients)
    const count = likely.reduce((sum, patient) => sum + patient.appointments.length, 0)
    if (count > 0) found.set(request.id, { isExact: kind === 'exact', appointments: count })
  }
  return found
}

/** What two records of one person mostly share at least one of. */
function traitsOf(person: StoredAppointment['patient'], international: (typed: string) => string): string[] {
  if (!person) return []
  const { family, birthDate, mobile, email } = person
  return [
    `family ${searchWords(family).join(' ')}`,
    ...(birthDate ? [`born ${birthDate}`] : []),
    ...(mobile ? [`mobile ${international(mobile)}`] : []),
    ...(email ? [`email ${email.trim().toLowerCase()}`] : []),
  ]
}

/** Visits lie within the planning horizon, so their surroundings are a few stretches at most. Earliest first. */
async function appointmentsAround(
  reader: Reader,
  practice: string,
  requests: readonly DeskRequest[],
): Promise<StoredAppointment[]> {
  const stretches = mergeIntervals(requests.map(around))
  const parts = await Promise.all(stretches.map((stretch) => reader.appointments(practice, stretch)))
  return parts.flat()
}

/** The same person stands around many requests, and reading a number takes longer than comparing it. */
function remembered(read: (typed: string) => string): (typed: string) => string {
  const known = new Map<string, string>()
  return (typed) => {
    let number = known.get(typed)
    if (number === undefined) {
      number = read(typed)
      known.set(typed, number)
    }
    return number
  }
}
