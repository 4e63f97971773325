import type { MyReply } from '../../../server/contract/index.ts'
import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import type { Mine } from '../model.ts'
import { outcome } from '../outcome.ts'
import * as en from '../text/en.ts'
import { callPractice, startAnew } from './link-out.ts'
import { timeline } from './timeline.ts'
import { visitPanel } from './visit-panel.ts'

/** Where the request stands, and what can be done about it. */
export const requestScreen = (mine: Mine) => {
  const request = mine.request.value!
  const { state, canCancel, reference, wish, asked } = request
  const { tag, tone, heading, text } = outcome(mine.dates, request)
  const isAhead = state === 'pending' || state === 'booked'
  const isOver = /^(arrived|fulfilled|noshow)$/.test(state)
  return [
    h(
      'div',
      { class: 's', key: 'head' },
      h('p', { class: `tag ${tone}` }, tag),
      h('h1', { tabindex: -1 }, heading),
      text && h('p', {}, text),
      wish && h('p', {}, fill(en.youWish, { time: mine.dates.full(wish.start) })),
      !wish && asked && h('p', {}, fill(en.askedFor, { time: mine.dates.full(asked.start) })),
    ),
    visitPanel(
      mine,
      request,
      state === 'booked' ? 'left out' : isAhead || isOver ? 'shown' : 'struck',
      state !== 'pending' ? fill(en.reference, { reference }) : undefined,
    ),
    !isOver && timeline(mine),
    h(
      'div',
      { class: 's no', key: 'ways' },
      isAhead ? changes(mine, request, canCancel) : anew(mine, isOver ? en.requestAnew : en.chooseAnother),
    ),
  ]
}

const changes = (mine: Mine, { state }: MyReply, canCancel: boolean) => {
  const isBooked = state === 'booked'
  return [
    button(isBooked ? 'btn go' : 'btn', mine.calendar, calendarIcon(), words.addToCalendar),
    canCancel && button('btn', mine.askAnother, en.askAnother),
    !canCancel && [h('p', {}, en.tooLate), callPractice(mine)],
    h(
      'div',
      { class: 'asides' },
      canCancel && button('lk danger', mine.askCancel, isBooked ? en.cancelVisit : en.cancelRequest),
      button('lk', () => window.print(), words.print),
    ),
  ]
}

const calendarIcon = () =>
  h(
    'svg',
    { viewBox: '0 0 24 24', 'aria-hidden': true },
    h('path', { d: 'M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 3.5v4M15.5 3.5v4' }),
  )

const anew = (mine: Mine, text: string) => [startAnew(mine, text), callPractice(mine)]
