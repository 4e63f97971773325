import { type Child, h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'

/** The practice's time, large; what is asked for; and last the patient's own clock, only if it differs. */
export const askedTime = ({ dates }: Booking, start: string, aside: Child, more: Child) => {
  const own = dates.own(start)
  return [
    h('div', { class: 'r' }, h('h3', {}, dates.full(start)), aside),
    more,
    own && h('p', { class: 'm' }, fill(en.ownTime, { time: dates.time(start), own })),
  ]
}
