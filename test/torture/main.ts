// npm run torture: what must hold when everything goes wrong at once. About five minutes; with -- --short half a one.
// Rows by name run alone: npm run torture -- race kill. Prints the seed; --seed 42 runs another one; --report FILE writes
// down how many passed, in vitest's words.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tableText } from '../bench/text.ts'
import { badInput } from './bad-input.ts'
import { openDatabases } from './databases.ts'
import { disk } from './disk.ts'
import { idempotency } from './idempotency.ts'
import { kill } from './kill.ts'
import { powerCut } from './power-cut.ts'
import { race } from './race.ts'
import type { Figure, Row } from './row.ts'
import { simulation } from './simulation.ts'
import { twoServers } from './two-servers.ts'

const rows: readonly Row[] = [race, kill, twoServers, idempotency, powerCut, badInput, disk, simulation]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261123' },
    report: { type: 'string' },
  },
})
const seed = Number(values.seed)
const unknown = positionals.filter((name) => !rows.some((row) => row.name === name))
if (!Number.isInteger(seed) || unknown.length > 0) {
  console.error(`rows are ${rows.map(({ name }) => name).join(', ')}; --seed takes a whole number; --short is quicker`)
  process.exit(1)
}

console.log(`seed ${seed}${values.short ? ', short' : ''}`)
const databases = await openDatabases()
const figures: Figure[] = []
for (const row of rows) if (positionals.length === 0 || positionals.includes(row.name)) await measure(row)
for (const database of databases) await database.close()
const failed = figures.filter(({ isMet }) => !isMet).length
const passed = figures.length - failed
console.log(`${passed} passed, ${failed} failed`)
if (values.report) writeFileSync(values.report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed }))
process.exitCode = failed === 0 ? 0 : 1

async function measure(row: Row): Promise<void> {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), `chairtime-${row.name.replaceAll(' ', '-')}-`))
  const found = await row
    .run({ seed, isShort: values.short, folder, databases })
    .catch((error: unknown): Figure[] => [
      {
        figure: `${row.name} ran to its end`,
        wanted: 'yes',
        found: 'no',
        isMet: false,
        examples: [String((error as Error).stack)],
      },
    ])
    .finally(() => rmSync(folder, { recursive: true, force: true }))
  figures.push(...found)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const marked = found.map(({ figure, wanted, found: got, isMet }) => [`${isMet ? '✓' : '✗'} ${figure}`, wanted, got])
  console.log(`\n${tableText([`${row.name} (${seconds} s)`, 'wanted', 'found'], marked)}`)
  for (const { figure, isMet, examples = [] } of found) {
    if (!isMet) for (const example of examples.slice(0, 3)) console.log(`  ${figure}: ${example}`)
  }
}
