// Keeps the borders between the rooms of the house: data flows engine ← server ← widget, portal ← demo.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which rooms a room may import from, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  engine: [],
  server: ['engine'],
  widget: ['engine', 'server/contract'],
  portal: ['engine', 'server/contract'],
  demo: ['engine', 'server'],
}
/** Single files that a room may import although their room is closed to it, each with its reason. */
const mayImportFile: Record<string, readonly string[]> = {
  // Staff and patients make and show passkeys in the same way: browser code of WebAuthn that knows neither page.
  portal: ['widget/account/passkey.ts'],
}
/** A library that only some files, or folders, may know. */
const keepers: readonly { library: RegExp; rooms: RegExp; files: readonly string[] }[] = [
  { library: /^luxon$/, rooms: /^(engine|server|widget|portal)/, files: ['engine/zone.ts'] },
  { library: /^rrule$/, rooms: /^(engine|server|widget|portal)/, files: ['engine/recurrence.ts'] },
  {
    library: /^node:/,
    rooms: /^(engine|server|widget|portal)/,
    files: [
      'server/accounts/library.ts',
      'server/assets.ts',
      'server/commands/',
      'server/compress.ts',
      'server/config.ts',
      'server/house.ts',
      'server/listen.ts',
      'server/mail/transport.ts',
      'server/pms/csv/',
      'server/store/sqlite.ts',
    ],
  },
  { library: /^@?better-auth/, rooms: /./, files: ['server/accounts/'] },
  { library: /^nodemailer/, rooms: /./, files: ['server/mail/transport.ts'] },
  { library: /^(zod|hono|kysely)/, rooms: /^(engine|widget|portal)/, files: [] },
  { library: /^(msw|@sqlite\.org)/, rooms: /^(engine|server|widget|portal)/, files: [] },
  { library: /^@faker-js/, rooms: /^(engine|server|widget|portal)/, files: [] },
]
/** What the engine must be told instead of looking for it. */
const unasked = /\b(Date\.now|new Date\(\)|Math\.random|process\.|globalThis|toLocale\w*)\b/

const faults: string[] = []

for (const room of Object.keys(mayImport)) {
  for (const file of filesIn(room)) check(room, file, readFileSync(join(root, file), 'utf8'))
}

for (const fault of faults) console.log(fault)
console.log(faults.length === 0 ? 'borders: kept' : `borders: ${faults.length} crossed`)
process.exitCode = faults.length === 0 ? 0 : 1

function check(room: string, file: string, text: string): void {
  for (const [statement, target] of importsOf(text)) {
    if (target.startsWith('.')) {
      const reached = relative(root, resolve(root, dirname(file), target))
      const isOwn = reached.startsWith(`${room}/`)
      const isAllowed =
        mayImport[room]!.some((other) => reached.startsWith(`${other}/`)) || mayImportFile[room]?.includes(reached)
      if (!isOwn && !isAllowed) faults.push(`${file}: ${room} may not import ${reached}`)
      const isTypeOnly = /^import\s+type\b|^export\s+type\b/.test(statement)
      if (room === 'widget' && reached.startsWith('server/') && !isTypeOnly) {
        faults.push(`${file}: the widget may take types only from ${reached}`)
      }
      continue
    }
    for (const { library, rooms, files } of keepers) {
      if (
        library.test(target) &&
        rooms.test(file) &&
        !files.some((kept) => (kept.endsWith('/') ? file.startsWith(kept) : file === kept))
      ) {
        faults.push(`${file}: ${target} may be imported by ${files.join(', ') || 'no file'} only`)
      }
    }
  }
  const code = room === 'engine' ? text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '') : ''
  const found = unasked.exec(code)
  if (found) faults.push(`${file}: the engine may not use ${found[0]}`)
}

/** Every import and re-export of a file with where it leads. */
function importsOf(text: string): [statement: string, target: string][] {
  const pattern = /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => [match[0], (match[1] ?? match[2])!])
}

function filesIn(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}
