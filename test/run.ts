// npm test: borders, types, lint, build, then every test, a short torture, the npm package and the commands in the docs.
// Ends with one line, `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'chairtime-test-'))

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

const only = process.argv.slice(2).join(' ')
runCounted((report) => `vitest run --reporter=default --reporter=json --outputFile.json=${report} ${only}`)
runCounted((report) => `node test/torture/main.ts --short --report ${report}`)
runCounted((report) => `node test/package/main.ts --report ${report}`)
runCounted((report) => `node test/readme/main.ts --short --report ${report}`)

rmSync(folder, { recursive: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function run(command: string): boolean {
  return spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

/** Runs a command that writes down itself how many of its tests passed, where it is told to. */
function runCounted(commandFor: (report: string) => string): void {
  const report = join(mkdtempSync(join(folder, 'run-')), 'report.json')
  const isClean = run(commandFor(report))
  const counts = readReport(report)
  passed += counts.passed
  failed += counts.failed
  // A file that couldn't even be loaded counts no test.
  if (counts.failed === 0 && (!isClean || counts.passed === 0)) failed++
}

function readReport(report: string): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}
