import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'
import { callPractice, startAnew } from './link-out.ts'

/** The link leads nowhere any more, or never did: nothing here tells which. */
export const endedScreen = (mine: Mine) => [
  h(
    'div',
    { class: 's', key: 'head' },
    h('h1', { tabindex: -1 }, en.linkEnded),
    h('p', {}, fill(en.linkEndedText, mine.page)),
  ),
  h('div', { class: 's', key: 'ways' }, callPractice(mine, 'btn go'), startAnew(mine, en.requestAnew, false)),
]

/** The server could not be asked. */
export const failedScreen = (mine: Mine) => [
  h('div', { class: 's', key: 'head' }, h('h1', { tabindex: -1 }, en.cannotShow), h('p', {}, en.cannotShowText)),
  h('div', { class: 's', key: 'ways' }, button('btn go', mine.load, words.tryAgain), callPractice(mine)),
]
