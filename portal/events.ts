import type { Listen } from './model/live.ts'

const againMs = 15_000

/** Hears from the server, as server-sent events, that something of a practice moved. */
export const listen: Listen = (practice, onChange, onState) => {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function open() {
    source = new EventSource(`/portal/api/practices/${encodeURIComponent(practice)}/events`)
    source.addEventListener('changed', onChange)
    source.onopen = () => {
      onState(true)
      // What moved while nobody was heard is not told again: also between the first reading and now.
      onChange()
    }
    source.onerror = () => {
      onState(false)
      // After a lost connection the browser tries again itself; after a refusal it doesn't.
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, againMs)
      // The session may be over: then reading tells so, and what stands on an unattended screen goes.
      onChange()
    }
  }

  if ('EventSource' in globalThis) open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
