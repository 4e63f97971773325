import { isSame } from './rules-merge.ts'
import { readWeekly, writeWeekly } from './schedule-rrule.ts'
import { versionOn } from './schedule-week.ts'
import type { EditedWeek, RuledWindow, Schedule, WeekWindow } from './schedule-windows.ts'

/** Sorted by when they begin, the one that always was first. */
export const versionsInOrder = (schedules: readonly Schedule[]) =>
  [...schedules].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))

/** Those that begin on a date or later, without the first of all time. */
export const laterVersions = (schedules: readonly Schedule[], monday: string) =>
  versionsInOrder(schedules).filter(({ from }) => from !== undefined && from >= monday)

/** Edited weeks that a change from a week on comes upon. */
export const weeksFrom = (weeks: readonly EditedWeek[], monday: string) => weeks.filter(({ week }) => week >= monday)

/**
 * Puts windows in force from a week on, for all weeks that remain: what was before that week stays, later versions go.
 *
 * @param schedules - As they are in force.
 * @param windows - The changed default.
 * @param monday - `YYYY-MM-DD`.
 */
export function applyFrom(schedules: readonly Schedule[], windows: readonly RuledWindow[], monday: string): Schedule[] {
  const before = versionsInOrder(schedules).filter(({ from }) => from === undefined || from < monday)
  return [...before, { from: monday, windows: windows.map((window) => ({ ...window })) }]
}

/** Without the edited weeks that were ticked, from a week on. */
export const keptWeeks = (weeks: readonly EditedWeek[], replaced: ReadonlySet<string>) =>
  weeks.filter(({ week }) => !replaced.has(week))

/** Can one week stand for all? Not where some hours come every second week, or by a rule that is kept as text. */
export function isEachWeekAlike(schedules: readonly Schedule[], monday: string): boolean {
  const version = versionOn(schedules, monday)
  return (version?.windows ?? []).every(
    ({ rrule, exdates }) => readWeekly(rrule)?.everyWeeks === 1 && (exdates ?? []).length === 0,
  )
}

/** One week's hours as hours of every week: the same on several weekdays are one rule. */
export function weeklyOf(windows: readonly WeekWindow[]): RuledWindow[] {
  const groups: { hours: Omit<WeekWindow, 'weekday'>; weekdays: number[] }[] = []
  for (const { weekday, ...hours } of windows) {
    const group = groups.find((each) => isSame(each.hours, hours))
    if (group) group.weekdays.push(weekday)
    else groups.push({ hours, weekdays: [weekday] })
  }
  return groups.map(({ hours, weekdays }) => ({ ...hours, rrule: writeWeekly({ weekdays, everyWeeks: 1 }) }))
}
