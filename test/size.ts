import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** All script, style and words of a whole English booking must come in one first congestion window with its headers. */
const gate = 14_000

const root = fileURLToPath(new URL('..', import.meta.url))

const brotli = (text: string): number =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  }).length
const gzip = (text: string): number => gzipSync(text, { level: 9 }).length

/** What a piece of the script is made of, by the file it was written in. */
const kindOf = (source: string | undefined): string =>
  source === undefined || source.includes('.css')
    ? 'style sheet'
    : source.includes('node_modules')
      ? 'libraries'
      : source.includes('widget/text/en')
        ? 'words not put in place'
        : source.includes('widget/view/')
          ? 'views and the words in them'
          : 'state, source, element'

/** The script once more, with a map from each of its characters to the file it came from. */
const readPieces = async (): Promise<Map<string, string>> => {
  const built = await build({ root, mode: 'widget', logLevel: 'silent', build: { write: false, sourcemap: 'hidden' } })
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rolldown.RolldownOutput]
  const { code, map } = output[0]
  if (!map) throw new Error('The build gave no source map')
  const sources = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0])
  const pieces = new Map<string, string>()
  // The map was made before the build spelled out what is not ASCII.
  const mapped = code.replace(/\\u([\da-f]{4})/g, (_, sign: string) => String.fromCharCode(Number.parseInt(sign, 16)))
  mapped.split('\n').forEach((line, row) => {
    for (const [column, character] of [...line].entries()) {
      const entry = sources.findEntry(row, column)
      const kind = kindOf('originalSource' in entry ? entry.originalSource : undefined)
      pieces.set(kind, (pieces.get(kind) ?? '') + character)
    }
  })
  return pieces
}

const row = (name: string, text: string) =>
  console.log(
    name.padEnd(32) +
      [Buffer.byteLength(text), brotli(text), gzip(text)].map((bytes) => `${bytes}`.padStart(9)).join(''),
  )

const script = readFileSync(`${root}dist/widget/book.js`, 'utf8')
console.log(`${''.padEnd(32)}${['minified', 'brotli', 'gzip'].map((head) => head.padStart(9)).join('')}`)
row('dist/widget/book.js', script)
for (const [kind, text] of [...(await readPieces())].sort()) row(`  ${kind}, alone`, text)

const isSmall = brotli(script) <= gate
console.log(`${brotli(script)} of ${gate} bytes brotli`)
console.log(isSmall ? '1 passed, 0 failed' : '0 passed, 1 failed')
process.exitCode = isSmall ? 0 : 1
