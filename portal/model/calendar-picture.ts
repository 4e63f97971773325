import type { CalendarReply } from '../../server/contract/calendar.ts'
import { type Axis, createAxis } from './calendar-axis.ts'
import { layTracks, type Track } from './calendar-tracks.ts'

export type Lane = CalendarReply['lanes'][number]
export type CalendarItem = CalendarReply['items'][number]
export type OpenTime = Lane['open'][number]

type Span = { readonly start: number; readonly end: number }
/** In which visits may be. `isEdited`: this week's hours were changed by hand; `isException`: this date's were. */
export type OpenArea = Span & Pick<OpenTime, 'reasons' | 'patients' | 'from' | 'location'>
/** Taken away, by its name: a closure, or somebody's leave. */
export type ClosedArea = Span & {
  readonly name: string
  readonly kind: 'closure' | 'away'
  /** What is closed; absent, or null: all of it. */
  readonly location?: string | null
}
export type PlacedItem = Track & Span & { readonly item: CalendarItem }
/** How many visits there are from `start` on. `labelAt`: where that is written. All in epoch ms. */
export type TakenMark = { readonly start: number; readonly taken: number; readonly labelAt: number }

/** One column: a day of a practitioner, or of a chair. */
export type GridColumn = {
  /** Unlike any other's in the same picture. */
  readonly key: string
  readonly date: string
  readonly lane: Lane
  /** Epoch ms. */
  readonly start: number
  readonly end: number
  readonly open: readonly OpenArea[]
  readonly closed: readonly ClosedArea[]
  readonly items: readonly PlacedItem[]
  readonly taken: readonly TakenMark[]
  /** The practitioner's week was edited by hand. */
  readonly isEdited: boolean
}

export type Picture = { readonly axis: Axis; readonly columns: readonly GridColumn[]; readonly timeZone: string }

export const laneKey = ({ kind, id }: Pick<Lane, 'kind' | 'id'>) => `${kind}:${id}`

/** Hours that a calendar shows in any case, so that an empty week doesn't shrink to nothing. */
const leastHours = [8, 17] as const

/**
 * What a grid draws: a column for each of these days and each of these lanes, days first.
 *
 * @param dates - Some of those that the reply has; others are left out.
 * @param lanes - Some of the reply's.
 * @param least - Hours of the day that are drawn in any case, like `[8, 17]`.
 */
export function pictureOf(
  reply: CalendarReply,
  dates: readonly string[],
  lanes: readonly Lane[],
  least: readonly [number, number] = leastHours,
): Picture {
  const days = reply.days
    .filter(({ date }) => dates.includes(date))
    .map((day) => ({ ...day, start: Date.parse(day.start), end: Date.parse(day.end) }))
  const columns = days.flatMap((day) => lanes.map((lane) => columnOf(reply, day, lane)))
  const seen = columns.flatMap(({ open, items }) => [...open, ...items])
  return { axis: createAxis(days, reply.timeZone, seen, least), columns, timeZone: reply.timeZone }
}

type ReplyDay = Omit<CalendarReply['days'][number], 'start' | 'end'> & Span

function columnOf(reply: CalendarReply, day: ReplyDay, lane: Lane): GridColumn {
  const items = reply.items
    .filter((item) => isOf(item, lane))
    .map((item) => ({ ...spanOf(item), item }))
    .filter((span) => meets(span, day))
    .sort((a, b) => a.start - b.start || a.end - b.end)
  const tracks = layTracks(items, lane.places)
  return {
    key: `${day.date} ${laneKey(lane)}`,
    date: day.date,
    lane,
    start: day.start,
    end: day.end,
    open: partsOf(lane.open, day),
    closed: [
      ...partsOf(
        reply.closures.filter((closure) => isClosed(closure, lane)),
        day,
      ).map((closure) => ({
        ...closure,
        kind: 'closure' as const,
      })),
      ...partsOf(lane.away, day).map(({ note, ...away }) => ({
        ...away,
        name: note ?? 'Away',
        kind: 'away' as const,
      })),
    ],
    items: items.map((item, index) => ({ ...item, ...tracks[index]! })),
    taken: marksOf(partsOf(lane.taken, day)),
    isEdited: lane.kind === 'practitioner' && day.isWeekEdited.includes(lane.id),
  }
}

/** Nearer than this they would lie over each other. */
const apartMs = 14 * 60_000

/** Where the count changes. That all places are free again is said too. What follows too closely is written lower down. */
function marksOf(parts: readonly (Span & { readonly taken: number })[]): TakenMark[] {
  const all = parts.flatMap((part, index) => {
    const next = parts[index + 1]
    const isFollowed = next !== undefined && next.start <= part.end
    return isFollowed ? [part] : [part, { start: part.end, taken: 0 }]
  })
  const marks: TakenMark[] = []
  for (const { start, taken } of all) {
    const before = marks.at(-1)
    if (before?.taken === taken) continue
    marks.push({ start, taken, labelAt: before ? Math.max(start, before.labelAt + apartMs) : start })
  }
  return marks
}

const isOf = (item: CalendarItem, lane: Lane) =>
  lane.kind === 'practitioner' ? item.practitioners.includes(lane.id) : item.chair === lane.id

/** A closure of one place doesn't close who only works at another. */
const isClosed = ({ location }: CalendarReply['closures'][number], lane: Lane) =>
  location === null || lane.open.length === 0 || lane.open.some((open) => open.location === location)

const spanOf = ({ start, end }: { start: string; end: string }): Span => ({
  start: Date.parse(start),
  end: Date.parse(end),
})

const meets = (span: Span, day: Span) => span.start < day.end && span.end > day.start

/** What of them lies on a day, cut to it, earliest first. */
function partsOf<T extends { start: string; end: string }>(all: readonly T[], day: Span) {
  return all
    .map((each) => ({ ...each, ...spanOf(each) }))
    .filter((each) => meets(each, day))
    .map((each) => ({ ...each, start: Math.max(each.start, day.start), end: Math.min(each.end, day.end) }))
    .sort((a, b) => a.start - b.start)
}
