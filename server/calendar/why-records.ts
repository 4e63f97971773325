import { dayAt, type OpenWindow, rulesDuring } from '../../engine/compiled.ts'
import { formatDate, weekdayOf } from '../../engine/date.ts'
import type { Against, Snapshot } from '../../engine/index.ts'
import type { WhyReply } from '../contract/calendar.ts'
import type { WhyAsk } from './why.ts'

type Record = WhyReply['rules'][number]['records'][number]

/** What stands behind one reason against: bookings by id, rules by where they stand in the practice file (RFC 6901). */
export function recordsBehind(
  { compiled, occupancy }: Snapshot,
  { start, reason }: Pick<WhyAsk, 'start' | 'reason'>,
  against: Against,
): Record[] {
  const { practice } = compiled
  const rules = (...pointers: readonly string[]): Record[] => pointers.map((id) => ({ kind: 'rule', id }))
  const bookings = (ids: readonly string[]): Record[] =>
    [...new Set(ids)].flatMap((id) => occupancy.items.get(id) ?? []).map(({ kind, id }) => ({ kind, id }))
  const at = (list: 'practitioners' | 'reasons' | 'chairs' | 'ceilings', id: string) =>
    `/${list}/${(practice[list] ?? []).findIndex((each) => each.id === id)}`

  switch (against.rule) {
    case 'reason-not-given':
      return rules(`${at('practitioners', against.practitioner)}/reasons`)
    case 'patients':
      return rules(`${at('reasons', against.reason)}/patients`)
    case 'past':
      return []
    case 'too-soon':
      return rules('/noticeMinutes')
    case 'too-far':
      return rules('/horizonMonths')
    case 'closed':
      return rules(...against.closures)
    case 'outside-hours':
      return rules(
        ...(against.exceptions.length > 0 ? against.exceptions : [hoursOf(against.practitioner, against.location)]),
      )
    case 'not-in-window':
      return rules(...against.windows)
    case 'off-grid':
      return rules(...windowsOf(against.practitioner, against.location))
    case 'practitioner-full':
      return bookings(against.busy)
    case 'no-chair': {
      if (against.chairs.length === 0) return rules(`${at('reasons', reason)}/chairs`)
      const closed = against.chairs.filter(({ isClosed }) => isClosed)
      return [
        ...rules(...closed.map(({ chair }) => `${at('chairs', chair)}/schedules`)),
        ...bookings(against.chairs.flatMap(({ busy }) => busy)),
      ]
    }
    case 'ceiling':
      return [...rules(at('ceilings', against.ceiling)), ...bookings(against.busy)]
  }

  /** The week edited by hand that says so, or the default. */
  function hoursOf(practitioner: string, location: string): string {
    const day = dayAt(compiled.zones.get(location)!, start)
    const monday = formatDate(day - weekdayOf(day) + 1)
    const week = compiled.practitioners.get(practitioner)?.weeks?.findIndex((each) => each.week === monday) ?? -1
    const whose = at('practitioners', practitioner)
    return week === -1 ? `${whose}/schedules` : `${whose}/weeks/${week}`
  }

  function windowsOf(practitioner: string, location: string): string[] {
    const windows: readonly OpenWindow[] = compiled.hours
      .filter((hours) => hours.practitioner === practitioner && hours.location === location)
      .flatMap((hours) => hours.windows)
    return rulesDuring(windows, start, start + 1)
  }
}
