import { computed, signal } from '@preact/signals'
import type { RequestRow } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'

export type Search = ReturnType<typeof createSearch>

/** Somebody still types. */
const pauseMs = 200

/** Looks for a patient or a reference among all requests and appointments. */
export function createSearch(from: {
  api: Api
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, announce, onFailure } = from
  const text = signal('')
  const rows = signal<readonly RequestRow[] | null>(null)
  const failure = signal<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function look(): Promise<void> {
    clearTimeout(timer)
    const mine = ++asked
    const wanted = text.value.trim()
    if (!wanted) return
    const reply = await api.search(practice, wanted)
    if (mine !== asked) return
    if (!reply.ok) {
      failure.value = reply.failure
      onFailure(reply.failure)
      return
    }
    failure.value = null
    rows.value = reply.value.requests
    const count = reply.value.requests.length
    announce(count === 0 ? 'Nothing found' : count === 1 ? '1 found' : `${count} found`)
  }

  function clear(): void {
    clearTimeout(timer)
    asked++
    text.value = ''
    rows.value = null
    failure.value = null
  }

  return {
    text,
    /** Whether the results stand in the list's place. */
    isOn: computed(() => text.value.trim() !== ''),
    /** Null until something was looked for. */
    rows,
    failure,
    look,
    type(typed: string) {
      if (!typed.trim()) return clear()
      text.value = typed
      clearTimeout(timer)
      timer = setTimeout(() => void look(), pauseMs)
    },
    clear,
    stop: () => clearTimeout(timer),
  }
}
