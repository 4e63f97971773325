import { commonPasswords } from './common-passwords.ts'

export const minPasswordLength = 12
export const maxPasswordLength = 128

/** What people add a year or a sign to, or write twice. */
const commonWords = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssword',
  'p@ssw0rd',
  'welcome',
  'letmein',
  'iloveyou',
  'changeme',
  'admin',
  'administrator',
  'secret',
  'dragon',
  'football',
  'baseball',
  'monkey',
  'sunshine',
  'princess',
  'superman',
  'dentist',
  'dental',
  'doctor',
  'clinic',
  'practice',
  'reception',
  'frontdesk',
  'appointment',
  'chairtime',
]
/** Runs of keys and letters; read backwards they are as well known. */
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
]

/**
 * What is wrong with a password, in a sentence; null when it may be used. Refused are those that attackers try first: the
 * commonest of public leaks, a well-known word with numbers, a run of keys, one part repeated, and one's own name.
 *
 * @param about - What others know of the person, like name and email.
 */
export function passwordFault(password: string, about: readonly string[] = []): string | null {
  if (password.length < minPasswordLength) {
    return `A password has at least ${minPasswordLength} characters; this one has ${password.length}.`
  }
  if (password.length > maxPasswordLength) return `A password has at most ${maxPasswordLength} characters.`
  const plain = password.toLowerCase()
  if (isCommon(plain)) return 'This password is one of those that are guessed first. Choose another one.'
  if (isPersonal(plain, about)) return 'This password is little more than a name or an email. Choose another one.'
  return null
}

function isCommon(plain: string): boolean {
  if (commonPasswords.has(plain) || /^(.{1,8}?)\1+$/.test(plain)) return true
  const keys = plain.replace(/[^\p{L}\p{N}]/gu, '')
  const backwards = [...keys].reverse().join('')
  if (runs.some((run) => run.includes(keys) || run.includes(backwards))) return true
  // "Password2026!" and "123welcome123": what is left without the numbers and signs around it.
  const word = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return commonWords.some((each) => word === each || word === each + each)
}

/** Is it a name of theirs with fewer than six characters besides? */
function isPersonal(plain: string, about: readonly string[]): boolean {
  const names = about.flatMap((each) => each.toLowerCase().split(/[\s@.+_-]+/)).filter((name) => name.length >= 4)
  const rest = names.sort((a, b) => b.length - a.length).reduce((left, name) => left.replaceAll(name, ''), plain)
  return rest !== plain && rest.length < 6
}
