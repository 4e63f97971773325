import type { Faker } from '@faker-js/faker'

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** One slip of the finger in a name: a neighbouring key, a letter left out, one typed twice, or two the other way round. */
export function mistype(faker: Faker, text: string): string {
  const letters = [...text]
  const places = letters.flatMap((letter, i) => (/\p{L}/u.test(letter) ? [i] : []))
  for (let attempt = 0; attempt < 50; attempt++) {
    const at = faker.helpers.arrayElement(places)
    const slipped = faker.helpers.arrayElement([neighbour, leaveOut, twice, turnRound])(faker, letters, at)
    if (slipped !== null && slipped.toLowerCase() !== text.toLowerCase()) return slipped
  }
  throw new Error(`no slip was found for a name of ${places.length} letters`)
}

type Slip = (faker: Faker, letters: readonly string[], at: number) => string | null

const neighbour: Slip = (faker, letters, at) => {
  const letter = letters[at]!
  const row = rows.find((each) => each.includes(letter.toLowerCase()))
  if (!row) return null
  const key = row.indexOf(letter.toLowerCase())
  const near = faker.helpers.arrayElement([row[key - 1], row[key + 1]].filter((each) => each !== undefined))
  return letters.with(at, letter === letter.toLowerCase() ? near : near.toUpperCase()).join('')
}

const leaveOut: Slip = (_faker, letters, at) => (letters.length < 3 ? null : letters.toSpliced(at, 1).join(''))

const twice: Slip = (_faker, letters, at) => letters.toSpliced(at, 0, letters[at]!.toLowerCase()).join('')

const turnRound: Slip = (_faker, letters, at) => {
  if (!/\p{L}/u.test(letters[at + 1] ?? '')) return null
  return letters
    .with(at, letters[at + 1]!)
    .with(at + 1, letters[at]!)
    .join('')
}

/** Another date that exists, one digit off. */
export function mistypeDate(faker: Faker, date: string): string {
  for (;;) {
    const at = faker.helpers.arrayElement([2, 3, 5, 6, 8, 9])
    const other = date.slice(0, at) + faker.string.numeric() + date.slice(at + 1)
    const exists = !Number.isNaN(Date.parse(other)) && new Date(other).toISOString().slice(0, 10) === other
    if (exists && other !== date && other < '2026-11-01') return other
  }
}

/** What is left of a name on a keyboard without accents. Its own table: the engine's is what is tested. */
export function dropDiacritics(text: string): string {
  return text
    .replace(/[đøłßæœıĐØŁ]/g, (letter) => plain[letter]!)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
}

const plain: Readonly<Record<string, string>> = {
  đ: 'd',
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  Đ: 'D',
  Ø: 'O',
  Ł: 'L',
}
