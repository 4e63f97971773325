import type { Signal } from '@preact/signals'

/** A label, what is typed under it, and what is wrong with it. */
export function AccountField(props: {
  id: string
  label: string
  value: Signal<string>
  type?: 'text' | 'password'
  autocomplete?: string
  /** For a code: which keys a phone shows. */
  inputMode?: 'numeric' | 'text'
  maxLength?: number
  hint?: string
  error?: string | null
  isFirst?: boolean
}) {
  const { id, label, value, type = 'text', autocomplete = 'off', inputMode, hint, error, isFirst = false } = props
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const common = {
    id,
    class: error ? 'input bad' : 'input',
    value: value.value,
    autocomplete,
    maxLength: props.maxLength ?? 128,
    spellcheck: false,
    'aria-invalid': Boolean(error),
    'aria-describedby': described || undefined,
    autofocus: isFirst,
    onInput(event: { currentTarget: HTMLInputElement }) {
      value.value = event.currentTarget.value
    },
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'password' ? (
        <input {...common} type="password" />
      ) : (
        <input {...common} type="text" inputMode={inputMode} />
      )}
      {hint && (
        <p class="small muted field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="small danger field-hint" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
