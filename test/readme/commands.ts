import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line that a reader is told to type. */
export interface Command {
  /** Relative to the project. */
  readonly page: string
  /** Without the comment behind it. */
  readonly line: string
}

/** Pages of the project, README first. */
function pagesOf(root: string): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join('docs', name))
  return ['README.md', 'CONTRIBUTING.md', 'engine/README.md', ...docs]
}

const blocks = /^```(\w*)\n([\s\S]*?)^```/gm

/** Every line of a fenced `sh` block, and every line that follows a `$` in one of text, in the order of the pages. */
export function commandsOf(root: string): Command[] {
  return pagesOf(root).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(blocks)].flatMap(([, kind, text = '']) => {
      const lines = text.split('\n').map((line) => line.replace(/\s+#\s.*$/, '').trim())
      const typed =
        kind === 'sh'
          ? lines.filter((line) => line !== '' && !line.startsWith('#'))
          : lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2))
      return typed.map((line) => ({ page, line }))
    }),
  )
}

/** Every `npm run NAME`, `npm start` and `npm test` in the pages' sentences and tables, once each. */
export function scriptsNamed(root: string): string[] {
  const inSentences = /`npm (?:run (?:-s )?([\w:-]+)|(start|test))[^`\n]*`/g
  const names = pagesOf(root).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(inSentences)].map((match) => (match[1] ?? match[2])!),
  )
  return [...new Set(names)]
}
