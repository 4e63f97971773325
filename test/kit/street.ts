import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { createApp } from '../../server/app.ts'
import { loadAssets } from '../../server/assets.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { type House, openHouse, ownOriginsOf } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { MONDAY_8 } from './house.ts'
import { testPractice } from './practice.ts'

export const STAFF = { email: 'dana@example.com', password: 'a long enough password' }

/** A practice's website and the server, each on a port (so: an origin) of its own, as browsers reach them. */
export interface Street extends House {
  readonly api: string
  readonly site: string
  /** A page like the practice's, on a website that isn't listed. */
  readonly strangerSite: string
  now: number
}

/** Real servers on loopback over a real SQLite file; the clock stands still. */
export async function openStreet(practice: PracticeFile = testPractice()): Promise<Street> {
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-street-'))
  // The address is known only once the port is, and the app must know its address.
  let answer: (request: Request, env: never) => Response | Promise<Response> = () => new Response(null, { status: 503 })
  const server = await listenOn((request, env) => answer(request, env), { port: 0, host: '127.0.0.1' })
  const api = addressOf(server)
  const config = { port: portOf(server), host: '127.0.0.1', dataDir: folder, publicUrl: api, trustProxy: false }
  const house = await openHouse(config)
  const assets = loadAssets()
  const stopping = new AbortController()
  const street: Street = {
    ...house,
    api,
    site: '',
    strangerSite: '',
    now: MONDAY_8,
    async close() {
      stopping.abort()
      for (const each of [server, site, stranger]) await closeServer(each)
      await house.close()
      rmSync(folder, { recursive: true })
    },
  }
  const app = createApp({
    store: house.store,
    accounts: house.accounts,
    clock: () => street.now,
    log: () => {},
    asset: (path) => assets.get(path) ?? null,
    secret: house.secret,
    ownOrigins: ownOriginsOf(config),
    stopping: stopping.signal,
    addressOf: () => undefined,
  })
  answer = app.fetch
  const site = await listenOn(practicePages(api, practice.id).fetch, { port: 0, host: '127.0.0.1' })
  const stranger = await listenOn(practicePages(api, practice.id).fetch, { port: 0, host: '127.0.0.1' })
  Object.assign(street, { site: addressOf(site), strangerSite: addressOf(stranger) })

  await importPractice(house.store, { ...practice, origins: [street.site] }, MONDAY_8)
  const { userId } = await house.accounts.addStaff({ ...STAFF, name: 'Dana' })
  await house.store.transaction((transaction) => transaction.addStaff(practice.id, userId))
  return street
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}`
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Oak Dental</title><link rel="icon" href="data:,"></head><body><h1>Oak Dental</h1>${body}</body></html>`

/** The snippet in its two forms. */
export function practicePages(api: string, practice: string): Hono {
  const site = new Hono()
  const send = (body: string) => (context: Context) => context.html(page(body))
  site.get('/', send(`<script async src="${api}/v1/book.js" data-practice="${practice}"></script>`))
  site.get(
    '/element',
    send(
      `<chairtime-booking practice="${practice}"><a href="tel:555-0100">Call to book</a></chairtime-booking><script async src="${api}/v1/book.js"></script>`,
    ),
  )
  return site
}
