import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { type PartPath, partAt } from './rules-merge.ts'

/** A part that isn't as it was, and how it is called in a sentence. */
export type ChangedPart = { path: PartPath; words: string }

const properties: Readonly<Record<string, string>> = {
  name: 'name',
  role: 'role',
  splitBooking: 'places at the same time',
  reasons: 'reasons for a visit',
  schedules: 'default schedule',
  weeks: 'edited weeks',
  exceptions: 'exceptions',
  closures: 'closures',
  ceilings: 'ceilings',
  practitioners: 'practitioners',
  chairs: 'chairs',
  locations: 'locations',
  noticeMinutes: 'notice before a visit',
  horizonMonths: 'how far ahead patients can book',
  timeUnitMinutes: 'unit of time',
  grid: 'starts of the openings',
  durationMinutes: 'length',
  stepMinutes: 'spacing of the openings',
  bufferBeforeMinutes: 'time before',
  bufferAfterMinutes: 'time after',
  timeZone: 'time zone',
  capacity: 'how many at once',
  names: 'name in other languages',
  description: 'description',
  descriptions: 'description in other languages',
  roles: 'role in other languages',
  segments: 'when the practitioner is needed',
  patients: 'for whom it is',
  together: 'who is needed at once',
  answerWithin: 'how soon you answer',
  answersWithin: 'how soon you answer, in other languages',
  urgentCare: 'urgent care',
}

/** `Dr. Amara Osei: week of 30 November`, `closures`. Names are read in the first file in which they stand. */
export function partWords(path: PartPath, ...files: readonly PracticeFile[]): string {
  const [list = '', id, property, key] = path
  if (id === undefined) return properties[list] ?? spelledOut(list)
  const entry = files.map((file) => partAt(file, [list, id])).find((each) => each !== undefined)
  const name = (entry as { name?: string } | undefined)?.name ?? id
  if (property === undefined) return name
  if (property === 'weeks' && key) return `${name}: week of ${dayAndMonth(key)}`
  return `${name}: ${properties[property] ?? spelledOut(property)}`
}

/** Put in one sentence. */
export const listOfParts = (parts: readonly ChangedPart[]) =>
  new Intl.ListFormat('en').format(parts.map(({ words }) => words))

const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' })
const dayAndMonth = (date: string) => format.format(Date.parse(`${date}T00:00:00Z`))

/** `answerWithin` as `answer within`. */
const spelledOut = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
