import type {
  Because,
  Comparison,
  FieldComparison,
  KnownPatient,
  PatientField,
  PatientMatches,
  Person,
} from './match-model.ts'
import { close, compareNames, type Finding } from './match-name.ts'
import { byRank } from './match-rank.ts'
import { type Differences, differencesOf, noDifferences } from './match-text.ts'
import { compareDates, compareEmails, comparePhones, differencesOfDates, differencesOfPhones } from './match-value.ts'
import { matching } from './match-weights.ts'
import { type FoldedName, foldName, readName } from './name.ts'

/**
 * Compares the person a request names with one patient, identifier by identifier.
 *
 * @param request - As it was typed. Not changed; nor is `patient`.
 * @returns Always a comparison, however unlike they are; {@link matchPatients} drops the unlikely ones.
 * @example
 * comparePatient(
 *   { given: 'Liz', family: "O'Brien", birthDate: '1985-03-04', mobile: '+12125550142', email: null },
 *   { id: 'p1', given: 'Elizabeth', family: 'OBrien', birthDate: '1985-03-04', mobile: '212-555-0142', email: null },
 * ).fields.map(({ verdict, because }) => because ?? verdict) // ['nickname', 'punctuation', 'same', 'same', 'missing']
 */
export function comparePatient(request: Person, patient: KnownPatient): Comparison {
  return compare(read(request), patient, Number.NEGATIVE_INFINITY)!
}

/**
 * Finds whom a request may be from.
 *
 * Exact is one patient with the same given name, family name and birth date, and the same mobile or email; case,
 * diacritics, punctuation, spaces and Unicode's compatibility forms don't count. A nickname, a typo, names or day and month
 * the other way round are never exact, and where two patients are, staff choose.
 *
 * @param patients - In any order, which doesn't matter; ids differ from one another. Not changed.
 * @example
 * matchPatients({ given: 'Anaïs', family: 'Roy', birthDate: '1990-05-06', mobile: null, email: 'a.roy@example.com' }, [
 *   { id: 'p1', given: 'Anais', family: 'ROY', birthDate: '1990-05-06', mobile: null, email: 'A.Roy@example.com' },
 * ]).kind // 'exact'
 */
export function matchPatients(request: Person, patients: readonly KnownPatient[]): PatientMatches {
  const asked = read(request)
  const least = matching.leastScore * mostPoints
  const candidates = patients
    .flatMap((patient) => compare(asked, patient, least) ?? [])
    .sort(byRank)
    .slice(0, matching.mostCandidates)
  const exact = candidates.filter(({ isExact }) => isExact).length
  return { kind: exact === 1 ? 'exact' : candidates.length > 0 ? 'partial' : 'none', candidates }
}

/** A request made ready to be compared with many patients. */
interface Asked {
  readonly person: Person
  readonly given: FoldedName
  readonly family: FoldedName
}

/** One value of the patient and what it says. */
interface Weighed {
  readonly finding: Finding
  readonly known: string | null
  readonly points: number
}

const { points: pointsOfField, share } = matching
const mostPoints =
  pointsOfField.given.same + pointsOfField.family.same + pointsOfField.birthDate.same + matching.mostForContact

const read = (person: Person): Asked => ({ person, given: readName(person.given), family: readName(person.family) })

/** Null when the patient can't reach so many points. */
function compare(asked: Asked, patient: KnownPatient, least: number): Comparison | null {
  const { person } = asked
  const birthDate = weigh('birthDate', compareDates(person.birthDate, patient.birthDate), patient.birthDate)
  const mobile = contact('mobile', comparePhones, person.mobile, patient.mobile, patient.phones)
  const email = contact('email', compareEmails, person.email, patient.email, patient.emails)
  // Nearly all patients end here, before a name is folded: 5,000 are compared in a few milliseconds.
  const mostOfNames = pointsOfField.given.same + pointsOfField.family.same
  if (birthDate.points + pointsOfContact(mobile, email, 1) + mostOfNames < least) return null

  const { given, family } = compareBothNames(asked, patient)
  const isOther = given.finding.verdict === 'differs'
  const contactShare = isOther ? matching.shareOfFamily : 1
  const total = given.points + family.points + birthDate.points + pointsOfContact(mobile, email, contactShare)
  if (total < least) return null

  const isSame = ({ finding }: Weighed) => finding.verdict === 'same'
  const isAnyContact = isSame(mobile) || isSame(email)
  const whoElse =
    isOther && !given.finding.because && isSame(family) ? relation(isSame(birthDate), isAnyContact) : undefined
  return {
    id: patient.id,
    score: Math.min(1, Math.max(0, total / mostPoints)),
    isExact: isSame(given) && isSame(family) && isSame(birthDate) && isAnyContact,
    fields: [
      told('given', person.given, given, whoElse),
      told('family', person.family, family),
      told('birthDate', person.birthDate, birthDate),
      told('mobile', person.mobile, mobile),
      told('email', person.email, email),
    ],
  }
}

function relation(isSameBirthDate: boolean, isSameContact: boolean): Because | undefined {
  return isSameBirthDate ? 'twin' : isSameContact ? 'relative' : undefined
}

function weigh(field: PatientField, finding: Finding, known: string | null): Weighed {
  return { finding, known, points: pointsOf(field, finding) }
}

function pointsOf(field: PatientField, finding: Finding): number {
  const points = pointsOfField[field]
  switch (finding.verdict) {
    case 'same':
      return points.same
    case 'close':
      return points.same * share[finding.because]
    case 'differs':
      return finding.because === 'suffix' ? matching.otherSuffix : points.differs
    case 'missing':
      return 0
  }
}

/** The one with the most points, the first of equals. */
const best = (options: readonly Weighed[]) => options.reduce((a, b) => (b.points > a.points ? b : a))

/** The main number or address may speak against; the others, a landline for one, only for. */
function contact(
  field: 'mobile' | 'email',
  compareValues: (asked: string | null, known: string | null) => Finding,
  asked: string | null,
  main: string | null,
  others: readonly string[] = [],
): Weighed {
  const first = weigh(field, compareValues(asked, main), main)
  if (first.finding.verdict === 'same' || others.length === 0) return first
  const more = others.map((known) => weigh(field, compareValues(asked, known), known))
  return best([first, ...more.filter(({ points }) => points > 0)])
}

function pointsOfContact(mobile: Weighed, email: Weighed, shareOfFor: number): number {
  const speaksFor = Math.max(0, mobile.points) + Math.max(0, email.points)
  const against = Math.min(0, mobile.points) + Math.min(0, email.points)
  return Math.min(matching.mostForContact, speaksFor) * shareOfFor + against
}

function compareBothNames(asked: Asked, patient: KnownPatient): { given: Weighed; family: Weighed } {
  const given = compareGiven(asked.given, patient)
  const family = compareFamily(asked.family, patient)
  if (given.finding.verdict === 'same' || family.finding.verdict === 'same') return { given, family }

  const crossed = [
    compareNames('given', asked.given, readName(patient.family)),
    compareNames('family', asked.family, readName(patient.given)),
  ]
  const isSwapped =
    crossed.some(({ verdict }) => verdict === 'same') &&
    crossed.every(({ verdict }) => verdict === 'same' || verdict === 'close')
  const swapped = {
    given: weigh('given', close('swapped-names'), patient.given),
    family: weigh('family', close('swapped-names'), patient.family),
  }
  const isBetter = swapped.given.points + swapped.family.points > given.points + family.points
  return isSwapped && isBetter ? swapped : { given, family }
}

function compareGiven(asked: FoldedName, { given, middle = [], nicknames = [] }: KnownPatient): Weighed {
  const weighName = (known: string) => weigh('given', compareNames('given', asked, readName(known)), known)
  const first = weighName(given)
  if (first.finding.verdict === 'same') return first
  return best([
    first,
    ...recorded('given', asked, nicknames, 'nickname'),
    ...recorded('given', asked, middle, 'middle-name'),
    ...(middle.length > 0 ? [weighName([given, ...middle].join(' '))] : []),
  ])
}

function compareFamily(asked: FoldedName, { family, formerFamily = [] }: KnownPatient): Weighed {
  const first = weigh('family', compareNames('family', asked, readName(family)), family)
  return first.finding.verdict === 'same'
    ? first
    : best([first, ...recorded('family', asked, formerFamily, 'former-name')])
}

/** Another name of the patient's, as it stands in the record: it is close, because it isn't the one they are known by. */
function recorded(
  field: 'given' | 'family',
  { folded }: FoldedName,
  names: readonly string[],
  because: 'nickname' | 'middle-name' | 'former-name',
): Weighed[] {
  return names
    .filter((known) => folded !== '' && foldName(known) === folded)
    .map((known) => weigh(field, close(because), known))
}

function told(
  field: PatientField,
  asked: string | null,
  { finding, known }: Weighed,
  whoElse?: Because | undefined,
): FieldComparison {
  const because = finding.because ?? whoElse
  return {
    field,
    asked,
    known,
    verdict: finding.verdict,
    ...(because && { because }),
    differences: differencesFor(field, asked, known, finding),
  }
}

/** Ways of being close, or of differing, in which most of the text is the same. */
const marked: ReadonlySet<Because> = new Set([
  'typo',
  'transliteration',
  'particle',
  'suffix',
  'part-of-double-name',
  'initial',
  'one-digit',
  'digits-swapped',
  'number-prefix',
  'mail-tag',
  'other-domain',
])

function differencesFor(
  field: PatientField,
  asked: string | null,
  known: string | null,
  { verdict, because }: Finding,
): Differences {
  if (!asked || !known || verdict === 'same' || verdict === 'missing') return noDifferences
  if (field === 'birthDate') return differencesOfDates(asked, known)
  if (!because || !marked.has(because)) return noDifferences
  if (field === 'mobile') return differencesOfPhones(asked, known)
  return differencesOf(asked, known, field === 'email' ? (sign) => sign.toLowerCase() : foldName)
}
