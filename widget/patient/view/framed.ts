import { type Child, h } from '../../dom.ts'

/** Stands for a screen while it is read. */
export const bones = () =>
  h('div', { class: 'g' }, h('div', { class: 'z z1' }), h('div', { class: 'z z2' }), h('div', { class: 'z z3' }))

type Page = {
  readonly screen: { readonly value: string }
  readonly problem: { readonly value: { readonly heading: Child; readonly text?: Child } | null }
  readonly done: { readonly value: Child }
}

/** What went wrong or was done stands above; below it the screen. */
export const framed = ({ screen, problem, done }: Page, content: Child) =>
  h(
    'div',
    { class: 'g', key: screen.value },
    problem.value &&
      h(
        'div',
        { class: 'b x', key: 'problem', tabindex: -1 },
        h('h2', {}, problem.value.heading),
        problem.value.text && h('p', {}, problem.value.text),
      ),
    done.value && h('p', { class: 'b k', key: 'done' }, done.value),
    content,
  )
