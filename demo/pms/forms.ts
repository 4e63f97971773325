import type { Book, Named, Person, Place, VisitType } from './book.ts'
import { startOf } from './book.ts'

/** What can be chosen from. */
export interface Lists {
  readonly practitioners: readonly Named[]
  readonly chairs: readonly Named[]
  readonly types: readonly VisitType[]
  readonly timeZone: string
}

export interface Fault {
  readonly field: string
  readonly words: string
}

/** What was typed, by field name. */
export type Values = Readonly<Record<string, string>>

type Field = (name: string) => string

interface Placed {
  readonly ok: true
  readonly place: Place
  readonly date: string
}

interface Refused {
  readonly ok: false
  readonly values: Values
  readonly faults: readonly Fault[]
}

export const NEW_PATIENT = 'new'
const placeFields = ['date', 'time', 'minutes', 'practitioner', 'chair', 'type']
const personFields = ['patient', 'given', 'family', 'birthDate', 'mobile', 'email']

export function emptyEntry(date: string, { types }: Pick<Lists, 'types'>): Values {
  return { date, time: '09:00', minutes: String(types[0]?.durationMinutes ?? 30), patient: NEW_PATIENT }
}

/** When and with whom an appointment is to be. */
export function readMove(field: Field, lists: Lists): Placed | Refused {
  const faults: Fault[] = []
  const place = readPlace(field, lists, faults)
  if (!place || faults.length > 0) return { ok: false, values: valuesOf(field, placeFields), faults }
  return { ok: true, place, date: field('date') }
}

/** A new appointment, for somebody who is known or new. */
export function readEntry(
  field: Field,
  lists: Lists,
  book: Book,
):
  | (Placed & {
      readonly patient:
        | { readonly kind: 'known'; readonly id: string }
        | { readonly kind: 'new'; readonly person: Omit<Person, 'id'> }
    })
  | Refused {
  const faults: Fault[] = []
  const place = readPlace(field, lists, faults)
  const chosen = field('patient')
  const isNew = chosen === NEW_PATIENT || chosen === ''
  const person = {
    ...{ given: field('given'), family: field('family'), birthDate: field('birthDate') },
    ...{ mobile: field('mobile'), email: field('email') },
  }
  if (isNew) faults.push(...faultsOf(person))
  else if (!book.people().some(({ id }) => id === chosen)) {
    faults.push({ field: 'patient', words: 'This patient is no longer in the book. Choose another.' })
  }
  if (!place || faults.length > 0) {
    return { ok: false, values: valuesOf(field, [...placeFields, ...personFields]), faults }
  }
  const patient = isNew ? ({ kind: 'new', person } as const) : ({ kind: 'known', id: chosen } as const)
  return { ok: true, place, date: field('date'), patient }
}

function readPlace(field: Field, lists: Lists, faults: Fault[]): Place | null {
  const start = startOf(field('date'), field('time'), lists.timeZone)
  if (start === null) faults.push({ field: 'date', words: 'Enter a date and a time that exist.' })
  const minutes = Number(field('minutes'))
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 480) {
    faults.push({ field: 'minutes', words: 'The length must be 5 to 480 minutes.' })
  }
  const practitioner = field('practitioner')
  if (!has(lists.practitioners, practitioner)) {
    faults.push({ field: 'practitioner', words: 'Choose who gives the treatment.' })
  }
  const chair = field('chair') || null
  if (chair !== null && !has(lists.chairs, chair)) faults.push({ field: 'chair', words: 'Choose a chair of the list.' })
  const type = field('type') || null
  if (type !== null && !has(lists.types, type)) faults.push({ field: 'type', words: 'Choose a type of the list.' })
  return start === null ? null : { start, minutes, practitioner, chair, type }
}

function faultsOf({ given, family, birthDate, email }: Omit<Person, 'id'>): readonly Fault[] {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(birthDate) && !Number.isNaN(Date.parse(birthDate))
  return [
    ...(given === '' ? [{ field: 'given', words: 'Enter the first name, or choose a patient who is known.' }] : []),
    ...(family === '' ? [{ field: 'family', words: 'Enter the last name.' }] : []),
    ...(isDate ? [] : [{ field: 'birthDate', words: 'Enter the date of birth.' }]),
    ...(email === '' || email.includes('@') ? [] : [{ field: 'email', words: 'The email address needs an @.' }]),
  ]
}

const has = (list: readonly Named[], id: string) => list.some((each) => each.id === id)
const valuesOf = (field: Field, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, field(name)]))
