// npm test: borders, types, lint, build, then every test. Ends with one line, `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'chairtime-test-'))
const report = join(folder, 'report.json')

/** Each counts as one test. Later ones still run when an earlier one fails: one run should tell everything. */
const checks: [name: string, command: string][] = [
  ['borders', 'node test/borders.ts'],
  ['types', 'tsc'],
  ['lint and format', 'biome check --error-on-warnings'],
  ['build', 'npm run -s build'],
  ['size', 'node test/size.ts'],
]

let passed = 0
let failed = 0
for (const [name, command] of checks) {
  const began = Date.now()
  const isGood = run(command)
  console.log(`${isGood ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  if (isGood) passed++
  else failed++
}

const isClean = run(
  `vitest run --reporter=default --reporter=json --outputFile.json=${report} ${process.argv.slice(2).join(' ')}`,
)
const counts = readReport()
passed += counts.passed
failed += counts.failed
// A file that couldn't even be loaded counts no test.
if (!isClean && counts.failed === 0) failed++
if (counts.passed + counts.failed === 0) failed++

rmSync(folder, { recursive: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function run(command: string): boolean {
  return spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

function readReport(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}
