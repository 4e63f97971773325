// npm run -s package: what `npm pack` makes, looked at and used by a project that installs it. Needs the npm registry, or
// npm's cache of it. --report FILE writes the counts there.
import { deepStrictEqual as equal } from 'node:assert'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createChecks } from '../kit/checks.ts'
import { freePorts, ownTools, root, run, start } from '../kit/run.ts'
import { lookAtWidget } from './browser.ts'
import { bundle, type Consumer, checkTypes, install, runEngineExample, runOwnServer } from './consumer.ts'
import { contentFaults, declarationFaults, dependencyFaults, pack, type Tarball } from './tarball.ts'

const target = mkdtempSync(join(tmpdir(), 'package-'))
const { check, end } = createChecks()
const tens = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`

let tarball!: Tarball
await check('npm pack makes a tarball', () => {
  run('npm run -s build:package', { cwd: root })
  mkdirSync(join(target, 'tarball'))
  tarball = pack(join(target, 'tarball'))
  return `${tarball.files.length} files, ${tens(tarball.packedBytes)} packed, ${tens(tarball.unpackedBytes)} unpacked`
})
await check('it holds what it should, and nothing tells of the machine', () => equal(contentFaults(tarball), []))
await check('`dependencies` are what it imports', async () => {
  equal(await dependencyFaults(tarball), [])
  return `${Object.keys(tarball.manifest.dependencies).length}`
})
await check('declarations lead to nothing that is not there', () => equal(declarationFaults(tarball), []))
await check('publint has nothing to say', () => void run(`publint run "${tarball.file}" --strict`, { cwd: target }))
await check(
  'the types are right (attw)',
  () => void run(`attw "${tarball.file}" --profile esm-only --no-emoji --no-color`, { cwd: target }),
)

let consumer!: Consumer
await check('a project installs it', () => {
  consumer = install(tarball, join(target, 'consumer'))
  return `node_modules ${run('du -sm node_modules', { cwd: consumer.folder }).split('\t')[0]} MB`
})
await check('TypeScript takes every subpath, resolved as Node.js does', () => checkTypes(consumer, 'nodenext'))
await check('TypeScript takes every subpath, resolved as bundlers do', () => checkTypes(consumer, 'bundler'))
await check('the engine’s first example runs in Node.js', () => runEngineExample(consumer))
await check('vite bundles the element, and of the engine only what is used', () => {
  const { reading, widget } = bundle(consumer)
  return `element ${tens(widget)}, engine that reads ${tens(reading)}`
})
await check('the element can be imported where there is no page', () => {
  const said = consumer.run(`node -e "import('chairtime/widget').then(({ tagName }) => console.log(tagName))"`)
  equal(said, 'chairtime-booking\n')
})

const practice = 'node_modules/chairtime/demo/practice.json'
await check('npx chairtime answers questions', () => {
  const asked = `npx chairtime slots ${practice} --reason check-up --from 2026-11-23 --to 2026-11-24 --at 2026-11-21T08:00:00-05:00`
  const lines = consumer.run(asked)
  if (!/\b\d\d:\d\d\b/.test(lines)) throw new Error(lines)
  if (!consumer.run('npx chairtime help').includes('chairtime serve')) throw new Error('help is missing')
})
await check('npx chairtime imports, serves, and ends when it is told to', async () => {
  const port = await freePorts()
  const env = { ...ownTools, PORT: `${port}`, DATA_DIR: join(consumer.folder, 'data') }
  consumer.run(`npx chairtime import ${practice}`, { env })
  const serving = start('npx chairtime serve', { cwd: consumer.folder, env })
  try {
    await serving.saying(/^Portal {2}http/m)
    const paths = ['/healthz', '/v1/practices/elm', '/v1/book.js', '/portal/', '/elm']
    const statuses = await Promise.all(
      paths.map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status),
    )
    equal(statuses, [200, 200, 200, 200, 200])
    await lookAtWidget(join(consumer.folder, 'page'), `http://127.0.0.1:${port}`)
  } finally {
    await serving.stop()
  }
  await fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => Promise.reject(new Error('it still answers')),
    () => {},
  )
})
await check('chairtime/server runs in a process of one’s own', () => {
  const { statuses, names } = runOwnServer(consumer)
  equal(statuses, [200, 200, 200, 200, 200, 200, 404, 200])
  const types = readFileSync(join(tarball.folder, 'dist/package/server.d.ts'), 'utf8')
  const [, told] = /^export \{([^}]*)\};?\s*$/m.exec(types)!
  const declared = told!.split(',').map((name) => name.trim())
  equal(names, declared.filter((name) => !name.startsWith('type ')).sort())
  return `${names.length} names`
})

/** Stands in for an older Node.js, which the project doesn't bring. */
const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`
await check('an older Node.js is told what is needed', () => {
  const words = 'chairtime needs Node.js 24.15 or newer; this is 20.20.2.'
  const bin = consumer.run(`node --import "${old}" node_modules/chairtime/bin/chairtime.js help`, { status: 1 })
  equal(bin, `${words}\n`)
  const entry = consumer.run(`node --import "${old}" -e "import('chairtime/server')"`, { status: 1 })
  if (!entry.includes(`RangeError: ${words}`)) throw new Error(entry)
  const url = pathToFileURL(join(consumer.folder, 'node_modules/chairtime/package.json')).href
  const { engines } = JSON.parse(readFileSync(new URL(url), 'utf8'))
  equal(engines, { node: '>=24.15' })
})

rmSync(target, { recursive: true, force: true })
end()
