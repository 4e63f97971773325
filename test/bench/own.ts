import {
  addBusy,
  type Busy,
  compile,
  evaluate,
  first,
  occupancyOf,
  type Practice,
  removeBusy,
  type Snapshot,
  slots,
  starts,
} from '../../engine/index.ts'
import type { Task } from './measure.ts'
import { MINUTE_MS } from './peers/peer.ts'
import { busyOfAll, busyPractice, busyPracticeBookings, dates, month, practiceOf, year } from './workload.ts'

/* What the engine is asked besides what the peers can answer too. */

const ask = { reason: 'visit' }
const wholeYear = { start: year.from, end: year.to }
const wholeMonth = { start: month.from, end: month.to }

function snapshotOf(practice: Practice, busy: readonly Busy[]): Snapshot {
  const compiled = compile(practice, dates)
  return { compiled, occupancy: occupancyOf(compiled, busy), now: year.from }
}

const practice = practiceOf(1)
const busy = busyOfAll(1, 1000)
const one = snapshotOf(practice, busy)

const tenPractice = busyPractice()
const tenBusy = busyPracticeBookings()
const ten = snapshotOf(tenPractice, tenBusy)

const hundred = snapshotOf(practiceOf(100), busyOfAll(100, 1000))

const start = Date.parse('2027-06-09T13:00:00Z')
const change: Busy = { ...busy[0]!, id: 'change', start, end: start + 30 * MINUTE_MS }
let isBooked = false

/** Names are what the results call them. */
export const own = {
  year: { name: 'starts of a year', run: () => starts(one, ask, wholeYear).length },
  month: { name: 'starts of a month', run: () => starts(one, ask, wholeMonth).length },
  yearSlots: { name: 'slots of a year, as objects', run: () => slots(one, ask, wholeYear).length },
  monthSlots: { name: 'slots of a month, as objects', run: () => slots(one, ask, wholeMonth).length },
  first: { name: 'first slot', run: () => first(one, ask)!.start },
  change: { name: 'a year after one booking came or went', run: askAfterAChange },
  fromNothing: { name: 'a year from nothing', run: () => starts(snapshotOf(practice, busy), ask, wholeYear).length },
  tenResident: { name: '10 × 20,000 with chairs: a year', run: () => starts(ten, ask, wholeYear).length },
  tenFromNothing: {
    name: '10 × 20,000 with chairs: a year from nothing',
    run: () => starts(snapshotOf(tenPractice, tenBusy), ask, wholeYear).length,
  },
  hundredYear: { name: 'anyone of 100 × 1,000: a year', run: () => starts(hundred, ask, wholeYear).length },
  hundredMonth: { name: 'anyone of 100 × 1,000: a month', run: () => starts(hundred, ask, wholeMonth).length },
} satisfies Record<string, Task>

function askAfterAChange(): number {
  if (isBooked) removeBusy(one.occupancy, change.id)
  else addBusy(one.occupancy, change)
  isBooked = !isBooked
  return starts(one, ask, wholeYear).length
}

/** Starts of "anyone" among the hundred, to be compared with a peer's. */
export function startsOfHundred(): Int32Array {
  return starts(hundred, ask, wholeYear)
}

/** In a fortnight of the busy practice: is every quarter of an hour listed just when the definition says so? */
export function isListedAsEvaluated(): boolean {
  const range = { start: Date.parse('2027-06-07T04:00:00Z'), end: Date.parse('2027-06-21T04:00:00Z') }
  const listed = new Set(starts(ten, ask, range))
  if (listed.size === 0 || slots(ten, ask, range).length !== listed.size) return false
  for (let start = range.start; start < range.end; start += 15 * MINUTE_MS) {
    if (evaluate(ten, ask, start).offered !== listed.has(start / MINUTE_MS)) return false
  }
  return true
}
