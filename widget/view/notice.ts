import { type Child, h } from '../dom.ts'

/** A banner: what happened, what is kept, and what to do. */
export const notice = (heading: string, text: string, action?: Child) =>
  h('div', { class: 'b y', tabindex: -1 }, h('h3', {}, heading), h('p', {}, text), action)
