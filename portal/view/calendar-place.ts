import type { Axis } from '../model/calendar-axis.ts'

type Place = { '--at': string; '--for': string }

/** Where a span of a day stands in its column, in hours down from the top; `calendar-grid.css` turns them into lengths. */
export function placeOf(axis: Axis, date: string, start: number, end: number): Place {
  const day = axis.days.get(date)
  if (!day) return { '--at': '0', '--for': '0' }
  const from = Math.max(axis.from, day.down(start))
  const to = Math.min(axis.to, end >= day.day.end ? axis.to : day.down(end))
  return placeBetween(axis, from, Math.max(from, to))
}

/** The same for minutes down the axis. */
export const placeBetween = (axis: Axis, from: number, to: number): Place => ({
  '--at': String((from - axis.from) / 60),
  '--for': String((to - from) / 60),
})

/**
 * The instant at a height of a column.
 *
 * @param share - 0 at its top, 1 at its bottom.
 * @param stepMinutes - Rounded down to a multiple of this.
 * @returns Epoch ms; null where that day has no such time.
 */
export function instantAt(axis: Axis, date: string, share: number, stepMinutes: number): number | null {
  const down = axis.from + Math.min(1, Math.max(0, share)) * (axis.to - axis.from)
  const stepped = Math.min(Math.floor(down / stepMinutes) * stepMinutes, axis.to - stepMinutes)
  return axis.days.get(date)?.instant(stepped) ?? null
}
