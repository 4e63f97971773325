import type { ComponentChildren } from 'preact'

type Common = {
  id: string
  label: string
  help?: ComponentChildren
  /** What is wrong with it. */
  fault?: string | null
  disabled: boolean
}

/** A label, what is typed or chosen, and what it means. */
function Field({ id, label, help, fault, children }: Omit<Common, 'disabled'> & { children: ComponentChildren }) {
  return (
    <div class="field connection-field">
      <label for={id}>{label}</label>
      {children}
      {help && (
        <p class="small muted" id={`${id}-help`}>
          {help}
        </p>
      )}
      <p class="danger small" id={`${id}-fault`} role="alert">
        {fault}
      </p>
    </div>
  )
}

const described = ({ id, help, fault }: Pick<Common, 'id' | 'help' | 'fault'>) => ({
  id,
  class: fault ? 'input bad' : 'input',
  'aria-invalid': fault ? true : undefined,
  'aria-describedby': [help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined,
})

export function TextField(
  props: Common & { value: string; placeholder?: string; maxLength?: number; onInput: (value: string) => void },
) {
  const { value, placeholder, maxLength = 300, disabled, onInput } = props
  return (
    <Field {...props}>
      <input
        {...described(props)}
        autocomplete="off"
        spellcheck={false}
        {...{ value, placeholder, maxLength, disabled }}
        onInput={(event) => onInput(event.currentTarget.value.trim())}
      />
    </Field>
  )
}

/** What is never shown again once it is saved: left empty, it stays. `isLong`: of several lines. */
export function SecretField(
  props: Common & { value: string | null; isKept: boolean; isLong?: boolean; onInput: (value: string | null) => void },
) {
  const { value, isKept, isLong, disabled, onInput } = props
  const shared = {
    ...described(props),
    disabled,
    value: value ?? '',
    autocomplete: 'off' as const,
    spellcheck: false,
    maxLength: 10_000,
    placeholder: isKept ? 'Set; leave empty to keep' : '',
  }
  return (
    <Field {...props}>
      {isLong ? (
        <textarea {...shared} rows={4} onInput={(event) => onInput(event.currentTarget.value || null)} />
      ) : (
        <input
          {...shared}
          type="password"
          autocomplete="new-password"
          onInput={(event) => onInput(event.currentTarget.value || null)}
        />
      )}
    </Field>
  )
}

/** @param options - What each value is called; a value that none of them is stands there as it is. */
export function SelectField<Value extends string | number>(
  props: Common & { value: Value; options: readonly (readonly [Value, string])[]; onChange: (value: Value) => void },
) {
  const { value, options, disabled, onChange } = props
  const isListed = options.some(([each]) => each === value)
  const all = isListed ? options : [[value, String(value)] as const, ...options]
  return (
    <Field {...props}>
      <select
        {...described(props)}
        disabled={disabled}
        value={value}
        onChange={(event) => {
          const chosen = all[event.currentTarget.selectedIndex]
          if (chosen) onChange(chosen[0])
        }}
      >
        {all.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}
