import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

/**
 * A field whose text is added to a list.
 *
 * @param props.faultOf - What is wrong with a text, or null; it is trimmed.
 * @param props.add - Gets the text once nothing is wrong with it. The field has the focus.
 */
export function AddForm(props: {
  label: string
  type?: 'text' | 'email'
  placeholder?: string
  maxLength: number
  faultOf: (text: string) => string | null
  add: (text: string) => void
}) {
  const { label, type = 'text', placeholder, maxLength, faultOf, add } = props
  const fault = useSignal<string | null>(null)
  const faultId = useId()
  return (
    <form
      class="settings-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const input = event.currentTarget.elements.namedItem('added') as HTMLInputElement
        const text = input.value.trim()
        fault.value = faultOf(text)
        input.focus()
        if (fault.value) return
        input.value = ''
        add(text)
      }}
    >
      <label class="field">
        <span>{label}</span>
        <input
          class={fault.value ? 'input bad' : 'input'}
          name="added"
          autocomplete="off"
          spellcheck={type === 'email' ? false : undefined}
          {...{ type, list: undefined }}
          placeholder={placeholder}
          maxLength={maxLength}
          aria-invalid={fault.value !== null}
          aria-describedby={faultId}
        />
      </label>
      <button type="submit" class="button">
        <Icon name="plus" />
        Add
      </button>
      <p class="danger small" id={faultId} role="alert">
        {fault.value}
      </p>
    </form>
  )
}
