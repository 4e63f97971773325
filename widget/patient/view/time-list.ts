import type { Slot } from '../../../server/contract/index.ts'
import { dateOf } from '../../calendar.ts'
import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { count } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'

/** Days with times, one of them open; or that there are none. */
export const timeList = (mine: Mine) => {
  const { days, daysShown, openings, isAnyone, fitting } = mine
  const shown = days.value.slice(0, daysShown.value)
  return h(
    'div',
    { class: 's', key: 'times', role: 'group', 'aria-labelledby': 'which' },
    h('h2', { id: 'which' }, shown.length ? en.whichTime : en.noTimes),
    !shown.length && h('p', {}, en.noTimesText),
    shown.map(([date, slots], index) =>
      h(
        'details',
        { key: date, class: 'day', name: 'day', open: index ? null : '' },
        h(
          'summary',
          {},
          h('b', {}, mine.dates.short(date)),
          h('span', { class: 'm' }, count(slots.length, words.oneTime, words.manyTimes)),
        ),
        h(
          'div',
          { class: 't', role: 'group', 'aria-label': mine.dates.long(date) },
          slots.map((slot) => chip(mine, slot)),
        ),
      ),
    ),
    days.value.length > shown.length && button('lk start', mine.showMore, en.moreDays),
    !isAnyone.value &&
      fitting.value.length < openings.value!.length &&
      button('lk start', mine.showAnyone, en.withAnyone),
  )
}

const chip = ({ dates, chosen, choose }: Mine, slot: Slot) =>
  h(
    'label',
    { class: 'o', key: slot.start },
    h('input', {
      type: 'radio',
      // A group for each day: browsers skip a group by Tab while its first one is folded away.
      name: dateOf(slot.start),
      value: slot.start,
      checked: chosen.value?.start === slot.start,
      onchange: () => choose(slot),
    }),
    h('span', {}, dates.time(slot.start)),
  )
