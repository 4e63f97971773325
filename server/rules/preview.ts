import { type Busy, compile, type Interval, occupancyOf, type Snapshot } from '../../engine/index.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { addDays, todayOf } from '../dates.ts'
import { type Change, compareOpenings } from './openings.ts'
import { judge, type Placed, type Trouble } from './standing.ts'
import { differencesOf } from './words.ts'

const DAY_MS = 86_400_000
const YEAR_DAYS = 366
/** What is in the book beyond this isn't looked at. */
const MOST_DAYS = 2 * YEAR_DAYS

/** What is in the book, and the time. */
export interface Book {
  /** Requests and appointments, live holds and blocks. */
  readonly busy: readonly Busy[]
  /** By id, where it is, as far as that is known. */
  readonly locations: ReadonlyMap<string, string>
  /** Epoch ms. */
  readonly now: number
  /** Openings of when; left out: of the year ahead. */
  readonly range?: Interval | undefined
}

export interface Previewed {
  readonly weeks: readonly (Change & { readonly week: string })[]
  readonly practitioners: readonly (Change & { readonly id: string; readonly name: string })[]
  readonly affected: readonly Affected[]
  readonly what: readonly string[]
}

/** An appointment or request that stood well, and no longer does. */
export interface Affected {
  readonly item: Placed
  readonly why: Trouble
}

/**
 * What would be otherwise if one file took the place of another, with the same book at the same moment. It reads no
 * clock and changes nothing.
 *
 * @param before - Both are well formed.
 * @returns Weeks by Monday; practitioners in the order of `after`, then those that it no longer has; what is affected by
 *   start, then id.
 */
export function previewRules(before: PracticeFile, after: PracticeFile, book: Book): Previewed {
  const { busy, now } = book
  const range = book.range ?? { start: now, end: now + YEAR_DAYS * DAY_MS }
  const until = busy.reduce((latest, { end }) => Math.max(latest, end), range.end)
  const days = Math.min(MOST_DAYS, Math.ceil((until - now) / DAY_MS) + 2)
  const [old, next] = [snapshotOf(before, book, days), snapshotOf(after, book, days)]
  const openings = compareOpenings(old, next, range)
  const named = [...after.practitioners, ...before.practitioners]
  const ids = new Set(named.map(({ id }) => id))
  return {
    weeks: [...openings.weeks].map(([week, change]) => ({ week, ...change })),
    practitioners: [...ids].flatMap((id) => {
      const change = openings.practitioners.get(id)
      return change ? [{ id, name: named.find((one) => one.id === id)!.name, ...change }] : []
    }),
    affected: affectedOf(old, next, book),
    what: differencesOf(before, after),
  }
}

function snapshotOf(file: PracticeFile, { busy, now }: Book, days: number): Snapshot {
  const today = todayOf(file, now)
  const compiled = compile(file, { from: addDays(today, -1), to: addDays(today, days) })
  return { compiled, occupancy: occupancyOf(compiled, busy), now }
}

function affectedOf(before: Snapshot, after: Snapshot, { busy, locations, now }: Book): Affected[] {
  const [troubleBefore, troubleAfter] = [judge(before.occupancy), judge(after.occupancy)]
  const visits = busy.filter(({ kind, end }) => (kind === 'appointment' || kind === 'request') && end > now)
  const affected = visits.flatMap((visit) => {
    const item = { ...visit, location: locations.get(visit.id) }
    const why = troubleAfter(item)
    return why === null || troubleBefore(item) !== null ? [] : [{ item, why }]
  })
  return affected.sort((a, b) => a.item.start - b.item.start || (a.item.id < b.item.id ? -1 : 1))
}
