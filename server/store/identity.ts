import type { StoredPatient } from './model.ts'
import { foldText } from './search-text.ts'

/* What tells one person from another where nobody has looked. */

/** What names somebody well enough to be looked up by. */
export type PatientIdentity = Pick<StoredPatient, 'given' | 'family' | 'birthDate'>

/** The five that matching compares. */
export type PatientDetails = Pick<StoredPatient, 'given' | 'family' | 'birthDate' | 'mobile' | 'email'>

const DIGITS_OF_KEY = 7
/** An index takes no text of any length; longer names are told apart by their beginning. */
const LONGEST_KEY = 120
/** From so many on a number is whole but for its country. */
const DIGITS_OF_NATIONAL = 9
const MOST_DIGITS_OF_COUNTRY = 3

/**
 * Folded names and whole birth date, as one text; null where they don't name anybody.
 *
 * @example
 * identityOf({ given: 'Zoë', family: 'O’Dell', birthDate: '1984-03-07' }) // 'odell|zoe|1984-03-07'
 */
export function identityOf({ given, family, birthDate }: PatientIdentity): string | null {
  if (birthDate === null || !/^\d{4}-\d\d-\d\d$/.test(birthDate)) return null
  const [first, last] = [foldText(given), foldText(family)]
  return first && last ? `${last.slice(0, LONGEST_KEY)}|${first.slice(0, LONGEST_KEY)}|${birthDate}` : null
}

/** What lists by name are ordered by: folded family and given name. */
export function nameKey({ given, family }: Pick<StoredPatient, 'given' | 'family'>): string {
  return `${foldText(family).slice(0, LONGEST_KEY)}, ${foldText(given).slice(0, LONGEST_KEY)}`
}

/**
 * Can both be reached by the same mobile, or the same email? Capitals and how a number is written don't matter, nor whether
 * it names its country.
 */
export function isSameContact(
  a: Pick<PatientDetails, 'mobile' | 'email'>,
  b: Pick<PatientDetails, 'mobile' | 'email'>,
): boolean {
  return isSameEmail(a.email, b.email) || isSameMobile(a.mobile, b.mobile)
}

/**
 * By which ways both are reached alike: by the same email, and the same mobile; or of neither one is known.
 */
export function sameChannels(
  a: Pick<PatientDetails, 'mobile' | 'email'>,
  b: Pick<PatientDetails, 'mobile' | 'email'>,
): { readonly email: boolean; readonly text: boolean } {
  return {
    email: (!a.email && !b.email) || isSameEmail(a.email, b.email),
    text: (!a.mobile && !b.mobile) || isSameMobile(a.mobile, b.mobile),
  }
}

function isSameEmail(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.trim() !== '' && a.trim().toLowerCase() === b.trim().toLowerCase()
}

function isSameMobile(a: string | null, b: string | null): boolean {
  const [short, long] = [digitsOf(a), digitsOf(b)].sort((x, y) => x.length - y.length) as [string, string]
  if (short.length < DIGITS_OF_KEY) return false
  if (short === long) return true
  const country = long.length - short.length
  return short.length >= DIGITS_OF_NATIONAL && country <= MOST_DIGITS_OF_COUNTRY && long.endsWith(short)
}

/** The last digits of a number, by which those that may be the same are looked up; null where there are too few. */
export function mobileKey(mobile: string | null): string | null {
  const digits = digitsOf(mobile)
  return digits.length < DIGITS_OF_KEY ? null : digits.slice(-DIGITS_OF_KEY)
}

/** Without the zeros that stand before an area code or for "abroad". */
function digitsOf(mobile: string | null): string {
  return mobile?.replace(/\D/g, '').replace(/^0+/, '') ?? ''
}
