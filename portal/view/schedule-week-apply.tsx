import { useSignal } from '@preact/signals'
import { addDays } from '../model/local-time.ts'
import type { Portal } from '../model/portal.ts'
import type { RulesModel } from '../model/rules.ts'
import { formatSchedule } from '../model/schedule-address.ts'
import { withSchedules } from '../model/schedule-owner.ts'
import {
  applyFrom,
  isEachWeekAlike,
  keptWeeks,
  laterVersions,
  weeklyOf,
  weeksFrom,
} from '../model/schedule-versions.ts'
import { weekOf } from '../model/schedule-week.ts'
import { createCalendarWords } from './calendar-words.ts'
import { EditedWeeks } from './schedule-edited-weeks.tsx'

/** Makes the hours of this week those of all weeks from it on. */
export function WeekApply(props: {
  portal: Portal
  rules: RulesModel
  practice: string
  practitioner: string
  monday: string
}) {
  const { portal, rules, practice, practitioner: id, monday } = props
  const replaced = useSignal<ReadonlySet<string>>(new Set())
  const practitioner = rules.file.value?.practitioners.find((each) => each.id === id)
  if (!practitioner) return null
  const words = createCalendarWords(portal.words.value, portal.practice.value?.locale ?? 'en-GB')
  const weekWords = (week: string) => words.dates(week, addDays(week, 6))
  const isAlike = isEachWeekAlike(practitioner.schedules, monday)
  const later = weeksFrom(practitioner.weeks, monday).filter(({ week }) => week !== monday)
  const dropped = laterVersions(practitioner.schedules, addDays(monday, 1))
  const link = <a href={formatSchedule(practice, { kind: 'practitioner', id })}>default schedule</a>

  function apply() {
    const { windows } = weekOf(practitioner!, monday)
    const schedules = applyFrom(practitioner!.schedules, weeklyOf(windows), monday)
    // This week is like the default then.
    const weeks = keptWeeks(practitioner!.weeks, new Set([...replaced.value, monday]))
    rules.edit((file) => withSchedules(file, { kind: 'practitioner', id }, schedules, weeks))
    replaced.value = new Set()
    portal.announce('Applied to the remaining weeks. Nothing counts until you save.')
  }

  return (
    <section class="schedule-aside" aria-labelledby="week-apply">
      <h3 id="week-apply">Apply to remaining weeks</h3>
      {isAlike ? (
        <>
          <p class="small muted">
            From {weekWords(monday)} on, every week gets the hours of this one. Weeks before it stay as they are.
          </p>
          {dropped.length > 0 && (
            <p class="small">
              Changes of the {link} planned for {dropped.map(({ from }) => words.dates(from!, from!)).join(' and ')} go
              with it.
            </p>
          )}
          <EditedWeeks
            weeks={later}
            replaced={replaced.value}
            weekWords={weekWords}
            onChange={(next) => {
              replaced.value = next
            }}
          />
          <button type="button" class="button" onClick={apply}>
            Apply to remaining weeks
          </button>
        </>
      ) : (
        <p class="small">
          Not every week is like this one: some hours come every second week, or by a rule of their own. Change them in
          the {link}.
        </p>
      )}
    </section>
  )
}
