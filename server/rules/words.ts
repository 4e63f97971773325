import { canonical } from '../booking.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { changedParts } from './parts.ts'
import { type Named, scheduleDifferences, weekDifferences } from './schedule-words.ts'
import { closureText, exceptionText, minutesText } from './time-words.ts'

type Practitioner = PracticeFile['practitioners'][number]
type Chair = PracticeFile['chairs'][number]

const labels: Record<string, string> = {
  name: 'Name',
  phone: 'Phone',
  email: 'Email',
  locale: 'Language and region',
  weekStart: 'First day of the week',
  accent: 'Colour',
  answerWithin: 'How soon requests are answered',
  answersWithin: 'How soon requests are answered, in other languages',
  consentLanguages: 'Languages in which consent is asked for',
  privacyUrl: 'Privacy notice',
  urgentCare: 'Notice for what can’t wait',
  origins: 'Websites that may send requests',
  noticeMinutes: 'Shortest notice',
  horizonMonths: 'How far ahead visits can be asked for',
  retentionMonths: 'How long patients’ data is kept',
  proofOfWork: 'Proof of work',
  timeUnitMinutes: 'Unit of time',
  grid: 'Where starts are counted from',
}

const fields: Record<string, string> = {
  name: 'name',
  names: 'name in other languages',
  role: 'role',
  roles: 'role in other languages',
  address: 'address',
  timeZone: 'time zone',
  location: 'location',
  capacity: 'visits at the same time',
  splitBooking: 'visits at the same time',
  description: 'description',
  descriptions: 'description in other languages',
  durationMinutes: 'length',
  stepMinutes: 'distance of starts',
  bufferBeforeMinutes: 'time before',
  bufferAfterMinutes: 'time after',
  segments: 'when the practitioner is needed',
  chairs: 'chairs',
  patients: 'for which patients',
  together: 'who is needed together',
  reasons: 'reasons',
}

const items = { locations: 'Location', chairs: 'Chair', reasons: 'Reason', practitioners: 'Practitioner' } as const

/**
 * What differs between two states of a practice's rules, a line each, as staff would say it: `Dr Ann Ash: Tuesdays
 * 09:00–12:00 → 08:00–12:00`, `Closure added: Christmas, Fri 25 Dec 2026`.
 *
 * @returns In the order of the file; empty only when both say the same.
 */
export function differencesOf(before: PracticeFile, after: PracticeFile): string[] {
  const parts = changedParts(before, after)
  return parts.flatMap((part) => {
    const words = wordsOf(part, before, after)
    // What has its own line as somebody added is a different order besides, and nothing to tell.
    const isToldElsewhere =
      part in items && parts.some((other) => other.split('/').length === 2 && other.startsWith(part))
    return words.length > 0 || isToldElsewhere ? words : [`${labels[part] ?? part}: changed`]
  })
}

function wordsOf(part: string, before: PracticeFile, after: PracticeFile): string[] {
  const [key, id, field] = part.split('/') as [keyof PracticeFile, string?, string?]
  if (key === 'closures') {
    return listDifferences(
      before.closures,
      after.closures,
      ({ name }) => name,
      'Closure',
      (closure) => closureText(closure, after),
    )
  }
  if (key === 'ceilings') {
    return listDifferences(
      before.ceilings,
      after.ceilings,
      ({ id }) => id,
      'Ceiling',
      ({ id, most }) => `${id}, at most ${most}`,
    )
  }
  if (key === 'locations' || key === 'chairs' || key === 'reasons' || key === 'practitioners') {
    if (id === undefined) return isReordered(before[key], after[key]) ? [`${items[key]}s: in another order`] : []
    const old = before[key].find((item) => item.id === id)
    const now = after[key].find((item) => item.id === id)
    if (!old || !now) return [`${items[key]} ${old ? 'removed' : 'added'}: ${(old ?? now)!.name}`]
    return fieldWords(key, field!, old, now, before, after)
  }
  return [`${labels[key] ?? key}: ${shown(key, before[key])} → ${shown(key, after[key])}`]
}

function fieldWords(
  list: keyof typeof items,
  field: string,
  old: { name: string },
  now: { name: string },
  before: PracticeFile,
  after: PracticeFile,
): string[] {
  const names: Named = { name: now.name, locale: after.locale, locations: after.locations, reasons: after.reasons }
  if (list === 'practitioners' || list === 'chairs') {
    const [from, to] = [old, now] as [Practitioner | Chair, Practitioner | Chair]
    if (field === 'schedules') return scheduleDifferences(from.schedules ?? [], to.schedules ?? [], names)
    if (field === 'weeks') return weekDifferences((from as Practitioner).weeks, (to as Practitioner).weeks, names)
    if (field === 'exceptions') {
      const [gone, came] = [from.exceptions ?? [], to.exceptions ?? []]
      return [
        ...missingFrom(came, gone).map(
          (each) => `${now.name}: exception removed, ${exceptionText(each, after.locale)}`,
        ),
        ...missingFrom(gone, came).map((each) => `${now.name}: exception added, ${exceptionText(each, after.locale)}`),
      ]
    }
  }
  const value = (of: object, file: PracticeFile) => shown(field, (of as Record<string, unknown>)[field], file)
  return [`${now.name}: ${fields[field] ?? field} ${value(old, before)} → ${value(now, after)}`]
}

function isReordered(before: readonly { id: string }[], after: readonly { id: string }[]): boolean {
  const common = (list: readonly { id: string }[], other: readonly { id: string }[]) =>
    list.filter(({ id }) => other.some((each) => each.id === id)).map(({ id }) => id)
  return canonical(common(before, after)) !== canonical(common(after, before))
}

/** What was taken out, put in, or changed under its name. */
function listDifferences<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
  kind: string,
  textOf: (item: T) => string,
): string[] {
  const gone = missingFrom(after, before)
  const came = missingFrom(before, after)
  const isChanged = (item: T, others: readonly T[]) => others.some((other) => nameOf(other) === nameOf(item))
  const words = [
    ...gone.filter((item) => !isChanged(item, came)).map((item) => `${kind} removed: ${textOf(item)}`),
    ...came.map((item) => `${kind} ${isChanged(item, gone) ? 'changed' : 'added'}: ${textOf(item)}`),
  ]
  return words.length > 0 ? words : [`${kind}s: in another order`]
}

/** Those of a list that another one hasn't got, each as often as it is missing. */
function missingFrom<T>(list: readonly T[], of: readonly T[]): T[] {
  const left = list.map(canonical)
  return of.filter((item) => {
    const at = left.indexOf(canonical(item))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

function shown(field: string, value: unknown, file?: PracticeFile): string {
  if (value === undefined) return field === 'chairs' ? 'none needed' : field === 'patients' ? 'all' : 'nothing'
  if (/Minutes$/.test(field)) return minutesText(value as number)
  if (/Months$/.test(field)) return value === 1 ? '1 month' : `${value} months`
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 57)}…` : value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === 'object')) return `${value.length} parts`
    const list = field === 'reasons' ? file?.reasons : field === 'chairs' ? file?.chairs : file?.practitioners
    const names = value.map((id) => list?.find((item) => item.id === id)?.name ?? String(id))
    return names.join(', ') || 'none'
  }
  return 'as written'
}
