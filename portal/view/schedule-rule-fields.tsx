import { mondayOf } from '../model/local-time.ts'
import { readWeekly, writeWeekly } from '../model/schedule-rrule.ts'
import { type RuledWindow, withoutGaps } from '../model/schedule-windows.ts'
import { Icon } from './icon.tsx'
import { Weekdays } from './schedule-weekdays.tsx'

/** On which weekdays hours come, and every how many weeks. */
export function RuleFields(props: {
  window: RuledWindow
  /** Whose these are: `hours 2`. */
  of: string
  today: string
  /** When the version begins; every second week is counted from then, until somebody says otherwise. */
  begins: string | undefined
  isFixed: boolean
  onChange: (window: RuledWindow) => void
}) {
  const { window, of, today, begins, isFixed, onChange } = props
  const rule = readWeekly(window.rrule)
  if (!rule) return null
  const { weekdays, everyWeeks } = rule
  const change = (next: Partial<typeof rule>, dtstart: string | null = window.dtstart ?? null) =>
    onChange(withoutGaps({ ...window, rrule: writeWeekly({ ...rule, ...next }), dtstart: dtstart ?? undefined }))
  return (
    <div class="schedule-rule-fields">
      <Weekdays of={of} chosen={weekdays} isFixed={isFixed} onChange={(next) => change({ weekdays: next })} />
      <label class="field">
        <span>
          Comes<span class="sr">, {of}</span>
        </span>
        <select
          class="input"
          disabled={isFixed}
          value={everyWeeks}
          onChange={({ currentTarget: { value } }) =>
            change({ everyWeeks: Number(value) }, window.dtstart ?? (value === '1' ? null : mondayOf(begins ?? today)))
          }
        >
          {[...new Set([1, 2, 3, 4, 6, 8, everyWeeks])].map((weeks) => (
            <option key={weeks} value={weeks}>
              {weeks === 1 ? 'every week' : `every ${weeks} weeks`}
            </option>
          ))}
        </select>
      </label>
      {(everyWeeks > 1 || window.dtstart !== undefined) && (
        <label class="field">
          <span>
            {everyWeeks > 1 ? 'Counted from the week of' : 'First on'}
            <span class="sr">, {of}</span>
          </span>
          <input
            class="input"
            type="date"
            disabled={isFixed}
            value={window.dtstart ?? ''}
            onChange={({ currentTarget: { value } }) => {
              if (value || everyWeeks === 1) change({}, value || null)
            }}
          />
        </label>
      )}
    </div>
  )
}

/** A rule that has no fields here: it is shown, and stays as it is. */
export function FixedRule({ rrule }: { rrule: string }) {
  return (
    <p class="small row">
      <Icon name="lock" />
      <span>
        Comes by the rule <code class="break">{rrule}</code>, which can’t be edited here. It is kept as it is.
      </span>
    </p>
  )
}
