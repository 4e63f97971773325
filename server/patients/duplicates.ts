import { type Comparison, comparePatient } from '../../engine/index.ts'
import type { PossibleDuplicate } from '../contract/patients.ts'
import { phonesIn } from '../desk/phones.ts'
import { wordsFor } from '../desk/words.ts'
import type { PatientDetails } from '../store/identity.ts'
import type { StoredPatient } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { likenessReasons, linkedReason } from './likeness.ts'
import { patientRows } from './list.ts'
import type { Looking } from './looking.ts'

/** So many of one birth date, email, number or name are compared; few practices have as many. */
const MOST_COMPARED = 60
const MOST_SHOWN = 5
/** Part of all points: a name and a number, but not a name alone, which several people have. */
const LEAST_SCORE = 0.4

/** Somebody who may be the same, and what of them was compared. */
interface Alike {
  readonly patient: StoredPatient
  readonly comparison: Comparison
  readonly isLinked: boolean
}

/**
 * Who may be the same person as a patient, most alike first: by the engine's matching, or because a request of the one became
 * an appointment of the other. Left out are those whom staff have said to be somebody else.
 */
export async function duplicatesOf(
  reader: Reader,
  looking: Looking,
  patient: StoredPatient,
): Promise<PossibleDuplicate[]> {
  const { id } = looking.practice.file
  const [near, linked, distinct] = await Promise.all([
    reader.patientsLike(id, patient, MOST_COMPARED),
    reader.linkedPatients(id, patient.id),
    reader.distinctFrom(id, patient.id),
  ])
  const beyond = linked.filter((each) => !near.some((known) => known.id === each))
  const others = await Promise.all(beyond.map((each) => reader.patient(id, each)))
  const left = new Set([patient.id, ...distinct])
  const all = [...near, ...others.flatMap((each) => each ?? [])].filter((each) => !left.has(each.id))
  return shown(reader, looking, await alikeAmong(looking, patient, all, new Set(linked)))
}

/** Who is known that may be the one being entered. Without a name or a birth date nobody is. */
export async function alikeTo(reader: Reader, looking: Looking, details: PatientDetails): Promise<PossibleDuplicate[]> {
  const near = await reader.patientsLike(looking.practice.file.id, details, MOST_COMPARED)
  return shown(reader, looking, await alikeAmong(looking, details, near, new Set()))
}

async function alikeAmong(
  { practice }: Looking,
  details: PatientDetails,
  others: readonly StoredPatient[],
  linked: ReadonlySet<string>,
): Promise<Alike[]> {
  if (others.length === 0) return []
  const phones = await phonesIn(practice.file)
  const alike = ({ mobile, ...person }: PatientDetails) => ({
    ...person,
    mobile: mobile && phones.international(mobile),
  })
  const asked = alike(details)
  return others
    .map((patient) => {
      const comparison = comparePatient(asked, { ...alike(patient), id: patient.id })
      return { patient, comparison, isLinked: linked.has(patient.id) }
    })
    .filter(({ comparison, isLinked }) => isLinked || isLikely(comparison))
    .sort((a, b) => Number(b.isLinked) - Number(a.isLinked) || b.comparison.score - a.comparison.score)
    .slice(0, MOST_SHOWN)
}

/** A family shares family names, numbers and addresses, and twins a birth date: with another given name it is somebody else. */
function isLikely({ score, fields }: Comparison): boolean {
  const given = fields.find(({ field }) => field === 'given')
  return score >= LEAST_SCORE && given?.verdict !== 'differs'
}

async function shown(reader: Reader, looking: Looking, alike: readonly Alike[]): Promise<PossibleDuplicate[]> {
  if (alike.length === 0) return []
  const { file } = looking.practice
  const [rows, phones] = await Promise.all([
    patientRows(
      reader,
      looking,
      alike.map(({ patient }) => patient),
    ),
    phonesIn(file),
  ])
  const wording = { phones, words: wordsFor(file, file.locations[0]!.timeZone) }
  return alike.map(({ comparison, isLinked }, i) => ({
    patient: rows[i]!,
    reasons: [...(isLinked ? [linkedReason] : []), ...likenessReasons(comparison.fields, wording)],
  }))
}
