import { type Child, h } from '../dom.ts'

/** A button that does something here; the one that sends the form stands in the form. */
export const button = (className: string, onClick: (event: Event) => unknown, ...children: readonly Child[]) =>
  h('button', { type: 'button', class: className, onclick: onClick }, children)
