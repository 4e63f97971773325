import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A page of the documentation, by its path in the repository. */
export interface Page {
  readonly path: string
  readonly text: string
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

/** Every page that people read; and every picture in `docs`. */
export const pages: readonly Page[] = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'engine/README.md'],
  ...below('docs').filter((path) => path.endsWith('.md')),
].map((path) => ({ path, text: read(path) }))
export const pictures: readonly string[] = below('docs').filter((path) => /\.(png|svg|jpe?g)$/.test(path))

export const page = (path: string): string => pages.find((each) => each.path === path)!.text

/** Without fenced code, in which nothing is a link. */
export const proseOf = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

/** What a fenced block in these languages holds. */
export const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code!)

/** The names by which GitHub knows the headings of a page. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>()
  return [...proseOf(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, title]) => {
    const slug = title!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  })
}

/** A link or picture as it is written. */
export interface Link {
  readonly target: string
  readonly words: string
  readonly isPicture: boolean
}

export function linksOf(text: string): Link[] {
  const prose = proseOf(text)
  return [
    ...[...prose.matchAll(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g)].map(([, mark, words, target]) => ({
      target: target!,
      words: words!,
      isPicture: mark === '!',
    })),
    ...[...prose.matchAll(/<img\b[^>]*>/g)].map(([tag]) => ({
      target: /\bsrc="([^"]*)"/.exec(tag)?.[1] ?? '',
      words: /\balt="([^"]*)"/.exec(tag)?.[1] ?? '',
      isPicture: true,
    })),
  ]
}

/** Where a relative link leads; null: out of the repository. */
export function resolved(from: string, target: string): { path: string; anchor: string | null } | null {
  if (/^[a-z]+:/.test(target)) return null
  const [path = '', anchor = null] = target.split('#')
  return { path: path === '' ? from : join(dirname(from), path), anchor }
}

export const exists = (path: string): boolean => existsSync(join(root, path))
export const bytesOf = (path: string): number => statSync(join(root, path)).size
