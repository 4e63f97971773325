import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { type Context, Hono } from 'hono'

const folder = new URL('site/', import.meta.url)

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The website of the made-up practice Elm Dental, with the booking widget in it.
 *
 * Only the files found in `demo/site` when this is called can be asked for, so no path leads out of that folder.
 * The pages carry a Content-Security-Policy that a careful practice would set: scripts and data from `api` alone,
 * no inline script or style. Does not listen.
 *
 * @param options.api - Where chairtime is served, without a slash at the end; empty: under the site's own address.
 * @returns A Hono app that answers GET and HEAD at the root of a host.
 * @example
 * await createSite({ api: 'http://localhost:4400' }).request('/') // 200, text/html
 */
export function createSite({ api }: { api: string }): Hono {
  const site = new Hono()
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  const pages = new Map(files.map(({ name }) => [name, fill(withImports(read(name)), api)]))
  const headers = {
    'cache-control': 'no-cache',
    'content-security-policy': policy(api),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
  }
  const send = (c: Context, name: string, status: 200 | 404 = 200) =>
    c.body(pages.get(name)!, status, { ...headers, 'content-type': types[extname(name)]! })

  for (const name of pages.keys()) site.get(`/${name === 'index.html' ? '' : name}`, (c) => send(c, name))
  site.notFound((c) => send(c, '404.html', 404))
  return site
}

const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')

/** Puts the files that a style sheet imports into it, so that a page waits for one file alone. */
const withImports = (text: string) => text.replace(/^@import "(.+)";$/gm, (_, name) => read(name))

function fill(text: string, api: string): string {
  const attribute = api.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return text.replaceAll('{{api}}', () => attribute)
}

function policy(api: string): string {
  const host = URL.canParse(api) ? new URL(api).origin : "'self'"
  return [
    "default-src 'none'",
    `script-src ${host}`,
    `connect-src ${host}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}
