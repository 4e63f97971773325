import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { list, say } from '../text/fill.ts'
import { askedTime } from './asked-time.ts'
import { button } from './button.ts'
import { holdNotice } from './hold-notice.ts'
import { visitText } from './visit-text.ts'

/** What is being asked for: when, what, with whom and where. */
export const summary = (booking: Booking) => {
  const { locations, practitioners } = booking.practice
  const slot = booking.slot.value
  if (!slot) return
  const who = booking.practitioner.value ?? (slot.practitioners[1] ? '' : slot.practitioners[0])
  const name = practitioners.find(({ id }) => id === who)?.name ?? say(en.anyone)
  const where = locations.find(({ id }) => id === booking.location.value) ?? locations[0]
  return h(
    'div',
    { class: 'q' },
    askedTime(booking, slot.start, button('lk', booking.back, en.change), [
      h('p', {}, visitText(booking)),
      h('p', { class: 'm' }, list(name, where?.address)),
    ]),
    holdNotice(booking),
  )
}
