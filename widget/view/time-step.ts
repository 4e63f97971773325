import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import { monthOf } from '../month.ts'
import * as en from '../text/en.ts'
import { button } from './button.ts'
import { dayPart } from './day-part.ts'
import { partOfDaySelect } from './part-of-day-select.ts'
import { practitionerSelect } from './practitioner-select.ts'
import { visitText } from './visit-text.ts'
import { weekStrip } from './week-strip.ts'

/** When: the earliest time in one tap, or any other by week, day and part of day. */
export const timeStep = (booking: Booking) => {
  const earliest = booking.earliest.value
  const takeEarliest = () => {
    if (earliest) booking.selectSlot(earliest)
    booking.goOn()
  }
  return [
    h(
      'div',
      { class: 'q s' },
      h('div', { class: 'r' }, h('h3', {}, visitText(booking)), button('lk', booking.back, en.change)),
      h('div', { class: 'p' }, practitionerSelect(booking, en.withWhom, 'm'), partOfDaySelect(booking)),
    ),
    earliest &&
      button('first', takeEarliest, h('small', {}, en.earliest), h('b', {}, booking.dates.brief(earliest.start))),
    booking.first.value !== null && (monthOf(booking) || weekStrip(booking)),
    dayPart(booking),
  ]
}
