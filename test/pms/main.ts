// npm run pms: the sync with a practice's own software when everything goes wrong. About six minutes.
// Parts by name run alone: npm run -s pms -- kill size. One run of the faults alone: npm run -s pms -- faults 17.
// With -- --short smaller numbers. Ends with 1 when anything was missed.
import { parseArgs } from 'node:util'
import { tableText } from '../bench/text.ts'
import type { Figure } from '../torture/row.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
})
const seed = positionals.map(Number).find(Number.isInteger) ?? null
const named = positionals.filter((word) => !Number.isInteger(Number(word)))

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  faults: async () => (await import('./faults.ts')).faults(seed, values.short),
  contract: async () => (await import('./contract.ts')).contract(),
  kill: async () => (await import('./kill.ts')).kill(seed, values.short),
  size: async () => (await import('./size.ts')).size(values.short),
}
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`parts are ${Object.keys(parts).join(', ')}; a number is a seed; --short is quicker`)
  process.exit(1)
}

const figures: Figure[] = []
for (const [name, run] of Object.entries(parts))
  if (named.length === 0 || named.includes(name)) await measure(name, run)
const failed = figures.filter(({ isMet }) => !isMet).length
console.log(`${figures.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function measure(name: string, run: () => Promise<Figure[]>): Promise<void> {
  const began = performance.now()
  const found = await run().catch((error: Error): Figure[] => [
    { figure: `${name} ran to its end`, wanted: 'yes', found: 'no', isMet: false, examples: [String(error.stack)] },
  ])
  figures.push(...found)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const marked = found.map(({ figure, wanted, found: got, isMet }) => [`${isMet ? '✓' : '✗'} ${figure}`, wanted, got])
  console.log(`\n${tableText([`${name} (${seconds} s)`, 'wanted', 'found'], marked)}`)
  for (const { figure, isMet, examples = [] } of found) {
    if (!isMet) for (const example of examples.slice(0, 3)) console.log(`  ${figure}: ${example}`)
  }
}
