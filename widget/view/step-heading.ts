import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'
import { button } from './button.ts'

/** Back, which step this is, and its heading, which takes the focus when the step changes. */
export const stepHeading = ({ steps, step, back }: Booking, text: string) => {
  const at = steps.indexOf(step.value)
  return h(
    'div',
    { class: 'r' },
    at > 0 && button('lk', back, h('span', { 'aria-hidden': true }, '‹'), en.back),
    h('p', { class: 'm' }, fill(en.stepOf, { step: at + 1, steps: steps.length - 1 })),
    h('h2', { tabindex: -1 }, text),
  )
}
