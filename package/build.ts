// npm run build:package: what only the npm package has. The engine module by module, so that a bundler takes what is
// used of it, and for each entry one file of declarations with nothing in it that the entry doesn't show. And the licences of
// what is bundled.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { writeLicences } from './licences.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsconfig = join(root, 'package/tsconfig.json')
const target = join(root, 'dist/package')

/** The file behind each subpath of `exports`, and what its declarations begin with. */
const entries = {
  engine: { file: 'engine/index', banner: '' },
  server: { file: 'server/library', banner: '/// <reference types="node" />' },
  widget: { file: 'widget/module', banner: '' },
}

const emitted = mkdtempSync(join(tmpdir(), 'chairtime-package-'))
const { status } = spawnSync(`tsc -p "${tsconfig}" --outDir "${emitted}"`, { cwd: root, stdio: 'inherit', shell: true })
if (status !== 0) throw new Error(`tsc ended with ${status}`)

rmSync(join(target, 'engine'), { recursive: true, force: true })
cpSync(join(emitted, 'engine'), join(target, 'engine'), {
  recursive: true,
  filter: (from) => !from.endsWith('.d.ts'),
})

for (const [name, { file, banner }] of Object.entries(entries)) {
  // One by one: together they would share a file.
  const bundle = await rolldown({
    input: { [name]: join(emitted, `${file}.d.ts`) },
    external: (id) => !/^[./]/.test(id),
    plugins: [dts({ dtsInput: true, emitDtsOnly: true, tsconfig, logger: { ...console, warn() {}, info() {} } })],
  })
  await bundle.write({ dir: target, format: 'es', banner })
  await bundle.close()
}
rmSync(emitted, { recursive: true })
const bundled = await writeLicences(root, join(target, 'licences.md'))
console.log(`dist/package: ${readdirSync(target).sort().join(', ')}; bundled: ${bundled.join(', ')}`)
