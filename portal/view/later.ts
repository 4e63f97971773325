import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'

/** A component that is loaded when it is first needed, or before, when there is time. */
export function later<Props>(load: () => Promise<ComponentType<Props>>) {
  const loaded = signal<{ view: ComponentType<Props> } | 'failed' | null>(null)
  let loading: Promise<void> | null = null

  function fetch(): Promise<void> {
    loading ??= load()
      .then(
        (view) => {
          loaded.value = { view }
        },
        () => {
          loaded.value = 'failed'
        },
      )
      .finally(() => {
        loading = null
      })
    return loading
  }

  return {
    /** The component; null while it comes; `failed`: it could not be loaded. Asks for it. */
    get(): ComponentType<Props> | 'failed' | null {
      const now = loaded.value
      if (now === null) void fetch()
      return now === null || now === 'failed' ? now : now.view
    },
    again() {
      loaded.value = null
      return fetch()
    },
    /** Asks for it without waiting. */
    ready() {
      if (loaded.peek() === null) void fetch()
    },
  }
}
