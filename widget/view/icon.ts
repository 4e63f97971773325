import { h } from '../dom.ts'

const paths = {
  phone:
    'M5 4h3.5l1.7 4.3-2.2 1.6a12 12 0 0 0 6.1 6.1l1.6-2.2L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4Z',
  tick: 'm5 12.5 4.5 4.5L19 7.5',
  wait: 'M12 3.5a8.5 8.5 0 1 0 8.5 8.5',
}

/** A picture that adds no word; its text stands beside it. */
export const icon = (name: keyof typeof paths) =>
  h('svg', { viewBox: '0 0 24 24', 'aria-hidden': true, class: name }, h('path', { d: paths[name] }))
