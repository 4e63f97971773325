import { addDays } from '../../calendar.ts'
import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'
import { callPractice } from './link-out.ts'
import { timeList } from './time-list.ts'
import { visitPanel } from './visit-panel.ts'

/** Other times of the same visit. The one there is stays until another is sent for. */
export const anotherScreen = (mine: Mine) => {
  const { days, openings, from, page, chosen, isBusy } = mine
  const hasTimes = openings.value && days.value.length > 0
  return h(
    'form',
    {
      class: 'g',
      key: 'another',
      novalidate: '',
      onsubmit: (event) => {
        event.preventDefault()
        mine.send()
      },
    },
    h(
      'div',
      { class: 's' },
      h('h1', { tabindex: -1 }, en.askAnother),
      h('p', {}, mine.request.value!.state === 'booked' ? en.stands : en.givesWay),
    ),
    h('div', { class: 's' }, h('p', { class: 'm' }, en.present), visitPanel(mine, mine.request.value!, 'shown')),
    h(
      'div',
      { class: 's' },
      h('label', { for: 'from' }, en.timesFrom),
      h('input', {
        type: 'date',
        id: 'from',
        min: page.today,
        max: addDays(page.today, 366),
        value: from.value,
        onchange: (event) => mine.showFrom(event.currentTarget.value),
      }),
    ),
    openings.value
      ? timeList(mine)
      : h('div', { class: 's', key: 'bones' }, h('div', { class: 'z z2' }), h('div', { class: 'z z3' })),
    h(
      'div',
      { class: 's' },
      chosen.value && h('p', { class: 'q' }, fill(en.asksFor, { time: mine.dates.full(chosen.value.start) })),
      hasTimes
        ? h(
            'button',
            { type: 'submit', class: 'btn go', 'aria-disabled': isBusy.value ? 'true' : null },
            en.sendAnother,
          )
        : openings.value && callPractice(mine, 'btn go'),
      button('btn', mine.back, words.back),
    ),
  )
}
