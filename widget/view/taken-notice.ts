import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { button } from './button.ts'
import { choice } from './choice.ts'
import { notice } from './notice.ts'

/** The time is gone: the nearest ones in its place, with everything typed kept. */
export const takenNotice = (booking: Booking) => {
  const { refusal, alternatives } = booking.refused.value ?? {}
  return (
    alternatives && [
      notice(refusal === 'slot-taken' ? en.taken : en.notOffered, en.detailsKept),
      h(
        'fieldset',
        { class: 's' },
        alternatives[0] && h('legend', {}, en.nearest),
        h(
          'div',
          { class: 't' },
          alternatives.map((slot, index) =>
            choice(
              'nearest',
              slot.start,
              slot.start === booking.slot.value?.start,
              () => booking.selectSlot(slot),
              [h('small', {}, booking.dates.short(slot.start)), booking.dates.time(slot.start)],
              undefined,
              index ? undefined : 'time',
            ),
          ),
        ),
        button('lk', booking.back, en.allTimes),
      ),
    ]
  )
}
