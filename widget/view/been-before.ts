import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { choice } from './choice.ts'
import { problem } from './problem.ts'

/** Yes or no; not asked when the reason itself is only for the one or the other. */
export const beenBefore = (booking: Booking) => {
  const { isNewPatient, someoneElse } = booking.details.value
  const wrong = problem(booking, 'been-error', 'isNewPatient')
  const answer = (isNew: boolean, text: string, id?: string) =>
    choice('been', text, isNewPatient === isNew, () => booking.change({ isNewPatient: isNew }), text, undefined, id)
  return (
    !booking.reason.value?.patients &&
    h(
      'fieldset',
      { class: 's', 'aria-describedby': wrong && 'been-error' },
      h('legend', {}, someoneElse ? en.patientBeenBefore : en.beenBefore),
      wrong,
      h('div', { class: 'p' }, answer(false, en.yes, 'isNewPatient'), answer(true, en.noFirstTime)),
    )
  )
}
