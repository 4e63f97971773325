import { compile, type Interval } from '../../engine/index.ts'
import { mergeIntervals, subtractIntervals } from '../../engine/interval.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { addDays, isoWriter, todayOf } from '../dates.ts'

/** How many weeks are looked at to see what is usual: enough for every other week, and for once a month. */
const WEEKS = 8
const CLOSURE_DAYS = 30

/** A stretch of one date, as clocks there show it: `YYYY-MM-DDTHH:MM`. Past midnight, `end` has the next date. */
export interface Opening {
  readonly start: string
  readonly end: string
}

/** What a weekday usually looks like. */
export interface WeekdayHours {
  /** ISO: 1 is Monday. */
  readonly weekday: number
  /** As on most such dates that are open; empty: closed. */
  readonly openings: readonly Opening[]
  /** `often`: closed in some weeks. `varies`: open at other times in some weeks. */
  readonly regularity: 'weekly' | 'often' | 'varies'
  /** When it isn't the same every week: what each of the coming dates is like. */
  readonly dates: readonly (readonly Opening[])[]
}

/** When a location is closed although its hours say otherwise. */
export interface ComingClosure extends Opening {
  readonly name: string
}

/** A location's usual week and what interrupts it. */
export interface LocationHours {
  readonly location: string
  /** Monday first. */
  readonly week: readonly WeekdayHours[]
  /** In the next 30 days, earliest first. */
  readonly closures: readonly ComingClosure[]
}

/**
 * A practice's opening hours: when anybody works there in a usual week. Somebody's leave, weeks edited by hand and
 * holidays aren't usual; a rule that closes every week or month is.
 *
 * @param now - Epoch ms; from the schedules in force then.
 * @returns One entry a location, in the file's order.
 */
export function openingHours(file: PracticeFile, now: number): LocationHours[] {
  const today = todayOf(file, now)
  const usual = compile(
    {
      ...file,
      ceilings: [],
      closures: file.closures.filter(isPartOfWeek),
      practitioners: file.practitioners.map((practitioner) => ({
        ...practitioner,
        weeks: [],
        exceptions: [],
        schedules: inForce(practitioner.schedules, today),
      })),
    },
    { from: today, to: addDays(today, 7 * WEEKS) },
  )
  const special = compile(
    { ...file, ceilings: [], practitioners: [], closures: file.closures.filter((closure) => !isPartOfWeek(closure)) },
    { from: today, to: addDays(today, CLOSURE_DAYS) },
  )
  const names = file.closures.filter((closure) => !isPartOfWeek(closure)).map(({ name }) => name)

  return file.locations.map(({ id }) => {
    const wall = wallWriter(isoWriter(usual.zones.get(id)!))
    const windows = usual.hours.filter(({ location }) => location === id).flatMap((hours) => hours.windows)
    const closed = mergeIntervals(usual.closed.get(id) ?? [])
    // Each date by itself: what begins before midnight belongs to that date, however long it lasts.
    const byDate = Map.groupBy(windows, ({ start }) => wall(start).slice(0, 10))
    const openingsOn = (date: string): Opening[] =>
      subtractIntervals(mergeIntervals(byDate.get(date) ?? []), closed).map((part) => writeOpening(part, wall))
    return {
      location: id,
      week: [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
        const first = addDays(today, (weekday - isoWeekday(today) + 7) % 7)
        return weekdayHours(
          weekday,
          Array.from({ length: WEEKS }, (_, week) => openingsOn(addDays(first, 7 * week))),
        )
      }),
      closures: [...Map.groupBy(special.closed.get(id) ?? [], ({ rule }) => rule)]
        .flatMap(([rule, parts]) =>
          mergeIntervals(parts).map((part) => ({ name: names[Number(rule.split('/')[2])]!, ...part })),
        )
        .filter(({ start, end }) => end > now && wall(start).slice(0, 10) < addDays(today, CLOSURE_DAYS))
        .sort((a, b) => a.start - b.start)
        .map(({ name, ...part }) => ({ name, ...writeOpening(part, wall) })),
    }
  })
}

function weekdayHours(weekday: number, dates: readonly Opening[][]): WeekdayHours {
  const open = dates.filter(({ length }) => length > 0)
  const alike = [...Map.groupBy(open, timesOf).values()].sort((a, b) => b.length - a.length)
  const regularity = alike.length > 1 ? 'varies' : open.length < dates.length && open.length > 0 ? 'often' : 'weekly'
  return { weekday, openings: alike[0]?.[0] ?? [], regularity, dates: regularity === 'weekly' ? [] : open }
}

function timesOf(openings: readonly Opening[]): string {
  return openings.map(({ start, end }) => start.slice(11) + end.slice(11)).join()
}

/** Only the newest schedule that has begun: hours that begin next month aren't today's. */
function inForce<T extends { readonly from?: string | undefined }>(schedules: readonly T[], today: string): T[] {
  const begun = schedules.filter(({ from = '' }) => from <= today)
  return begun.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).slice(-1)
}

/** Closed every Wednesday is part of the hours; closed every first of January is a holiday. */
function isPartOfWeek(closure: PracticeFile['closures'][number]): boolean {
  return 'rrule' in closure && closure.rrule !== undefined && !/FREQ=YEARLY/i.test(closure.rrule)
}

function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7
}

function wallWriter(write: (instant: number) => string): (instant: number) => string {
  return (instant) => write(instant).slice(0, 16)
}

function writeOpening({ start, end }: Interval, wall: (instant: number) => string): Opening {
  return { start: wall(start), end: wall(end) }
}
