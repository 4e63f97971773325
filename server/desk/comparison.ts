import { match } from '../../engine/index.ts'
import type { ComparisonReply } from '../contract/answer.ts'
import { localIso } from '../dates.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { type Candidate, candidatesFor } from './candidates.ts'
import { patientRow, visitRow } from './field-rows.ts'
import { type Phones, phonesIn } from './phones.ts'
import { settingsOf } from './settings.ts'
import { appointmentView } from './view.ts'
import { wordsFor } from './words.ts'

/**
 * Who and what in the schedule a request may be. The request as it stands is compared, with phone numbers of both sides
 * written alike; for "anyone" each practitioner who gives the reason is as good as another.
 */
export async function comparisonFor(
  reader: Reader,
  practice: StoredPractice,
  request: DeskRequest,
  now: number,
): Promise<ComparisonReply> {
  const { file } = practice
  const phones = await phonesIn(file)
  const zone = (file.locations.find(({ id }) => id === request.location) ?? file.locations[0]!).timeZone
  const wording = { file, phones, words: wordsFor(file, zone) }
  const [{ settings }, { patients, appointments }] = await Promise.all([
    settingsOf(reader, file.id),
    candidatesFor(reader, file.id, request, phones),
  ])
  const found = match(askedBy(practice, request, phones), patients)
  const people = new Map<string, Candidate>(patients.map((patient) => [patient.id, patient]))
  return {
    mode: settings.mode,
    kind: found.kind,
    comparedAt: localIso(now, zone),
    patients: found.patients.map(({ id, isExact, fields, appointments: fitting }) => {
      const { given, family, birthDate, typedMobile } = people.get(id)!
      return {
        id,
        given,
        family,
        birthDate,
        mobile: typedMobile && phones.read(typedMobile),
        agree: fields.filter(({ verdict }) => verdict === 'same').length,
        isExact,
        fields: fields.map((field) => patientRow(field, wording)),
        appointments: fitting.map((each) => {
          const appointment = appointments.get(each.id)!
          return {
            ...appointmentView(practice, appointment, appointment.request === request.id ? request : null),
            isExact: each.isExact,
            fields: each.fields.map((field) => visitRow(field, wording)),
          }
        }),
      }
    }),
  }
}

/** A request as it is matched: as it stands, with its number as the schedule's numbers are written. */
export function askedBy(practice: StoredPractice, request: DeskRequest, phones: Pick<Phones, 'international'>) {
  const { mobile } = request.patient
  return {
    patient: { ...request.patient, mobile: mobile && phones.international(mobile) },
    start: request.start,
    end: request.end,
    practitioners: practitionersFor(practice, request, request.practitioners),
    reason: request.reason,
  }
}

/**
 * Who may give a request's visit and be the one who was asked for.
 *
 * @param named - Ids of those it is with; for "anyone" whoever gives the reason is as good.
 */
export function practitionersFor(
  { file }: StoredPractice,
  { anyone, reason }: Pick<DeskRequest, 'anyone' | 'reason'>,
  named: readonly string[],
): readonly string[] {
  const together = file.reasons.find(({ id }) => id === reason)?.together
  if (together) return together
  if (!anyone) return named
  return file.practitioners.filter(({ reasons }) => reasons.includes(reason)).map(({ id }) => id)
}
