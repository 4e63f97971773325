import { useSignal } from '@preact/signals'
import { addDays, mondayOf } from '../model/local-time.ts'
import type { Portal } from '../model/portal.ts'
import type { RulesModel } from '../model/rules.ts'
import { type Owner, ownerIn, withSchedules } from '../model/schedule-owner.ts'
import { applyFrom, keptWeeks, laterVersions, weeksFrom } from '../model/schedule-versions.ts'
import type { RuledWindow, Schedule } from '../model/schedule-windows.ts'
import { createCalendarWords } from './calendar-words.ts'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { EditedWeeks } from './schedule-edited-weeks.tsx'

/** From which week on a changed default holds, and what becomes of weeks that were edited by hand. */
export function ApplyDialog(props: {
  portal: Portal
  rules: RulesModel
  practice: { locale: string }
  owner: Owner
  today: string
  own: NonNullable<ReturnType<typeof ownerIn>> & { schedules: Schedule[] }
  windows: readonly RuledWindow[]
  onLater: () => void
  /** @param from - The Monday from which it holds. */
  onApplied: (from: string) => void
}) {
  const { portal, rules, practice, owner, today, own, windows, onLater, onApplied } = props
  const date = useSignal(addDays(mondayOf(today), 7))
  const replaced = useSignal<ReadonlySet<string>>(new Set())
  const words = createCalendarWords(portal.words.value, practice.locale)
  const monday = mondayOf(date.value)
  const kept = rules.kept.value
  // What stands until then is as it was saved, not as it was edited a moment ago.
  const before = (kept && ownerIn(kept, owner)?.schedules) ?? own.schedules
  const dropped = laterVersions(before, addDays(monday, 1))
  const weeks = weeksFrom(own.weeks, monday)
  return (
    <Dialog
      title="Apply to remaining weeks?"
      onLater={onLater}
      onMain={() => {
        const still = new Set([...replaced.value].filter((week) => week >= monday))
        rules.edit((now) => withSchedules(now, owner, applyFrom(before, windows, monday), keptWeeks(own.weeks, still)))
        portal.announce('Applied to the remaining weeks. Nothing counts until you save.')
        onApplied(monday)
      }}
      foot={<ConfirmFoot onCancel={onLater} main={`Apply from ${words.dates(monday, monday)}`} />}
    >
      <label class="field">
        <span>From the week of</span>
        <input
          class="input"
          type="date"
          required
          min={mondayOf(today)}
          value={date.value}
          onChange={({ currentTarget: { value } }) => {
            if (value) date.value = value
          }}
        />
      </label>
      <p>
        These hours hold from Monday, {words.dates(monday, monday)}, on. Until then the hours stay as they are in force
        now.
      </p>
      {dropped.length > 0 && (
        <p>
          What was planned from {dropped.map(({ from }) => words.dates(from!, from!)).join(' and ')} on is replaced.
        </p>
      )}
      {owner.kind === 'practitioner' && (
        <EditedWeeks
          weeks={weeks}
          replaced={replaced.value}
          weekWords={(week) => words.dates(week, addDays(week, 6))}
          onChange={(next) => {
            replaced.value = next
          }}
        />
      )}
    </Dialog>
  )
}
