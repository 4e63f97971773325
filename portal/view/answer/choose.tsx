import type { ComponentChildren } from 'preact'
import { Icon } from '../icon.tsx'

/** A question whose answers are few and known: a reason, a cause. */
export function Choose<Key extends string>(props: {
  label: string
  words: Readonly<Record<Key, string>>
  value: Key | null
  onChange: (value: Key | null) => void
  /** Shown once it is missed. */
  missing?: ComponentChildren
  isFirst?: boolean
}) {
  const { label, words, value, onChange, missing, isFirst = false } = props
  const id = `choose-${label.replace(/\W+/g, '-').toLowerCase()}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class={missing ? 'input bad' : 'input'}
        value={value ?? ''}
        autofocus={isFirst}
        aria-invalid={Boolean(missing)}
        aria-describedby={missing ? `${id}-missing` : undefined}
        onChange={(event) => onChange((event.currentTarget.value || null) as Key | null)}
      >
        <option value="">Choose one</option>
        {(Object.entries(words) as [Key, string][]).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {missing && (
        <p class="hint danger" id={`${id}-missing`} role="alert">
          <Icon name="warn" /> {missing}
        </p>
      )}
    </div>
  )
}
