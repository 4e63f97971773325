import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import {
  compile,
  occupancyOf,
  type readSnapshot,
  starts,
  type WrittenSnapshot,
  writeSnapshot,
} from '../../engine/index.ts'
import { launchChromium } from '../kit/browser.ts'
import { dates, practice } from './fixture.ts'
import { allZones, years } from './hours.ts'
import { type Change, changesOf, dateAfter } from './intl-clock.ts'
import type { Score } from './score.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const zones = ['UTC', 'Asia/Tokyo', 'America/St_Johns', 'Africa/Cairo', 'Australia/Lord_Howe'] as const
const locales = ['en-US', 'ar-EG', 'de-DE'] as const

/** What one run of the fixture said, and where. */
interface Run {
  readonly runtime: string
  readonly timeZone: string
  readonly locale: string
  /** As the run itself saw it. */
  readonly surroundings: string
  readonly text: string
}

/** Runs the fixture in Node and in Chromium, each in several zones and languages, and compares the bytes. */
export async function compareRuntimes(score: Score): Promise<void> {
  const runs = runInNode()
  const browser = await launchChromium()
  try {
    const site = await openPages(browser)
    try {
      runs.push(...(await site.run()))
      const differing = tellTables(score, browser.version(), await site.tables())
      for (const timeZone of differing) await compareRevived(score, site, timeZone)
    } finally {
      site.close()
    }
  } finally {
    await browser.close()
  }
  const [first] = runs
  for (const run of runs) {
    const { runtime, timeZone, locale, surroundings, text } = run
    const where = `${runtime} in ${timeZone}, ${locale}`
    console.log(`${digestOf(text)} ${runtime.padEnd(8)} ${surroundings}`)
    score.check('surroundings', surroundings.startsWith(`${timeZone} ${locale} `), () => {
      return `${where}: ran in other surroundings: ${surroundings}`
    })
    score.check('runs', text === first!.text, () => `${where}: other bytes, ${firstDifference(text, first!.text)}`)
  }
  const lines = first!.text.split('\n')
  const [slots, judged] = [/^slot /, /^\d{4}-/].map((form) => lines.filter((line) => form.test(line)).length)
  const digests = new Set(runs.map(({ text }) => digestOf(text)))
  console.log(`${runs.length} runs of ${Buffer.byteLength(first!.text)} bytes: ${slots} slots, ${judged} starts judged`)
  console.log(digests.size === 1 ? 'identical bytes' : `${digests.size} different answers`)
}

function runInNode(): Run[] {
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-zones-'))
  try {
    return zones.map((timeZone, i) => {
      const locale = locales[i % locales.length]!
      const file = join(folder, `${i}`)
      const child = spawnSync(process.execPath, [path('print-answers.ts'), file], {
        env: { ...process.env, TZ: timeZone, LC_ALL: `${locale.replace('-', '_')}.UTF-8` },
        encoding: 'utf8',
      })
      if (child.status !== 0) throw new Error(`the fixture failed in Node, TZ ${timeZone}: ${child.stderr}`)
      const text = readFileSync(file, 'utf8')
      return { runtime: 'Node', timeZone, locale, surroundings: child.stdout.trim(), text }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Site = Awaited<ReturnType<typeof openPages>>

/** A website on loopback that holds nothing but the script. */
async function openPages(browser: Browser) {
  const script = await bundle()
  const server = createServer(({ url }, response) => {
    const isScript = url === '/script.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? script : '<!doctype html><title>Zones</title><link rel="icon" href="data:,">')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  const ask = async <T>(timeZone: string, locale: string, expression: string): Promise<T> => {
    const context = await browser.newContext({ timezoneId: timeZone, locale })
    const page = await context.newPage()
    await page.goto(address)
    const answer = await page.evaluate<T>(`import('/script.js').then((engine) => ${expression})`)
    await context.close()
    return answer
  }
  return {
    async run(): Promise<Run[]> {
      const runs: Run[] = []
      for (const [i, timeZone] of zones.entries()) {
        // Another language than Node had there.
        const locale = locales[(i + 1) % locales.length]!
        const [text, surroundings] = await ask<[string, string]>(
          timeZone,
          locale,
          '[engine.answers(), engine.surroundings()]',
        )
        runs.push({ runtime: 'Chromium', timeZone, locale, surroundings, text })
      }
      return runs
    },
    tables: () => ask<Tables>('UTC', 'en-US', `(${tablesOf})(engine.changesOf, ${JSON.stringify(tableAsk())})`),
    /** Starts that a snapshot offers once it is revived in a page. */
    startsOf: (written: string) =>
      ask<number[]>('UTC', 'en-US', `(${startsOfWritten})(engine.readSnapshot, engine.starts, ${written})`),
    close: () => server.close(),
  }
}

/** The engine and its libraries as one ES module, as a website would ship them. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root: path('../..'),
    logLevel: 'silent',
    publicDir: false,
    build: { write: false, target: 'es2022', lib: { entry: path('in-page.ts'), formats: ['es'], fileName: 'script' } },
  })
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rolldown.RolldownOutput]
  if (output.length !== 1) throw new Error(`the bundle must be one script; got ${output.length} files`)
  return output[0].code
}

/** By zone: its changes, or null where the runtime doesn't know it; and the zones it lists. */
interface Tables {
  readonly changes: Readonly<Record<string, readonly Change[] | null>>
  readonly listed: readonly string[]
}

function tableAsk() {
  return { zones: allZones(), from: Date.parse(years.first), to: Date.parse(dateAfter(years.last, 1)) }
}

/** Stands alone: a page gets it as text. */
function tablesOf(find: typeof changesOf, { zones, from, to }: ReturnType<typeof tableAsk>): Tables {
  const changes: Record<string, Change[] | null> = {}
  for (const zone of zones) {
    try {
      changes[zone] = find(zone, from, to)
    } catch {
      changes[zone] = null
    }
  }
  return { changes, listed: Intl.supportedValuesOf('timeZone') }
}

/** Stands alone: a page gets it as text. */
function startsOfWritten(read: typeof readSnapshot, list: typeof starts, written: WrittenSnapshot): number[] {
  const snapshot = read(written)
  return [...list(snapshot, { reason: 'visit' }, snapshot.compiled.span)]
}

/** Where the page has other time zone data, a snapshot that Node wrote must offer there what it offers in Node. */
async function compareRevived(score: Score, site: Site, timeZone: string): Promise<void> {
  const nightly = { rrule: 'FREQ=DAILY', start: '22:00', end: '04:00' }
  const compiled = compile(
    {
      ...{ locations: [{ id: 'here', timeZone }], chairs: [], closures: [] },
      reasons: [{ id: 'visit', durationMinutes: 30, stepMinutes: 15 }],
      practitioners: [{ id: 'ann', reasons: ['visit'], schedules: [{ windows: [nightly] }] }],
      ...{ noticeMinutes: 0, horizonMonths: 36, timeUnitMinutes: 5, grid: 'window' },
    },
    { from: years.first, to: years.last },
  )
  const snapshot = { compiled, occupancy: occupancyOf(compiled, []), now: compiled.span.start }
  const expected = [...starts(snapshot, { reason: 'visit' }, compiled.span)]
  const got = await site.startsOf(JSON.stringify(writeSnapshot(snapshot, process.versions.tz!)))
  const isSame = got.join() === expected.join()
  score.check('revived', isSame, () => `${timeZone}: a snapshot revived in Chromium offers other starts than in Node`)
  console.log(
    `  ${timeZone}: a snapshot written by Node offers the same ${expected.length} starts in Chromium: ${isSame}`,
  )
}

/**
 * What the two know of zones. Only the fixture's own must agree; others differ as often as governments decide.
 *
 * @returns The zones that differ.
 */
function tellTables(score: Score, version: string, chromium: Tables): string[] {
  const node = tablesOf(changesOf, tableAsk())
  const { tz, icu } = process.versions
  console.log(`Node ${process.version}: time zone data ${tz}, ICU ${icu}, lists ${node.listed.length} zones`)
  // A page can't ask for the version of its data, so the data itself has to say.
  console.log(`Chromium ${version}: lists ${chromium.listed.length} zones`)
  for (const [name, tables] of Object.entries({ Node: node, Chromium: chromium })) {
    console.log(`${name}'s changes from ${years.first} to ${years.last}: ${digestOf(JSON.stringify(tables.changes))}`)
  }
  for (const [name, list] of [
    ['Node', node.listed.filter((zone) => !chromium.listed.includes(zone))],
    ['Chromium', chromium.listed.filter((zone) => !node.listed.includes(zone))],
  ] as const) {
    if (list.length > 0) console.log(`only ${name} lists ${list.join(', ')}`)
  }
  const differing = allZones().filter((zone) => writeChanges(node, zone) !== writeChanges(chromium, zone))
  console.log(`${allZones().length - differing.length} zones change alike in both, ${differing.length} don't`)
  for (const zone of differing) {
    console.log(`  ${zone}: Node ${writeChanges(node, zone)}; Chromium ${writeChanges(chromium, zone)}`)
  }
  for (const { timeZone } of practice.locations) {
    score.check('fixture zones', !differing.includes(timeZone), () => {
      return `${timeZone}, a zone of the fixture (${dates.from} to ${dates.to}): Node and Chromium have other data`
    })
  }
  return differing
}

function writeChanges({ changes }: Tables, zone: string): string {
  const own = changes[zone]
  if (!own) return 'unknown'
  if (own.length === 0) return 'no change'
  return own.map(({ at, after }) => `${new Date(at).toISOString().slice(0, 16)}Z to ${after / 60_000} min`).join(', ')
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function firstDifference(text: string, other: string): string {
  const [lines, others] = [text.split('\n'), other.split('\n')]
  const i = lines.findIndex((line, n) => line !== others[n])
  return i < 0 ? 'shorter' : `line ${i + 1}: ${lines[i]!.slice(0, 300)} instead of ${(others[i] ?? '').slice(0, 300)}`
}
