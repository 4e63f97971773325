import type { RequestBody } from '../server/contract/index.ts'
import { parseBirthDate } from './birth-date.ts'
import type { DatePart } from './text/date-text.ts'
import * as en from './text/en.ts'

/** What the patient types, as typed; names as the server's pointers spell them. */
export const noDetails = {
  isNewPatient: null as boolean | null,
  someoneElse: false,
  'guardian/given': '',
  'guardian/family': '',
  given: '',
  family: '',
  day: '',
  month: '',
  year: '',
  mobile: '',
  email: '',
  note: '',
  byEmail: false,
  byText: false,
}

export type Details = Readonly<typeof noDetails>

/** The details that are typed as text. */
export type TextDetail = { [Name in keyof Details]: Details[Name] extends string ? Name : never }[keyof Details]

/** One line of the error summary and the control it belongs to: a detail, `time`, or what the server named. */
export type FieldProblem = { readonly field: string; readonly text: string }

/** The parts of a request body that come from the details. */
export type DetailParts = Pick<RequestBody, 'patient' | 'isNewPatient' | 'guardian' | 'note' | 'consent'>

/**
 * Reads the details as the server wants them.
 *
 * @param typed - As typed.
 * @param order - The boxes of the date of birth as they stand on the screen.
 * @param months - Month names in which a date of birth may be written, January first, twelve a language.
 * @param today - `YYYY-MM-DD`.
 * @returns The parts of a request body, and what is wrong with them in the order of the form.
 */
export const readDetails = (typed: Details, order: readonly DatePart[], months: readonly string[], today: string) => {
  const problems: FieldProblem[] = []
  const read = (field: TextDetail, text?: string, pattern = /./) => {
    const value = typed[field].trim()
    if (text && !pattern.test(value)) problems.push({ field, text })
    return value
  }

  if (typed.isNewPatient === null) problems.push({ field: 'isNewPatient', text: en.chooseBeenBefore })
  const guardian = typed.someoneElse
    ? { given: read('guardian/given', en.enterYourGiven), family: read('guardian/family', en.enterYourFamily) }
    : undefined
  const given = read('given', en.enterGiven)
  const family = read('family', en.enterFamily)
  const birth = parseBirthDate({ day: read('day'), month: read('month'), year: read('year') }, order, months, today)
  if (birth.field) problems.push(birth)
  // What is needed comes first, then its shape: an empty box is told only once.
  const mobile = read('mobile', typed.email.trim() ? '' : en.enterContact)
  if (mobile) read('mobile', en.mobileDigits, /^([+()\s./-]*\d){7}[+()\d\s./-]*$/)
  const email = read('email', en.emailShape, /^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/)
  const parts: DetailParts = {
    patient: {
      given,
      family,
      birthDate: birth.field ? '' : birth.date,
      mobile: mobile || undefined,
      email: email || undefined,
    },
    isNewPatient: !!typed.isNewPatient,
    guardian,
    note: read('note') || undefined,
    consent: { email: typed.byEmail, text: typed.byText },
  }
  return { parts, problems }
}
