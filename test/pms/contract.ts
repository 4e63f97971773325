import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atLeast, exactly, type Figure } from '../torture/row.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Who keeps the promises of test/kit/connector-contract.ts; a practice's own calendar keeps those that mean anything there. */
const holders = [
  { name: 'FHIR', file: 'test/server/pms-fhir.test.ts', least: 18 },
  { name: 'CSV, snapshots and changes', file: 'test/server/pms-csv-contract.test.ts', least: 22 },
  { name: 'own calendar', file: 'test/server/pms-own.test.ts', least: 8 },
] as const

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** One suite for every way in which appointments come here. */
export async function contract(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-pms-contract-'))
  const output = join(folder, 'report.json')
  try {
    const files = holders.map(({ file }) => file)
    const args = ['vitest', 'run', '--project', 'server', '--reporter=json', `--outputFile=${output}`, ...files]
    const ran = spawnSync('npx', args, { cwd: root, encoding: 'utf8' })
    const report = readReport(output, ran.stderr)
    return holders.flatMap(({ name, file, least }) => {
      const cases = report.testResults
        .filter((each) => each.name.endsWith(file))
        .flatMap((each) => each.assertionResults)
      const failed = cases.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
      return [
        atLeast(`${name}: promises kept`, least, cases.filter(({ status }) => status === 'passed').length),
        exactly(`${name}: broken`, 0, failed.length, failed),
      ]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path: string, said: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    throw new Error(`vitest left no report: ${said.slice(-500)}`)
  }
}
