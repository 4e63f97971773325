// Run with --expose-gc: what a hundred practitioners' year takes while it is resident, a thousand bookings each.
import { compile, occupancyOf, starts } from '../../engine/index.ts'
import { busyOfAll, dates, practiceOf, year } from './workload.ts'

const practitioners = 100

function used(): number {
  for (let i = 0; i < 4; i++) globalThis.gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const range = { start: year.from, end: year.to }
const ask = (practice = practiceOf(1), busy = busyOfAll(1, 1000)) => {
  const compiled = compile(practice, dates)
  const snapshot = { compiled, occupancy: occupancyOf(compiled, busy), now: year.from }
  return { snapshot, count: starts(snapshot, { reason: 'visit' }, range).length }
}
// Code and the zone's table are there before the count begins.
ask()

const empty = used()
const practice = practiceOf(practitioners)
const busy = busyOfAll(practitioners, 1000)
const rows = used()
const compiled = compile(practice, dates)
const rules = used()
const occupancy = occupancyOf(compiled, busy)
const booked = used()
const snapshot = { compiled, occupancy, now: year.from }
const count = starts(snapshot, { reason: 'visit' }, range).length
const all = used()

const each = (bytes: number) => Math.round(bytes / practitioners)
// Named here at the end, so that nothing is collected before it was counted.
if (count + busy.length + snapshot.occupancy.items.size === 0) throw new Error('nothing was kept')
console.log(
  JSON.stringify({
    rows: each(rows - empty),
    rules: each(rules - rows),
    books: each(booked - rules),
    starts: each(all - booked),
  }),
)
