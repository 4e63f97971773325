import { endOf, minutesOf, type WeekWindow } from './schedule-windows.ts'

/** A stretch that is open in one of two weeks only. Minutes after midnight of its weekday; to at most 1440. */
export type HoursChange = { weekday: number; from: number; to: number; kind: 'gained' | 'lost' }

/** What a week's hours gain and lose against how they were, by weekday and time; where nothing changes there is nothing. */
export function changesBetween(before: readonly WeekWindow[], after: readonly WeekWindow[]): HoursChange[] {
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
    const [was, is] = [stretches(before, weekday), stretches(after, weekday)]
    return [
      ...without(is, was).map((each) => ({ weekday, ...each, kind: 'gained' as const })),
      ...without(was, is).map((each) => ({ weekday, ...each, kind: 'lost' as const })),
    ].sort((a, b) => a.from - b.from)
  })
}

type Stretch = { from: number; to: number }

/** A night's hours count to the day they begin on, up to midnight. */
function stretches(windows: readonly WeekWindow[], weekday: number): Stretch[] {
  const sorted = windows
    .filter((each) => each.weekday === weekday)
    .map((each) => ({ from: minutesOf(each.start), to: Math.min(endOf(each), 1440) }))
    .sort((a, b) => a.from - b.from)
  const merged: Stretch[] = []
  for (const each of sorted) {
    const last = merged.at(-1)
    if (last && each.from <= last.to) last.to = Math.max(last.to, each.to)
    else merged.push({ ...each })
  }
  return merged
}

function without(all: readonly Stretch[], gone: readonly Stretch[]): Stretch[] {
  return gone.reduce<Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((each) =>
        [
          { from: each.from, to: Math.min(each.to, from) },
          { from: Math.max(each.from, to), to: each.to },
        ].filter((part) => part.from < part.to),
      ),
    [...all],
  )
}
