import type { Faker } from '@faker-js/faker'
import { faker as german } from '@faker-js/faker/locale/de'
import { faker as english } from '@faker-js/faker/locale/en'
import { faker as spanish } from '@faker-js/faker/locale/es'
import { faker as french } from '@faker-js/faker/locale/fr'
import { faker as norwegian } from '@faker-js/faker/locale/nb_NO'
import { faker as polish } from '@faker-js/faker/locale/pl'
import { faker as turkish } from '@faker-js/faker/locale/tr'
import { faker as vietnamese } from '@faker-js/faker/locale/vi'
import type { KnownPatient } from '../../engine/index.ts'
import { calledBy } from './nicknames.ts'
import { dropDiacritics } from './slips.ts'

/** Somebody as they are, whatever the practice has written down. */
export interface Life {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string
  readonly email: string
}

/** A patient: who they are, and what the practice knows of them. */
export interface Patient {
  readonly life: Life
  readonly record: KnownPatient
}

const abroad = [german, spanish, french, norwegian, polish, turkish, vietnamese]
const particles = ['de la ', 'de ', 'van ', 'van der ', 'von ', 'di ', "O'", "D'", 'Mc', 'Mc ', 'al-', 'St. ']

/** The same people for the same seed. */
export function seededFaker(seed: number): Faker {
  for (const each of [english, ...abroad]) each.seed(seed)
  return english
}

/** Makes people of whom no two share name and birth date, with numbers and addresses of their own. */
export class People {
  private readonly faker: Faker
  private readonly identities = new Set<string>()
  private readonly numbers: string[]
  private addresses = 0

  constructor(faker: Faker) {
    this.faker = faker
    // 555-0100 to 555-0199 belong to nobody in every area.
    const areas = Array.from({ length: 700 }, (_, i) => 201 + i)
    this.numbers = areas.flatMap((area) =>
      Array.from({ length: 100 }, (_, i) => `+1${area}55501${String(i).padStart(2, '0')}`),
    )
    this.numbers = faker.helpers.shuffle(this.numbers)
  }

  /** Somebody unlike all others, but for what is given. */
  life(bornFrom: number, bornTo: number, fixed: Partial<Life> = {}): Life {
    for (;;) {
      const given = fixed.given ?? this.given()
      const family = fixed.family ?? this.family()
      const birthDate = fixed.birthDate ?? this.date(bornFrom, bornTo)
      const identity = dropDiacritics(`${given}|${family}|${birthDate}`).toLowerCase()
      if (this.identities.has(identity)) continue
      this.identities.add(identity)
      return {
        given,
        family,
        birthDate,
        mobile: fixed.mobile ?? this.mobile(),
        email: fixed.email ?? this.email(given, family),
      }
    }
  }

  given(): string {
    const { faker } = this
    const chance = faker.number.float()
    if (chance < 0.16) return faker.helpers.arrayElement(Object.keys(calledBy))
    if (chance < 0.2)
      return `${faker.person.firstName()}${faker.helpers.arrayElement([' ', '-'])}${faker.person.firstName()}`
    return (chance < 0.42 ? faker.helpers.arrayElement(abroad) : faker).person.firstName()
  }

  family(): string {
    const { faker } = this
    const chance = faker.number.float()
    if (chance < 0.05)
      return `${faker.person.lastName()}${faker.helpers.arrayElement([' ', '-'])}${faker.person.lastName()}`
    if (chance < 0.1) return `${faker.helpers.arrayElement(particles)}${faker.person.lastName()}`
    return (chance < 0.32 ? faker.helpers.arrayElement(abroad) : faker).person.lastName()
  }

  mobile(): string {
    return this.numbers.pop()!
  }

  email(given: string, family: string): string {
    const letters = (text: string) =>
      dropDiacritics(text)
        .toLowerCase()
        .replace(/[^a-z]/g, '')
    const { faker } = this
    const box = faker.helpers.arrayElement([
      `${letters(given)}.${letters(family)}`,
      `${letters(given)[0]}${letters(family)}`,
      faker.internet.username().toLowerCase(),
    ])
    return `${box}${++this.addresses}@${faker.helpers.arrayElement(['example.com', 'mail.example.com', 'example.org'])}`
  }

  date(from: number, to: number): string {
    return this.faker.date
      .between({ from: `${from}-01-01`, to: `${to}-12-31` })
      .toISOString()
      .slice(0, 10)
  }
}

/** So many patients of a practice, in households: couples, children with a parent's number, twins, sons named after fathers. */
export function practiceOf(faker: Faker, people: People, count: number): Patient[] {
  const lives: Life[] = []
  while (lives.length < count) lives.push(...household(faker, people, lives))
  return lives.slice(0, count).map((life, i) => ({ life, record: recordOf(faker, people, life, `p${i + 1}`) }))
}

function household(faker: Faker, people: People, others: readonly Life[]): Life[] {
  // Some are called like somebody else, and some of those are of an age.
  const namesake = faker.number.float() < 0.04 && others.length > 0 ? faker.helpers.arrayElement(others) : null
  const year = namesake && faker.datatype.boolean() ? Number(namesake.birthDate.slice(0, 4)) : null
  const head = people.life(
    year ?? 1938,
    year ?? 2004,
    namesake ? { given: namesake.given, family: namesake.family } : {},
  )
  if (faker.number.float() < 0.45 || head.birthDate > '1996') return [head]

  const { family, mobile, email } = head
  const isSharing = faker.number.float() < 0.15
  const born = Number(head.birthDate.slice(0, 4))
  const partner = people.life(born - 4, born + 4, {
    ...(faker.number.float() < 0.7 && { family }),
    ...(isSharing && { mobile }),
  })
  const all = [head, partner]
  const children = faker.number.int({ min: 0, max: 3 })
  for (let i = 0; i < children; i++) {
    const isNamesake = i === 0 && faker.number.float() < 0.15
    const name = isNamesake
      ? { given: head.given, family: `${family} ${faker.helpers.arrayElement(['Jr', 'Jr.', 'II'])}` }
      : {}
    const child = people.life(born + 22, Math.min(2025, born + 40), { family, mobile, email, ...name })
    all.push(child)
    if (faker.number.float() < 0.08) {
      const given = faker.number.float() < 0.25 ? rhyme(faker, child.given) : people.given()
      all.push(people.life(0, 0, { ...child, family, given }))
    }
  }
  return all
}

/** Twins are often given names a letter apart: Jayden and Kayden. */
function rhyme(faker: Faker, given: string): string {
  for (;;) {
    const letter = faker.helpers.arrayElement([...'BDHJKLMNRT'])
    if (letter !== given[0]) return letter + given.slice(1)
  }
}

/** What the practice wrote down: with gaps, in its own spelling, sometimes with more. */
function recordOf(faker: Faker, people: People, life: Life, id: string): KnownPatient {
  const chance = (part: number) => faker.number.float() < part
  const isPlain = chance(0.3)
  const isUpper = chance(0.05)
  const spell = (name: string) => {
    const plain = isPlain ? dropDiacritics(name) : name
    return isUpper ? plain.toUpperCase() : plain
  }
  const national = life.mobile.replace(/^\+1(\d{3})(\d{3})/, '($1) $2-')
  return {
    id,
    given: spell(life.given),
    family: spell(life.family),
    birthDate: chance(0.01) ? null : life.birthDate,
    mobile: chance(0.08) ? null : chance(0.1) ? national : life.mobile,
    email: chance(0.2) ? null : life.email,
    ...(chance(0.2) && { middle: [faker.string.alpha({ length: 1, casing: 'upper' })] }),
    ...(chance(0.03) && { nicknames: [faker.person.firstName()] }),
    ...(chance(0.05) && { formerFamily: [people.family()] }),
  }
}
