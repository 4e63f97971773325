import { listen as listenAlone } from './events.ts'
import type { Listen } from './model/live.ts'

/** What windows say to each other: whether the server is heard, that something moved, and the question of a new one. */
type Said = 'heard' | 'unheard' | 'changed' | 'who is heard?'

/**
 * Hears the same, but over one connection for all windows of a browser: over HTTP/1.1 a browser keeps six to a server, and
 * with each window holding one the seventh would wait for ever. The window that has the practice's lock listens and passes
 * on what it hears; when it goes, the browser gives the lock to the next. It listens also while hidden, since the browser
 * doesn't freeze who holds a lock. Where there are no locks, as on a page that isn't served securely, each window listens
 * for itself.
 */
export const listen: Listen = (practice, onChange, onState) => {
  const { locks } = navigator
  if (!locks || !('BroadcastChannel' in globalThis)) return listenAlone(practice, onChange, onState)
  const name = `chairtime-events-${practice}`
  const channel = new BroadcastChannel(name)
  const ending = new AbortController()
  const say = (what: Said) => channel.postMessage(what)
  /** Whether this window hears the server itself; null while another does. */
  let isHeard: boolean | null = null
  let hasFollowed = false

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data === 'who is heard?') {
      if (isHeard !== null) say(isHeard ? 'heard' : 'unheard')
      return
    }
    if (data === 'changed') onChange()
    else {
      onState(data === 'heard')
      // What moved between this window's first reading and now, it has not heard.
      if (data === 'heard' && !hasFollowed) onChange()
      if (data === 'heard') hasFollowed = true
    }
  }
  say('who is heard?')

  async function lead(): Promise<void> {
    if (ending.signal.aborted) return
    isHeard = false
    const stop = listenAlone(practice, changed, (isOpen) => {
      isHeard = isOpen
      onState(isOpen)
      say(isOpen ? 'heard' : 'unheard')
    })
    await new Promise<void>((resolve) => {
      ending.signal.addEventListener('abort', () => {
        stop()
        resolve()
      })
    })
  }
  function changed(): void {
    onChange()
    say('changed')
  }

  // Whoever ends while still waiting for the lock gives the place in line up, which rejects.
  locks.request(name, { signal: ending.signal }, lead).catch(() => {})
  return () => {
    ending.abort()
    channel.close()
  }
}
