import { addDays } from '../calendar.ts'
import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import { openMonth } from '../month.ts'
import * as en from '../text/en.ts'
import { count, list, say } from '../text/fill.ts'
import { button } from './button.ts'

/** Seven days with how many times each has, and the way to the weeks beside them. */
export const weekStrip = (booking: Booking) => {
  const { practice, dates, weekFrom, isKnown, firstWeek, lastWeek, days, day, showWeek, showDay } = booking
  const from = weekFrom.value
  const page = (label: string, sign: string, to: string) =>
    h(
      'button',
      {
        type: 'button',
        class: 'btn sq',
        'aria-label': label,
        'aria-disabled': to < firstWeek || to > lastWeek || null,
        onclick: () => showWeek(to),
      },
      sign,
    )
  return h(
    'div',
    { class: 's' },
    h(
      'div',
      { class: 'r' },
      h('h3', {}, dates.range(from, addDays(from, 6))),
      h(
        'div',
        { class: 'pg' },
        page(en.previousWeek, '‹', addDays(from, -7)),
        page(en.nextWeek, '›', addDays(from, 7)),
      ),
    ),
    h(
      'div',
      { class: 'w', role: 'group', 'aria-label': en.days },
      days.value.map(({ date, slots: { length } }) => {
        const times = length ? count(length, en.oneTime, en.manyTimes) : isKnown.value && say(en.noTimes)
        return h(
          'button',
          {
            type: 'button',
            class: 'd',
            key: date,
            'aria-pressed': date === day.value?.date,
            'aria-disabled': !length || null,
            onclick: () => length && showDay(date),
          },
          // Arabic has no short names.
          h('small', { 'aria-hidden': true }, dates.weekday(date, practice.language === 'ar' ? 'narrow' : 'short')),
          h('b', { 'aria-hidden': true }, +date.slice(8)),
          h('b', { 'aria-hidden': true }, length || (isKnown.value ? '–' : '·')),
          h('span', { class: 'v' }, list(dates.long(date), times)),
        )
      }),
    ),
    h(
      'div',
      {},
      button('lk', ({ target }) => openMonth(booking, (target as Node).getRootNode() as ShadowRoot), en.moreDates),
    ),
  )
}
