import type { TextDetail } from '../details.ts'
import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { problem } from './problem.ts'

/**
 * Label, hint, message and box, in this order, tied together for those who cannot see it.
 *
 * @param token - For autofill; left out: a long text that may stay empty.
 * @param hint - What stands below the label.
 * @param groupError - Id of the message of the group this is a part of, instead of its own.
 */
export const textField = (
  booking: Booking,
  field: TextDetail,
  label: string,
  token?: string,
  hint?: string,
  groupError?: string,
) => {
  const errorId = groupError ?? `${field}-error`
  return h(
    'div',
    { class: 's', key: field },
    h('label', { for: field, class: groupError && 'm' }, label, !token && [' ', h('small', {}, en.optional)]),
    hint && h('p', { class: 'm', id: `${field}-hint` }, hint),
    !groupError && problem(booking, errorId, field),
    h(token ? 'input' : 'textarea', {
      id: field,
      type: token && (/tel|email/.test(token) ? token : 'text'),
      inputmode: groupError && field !== 'month' ? 'numeric' : null,
      autocomplete: token,
      'aria-invalid': booking.problems.value.some((one) => one.field === field),
      'aria-describedby': `${field}-hint ${errorId}`,
      value: booking.details.value[field],
      oninput: (event) => booking.change({ [field]: event.currentTarget.value }),
    }),
  )
}
