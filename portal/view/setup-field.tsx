import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { SetupPart } from './setup-room.tsx'

/**
 * What every field gets. `at`: where it stands in the file (RFC 6901), which is its id in the page, too; what is wrong there
 * is shown under it.
 */
export type FieldProps = {
  part: SetupPart
  at: string
  label: ComponentChildren
  help?: ComponentChildren
  /** What is wrong as far as it can be told here. */
  fault?: string | null
}

/** What is wrong with a field: what can be told here comes before what the server said. */
const faultOf = ({ part, at, fault }: FieldProps) => fault ?? part.model.rules.faultAt(at)

/** What a control in a field carries. */
function described(props: FieldProps) {
  const [id, fault] = [props.at, faultOf(props)]
  return {
    id,
    class: fault ? 'input bad' : 'input',
    disabled: !props.part.mayChange,
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': [props.help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined,
  }
}

/** A label, what is typed or chosen, what it means and what is wrong with it. */
function Field(props: FieldProps & { children: ComponentChildren }) {
  const id = props.at
  return (
    <div class="field setup-field">
      <label for={id}>{props.label}</label>
      {props.children}
      {props.help && (
        <p class="small muted" id={`${id}-help`}>
          {props.help}
        </p>
      )}
      <p class="danger small" id={`${id}-fault`} role="alert">
        {faultOf(props)}
      </p>
    </div>
  )
}

export function TextField(
  props: FieldProps & {
    value: string
    type?: 'text' | 'tel' | 'email'
    isLong?: boolean
    /** Suggestions by the id of a `datalist`. */
    list?: string
    lang?: string
    maxLength?: number
    onInput: (value: string) => void
    onBlur?: (value: string) => void
  },
) {
  const { value, type = 'text', isLong, list, lang, maxLength = 300, onInput, onBlur } = props
  const shared = { ...described(props), value, lang, maxLength, autocomplete: 'off' as const }
  return (
    <Field {...props}>
      {isLong ? (
        <textarea {...shared} rows={2} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          {...{ type, list }}
          // Arabic is typed from the right, whatever the portal speaks.
          dir={lang === undefined ? undefined : 'auto'}
          onInput={(event) => onInput(event.currentTarget.value)}
          onBlur={(event) => onBlur?.(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

/** A whole number. While what stands there is none, the value is NaN, which is refused when it is saved. */
export function NumberField(
  props: FieldProps & {
    value: number | undefined
    min: number
    max: number
    unit?: string
    /** May it be left empty? */
    isOptional?: boolean
    onInput: (value: number | undefined) => void
  },
) {
  const { value, min, max, unit, isOptional = false, onInput } = props
  const typed = useRef<string | null>(null)
  const read = (text: string) =>
    text.trim() === '' && isOptional ? undefined : /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN
  // What was typed stands there as it was typed, until something else changes the value.
  const isTyped = typed.current !== null && Object.is(read(typed.current), value)
  const shown = isTyped ? typed.current! : value === undefined || Number.isNaN(value) ? '' : String(value)
  const isWrong = value !== undefined && !(Number.isInteger(value) && value >= min && value <= max)
  const fault = props.fault ?? (isWrong ? `Type a whole number from ${min} to ${max}.` : null)
  const own = { ...props, fault }
  return (
    <Field {...own}>
      <span class="setup-number">
        <input
          {...described(own)}
          inputMode="numeric"
          autocomplete="off"
          value={shown}
          onInput={(event) => {
            typed.current = event.currentTarget.value
            onInput(read(typed.current))
          }}
        />
        {unit && <span class="muted">{unit}</span>}
      </span>
    </Field>
  )
}

/** A date or a wall time; the browser shows it as its reader writes it. `24:00` is shown as midnight, `00:00`. */
export function WhenField(
  props: FieldProps & { type: 'date' | 'time'; isEnd?: boolean; value: string; onInput: (value: string) => void },
) {
  const { type, isEnd = false, value, onInput } = props
  return (
    <Field {...props}>
      <input
        {...described(props)}
        type={type}
        step={type === 'time' ? 300 : undefined}
        value={value === '24:00' ? '00:00' : value}
        onInput={(event) => {
          const now = event.currentTarget.value
          onInput(isEnd && type === 'time' && now === '00:00' ? '24:00' : now)
        }}
      />
    </Field>
  )
}

/** @param props.options - What each value is called; a value that is none of them stands there as it is. */
export function SelectField(
  props: FieldProps & {
    value: string
    options: readonly (readonly [string, string])[]
    onChange: (value: string) => void
  },
) {
  const { value, options, onChange } = props
  const isListed = options.some(([each]) => each === value)
  const all = isListed ? options : [[value, value || 'None chosen'] as const, ...options]
  return (
    <Field {...props}>
      <select {...described(props)} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {all.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** Several of a list. `at` is where the ids stand. */
export function ChecksField(
  props: FieldProps & {
    chosen: readonly string[]
    options: readonly { id: string; name: string }[]
    none: string
    onChange: (id: string, isOn: boolean) => void
  },
) {
  const { part, at, label, help, chosen, options, none, onChange } = props
  const id = at
  const fault = faultOf(props)
  return (
    <fieldset
      class="setup-checks"
      aria-describedby={[help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined}
    >
      <legend>{label}</legend>
      {help && (
        <p class="small muted" id={`${id}-help`}>
          {help}
        </p>
      )}
      {options.length === 0 && <p class="small muted">{none}</p>}
      <div class="setup-check-grid">
        {options.map((each) => (
          <label key={each.id} class="check plain">
            <input
              type="checkbox"
              checked={chosen.includes(each.id)}
              disabled={!part.mayChange}
              aria-invalid={fault ? true : undefined}
              onChange={(event) => onChange(each.id, event.currentTarget.checked)}
            />
            <span class="break">{each.name}</span>
          </label>
        ))}
      </div>
      <p class="danger small" id={`${id}-fault`} role="alert">
        {fault}
      </p>
    </fieldset>
  )
}

/** One thing that is or isn't. */
export function CheckField(props: {
  part: SetupPart
  label: string
  help?: string
  checked: boolean
  onChange: (isOn: boolean) => void
}) {
  const { part, label, help, checked, onChange } = props
  return (
    <label class="check plain">
      <input
        type="checkbox"
        checked={checked}
        disabled={!part.mayChange}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {help && <span class="small muted">{help}</span>}
      </span>
    </label>
  )
}
