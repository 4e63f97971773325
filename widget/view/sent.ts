import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill, list } from '../text/fill.ts'
import { askedTime } from './asked-time.ts'
import { button } from './button.ts'
import { icon } from './icon.ts'
import { visitText } from './visit-text.ts'

/** The request is with the practice: its reference, what was asked for, what happens next. */
export const sent = (booking: Booking) => {
  const { reference, start, practitioner, location, link } = booking.reply.value!
  const { name, answerWithin: within } = booking.practice
  const { email, mobile } = booking.details.value
  const answer = email ? (within ? en.answerAtWithin : en.answerAt) : mobile ? en.callOn : en.answers
  return h(
    'div',
    { class: 'g', key: 'sent' },
    h(
      'div',
      { class: 's' },
      icon('tick'),
      h('h2', { tabindex: -1 }, en.sent),
      h('p', {}, fill(answer, { name, email, mobile, within })),
    ),
    h(
      'div',
      { class: 'q s' },
      h('div', {}, h('p', { class: 'm' }, en.reference), h('p', { class: 'ref' }, reference)),
      h(
        'div',
        {},
        h('p', { class: 'm' }, en.askedFor),
        askedTime(
          booking,
          start,
          null,
          h('p', { class: 'm' }, list(visitText(booking), practitioner.name, location.address)),
        ),
      ),
    ),
    link &&
      h(
        'div',
        { class: 's no' },
        h('a', { class: 'btn go', href: booking.pageOf(link), target: '_blank', rel: 'noopener' }, en.seeRequest),
        button('btn', () => booking.calendar(link), en.addToCalendar),
        button('btn', () => window.print(), en.print),
      ),
    h(
      'div',
      { class: 's' },
      h('h3', {}, en.next),
      h('ol', {}, h('li', {}, en.nextCheck), h('li', {}, en.nextHear), h('li', {}, en.nextKept)),
    ),
  )
}
