import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { root, run } from '../kit/run.ts'

export interface Manifest {
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** What `npm pack` makes, in a file and unpacked. */
export interface Tarball {
  readonly file: string
  /** The folder `package` of it. */
  readonly folder: string
  readonly manifest: Manifest
  /** Relative to the folder, in alphabetical order. */
  readonly files: readonly string[]
  readonly packedBytes: number
  readonly unpackedBytes: number
}

/** @param target - An empty folder. */
export function pack(target: string): Tarball {
  const name = run(`npm pack --ignore-scripts --silent --pack-destination "${target}"`, { cwd: root }).trim()
  run(`tar xzf ${name}`, { cwd: target })
  const folder = join(target, 'package')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  return {
    file: join(target, name),
    folder,
    files,
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    packedBytes: statSync(join(target, name)).size,
    unpackedBytes: files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
  }
}

/** What is in it, and what must never be. */
const wanted = [
  /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|practice-file\.schema\.json)$/,
  /^bin\/chairtime\.js$/,
  /^engine\/README\.md$/,
  /^demo\/practice\.json$/,
  /^dist\/(engine\/engine\.js|(widget|portal)\/[^.][\w./-]*\.(js|css|json|html|svg|png|woff2)(\.br)?)$/,
  /^dist\/server\/[\w-]+\.js$/,
  /^dist\/package\/((engine|server|widget)\.d\.ts|licences\.md|(engine|widget)\/[\w-]+\.js)$/,
]
const needed = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'bin/chairtime.js',
  'dist/package/licences.md',
  'dist/widget/book.js',
  'dist/portal/index.html',
]

/** Faults of what is in it: files that don't belong there, and files that tell where it was made. */
export function contentFaults({ files, folder }: Tarball): string[] {
  const machine = [root.replace(/\/$/, ''), homedir(), join(tmpdir(), 'chairtime')].filter((path) => path.length > 4)
  return [
    ...files.filter((file) => !wanted.some((pattern) => pattern.test(file))).map((file) => `${file} is too many`),
    ...needed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => ['.js', '.ts', '.css', '.html', '.json', '.md'].includes(extname(file)))
      .flatMap((file) => {
        const text = readFileSync(join(folder, file), 'utf8')
        const told = machine.filter((path) => text.includes(path)).map((path) => `${file} tells ${path}`)
        return text.includes('sourceMappingURL=') ? [...told, `${file} asks for a source map`] : told
      }),
  ]
}

const nameOf = (id: string) => /^(@[^/]+\/)?[^/]+/.exec(id)![0]

/** Libraries that the packed modules import, by the file: what is bundled is none any more. */
async function imported({ folder, files }: Tarball): Promise<Set<string>> {
  const modules = files.filter((file) => /^(dist\/(server|package)\/.*|bin\/[^/]*)\.js$/.test(file))
  const found = new Set<string>()
  const bundle = await rolldown({
    input: modules.map((file) => join(folder, file)),
    treeshake: false,
    onLog() {},
    external(id) {
      if (/^[./]/.test(id)) return false
      if (!id.startsWith('node:')) found.add(nameOf(id))
      return true
    },
  })
  await bundle.generate()
  await bundle.close()
  return found
}

/** Where what is imported at run time and `dependencies` aren't the same. */
export async function dependencyFaults(tarball: Tarball): Promise<string[]> {
  const used = await imported(tarball)
  const declared = new Set(Object.keys(tarball.manifest.dependencies))
  return [
    ...[...used].filter((name) => !declared.has(name)).map((name) => `${name} is imported and not declared`),
    ...[...declared].filter((name) => !used.has(name)).map((name) => `${name} is declared and not imported`),
  ]
}

/** Declarations that lead to a file or a library which whoever installs this doesn't have. */
export function declarationFaults({ folder, files, manifest }: Tarball): string[] {
  const had = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]
  return files
    .filter((file) => file.endsWith('.d.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/(?!\/).*$/gm, '')
      const pattern = /\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|reference types="([^"]+)"/g
      return [...text.matchAll(pattern)]
        .map((match) => (match[3] ? `@types/${match[3]}` : (match[1] ?? match[2])!))
        .map((id) => (id.startsWith('node:') ? '@types/node' : id))
        .filter((id) => !had.includes(nameOf(id)))
        .map((id) => `${file} needs ${id}`)
    })
}
