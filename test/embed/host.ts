import type { Server } from 'node:http'
import { Hono } from 'hono'
import { importPractice } from '../../server/import.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { testPractice } from '../kit/practice.ts'
import { openStreet, type Street } from '../kit/street.ts'

/** A page as somebody else might have written it. */
export interface HostPage {
  readonly html: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The server and somebody else's website, each on an origin of its own. */
export interface Host {
  readonly street: Street
  readonly api: string
  readonly site: string
  /** Puts up a page for a practice of its own: what is taken there is taken for nobody else. */
  put(practice: string, page: HostPage): Promise<string>
  /** Reports of a Content-Security-Policy that came in since it was last asked. */
  takeReports(): string[]
  close(): Promise<void>
}

export async function openHost(): Promise<Host> {
  const street = await openStreet()
  const pages = new Map<string, HostPage>()
  let reports: string[] = []
  const app = new Hono()
  app.post('/reports', async (context) => {
    reports.push(await context.req.text())
    return context.body(null, 204)
  })
  app.get('/favicon.ico', (context) => context.body(null, 204))
  app.get('/:name', (context) => {
    const page = pages.get(context.req.param('name'))
    return page ? context.body(page.html, 200, { 'Content-Type': 'text/html', ...page.headers }) : context.notFound()
  })
  const server: Server = await listenOn(app.fetch, { port: 0, host: '127.0.0.1' })
  const site = `http://127.0.0.1:${portOf(server)}`
  return {
    street,
    api: street.api,
    site,
    async put(practice, page) {
      pages.set(practice, page)
      const file = { ...testPractice(), id: practice, accent: '#5b3fa8', origins: [site, street.api] }
      const done = await importPractice(street.store, file, street.now)
      if (!done.ok) throw new Error(done.reason)
      return `${site}/${practice}`
    },
    takeReports() {
      const taken = reports
      reports = []
      return taken
    },
    async close() {
      await closeServer(server)
      await street.close()
    },
  }
}

/** A page of the practice's website around what is given. */
export const page = (body: string, head = '', html = 'lang="en"'): string =>
  `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Oak Dental</title>${head}</head><body><h1>Oak Dental</h1>${body}<p>1 Oak Street</p></body></html>`
