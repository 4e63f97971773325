import { h } from '../dom.ts'
import * as en from '../text/en.ts'
import { button } from './button.ts'

/** Before the practice's reply: its shape in grey, with the page's own link still there to use. */
export const loading = () =>
  h(
    'div',
    { class: 'g' },
    h(
      'div',
      { class: 's', role: 'status', 'aria-label': en.loading },
      h('div', { class: 'z z1' }),
      h('div', { class: 'z z2' }),
    ),
    h('slot', {}),
    h('div', { class: 'z z3' }),
    h('div', { class: 'z z3' }),
    h('div', { class: 'z z3' }),
  )

/** The practice's reply stayed away: try again, or the page's own link. */
export const loadFailed = (tryAgain: () => void) =>
  h(
    'div',
    { class: 'g' },
    h('div', { class: 's' }, h('h2', { tabindex: -1 }, en.failedHeading), h('p', {}, en.failed)),
    h('slot', {}),
    button('btn go', tryAgain, en.tryAgain),
  )
