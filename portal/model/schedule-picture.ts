import type { CalendarReply } from '../../server/contract/calendar.ts'
import { addDays, instantOf } from './local-time.ts'
import { endOf, timeOf, type WeekWindow } from './schedule-windows.ts'

/** When an area of a week is, in epoch ms; null: clocks never show one of its ends, as when they are put forward. */
export function spanOfWindow(window: WeekWindow, monday: string, timeZone: string) {
  const at = (minutes: number) =>
    instantOf(addDays(monday, window.weekday - 1 + Math.floor(minutes / 1440)), timeOf(minutes % 1440), timeZone)
  const start = instantOf(addDays(monday, window.weekday - 1), window.start, timeZone)
  const end = at(endOf(window))
  return start === null || end === null ? null : { start, end }
}

/**
 * The calendar of a week as it would be with these hours: bookings as they are, and said to be outside hours where they
 * would be.
 *
 * @param location - For windows that name none.
 */
export function pictureWith(
  reply: CalendarReply,
  practitioner: string,
  monday: string,
  windows: readonly WeekWindow[],
  location: string,
): CalendarReply {
  const open = windows.flatMap((window) => {
    const span = spanOfWindow(window, monday, reply.timeZone)
    return span ? [{ ...span, window }] : []
  })
  const isOutside = (item: CalendarReply['items'][number]) =>
    !open.some(({ start, end }) => start <= Date.parse(item.start) && Date.parse(item.end) <= end)
  return {
    ...reply,
    lanes: reply.lanes.map((lane) =>
      lane.kind === 'practitioner' && lane.id === practitioner
        ? {
            ...lane,
            open: open.map(({ start, end, window }) => ({
              start: new Date(start).toISOString(),
              end: new Date(end).toISOString(),
              location: window.location ?? location,
              reasons: window.reasons ?? null,
              patients: window.patients ?? null,
              from: 'week' as const,
            })),
          }
        : lane,
    ),
    items: reply.items.map((item) =>
      item.practitioners.includes(practitioner) && (item.kind === 'appointment' || item.kind === 'request')
        ? { ...item, isOutsideHours: isOutside(item) }
        : item,
    ),
  }
}
