import type { Faker } from '@faker-js/faker'
import type { KnownPatient, Person } from '../../engine/index.ts'
import { calledBy } from './nicknames.ts'
import type { Life, Patient, People } from './population.ts'
import { dropDiacritics, mistype, mistypeDate } from './slips.ts'

/** A request and who sent it. */
export interface Pair {
  readonly kind: string
  readonly request: Person
  /** Null: nobody in the practice's records. */
  readonly truth: string | null
  /** To anyone who reads them, the names and the birth date are those of the record. */
  readonly isSameIdentity: boolean
}

type Change = (faker: Faker, life: Life, people: People, record: KnownPatient) => Partial<Person> | null

interface Kind {
  readonly name: string
  /** Null for people whom it can't happen to. */
  readonly change: Change
  /** Is it one after which a reader sees the same names and birth date? */
  readonly keeps?: boolean
}

const pick = <T>(faker: Faker, list: readonly T[]): T => faker.helpers.arrayElement(list as T[])

const typoInGiven: Change = (faker, { given }) => ({ given: mistype(faker, given) })
const typoInFamily: Change = (faker, { family }) => ({ family: mistype(faker, family) })
const nickname: Change = (faker, { given }) => (calledBy[given] ? { given: pick(faker, calledBy[given]) } : null)
const swapped: Change = (_faker, { given, family }) => ({ given: family, family: given })
const dayMonth: Change = (_faker, { birthDate }) => {
  const [year, month, day] = birthDate.split('-') as [string, string, string]
  return Number(day) <= 12 && day !== month ? { birthDate: `${year}-${day}-${month}` } : null
}
const digitInDate: Change = (faker, { birthDate }) => ({ birthDate: mistypeDate(faker, birthDate) })
const newMobile: Change = (_faker, _life, people) => ({ mobile: people.mobile() })
const newEmail: Change = (_faker, { given, family }, people) => ({ email: people.email(given, family) })
const noMobile: Change = () => ({ mobile: null })
const noEmail: Change = () => ({ email: null })
const married: Change = (_faker, _life, people) => ({ family: people.family() })

const both =
  (...changes: Change[]): Change =>
  (...args) => {
    const all = changes.map((change) => change(...args))
    return all.every((each) => each !== null) ? Object.assign({}, ...all) : null
  }

/** What can become of somebody's identifiers between the practice's record and a request. */
const kinds: readonly Kind[] = [
  { name: 'nothing', change: () => ({}), keeps: true },
  {
    name: 'case, hyphens, spaces',
    keeps: true,
    change: (faker, { given, family }) => {
      const write = pick(faker, [
        (text: string) => text.toLowerCase(),
        (text: string) => text.toUpperCase(),
        (text: string) => ` ${text.replaceAll('-', ' ')} `,
        (text: string) => text.replace(/[' .-]/g, ''),
      ])
      return { given: write(given), family: write(family) }
    },
  },
  {
    name: 'diacritics dropped',
    keeps: true,
    change: (_faker, { given, family }) => {
      const plain = { given: dropDiacritics(given), family: dropDiacritics(family) }
      return plain.given === given && plain.family === family ? null : plain
    },
  },
  { name: 'another mobile', change: newMobile, keeps: true },
  { name: 'another email', change: newEmail, keeps: true },
  { name: 'no mobile', change: noMobile, keeps: true },
  { name: 'no email', change: noEmail, keeps: true },
  { name: 'another mobile and email', change: both(newMobile, newEmail), keeps: true },
  {
    name: 'mobile one digit off, no email',
    keeps: true,
    change: (faker, { mobile }) => {
      const at = faker.number.int({ min: 2, max: 11 })
      const digit = pick(
        faker,
        [...'0123456789'].filter((each) => each !== mobile[at]),
      )
      return { mobile: mobile.slice(0, at) + digit + mobile.slice(at + 1), email: null }
    },
  },
  { name: 'typo in the given name', change: typoInGiven },
  { name: 'typo in the family name', change: typoInFamily },
  { name: 'nickname', change: nickname },
  { name: 'names swapped', change: swapped },
  {
    name: 'second given name added',
    change: (faker, { given }, _people, { middle }) =>
      middle ? null : { given: `${given} ${pick(faker, ['Rose', 'Lee', 'M.', 'Ann', 'J'])}` },
  },
  {
    name: 'part of a double name',
    change: (faker, { given, family }) => {
      if (/^\S{2,}[ -]\S{2,}$/.test(given)) return { given: pick(faker, given.split(/[ -]/)) }
      return /^[A-Z]\S+[ -][A-Z]\S{2,}$/.test(family) ? { family: pick(faker, family.split(/[ -]/)) } : null
    },
  },
  {
    name: 'particle left out',
    change: (_faker, { family }) => {
      const match = /^(?:de la|de|van der|van|von|di|al)[ -](.+)$/.exec(family)
      return match ? { family: match[1]! } : null
    },
  },
  {
    name: 'suffix left out',
    change: (_faker, { family }) =>
      / (Jr\.?|II)$/.test(family) ? { family: family.replace(/ (Jr\.?|II)$/, '') } : null,
  },
  {
    name: 'maiden name, which is known',
    change: (_faker, { family }, _people, { formerFamily }) => {
      const former = formerFamily?.[0]
      return former === undefined || former === family ? null : { family: former }
    },
  },
  { name: 'another family name', change: married },
  { name: 'another family name, mobile, email', change: both(married, newMobile, newEmail) },
  { name: 'day and month swapped', change: dayMonth },
  {
    name: 'birth date one day off',
    change: (faker, { birthDate }) => {
      const day = Date.parse(birthDate) + pick(faker, [-86_400_000, 86_400_000])
      return { birthDate: new Date(day).toISOString().slice(0, 10) }
    },
  },
  { name: 'birth date one digit off', change: digitInDate },
  {
    name: "this year's birth date",
    change: (_faker, { birthDate }) => (birthDate < '2026' ? { birthDate: `2026${birthDate.slice(4)}` } : null),
  },
  { name: 'nickname, no email', change: both(nickname, noEmail) },
  { name: 'nickname, another mobile and email', change: both(nickname, newMobile, newEmail) },
  { name: 'typos in both names', change: both(typoInGiven, typoInFamily) },
  { name: 'typo in a name, another mobile', change: both(typoInFamily, newMobile) },
  { name: 'typo in a name, digit in the date', change: both(typoInGiven, digitInDate) },
  { name: 'names swapped, day and month too', change: both(swapped, dayMonth) },
  { name: 'digit in the date, another mobile', change: both(digitInDate, newMobile) },
]

interface RelativeKind {
  readonly name: string
  /** Is this one of the household's others, for the patient who asks? */
  readonly hasNear: (life: Life, other: Life) => boolean
}

/** Patients who ask as they are, with somebody near them in the records who is easily taken for them. */
const relatives: readonly RelativeKind[] = [
  {
    name: 'has a twin among the patients',
    hasNear: (life, other) => other.birthDate === life.birthDate && other.family === life.family,
  },
  { name: "has the family's mobile", hasNear: (life, other) => other.mobile === life.mobile },
  {
    name: 'has a father or son of the same name',
    hasNear: (life, other) => isJunior(life, other) || isJunior(other, life),
  },
]

function isJunior(son: Life, father: Life): boolean {
  return (
    son.given === father.given &&
    son.family.replace(/ (Jr\.?|II)$/, '') === father.family &&
    son.family !== father.family
  )
}

interface StrangerKind {
  readonly name: string
  readonly like: (faker: Faker, people: People, near: Life) => Life | null
}

/** People whom the practice doesn't know, most of them near somebody whom it does. */
const strangers: readonly StrangerKind[] = [
  { name: 'stranger', like: (_faker, people) => people.life(1938, 2004) },
  {
    name: 'stranger: same name, born that year',
    like: (_faker, people, { given, family, birthDate }) => {
      const year = Number(birthDate.slice(0, 4))
      return people.life(year, year, { given, family })
    },
  },
  {
    name: 'stranger: same name and birth date',
    // No two people of one name and birth date are made, so this one is spelled by hand.
    like: (_faker, people, { given, family, birthDate }) => ({
      given,
      family,
      birthDate,
      mobile: people.mobile(),
      email: people.email(given, family),
    }),
  },
  {
    name: "stranger: a patient's twin",
    like: (_faker, people, near) => people.life(0, 0, { ...near, given: people.given() }),
  },
  {
    name: "stranger: a patient's child",
    like: (_faker, people, { family, mobile, email }) => people.life(2010, 2025, { family, mobile, email }),
  },
  {
    name: 'stranger: father of the same name',
    like: (_faker, people, { given, family, birthDate, mobile }) => {
      const year = Number(birthDate.slice(0, 4))
      return people.life(year - 35, year - 22, { given, family, mobile })
    },
  },
  {
    name: "stranger: a patient's old mobile",
    like: (_faker, people, { mobile }) => people.life(1938, 2004, { mobile }),
  },
]

/** So many pairs of every kind; labelled by whom they were made from. */
export function pairsOf(faker: Faker, people: People, patients: readonly Patient[], each: number): Pair[] {
  const isOthers = othersIn(patients)
  const of = (name: string, make: (patient: Patient) => Pair | null): Pair[] => {
    const pairs: Pair[] = []
    for (let attempt = 0; pairs.length < each && attempt < each * 500; attempt++) {
      const pair = make(pick(faker, patients))
      // Who types all that identifies somebody else is that person, to anyone: no label could be right.
      if (pair && !isOthers(pair)) pairs.push(pair)
    }
    if (pairs.length < each) console.log(`(only ${pairs.length} pairs of: ${name})`)
    return pairs
  }
  return [
    ...kinds.flatMap(({ name, change, keeps = false }) =>
      of(name, ({ life, record }) => {
        const changed = change(faker, life, people, record)
        return changed && { kind: name, request: { ...life, ...changed }, truth: record.id, isSameIdentity: keeps }
      }),
    ),
    ...relatives.flatMap(({ name, hasNear }) => {
      const near = patients.filter(({ life }) =>
        patients.some((other) => other.life !== life && hasNear(life, other.life)),
      )
      return of(name, () => {
        const { life, record } = pick(faker, near)
        return { kind: name, request: { ...life }, truth: record.id, isSameIdentity: true }
      })
    }),
    ...strangers.flatMap(({ name, like }) =>
      of(name, ({ life }) => {
        const request = like(faker, people, life)
        return request && { kind: name, request, truth: null, isSameIdentity: false }
      }),
    ),
  ]
}

/** Does a request carry, letter by letter, all the identifiers of a patient who didn't send it? */
function othersIn(patients: readonly Patient[]): (pair: Pair) => boolean {
  const keys = ({ given, family, birthDate, mobile, email }: Person) =>
    [mobile, email].flatMap((contact) => (contact ? [[given, family, birthDate, contact].join('|').toLowerCase()] : []))
  const owners = new Map(patients.flatMap(({ life, record }) => keys(life).map((key) => [key, record.id] as const)))
  return ({ request, truth }) => keys(request).some((key) => (owners.get(key) ?? truth) !== truth)
}
