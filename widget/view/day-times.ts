import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { count } from '../text/fill.ts'
import { choice } from './choice.ts'

/** The times of the chosen day. */
export const dayTimes = (booking: Booking) => {
  const part = (name: string, from: string, to: string) => {
    const slots = booking.day.value!.slots.filter(({ start }) => start.slice(11) >= from && start.slice(11) < to)
    return (
      slots[0] &&
      h(
        'fieldset',
        { class: 's' },
        h('legend', {}, name),
        h(
          'div',
          { class: 't' },
          slots.map((slot) =>
            choice(
              'time',
              slot.start,
              slot.start === booking.slot.value?.start,
              () => booking.selectSlot(slot),
              [
                booking.dates.time(slot.start),
                slot.places && h('small', {}, count(slot.places, en.onePlace, en.manyPlaces)),
              ],
              booking.goOn,
            ),
          ),
        ),
      )
    )
  }
  return [part(en.morning, '00', '12'), part(en.afternoon, '12', '17'), part(en.evening, '17', '24')]
}
