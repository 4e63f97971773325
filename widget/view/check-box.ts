import type { Details } from '../details.ts'
import { h } from '../dom.ts'

type Ticks = { readonly details: { readonly value: Details }; change(typed: Partial<Details>): unknown }

/** One yes that is never given beforehand. */
export const checkBox = (booking: Ticks, field: 'someoneElse' | 'byEmail' | 'byText', label: string) =>
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
