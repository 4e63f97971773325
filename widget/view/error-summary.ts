import { h } from '../dom.ts'
import type { Form } from '../form.ts'
import * as en from '../text/en.ts'
import { count } from '../text/fill.ts'

/** All there is to check, each line leading to its control. Hash links find nothing inside a shadow root. */
export const errorSummary = ({ problems }: Form) =>
  problems.value[0] &&
  h(
    'div',
    { class: 'b x', role: 'alert', tabindex: -1 },
    h('h3', {}, count(problems.value.length, en.oneProblem, en.manyProblems)),
    problems.value.map(({ field, text }) =>
      h(
        'a',
        {
          class: 'lk',
          href: `#${field}`,
          onclick: (event) => {
            event.preventDefault()
            event.currentTarget.closest('form')?.querySelector<HTMLElement>(`[id="${field}"]`)?.focus()
          },
        },
        text,
      ),
    ),
  )
