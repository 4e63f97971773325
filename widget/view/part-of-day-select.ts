import { h } from '../dom.ts'
import type { Booking, PartOfDay } from '../model.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'

/** Which part of the day suits. */
export const partOfDaySelect = (booking: Booking) =>
  h(
    'div',
    { class: 's' },
    h('label', { for: 'part', class: 'm' }, en.timeOfDay),
    h(
      'select',
      {
        id: 'part',
        value: booking.partOfDay.value ?? '',
        onchange: (event) => booking.selectPartOfDay((event.currentTarget.value || null) as PartOfDay | null),
      },
      h('option', { value: '' }, en.anyTime),
      h('option', { value: 'am' }, en.mornings),
      h('option', { value: 'pm' }, en.afternoons),
      h('option', { value: 'eve' }, fill(en.evenings, { time: booking.dates.time('2026-01-01T17:00') })),
    ),
  )
