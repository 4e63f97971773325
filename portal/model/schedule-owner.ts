import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { withPractitioner } from './schedule-week.ts'
import type { EditedWeek, Schedule } from './schedule-windows.ts'

/** Whose hours: a practitioner's, or a chair's that has some of its own. */
export type Owner = { kind: 'practitioner' | 'chair'; id: string }

/** What of it the default schedule is about; null: there is no such one. */
export function ownerIn(file: PracticeFile, { kind, id }: Owner) {
  const list = kind === 'practitioner' ? 'practitioners' : 'chairs'
  const index = file[list].findIndex((each) => each.id === id)
  const entry = kind === 'practitioner' ? file.practitioners[index] : file.chairs[index]
  if (!entry) return null
  const weeks: readonly EditedWeek[] = 'weeks' in entry ? entry.weeks : []
  return {
    name: entry.name,
    /** Null: a chair without hours, which is there whenever the practitioner is. */
    schedules: entry.schedules ?? null,
    weeks,
    /** Where it stands in the file, for faults: `/practitioners/0`. */
    pointer: `/${list}/${index}`,
  }
}

/** The file with another default; null: a chair without hours of its own. */
export function withSchedules(
  file: PracticeFile,
  { kind, id }: Owner,
  schedules: readonly Schedule[] | null,
  weeks?: readonly EditedWeek[],
): PracticeFile {
  if (kind === 'practitioner') {
    return withPractitioner(file, id, (was) => ({
      ...was,
      schedules: [...(schedules ?? [])],
      weeks: [...(weeks ?? was.weeks)],
    }))
  }
  const chairs = file.chairs.map((each) => {
    if (each.id !== id) return each
    const { schedules: _, ...chair } = each
    return schedules === null ? chair : { ...chair, schedules: [...schedules] }
  })
  return { ...file, chairs }
}
