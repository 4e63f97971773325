import type { Picker, Unoffered } from '../../model/answer/picker.ts'
import { Icon } from '../icon.tsx'
import type { AnswerProps } from './props.ts'

/** A time that is not offered: each rule that stands in its way is named, and overruled one by one. */
export function UnofferedTime(props: AnswerProps & { picker: Picker; unoffered: Unoffered }) {
  const { answering, picker, unoffered } = props
  const { date, time, practitioner, chair, rules, overruled } = unoffered
  const { practitioners, chairs } = answering.practice
  return (
    <section aria-labelledby="unoffered">
      <h3 id="unoffered">A time that is not offered</h3>
      <div class="pick-fields four">
        <label class="field">
          <span>Date</span>
          <input
            class="input"
            type="date"
            value={date}
            min={picker.today}
            onChange={(event) => picker.typed({ date: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>Time</span>
          <input
            class="input"
            type="time"
            value={time}
            step={300}
            onChange={(event) => picker.typed({ time: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>Practitioner</span>
          <select
            class="input"
            value={practitioner}
            onChange={(event) => picker.typed({ practitioner: event.currentTarget.value })}
          >
            {practitioners.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Chair</span>
          <select
            class="input"
            value={chair ?? ''}
            onChange={(event) => picker.typed({ chair: event.currentTarget.value || null })}
          >
            <option value="">Any suitable chair</option>
            {chairs.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {picker.isImpossible.value && (
        <p class="hint danger" role="alert">
          <Icon name="warn" /> Clocks never show this time then. Type another.
        </p>
      )}
      {rules === null && (
        <button type="button" class="button ask" onClick={() => void picker.askRules()}>
          What stands against it?
        </button>
      )}
      {rules?.length === 0 && (
        <p class="note success">
          <Icon name="check" />
          <span>Nothing: this time is open.</span>
        </p>
      )}
      {rules && rules.length > 0 && (
        <fieldset class="rules">
          <legend>In its way</legend>
          {rules.map(({ rule, words, mayOverrule }) =>
            mayOverrule ? (
              <label key={rule} class="check plain">
                <input
                  type="checkbox"
                  checked={overruled.has(rule)}
                  onChange={(event) => picker.overrule(rule, event.currentTarget.checked)}
                />
                <span>Overrule: {words}</span>
              </label>
            ) : (
              <p key={rule} class="danger">
                <Icon name="x" /> {words} This cannot be overruled.
              </p>
            ),
          )}
        </fieldset>
      )}
    </section>
  )
}
