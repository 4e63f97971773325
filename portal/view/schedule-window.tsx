import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { minutesOf, timeOf, withoutGaps } from '../model/schedule-windows.ts'
import { Icon } from './icon.tsx'
import { PatientsField } from './schedule-patients.tsx'

/** Hours, however they come again. */
type Hours = Omit<PracticeFile['practitioners'][number]['weeks'][number]['windows'][number], 'weekday'>

/** What can be chosen for hours. */
export type Choices = {
  reasons: readonly { id: string; name: string }[]
  locations: readonly { id: string; name: string }[]
}

/**
 * Start, end, and for whom hours are.
 *
 * @param of - Whose these are, for whoever hears the fields one by one: `Tuesday, hours 2`.
 * @param pointer - Where they stand in the file: a link from a fault leads there.
 */
export function WindowFields<T extends Hours>(props: {
  window: T
  of: string
  pointer: string
  choices: Choices
  isFixed?: boolean
  fault: string | null
  onChange: (window: T) => void
}) {
  const { window, of, pointer, choices, isFixed = false, fault, onChange } = props
  const change = (part: Partial<Hours>) => onChange(withoutGaps({ ...window, ...part }))
  const faultId = fault ? `fault-${pointer}` : undefined
  const time = (edge: 'start' | 'end', words: string) => (
    <label class="field">
      <span>
        {words}
        <span class="sr"> of {of}</span>
      </span>
      <input
        class={fault ? 'input bad' : 'input'}
        type="time"
        step={300}
        disabled={isFixed}
        aria-describedby={faultId}
        // A clock can't show 24:00; an end at 00:00 is that midnight.
        value={timeOf(minutesOf(window[edge]) % 1440)}
        onChange={({ currentTarget: { value } }) => {
          if (value) change({ [edge]: value })
        }}
      />
    </label>
  )
  return (
    <div class="schedule-fields" id={pointer} tabIndex={-1}>
      {time('start', 'Start')}
      {time('end', 'End')}
      <PatientsField {...{ of, isFixed }} patients={window.patients} onChange={(patients) => change({ patients })} />
      {choices.locations.length > 1 && (
        <label class="field">
          <span>
            Location<span class="sr"> of {of}</span>
          </span>
          <select
            class="input"
            disabled={isFixed}
            value={window.location ?? ''}
            onChange={({ currentTarget: { value } }) => change({ location: value || undefined })}
          >
            {window.location === undefined && <option value="">Choose</option>}
            {choices.locations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Reasons {...{ of, choices, isFixed }} chosen={window.reasons} onChange={(reasons) => change({ reasons })} />
      {fault && (
        <p class="small danger schedule-fault" id={faultId} role="alert">
          <Icon name="warn" /> {fault}
        </p>
      )}
    </div>
  )
}

/** All reasons, or which. */
function Reasons(props: {
  of: string
  choices: Choices
  isFixed: boolean
  chosen: readonly string[] | undefined
  onChange: (reasons: string[] | undefined) => void
}) {
  const { of, choices, isFixed, chosen, onChange } = props
  return (
    <fieldset class="schedule-reasons" disabled={isFixed}>
      <legend class="sr">Reasons allowed, {of}</legend>
      <label class="check plain">
        <input
          type="checkbox"
          checked={chosen === undefined}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? undefined : choices.reasons.map(({ id }) => id))
          }
        />
        <span>For every reason</span>
      </label>
      {chosen !== undefined && (
        <div class="schedule-reason-list">
          {choices.reasons.map(({ id, name }) => (
            <label key={id} class="check plain">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ currentTarget: { checked } }) =>
                  onChange(checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              <span>{name}</span>
            </label>
          ))}
          {chosen.length === 0 && <p class="small danger">Tick at least one: like this nothing can be booked.</p>}
        </div>
      )}
    </fieldset>
  )
}

/** What can be chosen for a practitioner's hours: the reasons they give; for a chair all. */
export const choicesFor = (file: PracticeFile, given: readonly string[] | null): Choices => ({
  reasons: file.reasons.filter(({ id }) => given === null || given.includes(id)),
  locations: file.locations,
})
