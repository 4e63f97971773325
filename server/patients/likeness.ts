import type { Because, FieldComparison, PatientField } from '../../engine/index.ts'
import type { PossibleDuplicate } from '../contract/patients.ts'
import type { Phones } from '../desk/phones.ts'
import type { Words } from '../desk/words.ts'

/* What speaks for two records being one person, and what against, in sentences. */

type Reason = PossibleDuplicate['reasons'][number]

export interface LikenessWords {
  readonly words: Pick<Words, 'birthDate'>
  readonly phones: Pick<Phones, 'read'>
}

const named: Readonly<Record<PatientField, string>> = {
  given: 'given name',
  family: 'family name',
  birthDate: 'date of birth',
  mobile: 'mobile number',
  email: 'email address',
}

/** How two values are close. */
const closely: Partial<Record<Because, string>> = {
  transliteration: 'spelled another way',
  particle: 'with and without “de” or “van”',
  suffix: 'but for Jr, Sr or the like',
  'swapped-names': 'given and family name swapped',
  'former-name': 'a name they had before',
  nickname: 'one is short for the other',
  'middle-name': 'one is a middle name',
  'part-of-double-name': 'one is part of the other',
  initial: 'the same first letter',
  typo: 'one letter differs',
  'day-month-swapped': 'day and month swapped',
  'one-day': 'a day apart',
  'other-year': 'the same day of another year',
  'incomplete-date': 'one is not whole',
  'one-digit': 'one digit differs',
  'digits-swapped': 'two digits swapped',
  'number-prefix': 'with and without country or area code',
  'mail-tag': 'the same mailbox',
  'other-domain': 'the same before the @',
}

/**
 * A reason for each of the five that says something, in their order; what isn't known on one side says nothing.
 *
 * @example
 * // For "same" and "close": Same family name, Reyes. Date of birth nearly the same, day and month swapped: …
 */
export function likenessReasons(fields: readonly FieldComparison[], wording: LikenessWords): Reason[] {
  return fields.flatMap((field) => reasonOf(field, wording) ?? [])
}

function reasonOf({ field, asked, known, verdict, because }: FieldComparison, wording: LikenessWords): Reason | null {
  if (asked === null || known === null) return null
  const [a, b] = [readable(field, asked, wording), readable(field, known, wording)]
  const what = named[field]
  switch (verdict) {
    case 'missing':
      return null
    case 'same':
      return { speaks: 'for', text: `Same ${what}: ${b}.` }
    case 'close': {
      const how = because && closely[because]
      return { speaks: 'for', text: `Nearly the same ${what}${how ? `, ${how}` : ''}: ${a} and ${b}.` }
    }
    case 'differs':
      return { speaks: 'against', text: `Another ${what}: ${a} and ${b}.` }
  }
}

function readable(field: PatientField, value: string, { words, phones }: LikenessWords): string {
  if (field === 'birthDate') return words.birthDate(value).text
  return field === 'mobile' ? phones.read(value) : value
}

/** A request of the one has become an appointment of the other. */
export const linkedReason: Reason = {
  speaks: 'for',
  text: 'An online request of one was linked to an appointment of the other.',
}
