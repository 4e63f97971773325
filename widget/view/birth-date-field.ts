import { h } from '../dom.ts'
import type { Form } from '../form.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'
import { problem } from './problem.ts'
import { textField } from './text-field.ts'

const labels = { day: en.day, month: en.month, year: en.year }

/** Three boxes in the order in which the practice's locale writes dates. */
export const birthDateField = (booking: Form) => {
  const { dates } = booking
  const order = dates.order()
  const example = (month = '') => order.map((part) => ({ day: 7, month, year: 1984 })[part]).join(' ')
  return h(
    'fieldset',
    { class: 's', 'aria-describedby': 'birth-hint' },
    h('legend', {}, en.birthDate),
    h(
      'p',
      { class: 'm', id: 'birth-hint' },
      fill(en.birthHint, { numbers: example('3'), words: example(dates.months()[2]) }),
    ),
    problem(booking, 'birth-error', ...order),
    h(
      'div',
      { class: 'n' },
      order.map((part) => {
        const token = booking.details.value.someoneElse ? 'off' : `bday-${part}`
        return textField(booking, part, labels[part], token, '', order)
      }),
    ),
  )
}
