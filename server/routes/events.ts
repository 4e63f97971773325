import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import type { Room } from '../context.ts'
import { ProblemError } from '../problem.ts'
import type { Store } from '../store/store.ts'

/** How often the database is asked whether anything moved: once for all who listen to a practice. */
const LOOK_EVERY_MS = 2000
/** Proxies close what is silent; and whoever may no longer look must not go on hearing. */
const PING_EVERY_MS = 20_000
const MOST_LISTENERS = 500

/**
 * Tells the portal, as server-sent events, that a practice's requests, appointments or rules moved; what moved it asks itself. A
 * stream ends with the first sign of life at which its session is over, or the account has another role there or none.
 */
export function eventRoutes(room: Room) {
  const app = new Hono<SignedIn>()
  const watch = createWatch(room.store)
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/events', needs('read'), (context) => {
    const practice = context.req.param('practice')
    const { headers } = context.req.raw
    const role = context.get('role')
    async function mayStillHear(): Promise<boolean> {
      const staff = await room.accounts.sessionOf(headers)
      return staff !== null && (await room.store.roleOf(practice, staff.userId)) === role
    }
    if (room.stopping?.aborted) throw new ProblemError('unavailable', 'The server is about to stop.')
    if (watch.size() >= MOST_LISTENERS) throw new ProblemError('unavailable', 'Very many are listening just now.')
    // A proxy that gathers what it passes on would keep it back.
    context.header('X-Accel-Buffering', 'no')
    return streamSSE(context, async (stream) => {
      let isOpen = true
      const leave = watch.listen(practice, () => {
        void stream.writeSSE({ event: 'changed', data: '{"requests":true}' }).catch(end)
      })
      function end() {
        isOpen = false
        leave()
        void stream.close()
      }
      stream.onAbort(end)
      room.stopping?.addEventListener('abort', end)
      await stream.write(': open\n\n')
      while (isOpen) {
        await sleep(PING_EVERY_MS, room.stopping)
        if (!isOpen || room.stopping?.aborted || !(await mayStillHear().catch(() => false))) break
        await stream.write(': still here\n\n').catch(end)
      }
      room.stopping?.removeEventListener('abort', end)
      end()
    })
  })

  return app
}

/** Follows the versions of those practices that somebody listens to. */
export function createWatch(store: Pick<Store, 'versions'>, everyMs = LOOK_EVERY_MS) {
  const listeners = new Map<string, Set<() => void>>()
  const seen = new Map<string, string>()
  let timer: ReturnType<typeof setInterval> | undefined
  let isLooking = false

  async function look() {
    if (isLooking) return
    isLooking = true
    try {
      for (const [practice, all] of listeners) {
        const versions = await store.versions(practice)
        if (!versions) continue
        const now = `${versions.rules} ${versions.data}`
        const before = seen.get(practice)
        seen.set(practice, now)
        if (before !== undefined && before !== now) for (const tell of all) tell()
      }
    } catch {
      // A database that can't be reached is told by the calls that need it; here it is asked again.
    } finally {
      isLooking = false
    }
  }

  return {
    /** How many listen. */
    size: () => [...listeners.values()].reduce((sum, all) => sum + all.size, 0),
    /** Calls `tell` whenever what takes time in a practice has moved, or its rules have. Returns what ends it. */
    listen(practice: string, tell: () => void): () => void {
      const all = listeners.get(practice) ?? new Set()
      listeners.set(practice, all.add(tell))
      timer ??= setInterval(look, everyMs)
      void look()
      return () => {
        all.delete(tell)
        if (all.size === 0) {
          listeners.delete(practice)
          seen.delete(practice)
        }
        if (listeners.size === 0) {
          clearInterval(timer)
          timer = undefined
        }
      }
    },
  }
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
