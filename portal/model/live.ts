import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals'

/** Hears from the server that something moved. `onState` says whether it can be heard. Returns what ends it. */
export type Listen = (practice: string, onChange: () => void, onState: (isOpen: boolean) => void) => () => void

const pollMs = 15_000
/** While the server tells what moves, ages alone must be kept true; and nothing is believed for ever. */
const quietMs = 60_000
/** Several changes at once, as after an import, are one reading. */
const gatherMs = 250

/**
 * Reads at once, then whenever the server says that something moved; where it can't be heard, every 15 seconds while the
 * page can be seen.
 */
export function createLive(from: {
  practice: string
  visible: ReadonlySignal<boolean>
  listen: Listen | undefined
  read: () => Promise<unknown>
}) {
  const { practice, visible, listen, read } = from
  const isHeard = signal(false)
  let gathering: ReturnType<typeof setTimeout> | undefined

  const moved = () => {
    clearTimeout(gathering)
    gathering = setTimeout(() => void read(), gatherMs)
  }
  const stopListening = listen?.(practice, moved, (isOpen) => {
    isHeard.value = isOpen
  })

  const stopPolling = effect(() => {
    if (!visible.value) return
    let timer: ReturnType<typeof setTimeout>
    let going = true
    const tick = async () => {
      await read()
      if (going) timer = setTimeout(tick, isHeard.peek() ? quietMs : pollMs)
    }
    untracked(() => void tick())
    return () => {
      going = false
      clearTimeout(timer)
    }
  })

  return {
    isHeard,
    stop() {
      clearTimeout(gathering)
      stopListening?.()
      stopPolling()
    },
  }
}
