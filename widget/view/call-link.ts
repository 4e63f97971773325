import { h } from '../dom.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'
import { icon } from './icon.ts'

/** The way out that always works. */
export const callLink = (phone: string, className: string) =>
  h('a', { class: className, href: `tel:${phone.replace(/[^+\d]/g, '')}` }, icon('phone'), fill(en.call, { phone }))
