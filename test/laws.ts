// npm run -s laws: every law on many random practices, and one planted bug a law.
import fc from 'fast-check'
import * as engine from '../engine/index.ts'
import { laws } from './kit/laws.ts'
import { mutants } from './kit/mutants.ts'

const PRACTICES_A_LAW = 4000
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`seed ${seed}`)

let passed = 0
let failed = 0
let practices = 0
for (const law of laws) {
  const began = Date.now()
  const result = fc.check(law.property(engine), { numRuns: PRACTICES_A_LAW, seed })
  practices += result.numRuns
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  say(!result.failed, `${law.name}: ${result.numRuns} practices, ${seconds} s`)
  if (result.failed) console.log(fc.defaultReportMessage(result))
}
for (const law of laws) {
  const result = fc.check(law.property({ ...engine, ...mutants[law.name] }), {
    numRuns: PRACTICES_A_LAW,
    seed,
    endOnFailure: true,
  })
  say(result.failed, `planted bug noticed after ${result.numRuns} practices: ${law.name}`)
}
say(practices >= 20_000, `${practices} practices in all`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function say(isGood: boolean, text: string): void {
  console.log(`${isGood ? '✓' : '✗'} ${text}`)
  if (isGood) passed++
  else failed++
}
