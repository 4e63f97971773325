// npm run wordpress: the plugin as WordPress takes it, dist/chairtime-wordpress.zip. The same files make the same bytes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Zippable, zipSync } from 'fflate'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The plugin's files, by their names in the zip: all are below `chairtime/`. */
export function pluginFiles(): Record<string, Uint8Array> {
  const entries = readdirSync(join(folder, 'chairtime'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const named = paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)] as const)
  return Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Without the moment, the machine's user or the order of a folder in it. */
export function zipped(files: Record<string, Uint8Array>): Uint8Array {
  // The format keeps a wall time, so a local one is the same everywhere.
  const same = { mtime: new Date(1980, 0, 1), level: 9, os: 0 } as const
  const entries: Zippable = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [bytes, same]]))
  return zipSync(entries)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(folder, '..', 'dist', 'chairtime-wordpress.zip')
  const bytes = zipped(pluginFiles())
  mkdirSync(join(target, '..'), { recursive: true })
  writeFileSync(target, bytes)
  console.log(`dist/chairtime-wordpress.zip  ${bytes.length} bytes`)
}
