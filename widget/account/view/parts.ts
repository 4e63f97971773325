import { type Child, h } from '../../dom.ts'
import type { Account } from '../model.ts'

/** A name or an address in the direction of its own letters: in a line that runs the other way its parts would change places. */
export const apart = (text: string) => (document.dir === 'rtl' ? `\u2068${text}\u2069` : text)

/** An address of mail, or a phone number: from left to right in every language. */
export const latin = (text: string) => (text && document.dir === 'rtl' ? `\u2066${text}\u2069` : text)

/** What a screen is headed with, and what it says. */
export const head = (heading: Child, ...texts: readonly Child[]) =>
  h(
    'div',
    { class: 's', key: 'head' },
    h('h1', { tabindex: -1 }, heading),
    texts.map((text) => text && h('p', {}, text)),
  )

/** Everything that asks something is a form, so that Enter sends it. */
export const form = (key: string, send: () => unknown, ...children: readonly Child[]) =>
  h(
    'form',
    {
      key,
      novalidate: '',
      onsubmit: (event) => {
        event.preventDefault()
        send()
      },
    },
    children,
  )

/** The one that sends the form it stands in. */
export const submit = ({ isBusy }: Account, text: string, className = 'btn go') =>
  h('button', { type: 'submit', class: className, 'aria-disabled': isBusy.value ? 'true' : null }, text)
