import { computed, type Signal, signal } from '@preact/signals'

const most = 100

/** The steps back and forth of something edited. */
export function createRulesHistory<T>(now: Signal<T | null>) {
  const back = signal<readonly { was: T; step: string | undefined }[]>([])
  const forth = signal<readonly T[]>([])

  return {
    canUndo: computed(() => back.value.length > 0),
    canRedo: computed(() => forth.value.length > 0),
    /** @param step - Edits of one name in a row are one step. */
    keep(was: T, step?: string): void {
      forth.value = []
      if (step !== undefined && back.peek().at(-1)?.step === step) return
      back.value = [...back.peek().slice(-most + 1), { was, step }]
    },
    undo(): void {
      const last = back.peek().at(-1)
      if (!last || now.peek() === null) return
      forth.value = [...forth.peek(), now.peek()!]
      back.value = back.peek().slice(0, -1)
      now.value = last.was
    },
    redo(): void {
      const next = forth.peek().at(-1)
      if (next === undefined || now.peek() === null) return
      back.value = [...back.peek(), { was: now.peek()!, step: undefined }]
      forth.value = forth.peek().slice(0, -1)
      now.value = next
    },
    clear(): void {
      back.value = []
      forth.value = []
    },
  }
}
