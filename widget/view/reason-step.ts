import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill, list, say } from '../text/fill.ts'
import { callLink } from './call-link.ts'
import { choice } from './choice.ts'
import { notice } from './notice.ts'
import { practitionerSelect } from './practitioner-select.ts'

/** What for, and with whom; first of all, whom to call when it cannot wait. */
export const reasonStep = (booking: Booking) => {
  const { urgentCare } = booking.practice
  return [
    urgentCare && notice(urgentCare.title, urgentCare.text, callLink(urgentCare.phone, 'lk')),
    practitionerSelect(booking, en.practitioner),
    h(
      'fieldset',
      { class: 'go2' },
      h('legend', {}, en.reasons),
      booking.reasons.value.map(({ id, name, durationMinutes: minutes, description, patients }) =>
        choice(
          'reason',
          id,
          booking.reason.value?.id === id,
          () => booking.selectReason(id),
          [
            h('b', {}, name),
            h(
              'small',
              {},
              list(
                fill(en.minutes, { minutes }),
                description,
                patients && say(patients === 'new' ? en.forNew : en.forExisting),
              ),
            ),
          ],
          booking.goOn,
        ),
      ),
    ),
  ]
}
