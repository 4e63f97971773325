import { signal } from '@preact/signals'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import type { CalendarItem } from './calendar-picture.ts'

export type BlocksModel = ReturnType<typeof createBlocks>

/** A block as it is typed: dates and times of day at the practice. */
export type BlockDraft = {
  practitioners: readonly string[]
  date: string
  from: string
  toDate: string
  to: string
  note: string
}

/** Time that staff take away from practitioners, and give back. */
export function createBlocks(from: {
  api: Pick<Api, 'change'>
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  onChanged: () => Promise<void>
}) {
  const { api, practice, announce, onFailure, onChanged } = from
  /** What is being typed; null: nothing. */
  const draft = signal<BlockDraft | null>(null)
  /** The block that is looked at; null: none. */
  const shown = signal<CalendarItem | null>(null)
  const adding = createAct(onFailure)
  const removing = createAct(onFailure)

  return {
    draft,
    shown,
    adding,
    removing,
    type(change: Partial<BlockDraft>) {
      if (draft.value) draft.value = { ...draft.value, ...change }
    },
    open(first: BlockDraft) {
      adding.clear()
      draft.value = first
    },
    show(item: CalendarItem) {
      removing.clear()
      shown.value = item
    },
    close() {
      draft.value = null
      shown.value = null
    },
    /** @param start, end - Epoch ms. */
    async add(start: number, end: number): Promise<void> {
      const typed = draft.peek()
      if (!typed) return
      const body = {
        practitioners: typed.practitioners,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
        note: typed.note.trim(),
      }
      if (!(await adding.run(() => api.change(practice, 'blocks', body)))) return
      draft.value = null
      announce('The time is blocked')
      await onChanged()
    },
    async remove(): Promise<void> {
      const item = shown.peek()
      if (!item || !(await removing.run(() => api.change(practice, 'blocks/remove', { id: item.id })))) return
      shown.value = null
      announce('The block is removed')
      await onChanged()
    },
  }
}
