import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asset } from './context.ts'

/** The package's own folder: this file is one folder deep as it is written, and two as it is built. */
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** What the build puts after the name of a file packed with brotli. */
const PACKED = '.br'

/** Of the package, like `1.2.0`. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

/** What `npm run build` made, each file with the packed one beside it: packing here would take 50 MB and a second. */
export function loadAssets(): Map<string, Asset> {
  const folder = join(root, 'dist/')
  const assets = new Map<string, Asset>()
  for (const part of ['widget', 'portal']) {
    if (!existsSync(join(folder, part))) throw new RangeError(`${part} isn't built yet; run: npm run build`)
    for (const entry of readdirSync(join(folder, part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith(PACKED)) continue
      const file = join(entry.parentPath, entry.name)
      const body = new Uint8Array(readFileSync(file))
      const packed = `${file}${PACKED}`
      assets.set(file.slice(folder.length), {
        body,
        brotli: existsSync(packed) ? new Uint8Array(readFileSync(packed)) : null,
        type: types[extname(file)] ?? 'application/octet-stream',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`,
      })
    }
  }
  return assets
}
