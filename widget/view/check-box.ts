import { h } from '../dom.ts'
import type { Booking } from '../model.ts'

/** One yes that is never given beforehand. */
export const checkBox = (booking: Booking, field: 'someoneElse' | 'byEmail' | 'byText', label: string) =>
  h(
    'label',
    { class: 'c' },
    h('input', {
      type: 'checkbox',
      checked: booking.details.value[field],
      onchange: (event) => booking.change({ [field]: event.currentTarget.checked }),
    }),
    label,
  )
