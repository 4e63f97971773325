import { h } from '../../dom.ts'
import { button } from '../../view/button.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'
import { visitPanel } from './visit-panel.ts'

/** Asked once more; nothing has happened yet. */
export const cancelScreen = (mine: Mine) => {
  const request = mine.request.value!
  const isBooked = request.state === 'booked'
  return [
    h(
      'div',
      { class: 's', key: 'head' },
      h('h1', { tabindex: -1 }, isBooked ? en.reallyVisit : en.reallyRequest),
      h('p', {}, en.cannotUndo),
    ),
    visitPanel(mine, request, 'shown'),
    h(
      'div',
      { class: 's', key: 'ways' },
      h(
        'button',
        {
          type: 'button',
          class: 'btn go danger',
          'aria-disabled': mine.isBusy.value ? 'true' : null,
          onclick: () => mine.cancel(),
        },
        isBooked ? en.yesVisit : en.yesRequest,
      ),
      button('btn', mine.back, isBooked ? en.keepVisit : en.keepRequest),
    ),
  ]
}
