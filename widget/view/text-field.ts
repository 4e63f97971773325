import type { TextDetail } from '../details.ts'
import { h } from '../dom.ts'
import type { Form } from '../form.ts'
import * as en from '../text/en.ts'
import { problem } from './problem.ts'

/**
 * Label, hint, message and box, in this order, tied together for those who cannot see it.
 *
 * @param token - For autofill; left out: a long text that may stay empty.
 * @param hint - What stands below the label.
 * @param group - The fields this is one of; their message stands above them all.
 */
export const textField = (
  booking: Form,
  field: TextDetail,
  label: string,
  token?: string,
  hint?: string,
  group?: readonly string[],
) => {
  const errorId = group ? 'birth-error' : `${field}-error`
  const wrong = problem(booking, errorId, ...(group ?? [field]))
  return h(
    'div',
    { class: 's', key: field },
    h('label', { for: field, class: group && 'm' }, label, !token && [' ', h('small', {}, en.optional)]),
    hint && h('p', { class: 'm', id: `${field}-hint` }, hint),
    !group && wrong,
    h(token ? 'input' : 'textarea', {
      id: field,
      type: token && (/tel|email/.test(token) ? token : 'text'),
      inputmode: group && field !== 'month' ? 'numeric' : null,
      autocomplete: token,
      'aria-invalid': booking.problems.value.some((one) => one.field === field),
      'aria-describedby': [hint && `${field}-hint`, wrong && errorId].filter(Boolean).join(' ') || null,
      value: booking.details.value[field],
      oninput: (event) => booking.change({ [field]: event.currentTarget.value }),
    }),
  )
}
