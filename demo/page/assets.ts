import type { Asset } from '../../server/context.ts'

const files = import.meta.glob(['../../dist/widget/**/*', '../../dist/portal/**/*', '!**/*.br'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The built files of widget and portal, which the server hands out; by path, like `widget/book.js`. */
export function builtAsset(path: string): Asset | null {
  const text = files[`../../dist/${path}`]
  if (text === undefined) return null
  const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return { body: new TextEncoder().encode(text), brotli: null, type, etag: '"demo"' }
}
