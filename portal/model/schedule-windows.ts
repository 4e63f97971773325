import type { PracticeFile } from '../../server/contract/practice-file.ts'

type Practitioner = PracticeFile['practitioners'][number]
export type Schedule = Practitioner['schedules'][number]
/** Hours that come again by a rule. */
export type RuledWindow = Schedule['windows'][number]
export type EditedWeek = Practitioner['weeks'][number]
/** Hours on one weekday of one week; 1 is Monday. */
export type WeekWindow = EditedWeek['windows'][number]

const dayMinutes = 1440
/** A new area is so long, where there is room. */
const newMinutes = 240
const leastMinutes = 5

/** Minutes after midnight of `08:30`. */
export const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** `08:30` of 510; 1440 is `24:00`. */
export const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** When it ends, in minutes after the midnight it begins after: beyond 1440 when it runs past the next. */
export const endOf = ({ start, end }: { start: string; end: string }) =>
  minutesOf(end) + (minutesOf(end) <= minutesOf(start) ? dayMinutes : 0)

/** By weekday, then by start. */
export const inOrder = (windows: readonly WeekWindow[]): WeekWindow[] =>
  [...windows].sort((a, b) => a.weekday - b.weekday || minutesOf(a.start) - minutesOf(b.start))

/**
 * Moves one edge of an area, as far as the area beside it and the ends of the day allow; an area stays at least 5 minutes
 * long. One that runs past midnight keeps its end.
 *
 * @param index - Which of the windows.
 * @param minutes - Where to, after midnight.
 */
export function moveEdge(
  windows: readonly WeekWindow[],
  index: number,
  edge: 'start' | 'end',
  minutes: number,
): WeekWindow[] {
  const moved = windows[index]
  if (!moved) return [...windows]
  const [start, end] = [minutesOf(moved.start), endOf(moved)]
  if (edge === 'end' && end > dayMinutes) return [...windows]
  const beside = windows.filter((each, i) => i !== index && each.weekday === moved.weekday)
  const least = edge === 'start' ? Math.max(0, ...beside.map(endOf).filter((at) => at <= start)) : start + leastMinutes
  const most =
    edge === 'start'
      ? Math.min(end, dayMinutes) - leastMinutes
      : Math.min(dayMinutes, ...beside.map((each) => minutesOf(each.start)).filter((at) => at >= end))
  const at = timeOf(Math.min(Math.max(minutes, least), most))
  return windows.map((each, i) => (i === index ? { ...each, [edge]: at } : each))
}

/** In two at a time inside it, which stays a break of nothing until an edge is moved. Outside: as it was. */
export function splitWindow(windows: readonly WeekWindow[], index: number, minutes: number): WeekWindow[] {
  const split = windows[index]
  if (!split || minutes <= minutesOf(split.start) || minutes >= Math.min(endOf(split), dayMinutes)) return [...windows]
  const at = timeOf(minutes)
  return windows.flatMap((each, i) =>
    i === index
      ? [
          { ...each, end: at },
          { ...each, start: at },
        ]
      : [each],
  )
}

/** The middle of an area, on a quarter of an hour: where it is split unless somebody says otherwise. */
export function middleOf(window: Pick<WeekWindow, 'start' | 'end'>): number {
  const middle = (minutesOf(window.start) + Math.min(endOf(window), dayMinutes)) / 2
  return Math.round(middle / 15) * 15
}

/** Adds an area to a day: after the last, an hour later; at 08:00 where there is none; null: there is no room. */
export function addWindow(windows: readonly WeekWindow[], weekday: number): WeekWindow[] | null {
  const ends = windows.filter((each) => each.weekday === weekday).map(endOf)
  const last = Math.max(...ends)
  const start = ends.length === 0 ? 8 * 60 : Math.min(last + 60, Math.max(last, dayMinutes - 60))
  const end = Math.min(start + newMinutes, dayMinutes)
  if (end - start < leastMinutes) return null
  const model = windows.find((each) => each.weekday === weekday) ?? windows[0]
  const added = {
    weekday,
    start: timeOf(start),
    end: timeOf(end),
    ...(model?.location ? { location: model.location } : {}),
  }
  return inOrder([...windows, added])
}

/** What is wrong with an area in itself or beside the others; null: nothing. */
export function windowFault(windows: readonly WeekWindow[], index: number): string | null {
  const window = windows[index]
  if (!window) return null
  if (window.start === window.end) return 'It must end at another time than it starts.'
  const overlaps = windows.some(
    (each, i) =>
      i !== index &&
      each.weekday === window.weekday &&
      minutesOf(each.start) < endOf(window) &&
      minutesOf(window.start) < endOf(each) &&
      each.location !== window.location,
  )
  return overlaps ? 'At this time these hours are at another location already.' : null
}

/** How many minutes are open. */
export const openMinutes = (windows: readonly { start: string; end: string }[]) =>
  windows.reduce((sum, each) => sum + endOf(each) - minutesOf(each.start), 0)

/** Without what is undefined: a property that isn't there is left out of a practice file. */
export function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}
