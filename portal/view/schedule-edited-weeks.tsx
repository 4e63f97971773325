import type { EditedWeek } from '../model/schedule-windows.ts'

/** Weeks edited by hand that a change comes upon: kept, unless they are ticked. */
export function EditedWeeks(props: {
  weeks: readonly EditedWeek[]
  replaced: ReadonlySet<string>
  /** Words of a week by its Monday. */
  weekWords: (monday: string) => string
  onChange: (replaced: Set<string>) => void
}) {
  const { weeks, replaced, weekWords, onChange } = props
  if (weeks.length === 0) return <p class="small muted">No week from there on was edited by hand.</p>
  return (
    <fieldset class="schedule-edited">
      <legend>
        {weeks.length === 1
          ? '1 week was edited by hand. It is kept unless you tick it:'
          : `${weeks.length} weeks were edited by hand. They are kept unless you tick them:`}
      </legend>
      {weeks.map(({ week }) => (
        <label key={week} class="check plain">
          <input
            type="checkbox"
            checked={replaced.has(week)}
            onChange={({ currentTarget: { checked } }) => {
              const next = new Set(replaced)
              if (checked) next.add(week)
              else next.delete(week)
              onChange(next)
            }}
          />
          <span>Replace {weekWords(week)}</span>
        </label>
      ))}
    </fieldset>
  )
}
