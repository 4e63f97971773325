import { type Child, h } from '../../dom.ts'
import type { Mine, Screen } from '../model.ts'
import { anotherScreen } from './another-screen.ts'
import { cancelScreen } from './cancel-screen.ts'
import { endedScreen, failedScreen } from './ended-screen.ts'
import { requestScreen } from './request-screen.ts'

const bones = () =>
  h('div', { class: 'g' }, h('div', { class: 'z z1' }), h('div', { class: 'z z2' }), h('div', { class: 'z z3' }))

const screens: { readonly [screen in Screen]: (mine: Mine) => Child } = {
  opening: bones,
  request: requestScreen,
  cancel: cancelScreen,
  another: anotherScreen,
  ended: endedScreen,
  failed: failedScreen,
}

/** What went wrong or was done stands above; below it the screen. */
export const screen = (mine: Mine) => {
  const { problem, done } = mine
  return h(
    'div',
    { class: 'g', key: mine.screen.value },
    problem.value &&
      h(
        'div',
        { class: 'b x', key: 'problem', tabindex: -1 },
        h('h2', {}, problem.value.heading),
        problem.value.text && h('p', {}, problem.value.text),
      ),
    done.value && h('p', { class: 'b k', key: 'done' }, done.value),
    screens[mine.screen.value](mine),
  )
}
