import { weekdayName } from '../model/schedule-rrule.ts'

/** Weekdays to tick. The last one stays: what comes on no day is removed instead. */
export function Weekdays(props: {
  /** Whose these are: `hours 2`. */
  of: string
  /** ISO, 1 is Monday. */
  chosen: readonly number[]
  isFixed: boolean
  onChange: (weekdays: number[]) => void
}) {
  const { of, chosen, isFixed, onChange } = props
  return (
    <fieldset class="schedule-weekdays" disabled={isFixed}>
      <legend class="sr">Weekdays of {of}</legend>
      {[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
        const isOn = chosen.includes(weekday)
        return (
          <label key={weekday} class={isOn ? 'on' : ''}>
            <input
              type="checkbox"
              checked={isOn}
              disabled={isOn && chosen.length === 1}
              onChange={() => onChange(isOn ? chosen.filter((each) => each !== weekday) : [...chosen, weekday])}
            />
            <span aria-hidden="true">{weekdayName(weekday).slice(0, 2)}</span>
            <span class="sr">{weekdayName(weekday)}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
