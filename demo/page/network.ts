import { http, passthrough } from 'msw'
import { setupWorker } from 'msw/browser'
import type { PageServer } from './server.ts'

/** What a static file server has, below the demo's own address; all else is the server's. */
const BUILT = /^(index\.html|mockServiceWorker\.js|(assets|site)\/.*)?$/

/**
 * Lets the server in this page answer what the demo's frames ask, pages included. Where the demo lies below a path, its
 * addresses begin there, and those that the server writes itself at the root are understood, too.
 *
 * @param base - Path of the demo, with a slash at both ends.
 * @param changed - Called after each call that may have changed something, before it is answered.
 */
export async function startNetwork(server: PageServer, base: string, changed: () => Promise<void>): Promise<void> {
  const worker = setupWorker(
    http.all('*', async ({ request }) => {
      const url = new URL(request.url)
      if (url.origin !== location.origin) return passthrough()
      if (url.pathname.startsWith(base)) {
        const path = url.pathname.slice(base.length)
        if (BUILT.test(path)) return passthrough()
        url.pathname = `/${path}`
      }
      const body = /^(GET|HEAD)$/.test(request.method) ? null : await request.arrayBuffer()
      const response = await server.fetch(
        new Request(url, { method: request.method, headers: request.headers, body, signal: request.signal }),
      )
      if (body) await changed()
      return inFrame(response)
    }),
  )
  await worker.start({
    serviceWorker: { url: `${base}mockServiceWorker.js`, options: { scope: base } },
    quiet: true,
  })
}

/** The server lets nobody frame its pages; here the demo is their window. */
function inFrame({ body, status, statusText, headers }: Response): Response {
  const own = new Headers(headers)
  const policy = own.get('content-security-policy')
  if (policy) own.set('content-security-policy', policy.replace(/frame-ancestors [^;]*/, "frame-ancestors 'self'"))
  own.delete('origin-agent-cluster')
  return new Response(body, { status, statusText, headers: own })
}
