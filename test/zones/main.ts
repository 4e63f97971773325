import { compareHours, compareSkippedDays } from './hours.ts'
import { compareRuntimes } from './runtimes.ts'
import { Score } from './score.ts'

const score = new Score()
compareHours(score)
compareSkippedDays(score)
await compareRuntimes(score)
process.exitCode = score.print() ? 0 : 1
