import { formatDate, parseDate } from '../../engine/date.ts'
import { daysOf } from '../../engine/recurrence.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { addDays } from './local-time.ts'
import { inOrder, type RuledWindow, type Schedule, type WeekWindow, withoutGaps } from './schedule-windows.ts'

type Practitioner = PracticeFile['practitioners'][number]

/** Which version of a schedule is in force on a date; null: none yet. */
export function versionOn(schedules: readonly Schedule[], date: string): Schedule | null {
  const begun = schedules.filter(({ from }) => from === undefined || from <= date)
  return begun.reduce<Schedule | null>(
    (last, each) => (last === null || (each.from ?? '') >= (last.from ?? '') ? each : last),
    null,
  )
}

/**
 * The hours that a default schedule has in one week, every-second-week rules and such worked out.
 *
 * @param monday - `YYYY-MM-DD`.
 * @returns By weekday and start. Of a rule that can't be read nothing.
 */
export function defaultWeek(schedules: readonly Schedule[], monday: string): WeekWindow[] {
  const windows = Array.from({ length: 7 }, (_, i) => addDays(monday, i)).flatMap((date, i) =>
    (versionOn(schedules, date)?.windows ?? [])
      .filter((window) => isOn(window, date))
      .map((window) => ({ ...withoutRule(window), weekday: i + 1 })),
  )
  return inOrder(windows)
}

/** The hours of a week as they stand: edited by hand, in the file's order, or the default's. */
export function weekOf(practitioner: Practitioner, monday: string): { windows: WeekWindow[]; isEdited: boolean } {
  const edited = practitioner.weeks.find(({ week }) => week === monday)
  return edited
    ? { windows: edited.windows, isEdited: true }
    : { windows: defaultWeek(practitioner.schedules, monday), isEdited: false }
}

/** The file with a week edited by hand; null: back to the default. */
export function withWeek(
  file: PracticeFile,
  practitioner: string,
  monday: string,
  windows: readonly WeekWindow[] | null,
): PracticeFile {
  return withPractitioner(file, practitioner, (was) => {
    const others = was.weeks.filter(({ week }) => week !== monday)
    const weeks = windows === null ? others : [...others, { week: monday, windows: windows.map(withoutGaps) }]
    return { ...was, weeks: weeks.sort((a, b) => (a.week < b.week ? -1 : 1)) }
  })
}

/** The file with one practitioner changed. */
export function withPractitioner(
  file: PracticeFile,
  id: string,
  change: (was: Practitioner) => Practitioner,
): PracticeFile {
  return { ...file, practitioners: file.practitioners.map((each) => (each.id === id ? change(each) : each)) }
}

/** Dates of a week on which an exception stands in place of its hours, or takes part of them away. */
export function exceptionsIn(practitioner: Practitioner, monday: string) {
  const sunday = addDays(monday, 6)
  return practitioner.exceptions
    .map((exception) => ({
      exception,
      from: exception.date ?? exception.from ?? '',
      through: exception.date ?? exception.through ?? '',
    }))
    .filter(({ from, through }) => from <= sunday && through >= monday)
}

function isOn(window: RuledWindow, date: string): boolean {
  const day = parseDate(date)
  try {
    return daysOf(window, day, day + 1).some((each) => formatDate(each) === date)
  } catch {
    // The server says what is wrong with it.
    return false
  }
}

function withoutRule({ rrule: _, dtstart: __, exdates: ___, ...window }: RuledWindow) {
  return window
}
