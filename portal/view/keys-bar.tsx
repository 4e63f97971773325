import type { ReadonlySignal } from '@preact/signals'

/** The keys that work here, on screens that have room for it. */
export function KeysBar({ lettersOn }: { lettersOn: ReadonlySignal<boolean> }) {
  return (
    <div class="keys" aria-hidden="true">
      {lettersOn.value && (
        <span>
          <kbd>J</kbd> <kbd>K</kbd> next, previous
        </span>
      )}
      <span>
        <kbd>Enter</kbd> open
      </span>
      {lettersOn.value && (
        <span>
          <kbd>C</kbd> copy all
        </span>
      )}
      <span>
        <kbd>Esc</kbd> back to the row
      </span>
      {lettersOn.value && (
        <span class="last">
          <kbd>?</kbd> all keys
        </span>
      )}
    </div>
  )
}
