import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownTools, root, run } from '../kit/run.ts'
import type { Tarball } from './tarball.ts'

/** A project of somebody else's that has installed the tarball and nothing else of ours. */
export interface Consumer {
  readonly folder: string
  /** As they would type it there, with the Node.js that we bring. */
  run(command: string, options?: { readonly env?: NodeJS.ProcessEnv; readonly status?: number }): string
  write(file: string, text: string): void
}

/** From the registry, or npm's cache of it. `@types/node` is what they bring for the types of the server. */
export function install({ file }: Tarball, folder: string): Consumer {
  mkdirSync(folder)
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const consumer: Consumer = {
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
    run: (command, options = {}) => run(command, { cwd: folder, ...options }),
  }
  const project = { private: true, type: 'module', devDependencies: { '@types/node': devDependencies['@types/node'] } }
  consumer.write('package.json', JSON.stringify({ ...project, dependencies: { chairtime: `file:${file}` } }))
  consumer.run('npm install --no-audit --no-fund --prefer-offline')
  return consumer
}

/** Uses what each subpath gives, so that a type which is missing, or `any`, is an error. */
const typed = `
import { compile, evaluate, type Practice, slots, type Slot } from 'chairtime/engine'
import { createApp, type Context, importPractice, listen, type Listening, openHouse, type PracticeFile, readConfig } from 'chairtime/server'
import { type BookingAttributes, tagName } from 'chairtime/widget'

type IsAny<T> = 0 extends 1 & T ? true : false
const isTyped: [
  IsAny<Practice>, IsAny<ReturnType<typeof slots>>, IsAny<Context>, IsAny<Context['accounts']>, IsAny<PracticeFile>,
  IsAny<ReturnType<typeof createApp>>, IsAny<BookingAttributes>,
] = [false, false, false, false, false, false, false]

export const start = (practice: Practice): readonly Slot[] => {
  const compiled = compile(practice, { from: '2026-11-20', to: '2027-11-22' })
  // @ts-expect-error A reason is asked for by its id.
  evaluate({ compiled, occupancy: null!, now: 0 }, { reason: 1 }, 0)
  return []
}

export async function serve(file: PracticeFile): Promise<Listening> {
  const config = readConfig()
  const house = await openHouse(config)
  await importPractice(house.store, file, Date.now())
  // @ts-expect-error It takes a whole context.
  createApp({ store: house.store })
  return listen(config, house, () => {})
}

const attributes: BookingAttributes = { practice: 'elm', theme: 'dark' }
// @ts-expect-error There is no such theme.
const wrong: BookingAttributes = { practice: 'elm', theme: 'blue' }
const element = document.createElement(tagName)
element.addEventListener('chairtime:slot', ({ detail }) => {
  const start: string = detail.start
  // @ts-expect-error Nothing about a person.
  console.log(start, detail.patient)
})
console.log(isTyped, attributes, wrong)
`

const settings = { target: 'es2024', lib: ['es2024', 'dom'], strict: true, noEmit: true, types: ['node'] }
const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** Declarations are read whole, ours and those of the libraries that they name. */
export function checkTypes(consumer: Consumer, resolution: keyof typeof resolutions): void {
  consumer.write('typed.ts', typed)
  const compilerOptions = { ...settings, ...resolutions[resolution], skipLibCheck: false }
  consumer.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
  consumer.run('tsc -p tsconfig.json')
}

/** The first example of the engine's README as it stands there; shows what its last lines say they give. */
export function runEngineExample(consumer: Consumer): void {
  const text = readFileSync(join(consumer.folder, 'node_modules/chairtime/engine/README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!
  const lines = example.replace(/^((?:slots|evaluate)\(.*) \/\/ (.*)$/gm, 'console.log(Object.is($1, $2))')
  consumer.write('engine.mjs', lines)
  const said = consumer.run('node engine.mjs')
  if (said !== 'true\ntrue\n') throw new Error(`the example gave something else: ${said}`)
}

/** A page bundled by vite: of the engine what reads snapshots, and the element. */
export function bundle(consumer: Consumer): { readonly reading: number; readonly widget: number } {
  consumer.write('reading.js', "export { readAnswer, readSnapshot, slots } from 'chairtime/engine'\n")
  consumer.write('main.js', "import 'chairtime/widget'\n")
  consumer.write(
    'index.html',
    '<!doctype html><link rel="icon" href="data:,"><chairtime-booking practice="elm" api="%VITE_API%"></chairtime-booking><script type="module" src="/main.js"></script>',
  )
  consumer.run('vite build --logLevel warn --outDir page', { env: { ...ownTools, VITE_API: '/api' } })
  const page = run('cat page/assets/index-*.js', { cwd: consumer.folder })
  if (!page.includes('chairtime-booking')) throw new Error('the element was shaken off')
  const lib = 'export default { build: { lib: { entry: "reading.js", formats: ["es"], fileName: "reading" } } }'
  consumer.write('reading.config.js', lib)
  consumer.run('vite build --config reading.config.js --logLevel warn --outDir reading')
  const reading = run('cat reading/*.js', { cwd: consumer.folder })
  const heavy = /RRule|IANAZone/.exec(reading)
  if (heavy) throw new Error(`what only reads snapshots brings ${heavy[0]}`)
  return { reading: Buffer.byteLength(reading), widget: Buffer.byteLength(page) }
}

/** An own process around `createApp`, and one around `listen`; says what they answered. */
const ownServer = `
import { readFileSync } from 'node:fs'
import * as server from 'chairtime/server'
const { createApp, importPractice, listen, loadAssets, openHouse, ownOriginsOf, readConfig, readPracticeFile } = server
const config = { ...readConfig({ DATA_DIR: 'own-data' }), port: 0 }
const house = await openHouse(config)
const read = readPracticeFile(readFileSync('node_modules/chairtime/demo/practice.json', 'utf8'), '2026-11-21')
await importPractice(house.store, read.file, Date.now())
const assets = loadAssets()
const app = createApp({
  ...house, clock: Date.now, log() {}, asset: (path) => assets.get(path) ?? null,
  ownOrigins: ownOriginsOf(config), addressOf: () => undefined,
})
const statuses = []
for (const path of ['/healthz', '/readyz', '/v1/book.js', '/v1/practices/elm', '/portal/', '/portal/auth/passkey/options', '/nowhere']) {
  statuses.push((await app.request(path)).status)
}
const listening = await listen(config, house, () => {})
statuses.push((await fetch('http://127.0.0.1:' + listening.port + '/healthz')).status)
await listening.stop()
console.log(JSON.stringify({ statuses, names: Object.keys(server).sort() }))
`

/** @returns HTTP statuses, and the names that the module gives at run time. */
export function runOwnServer(consumer: Consumer): { readonly statuses: number[]; readonly names: string[] } {
  consumer.write('own.mjs', ownServer)
  return JSON.parse(consumer.run('node own.mjs').trim().split('\n').at(-1)!)
}
