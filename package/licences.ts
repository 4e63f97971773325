import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'

interface Bundled {
  readonly name: string
  readonly version: string
  /** SPDX. */
  readonly identifier: string | null
  readonly text: string
}

/** The modes of vite that the package's files come from. */
function modesOf(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const commands = ['build', 'build:server', 'build:package'].map((name) => scripts[name] ?? '').join(' ')
  return [...commands.matchAll(/vite build --mode ([\w-]+)/g)].map((match) => match[1]!)
}

/**
 * Writes down the licences of the libraries whose code is inside the built files: they ask to stand beside each copy.
 *
 * @returns Their names, in alphabetical order.
 * @throws Error when one of them has no text.
 */
export async function writeLicences(root: string, target: string): Promise<string[]> {
  const found = new Map<string, Bundled>()
  for (const mode of modesOf(root)) {
    const fileName = 'licences.json'
    const made = await build({
      configFile: join(root, 'vite.config.ts'),
      mode,
      logLevel: 'silent',
      build: { write: false, minify: false, license: { fileName } },
    })
    for (const { output } of [made].flat() as Rolldown.RolldownOutput[]) {
      for (const file of output) {
        if (file.fileName !== fileName || file.type !== 'asset') continue
        for (const library of JSON.parse(`${file.source}`) as Bundled[]) found.set(library.name, library)
      }
    }
  }
  const libraries = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const silent = libraries.filter(({ text }) => !text).map(({ name }) => name)
  if (silent.length > 0) throw new Error(`no licence is known of ${silent.join(', ')}`)
  const parts = libraries.map(
    ({ name, version, identifier, text }) => `## ${name} ${version} (${identifier})\n\n${text.trim()}\n`,
  )
  writeFileSync(target, `# Licences of what is bundled\n\n${parts.join('\n')}`)
  return libraries.map(({ name }) => name)
}
