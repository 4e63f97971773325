import { MINUTE_MS, type OpenHours, type Peer } from './peers/peer.ts'
import { rules } from './workload.ts'

/*
 * Eight checks around New York's two changes of 2027. Hours at night, visits of 30 minutes every 30 minutes, no booking;
 * what a skipped and a repeated time mean is RFC 5545 §3.3.5. Every expected answer runs from its first start to its
 * last without a gap: time itself goes on evenly.
 */

const spring = { from: Date.parse('2027-03-13T05:00:00Z'), to: Date.parse('2027-03-15T04:00:00Z') }
const autumn = { from: Date.parse('2027-11-06T04:00:00Z'), to: Date.parse('2027-11-08T05:00:00Z') }

interface Check {
  readonly name: string
  readonly range: typeof spring
  readonly window: OpenHours
  readonly first: string
  readonly last: string
}

const check = (
  name: string,
  range: Check['range'],
  weekday: 'SA' | 'SU',
  hours: string,
  first: string,
  last: string,
) => {
  const [start, end] = hours.split('–') as [string, string]
  return { name, range, window: { weekdays: [weekday], start, end }, first, last }
}

export const checks: readonly Check[] = [
  check(
    'spring: six hours by the clock are five',
    spring,
    'SU',
    '00:00–06:00',
    '2027-03-14T05:00Z',
    '2027-03-14T09:30Z',
  ),
  check('spring: begins at a skipped time', spring, 'SU', '02:30–05:00', '2027-03-14T07:30Z', '2027-03-14T08:30Z'),
  check('spring: ends at a skipped time', spring, 'SU', '00:00–02:30', '2027-03-14T05:00Z', '2027-03-14T07:00Z'),
  check('spring: overnight, an hour short', spring, 'SA', '22:00–06:00', '2027-03-14T03:00Z', '2027-03-14T09:30Z'),
  check(
    'autumn: six hours by the clock are seven',
    autumn,
    'SU',
    '00:00–06:00',
    '2027-11-07T04:00Z',
    '2027-11-07T10:30Z',
  ),
  check('autumn: begins at a repeated time', autumn, 'SU', '01:30–04:00', '2027-11-07T05:30Z', '2027-11-07T08:30Z'),
  check('autumn: ends at a repeated time', autumn, 'SU', '00:00–01:30', '2027-11-07T04:00Z', '2027-11-07T05:00Z'),
  check('autumn: overnight, an hour longer', autumn, 'SA', '22:00–06:00', '2027-11-07T02:00Z', '2027-11-07T10:30Z'),
]

/** Names of the checks that a peer gets wrong. */
export function wrongChecks(peer: Peer): string[] {
  return checks
    .filter(({ range, window, first, last }) => {
      const night = { ...rules, windows: [window], stepMinutes: 30 }
      const expected: number[] = []
      for (let at = Date.parse(first); at <= Date.parse(last); at += 30 * MINUTE_MS) expected.push(at / MINUTE_MS)
      return Array.from(peer.prepare(night, []).starts(range)).join() !== expected.join()
    })
    .map(({ name }) => name)
}
