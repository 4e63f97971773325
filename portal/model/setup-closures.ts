import type { PracticeFile } from '../../server/contract/practice-file.ts'

export type Closure = PracticeFile['closures'][number]
/** `other`: as no form says it, like a rule by weekdays or an instant. */
export type ClosureKind = 'day' | 'days' | 'yearly' | 'other'

const yearlyRule = /^FREQ=YEARLY;BYMONTH=(\d{1,2});BYMONTHDAY=(\d{1,2})$/

export function closureKind(closure: Closure): ClosureKind {
  if ('rrule' in closure) return yearlyOf(closure) ? 'yearly' : 'other'
  if ('date' in closure && closure.date !== undefined) return 'day'
  return 'from' in closure && closure.from !== undefined ? 'days' : 'other'
}

/** Month and day, from 1, of a closure that comes every year; null: it is none, or another rule than by a date. */
export function yearlyOf(closure: Closure): { month: number; day: number } | null {
  const found = 'rrule' in closure ? yearlyRule.exec(closure.rrule) : null
  return found ? { month: Number(found[1]), day: Number(found[2]) } : null
}

export const yearlyRuleOf = (month: number, day: number) => `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${day}`

/** Part of a day, as wall times; null: all of it, or it is written in instants. */
export function partOf(closure: Closure): { start: string; end: string } | null {
  const isDated = closureKind(closure) !== 'other' || 'rrule' in closure
  if (!isDated || (closure.start === undefined && closure.end === undefined)) return null
  return { start: closure.start ?? '00:00', end: closure.end ?? '24:00' }
}

/** The same closure told in another way, with name, place and times as they were; it begins on the same date. */
export function asKind(closure: Closure, kind: Exclude<ClosureKind, 'other'>, today: string): Closure {
  const { name, location } = closure
  const part = partOf(closure) ?? {}
  const shared = { name, ...(location === undefined ? {} : { location }), ...part }
  const date = firstDate(closure, today) ?? today
  switch (kind) {
    case 'day':
      return { ...shared, date }
    case 'days':
      return { ...shared, from: date, through: date }
    case 'yearly':
      return { ...shared, rrule: yearlyRuleOf(Number(date.slice(5, 7)), Number(date.slice(8))) }
  }
}

/** The first date from today on, or the first at all when it is over; null: not known from its form. */
export function firstDate(closure: Closure, today: string): string | null {
  const yearly = yearlyOf(closure)
  if (yearly) {
    const thisYear = `${today.slice(0, 4)}-${two(yearly.month)}-${two(yearly.day)}`
    return thisYear >= today ? thisYear : `${Number(today.slice(0, 4)) + 1}${thisYear.slice(4)}`
  }
  if ('rrule' in closure) return null
  if ('date' in closure && closure.date !== undefined) return closure.date
  if ('from' in closure && closure.from !== undefined) return closure.from
  return closure.start?.slice(0, 10) ?? null
}

/** The last date; null: it has none, as what comes every year. */
export function lastDate(closure: Closure): string | null {
  if ('rrule' in closure) return null
  if ('date' in closure && closure.date !== undefined) return closure.date
  if ('through' in closure && closure.through !== undefined) return closure.through
  return closure.end?.slice(0, 10) ?? null
}

/** Does it close the whole practice on the whole of this date? */
export function closesAll(closure: Closure, date: string): boolean {
  if (closure.location !== undefined || partOf(closure) !== null) return false
  const yearly = yearlyOf(closure)
  if (yearly) return date.slice(5) === `${two(yearly.month)}-${two(yearly.day)}`
  if (closureKind(closure) === 'other') return false
  const [first, last] = [firstDate(closure, date), lastDate(closure)]
  return first !== null && last !== null && first <= date && date <= last
}

/** With their places in the file, which faults speak of; the next first. `past`: over before today, the last first. */
export function sortedClosures(closures: readonly Closure[], today: string) {
  const all = closures
    .map((closure, index) => ({ closure, index, first: firstDate(closure, today) ?? '' }))
    .sort((a, b) => (a.first === b.first ? a.index - b.index : a.first < b.first ? -1 : 1))
  const isOver = ({ closure }: (typeof all)[number]) => (lastDate(closure) ?? today) < today
  return { ahead: all.filter((each) => !isOver(each)), past: all.filter(isOver).reverse() }
}

const two = (number: number) => String(number).padStart(2, '0')
