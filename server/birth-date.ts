import type { PracticeFile } from './contract/practice-file.ts'
import { todayOf } from './dates.ts'
import { fieldProblem } from './problem.ts'

const OLDEST_AGE_YEARS = 130

/**
 * Refuses a date on which nobody who lives can have been born.
 *
 * @param birthDate - `YYYY-MM-DD`.
 * @param pointer - RFC 6901, to the field of the body.
 * @throws ProblemError when it is in the future, or more than 130 years ago.
 */
export function checkBirthDate(file: PracticeFile, birthDate: string, now: number, pointer: string): void {
  const today = todayOf(file, now)
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_AGE_YEARS}${today.slice(4)}`
  if (birthDate > today) throw fieldProblem(pointer, 'The date of birth must not be in the future')
  if (birthDate < oldest) {
    throw fieldProblem(pointer, `The date of birth must be less than ${OLDEST_AGE_YEARS} years ago`)
  }
}

/** Is a birth date known to the day? Of some patients only a part of it is, like `1985-03`, or nothing. */
export function isWholeDate(date: string | null): date is string {
  return date !== null && /^\d{4}-\d\d-\d\d$/.test(date)
}
