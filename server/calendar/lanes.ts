import type { Hours, OpenWindow } from '../../engine/compiled.ts'
import type { Interval, Occupancy } from '../../engine/index.ts'
import { mergeIntervals, type RuledInterval, subtractIntervals } from '../../engine/interval.ts'
import type { Book, Taken } from '../../engine/occupancy.ts'
import type { CalendarReply } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { type CalendarSpan, clipped } from './span.ts'

type Lane = CalendarReply['lanes'][number]
type OpenTime = Lane['open'][number]

/** How many are taken at once. */
export interface TakenPart extends Interval {
  readonly taken: number
}

/** The calendar's columns: practitioners as listed, then chairs. */
export function lanesOf(file: PracticeFile, span: CalendarSpan, occupancy: Occupancy): Lane[] {
  const { compiled, iso } = span
  const written = (book: Book | undefined, places: number) =>
    takenIn(book, places, span).map(({ start, end, taken }) => ({ start: iso(start), end: iso(end), taken }))
  return [
    ...file.practitioners.map(({ id, name, splitBooking: places, exceptions }) => {
      const hours = compiled.hours.filter(({ practitioner }) => practitioner === id)
      return {
        ...{ kind: 'practitioner' as const, id, name, places, hasHours: true },
        open: openIn(hours, span),
        away: awayIn(hours, exceptions, span),
        taken: written(occupancy.practitioners.get(id), places),
      }
    }),
    ...file.chairs.map(({ id, name, capacity: places, exceptions = [] }) => {
      const hours = compiled.chairHours.get(id)
      return {
        ...{ kind: 'chair' as const, id, name, places, hasHours: hours !== undefined },
        open: openIn(hours ? [hours] : [], span),
        away: awayIn(hours ? [hours] : [], exceptions, span),
        taken: written(occupancy.chairs.get(id), places),
      }
    }),
  ]
}

/**
 * Where anything is taken, sorted and apart, as far as it lies in the span; where the number changes, the next part begins.
 *
 * @param places - A block takes all of them, and what stands there besides is in no place of its own: at least so many
 *   are taken then, more only where there are more visits than places.
 */
export function takenIn(book: Book | undefined, places: number, span: Interval): TakenPart[] {
  const parts: TakenPart[] = []
  const changes = (book?.taken ?? []).flatMap((taken) => changesOf(taken, span)).sort((a, b) => a.at - b.at)
  let [visits, blocks, since] = [0, 0, span.start]
  for (const { at, visit, block } of changes) {
    const taken = blocks > 0 ? Math.max(places, visits) : visits
    if (at > since && taken > 0) {
      const last = parts.at(-1)
      if (last?.end === since && last.taken === taken) parts[parts.length - 1] = { ...last, end: at }
      else parts.push({ start: since, end: at, taken })
    }
    since = at
    visits += visit
    blocks += block
  }
  return parts
}

function changesOf(taken: Taken, span: Interval): { at: number; visit: number; block: number }[] {
  const part = clipped(taken, span)
  if (!part) return []
  const [visit, block] = taken.takesAll ? [0, 1] : [1, 0]
  return [
    { at: part.start, visit, block },
    { at: part.end, visit: -visit, block: -block },
  ]
}

/** Windows without what exceptions take away, by start; each says where it comes from. */
function openIn(hours: readonly Hours[], span: CalendarSpan): OpenTime[] {
  return hours
    .flatMap(({ windows, removed }) => {
      const away = mergeIntervals(removed)
      return windows.flatMap((window) => subtractIntervals([window], away).map((part) => ({ window, part })))
    })
    .flatMap(({ window, part }) => {
      const inside = clipped(part, span)
      return inside ? [{ window, ...inside }] : []
    })
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ window, start, end }) => ({
      ...{ start: span.iso(start), end: span.iso(end), location: window.location, from: originOf(window) },
      reasons: window.reasons ? [...window.reasons] : null,
      patients: window.patients ?? null,
    }))
}

type Away = Lane['away'][number]

/** What exceptions take away, each once: parts of days, and whole days on which nobody is there; by start. */
function awayIn(
  hours: readonly Hours[],
  exceptions: PracticeFile['practitioners'][number]['exceptions'],
  span: CalendarSpan,
): Away[] {
  const parts = hours.flatMap(({ removed, replaced }) => {
    const isDayOff = ({ rule }: RuledInterval) => exceptionAt(exceptions, rule)?.windows?.length === 0
    return [...removed, ...replaced.filter(isDayOff)]
  })
  const all = parts
    .flatMap((part) => {
      const inside = clipped(part, span)
      return inside ? [{ ...inside, note: exceptionAt(exceptions, part.rule)?.note ?? null }] : []
    })
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, note }) => ({ start: span.iso(start), end: span.iso(end), note }))
  // Somebody who works at two locations is away from both.
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
}

/** By where it stands: `/practitioners/0/exceptions/1`. */
function exceptionAt<T>(exceptions: readonly T[], rule: string): T | undefined {
  return exceptions[Number(rule.split('/')[4])]
}

/** By where its rule stands: `/practitioners/0/weeks/1/windows/2`. */
function originOf({ rule }: OpenWindow): OpenTime['from'] {
  const list = rule.split('/')[3]
  return list === 'weeks' ? 'week' : list === 'exceptions' ? 'exception' : 'schedule'
}
