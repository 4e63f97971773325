import type { MyReply } from '../../../server/contract/index.ts'
import { h } from '../../dom.ts'
import { fill } from '../../text/fill.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'

/** A name in letters of its own direction: in a line that runs the other way its parts would change places. */
const apart = (text: string) => (document.dir === 'rtl' ? `\u2068${text}\u2069` : text)

/** When, what, with whom and where, as the practice's clock has it. */
export const visitPanel = (
  { dates }: Mine,
  { start, end, reason, practitioner, location }: MyReply,
  time: 'shown' | 'struck' | 'left out',
  more?: string,
) => {
  const minutes = (Date.parse(end) - Date.parse(start)) / 60_000
  return h(
    'div',
    { class: 'q' },
    time === 'shown' && h('h2', {}, dates.full(start)),
    time === 'struck' && h('p', {}, h('s', { class: 'was' }, dates.full(start))),
    h('p', {}, fill(en.visit, { reason: apart(reason.name), minutes })),
    h('p', { class: 'm' }, apart(practitioner.name)),
    h('p', { class: 'm' }, apart(location.address || location.name)),
    more && h('p', { class: 'm' }, more),
  )
}
