import type { ReadonlySignal } from '@preact/signals'
import type { Failure } from '../api.ts'

/** What is typed and not yet saved, as the bar below a room and the question before leaving it need it. */
export type Unsaved = {
  changed: ReadonlySignal<readonly unknown[]>
  isSaving: ReadonlySignal<boolean>
  saveFailure: ReadonlySignal<Failure | null>
  /** What was saved just now, and can be undone. */
  saved: ReadonlySignal<{ words: string } | null>
  /** @returns Whether it is saved. */
  save: () => Promise<boolean>
  discard: () => void
  undo: () => Promise<void>
}
