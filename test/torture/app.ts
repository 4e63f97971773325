import type { Hono } from 'hono'
import { createApp } from '../../server/app.ts'
import type { LogEntry } from '../../server/log.ts'
import type { Store } from '../../server/store/store.ts'

/** The server's app over a store, without accounts; the clock is the caller's. */
export function appOver(store: Store, clock: () => number, logged: LogEntry[] = []): Hono {
  return createApp({
    store,
    clock,
    log: (entry) => logged.push(entry),
    accounts: {
      handler: async () => new Response(null, { status: 404 }),
      sessionOf: async () => null,
      namesOf: async () => new Map(),
      peopleOf: async () => new Map(),
      findStaff: async () => null,
      newStaff: async () => null,
      dropStaff: async () => {},
    },
    asset: () => null,
    secret: 'a secret of the torture rows, 32 or more',
    ownOrigins: [],
    addressOf: () => undefined,
  })
}
