import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { choice } from './choice.ts'

/** Where, when the practice has more than one place. */
export const locationStep = (booking: Booking) =>
  h(
    'fieldset',
    { class: 'go2', 'aria-label': en.whichLocation },
    booking.practice.locations.map(({ id, name, address }) =>
      choice(
        'location',
        id,
        booking.location.value === id,
        () => booking.selectLocation(id),
        [h('b', {}, name), h('small', {}, address)],
        booking.goOn,
      ),
    ),
  )
