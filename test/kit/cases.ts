// npm run -s cases -- FILE: runs a file of availability cases against the engine.
import { readFileSync } from 'node:fs'
import { type CaseFile, difference, startsOf } from './case-adapter.ts'

const file = process.argv[2]
if (!file) {
  console.error('Say which file: npm run -s cases -- test/cases/availability.json')
  process.exit(1)
}
let cases: CaseFile['cases']
try {
  cases = (JSON.parse(readFileSync(file, 'utf8')) as CaseFile).cases
} catch (error) {
  console.error(`${file} can't be read as cases: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

let failed = 0
for (const { id, input, expect } of cases) {
  let wrong: string
  try {
    wrong = difference(startsOf(input), expect)
  } catch (error) {
    wrong = String(error)
  }
  if (wrong === '') continue
  failed++
  console.log(`${id}: ${wrong}`)
}
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
