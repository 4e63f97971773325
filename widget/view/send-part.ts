import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { fill } from '../text/fill.ts'
import { button } from './button.ts'
import { callLink } from './call-link.ts'
import { icon } from './icon.ts'
import { notice } from './notice.ts'

/** Send, and what became of it when the answer stayed away. */
export const sendPart = ({ practice, refused, problems, isSending, send }: Booking) => {
  const { refusal, alternatives } = refused.value ?? {}
  const isWaiting = refusal === 'offline'
  const isBusy = isWaiting || isSending.value
  const hasFailed = refusal && !alternatives && !problems.value[0]
  const call = callLink(practice.phone, 'lk')
  return h(
    'div',
    { class: 's' },
    h(
      'div',
      { role: 'status' },
      isWaiting
        ? notice(en.offlineHeading, en.offline, button('lk', send, en.tryAgain))
        : refusal === 'origin-not-allowed'
          ? notice(en.notAllowedHeading, fill(en.notAllowed, practice), call)
          : hasFailed && notice(en.unavailableHeading, en.unavailable, call),
    ),
    h(
      'button',
      { class: 'btn go', 'aria-disabled': isBusy || null },
      isBusy && icon('wait'),
      isWaiting ? en.waiting : isBusy ? en.sending : hasFailed ? en.tryAgain : en.send,
    ),
    h('p', { class: 'm mid' }, en.isRequest),
    practice.privacyUrl &&
      h('a', { class: 'lk', href: practice.privacyUrl, target: '_blank', rel: 'noopener' }, en.privacy),
  )
}
