import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { list } from '../text/fill.ts'

/** Who to see, anyone at first; absent when there is only one. */
export const practitionerSelect = (booking: Booking, label: string, className?: string) =>
  booking.practitioners.value[1] &&
  h(
    'div',
    { class: 's' },
    h('label', { for: 'who', class: className }, label),
    h(
      'select',
      {
        id: 'who',
        value: booking.practitioner.value ?? '',
        onchange: (event) => booking.selectPractitioner(event.currentTarget.value || null),
      },
      h('option', { value: '' }, en.anyone),
      booking.practitioners.value.map(({ id, name, role }) => h('option', { key: id, value: id }, list(name, role))),
    ),
  )
