// npm run -s readme: every command of README, CONTRIBUTING and docs, as a reader would type it, in a clone made for it.
// --short lends the clone what is installed here in place of `npm ci`. --report FILE writes the counts there.
import { deepStrictEqual as equal } from 'node:assert'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChecks } from '../kit/checks.ts'
import { startPostgres } from '../kit/postgres.ts'
import { freePorts, root, run, start } from '../kit/run.ts'
import { makeClone } from './clone.ts'
import { commandsOf, scriptsNamed } from './commands.ts'

const isShort = process.argv.includes('--short')
const target = mkdtempSync(join(tmpdir(), 'chairtime-readme-'))
const { check, end } = createChecks()

const { folder, env: ownEnv } = makeClone(join(target, 'clone'), !isShort)
const typed = commandsOf(folder)
const shown = new Set<string>()
const has = (line: string) => typed.some((command) => command.line === line)

/** Settings that the commands before it have made, as in one shell. */
let env: NodeJS.ProcessEnv = { ...ownEnv, NO_COLOR: '1' }

/** Checks one command, if a page has it. */
async function step(line: string, look: (line: string) => unknown): Promise<void> {
  if (!has(line)) return
  shown.add(line)
  await check(line, () => look(line))
}

/** npx takes a second each time: where time is short, it is left out once it has been seen to work. */
let isNpxSeen = false
function asRun(line: string): string {
  if (!isShort || !line.startsWith('npx chairtime ')) return line
  if (isNpxSeen) return line.replace('npx chairtime', 'PATH="node_modules/.bin:$PATH" bin/chairtime.js')
  isNpxSeen = true
  return line
}

const type = (line: string, status = 0) => run(asRun(line), { cwd: folder, env, status })

/** Runs it; what it says must be like this. */
const saying = (what: RegExp) => (line: string) => {
  const said = type(line)
  if (!what.test(said)) throw new Error(`it said: ${said}`)
}

/** A question about dates that may be over when this runs. */
const answering = (line: string) => {
  // Its exit code says whether anything is offered, which the calendar decides.
  const said = run(`${asRun(line)}; test $? -ne 1`, { cwd: folder, env })
  if (!/offered|\d{4}-\d\d-\d\d/.test(said)) throw new Error(`it said: ${said}`)
}

async function statusesOf(addresses: readonly string[]): Promise<number[]> {
  const statuses: number[] = []
  for (const address of addresses) statuses.push((await fetch(address)).status)
  return statuses
}

/** Starts a server as the line says, looks at it, and stops it. */
async function serving(
  line: string,
  ports: number,
  look: (port: number, said: string) => Promise<void>,
): Promise<void> {
  const port = await freePorts(ports)
  const started = start(asRun(line), { cwd: folder, env: { ...env, PORT: `${port}` } })
  try {
    await started.saying(/Ctrl\+C stops|^Portal {2}http/m)
    await look(port, started.said())
  } finally {
    await started.stop()
  }
  if (
    await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    )
  )
    throw new Error('it still answers')
}

await step('npm ci && npm start', () =>
  serving('npm start', 3, async (port, said) => {
    const addresses = said.match(/http:\/\/localhost:\d+\S*/g) ?? []
    equal(
      addresses.map((address) => Number(new URL(address).port) - port),
      [1, 2, 0, 0],
    )
    equal(await statusesOf(addresses), [200, 200, 200, 200])
    if (!/sign in as \S+@\S+ with \S+/.test(said)) throw new Error('it says no sign-in')
  }),
)
await step('npm ci', () => (isShort ? 'lent; npm run -s readme runs it' : undefined))
for (const line of ['npm ci && npm run build', 'npm run build']) {
  await step(
    line,
    () => void type(isShort ? 'test -f dist/server/main.js && test -f dist/portal/index.html' : 'npm run build'),
  )
}
await step('npm ci && npm test', () => {
  const own = readFileSync(join(folder, '.ci/run'), 'utf8').trim().split('\n').slice(-2)
  equal(own, ['npm ci', 'npm test'])
  return 'the same that .ci/run does; it would run this again'
})
/** What `npm test` does as well. */
const testing = readFileSync(join(folder, 'test/run.ts'), 'utf8')
await step('npm run check', (line) => {
  if (!isShort) return void type(line)
  for (const part of ['node test/borders.ts', 'tsc', 'biome check']) equal(testing.includes(`'${part}`), true, part)
  return 'npm test has its parts'
})
await step('npx vitest run --project server test/server/holds.test.ts', (line) => {
  if (isShort) return void type('test -f test/server/holds.test.ts')
  saying(/Tests +\d+ passed/)(line)
})
await step('npx vitest run --project server test/server/pms-mine.test.ts', (line) => {
  if (isShort) return void type('test -f test/kit/connector-contract.ts')
  cpSync(join(folder, 'test/server/pms-csv-contract.test.ts'), join(folder, 'test/server/pms-mine.test.ts'))
  saying(/Tests +\d+ passed/)(line)
})

env = { ...env, DATA_DIR: join(target, 'data') }
cpSync(join(folder, 'demo/practice.json'), join(folder, 'practice.json'))
const backup = 'npx chairtime backup backups/2026-11-23'
await step('npx chairtime import practice.json', saying(/./))
await step('npx chairtime staff add dana@example.com --practice elm', saying(/owner[\s\S]*Password: \S+/))
await step('npx chairtime serve', (line) =>
  serving(line, 1, async (port) => {
    const here = `http://127.0.0.1:${port}`
    equal(
      await statusesOf(['/healthz', '/readyz', '/portal/', '/v1/book.js', '/elm'].map((path) => here + path)),
      [200, 200, 200, 200, 200],
    )
    // "Also while the server runs."
    if (has(backup)) type(backup.replace('2026-11-23', 'while-it-runs'))
  }),
)
await step('npx chairtime staff list', saying(/dana@example\.com/))
await step('npx chairtime staff reset dana@example.com', saying(/Password: \S+/))
await step(backup, saying(/./))
await step('npx chairtime restore backups/2026-11-23', (line) => {
  // What is there stays unless --replace is said.
  type(line, 1)
  type(`${line} --replace`)
  env = { ...env, DATA_DIR: join(target, 'restored') }
  type(line)
  saying(/dana@example\.com/)('npx chairtime staff list')
})
await step('npx chairtime staff remove dana@example.com', saying(/./))
await step('npx chairtime check', (line) => void type(line))
await step('npx chairtime erase --practice elm --before 2024-11-23', (line) => void type(line))

for (const { line } of typed.filter(({ line }) => /^npx chairtime (slots|days|next|explain|compile) /.test(line))) {
  await step(line, answering)
}
await step('npm run -s cases -- test/cases/availability.json', saying(/^\d+ passed, 0 failed/m))

const exported = typed
  .filter(({ page, line }) => page === 'docs/postgres.md' && line.startsWith('export '))
  .map(({ line }) => line)
if (exported.length > 0) {
  const postgres = await startPostgres()
  const here: Record<string, string> = {
    'export DATA_DIR=/srv/chairtime': env.DATA_DIR!,
    'export DATABASE_URL=postgres://user:password@host:5432/chairtime': await postgres.newDatabase(),
  }
  const [dataDir, databaseUrl] = Object.keys(here)
  await step('npx chairtime backup backups/before-postgres', saying(/./))
  for (const line of exported.filter((one) => one in here)) {
    await step(line, () => {
      env = { ...env, [/^export (\w+)=/.exec(line)![1]!]: here[line] }
      return 'a folder and a database of this test'
    })
  }
  await step('npx chairtime copy', saying(/\d/))
  if (has(dataDir!) && has(databaseUrl!)) {
    await check('npx chairtime check, on Postgres', () => void type('npx chairtime check'))
    await check('npx chairtime serve, on Postgres', () =>
      serving('npx chairtime serve', 1, async (port) => {
        equal(await statusesOf([`http://127.0.0.1:${port}/readyz`, `http://127.0.0.1:${port}/elm`]), [200, 200])
      }),
    )
  }
  await postgres.stop()
}

/** Shown elsewhere, with what they answer on that day. */
const elsewhere = [{ page: 'docs/developers.md', pattern: /^chairtime explain /, test: 'test/demo/readme.test.ts' }]

await check('every command of every page is one of these', () => {
  const unknown = typed
    .filter(({ line }) => !shown.has(line))
    .filter(({ page, line }) => !elsewhere.some((other) => other.page === page && other.pattern.test(line)))
    .map(({ page, line }) => `${page}: ${line}`)
  equal(unknown, [])
  if (!typed.some(({ page }) => page === 'README.md')) throw new Error('README.md has no command')
  return `${typed.length} commands, ${shown.size} different`
})
await check('every npm script that a page names is there, and starts files that are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const named = scriptsNamed(folder)
  equal(
    named.filter((name) => !scripts[name]),
    [],
  )
  const files = named.flatMap((name) =>
    [...scripts[name]!.matchAll(/\bnode ([\w./-]+\.ts)/g)].map((match) => match[1]!),
  )
  for (const file of files) run(`test -f ${file}`, { cwd: root })
  return named.join(', ')
})

rmSync(target, { recursive: true, force: true })
end()
