import { compile, occupancyOf, starts } from '../../../engine/index.ts'
import { busyOf, dates, practiceOf, year } from '../workload.ts'
import { type Peer, preparedMinutes } from './peer.ts'

/** Our own engine, put to the question that the peers are put to. */
export const engine: Peer = {
  name: 'chairtime, resident',
  prepare(rules, bookings) {
    const compiled = compile(practiceOf(1, rules), dates)
    const snapshot = { compiled, occupancy: occupancyOf(compiled, busyOf('p0', bookings)), now: year.from }
    return preparedMinutes(({ from, to }) => starts(snapshot, { reason: 'visit' }, { start: from, end: to }))
  },
}
