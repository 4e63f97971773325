import type { ReadonlySignal } from '@preact/signals'

/** Tells screen readers what changed without moving focus. It stands in the page from the start, or it stays silent. */
export function LiveRegion({ said }: { said: ReadonlySignal<string> }) {
  return (
    <p class="sr" role="status">
      {said}
    </p>
  )
}
