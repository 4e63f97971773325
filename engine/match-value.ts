import { close, differs, type Finding, missing, same } from './match-name.ts'
import { type Differences, differencesOf, slipBetween } from './match-text.ts'

const DAY_MS = 86_400_000

/**
 * Compares two dates `YYYY-MM-DD`. What isn't a whole date, like FHIR's `1985-03`, is close at most.
 *
 * @example
 * compareDates('1985-03-04', '1985-04-03') // { verdict: 'close', because: 'day-month-swapped' }
 */
export function compareDates(asked: string | null, known: string | null): Finding {
  if (!asked || !known) return missing
  if (!isWholeDate.test(asked) || !isWholeDate.test(known)) return compareIncomplete(asked, known)
  if (asked === known) return same
  if (asked === known.slice(0, 5) + known.slice(8) + known.slice(4, 7)) return close('day-month-swapped')
  if (isDayApart(asked, known)) return close('one-day')
  const slip = slipBetween(asked, known)
  if (slip === 'swapped') return close('digits-swapped')
  if (slip === 'changed') return close('one-digit')
  return asked.slice(4) === known.slice(4) ? close('other-year') : differs
}

/** The year, month and day that differ, each as a whole: what is shown of a date is rarely its digits. */
export function differencesOfDates(asked: string, known: string): Differences {
  const parts = [
    [0, 4],
    [5, 7],
    [8, 10],
  ] as const
  const spans = parts.filter(([start, end]) => asked.slice(start, end) !== known.slice(start, end))
  return { asked: spans, known: spans.filter(([, end]) => end <= known.length) }
}

/**
 * Compares two phone numbers. The same: all digits, where `+1` may be left out, as it is within North America. Any other
 * country or area code that stands on one side only makes them close: it may be another number.
 *
 * @example
 * comparePhones('+12125550142', '(212) 555-0142').verdict // 'same'
 */
export function comparePhones(asked: string | null, known: string | null): Finding {
  const a = readPhone(asked)
  const b = readPhone(known)
  if (a === '' || b === '') return missing
  if (a === b || isNational(a, b) || isNational(b, a)) return same
  if (isShortened(a, b) || isShortened(b, a)) return close('number-prefix')
  const slip = slipBetween(withoutOne(a), withoutOne(b))
  if (slip === null) return differs
  return close(slip === 'swapped' ? 'digits-swapped' : 'one-digit')
}

/** Where two phone numbers differ; a `+1` isn't counted, so that one with and one without it can be laid side by side. */
export function differencesOfPhones(asked: string, known: string): Differences {
  const blank = (phone: string) => phone.replace(/^\+?1(?=\D*(?:\d\D*){10}$)/, (code) => ' '.repeat(code.length))
  return differencesOf(blank(asked), blank(known), (sign) => sign.replace(/\D/, ''))
}

/**
 * Compares two email addresses; case doesn't count.
 *
 * @example
 * compareEmails('ann+dentist@example.com', 'Ann@example.com') // { verdict: 'close', because: 'mail-tag' }
 */
export function compareEmails(asked: string | null, known: string | null): Finding {
  const a = readEmail(asked)
  const b = readEmail(known)
  if (a === '' || b === '') return missing
  if (a === b) return same
  if (slipBetween(a, b) !== null) return close('typo')
  return a[0] === b[0] ? compareMailboxes(a, b) : differs
}

function compareMailboxes(a: string, b: string): Finding {
  const [boxA, domainA] = mailboxOf(a)
  const [boxB, domainB] = mailboxOf(b)
  if (domainA === domainB && boxA.split('+')[0] === boxB.split('+')[0]) return close('mail-tag')
  return boxA === boxB ? close('other-domain') : differs
}

const isWholeDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

function isDayApart(a: string, b: string): boolean {
  // Nearly all dates compared are years apart, and needn't be reckoned out.
  if (Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))) > 1) return false
  return Math.abs(instantOf(a) - instantOf(b)) === DAY_MS
}

const instantOf = (date: string) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))

function compareIncomplete(asked: string, known: string): Finding {
  const [short, long] = asked.length < known.length ? [asked, known] : [known, asked]
  if (!/^\d{4}(-\d{2})?$/.test(short)) return missing
  return long.startsWith(short) ? close('incomplete-date') : differs
}

/** E.164, as nearly all numbers come. */
const isWritten = /^\+\d{8,15}$/
/** What forms and receptionists fill in when there is no number. */
const isNobodys = /^(?:\+?1)?(\d)\1*$/

/** Digits only; a + before them where the country is known. Empty when it is no number. */
function readPhone(phone: string | null): string {
  if (!phone) return ''
  if (isWritten.test(phone)) return isNobodys.test(phone) ? '' : phone
  const number = phone.replace(/(?<=\d\s*)(?:ext\.?|x)\s*\d+\s*$|[;#,].*$/i, '')
  const digits = number.replace(/\D/g, '').replace(/^00/, '')
  if (digits.length < 7 || isNobodys.test(digits)) return ''
  const isNorthAmerican = digits.length === 11 && digits.startsWith('1')
  return isNorthAmerican || /^\D*(?:\+|00)/.test(number) ? `+${digits}` : digits
}

const withoutOne = (number: string) => (number.startsWith('+1') ? number.slice(2) : number)

/** Within North America a whole number is written with ten digits; elsewhere who leaves the country out changes it. */
const isNational = (part: string, whole: string) => part.length === 10 && whole === `+1${part}`

/** Is `part` the end of `whole`, written within the country (`07700…` for `+447700…`) or the town? */
function isShortened(part: string, whole: string): boolean {
  if (part.startsWith('+')) return false
  const end = part.replace(/^0/, '')
  return end.length >= 7 && whole.length > end.length && whole.endsWith(end)
}

function readEmail(email: string | null): string {
  const address = email?.trim().toLowerCase() ?? ''
  return address.includes('@') ? address : ''
}

function mailboxOf(address: string): [box: string, domain: string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}
