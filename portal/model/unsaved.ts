import type { ReadonlySignal } from '@preact/signals'
import type { Failure } from '../api.ts'

/** What is typed and not yet saved, as the bar below a room and the question before leaving it need it. */
export type Unsaved = {
  changed: ReadonlySignal<readonly unknown[]>
  isSaving: ReadonlySignal<boolean>
  saveFailure: ReadonlySignal<Failure | null>
  /** What was saved just now. Undoing brings back what was before; null: that can't be. */
  saved: ReadonlySignal<{ words: string; before: object | null } | null>
  /** @returns Whether it is saved. */
  save: () => Promise<boolean>
  discard: () => void
  undo: () => Promise<void>
}
