// One question in a process that has answered none: rules, zone, bookings and answer, each for the first time.
import { busyOfAll, dates, practiceOf, year } from './workload.ts'

const practice = practiceOf(1)
const busy = busyOfAll(1, 1000)
const began = performance.now()
const { compile, occupancyOf, starts } = await import('../../engine/index.ts')
const loaded = performance.now()
const compiled = compile(practice, dates)
const snapshot = { compiled, occupancy: occupancyOf(compiled, busy), now: year.from }
const answer = starts(snapshot, { reason: 'visit' }, { start: year.from, end: year.to })
const asked = performance.now()
console.log(JSON.stringify({ loadMs: loaded - began, askMs: asked - loaded, starts: answer.length }))
