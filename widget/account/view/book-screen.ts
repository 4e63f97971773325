import { h } from '../../dom.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import { icon } from '../../view/icon.ts'
import type { Account } from '../model.ts'
import { prefill } from '../prefill.ts'
import * as en from '../text/en.ts'
import { consents, detailsPanel } from './details-panel.ts'
import { apart, head } from './parts.ts'

const toAccount = (account: Account) =>
  h('div', { class: 'asides', key: 'account' }, button('lk', account.goHome, en.account))

/** Just confirmed: what the practice has, and the booking below. */
export const welcomeScreen = (account: Account) => [
  h('div', { class: 's', key: 'tick' }, icon('tick')),
  head(fill(en.thanks, { given: apart(account.account.value!.given) }), en.filledIn),
  detailsPanel(account),
  consents(account),
  toAccount(account),
]

export const bookScreen = (account: Account) => [head(en.book, en.filledIn), detailsPanel(account), toAccount(account)]

/** The practice's own widget, beside the screen; while something is corrected it waits with all that is chosen. */
export const booking = (account: Account) => {
  const { page, screen } = account
  const reply = account.account.value
  if (!reply || !/^(welcome|book|details)$/.test(screen.value)) return
  return h('chairtime-booking', {
    // Other details: another booking.
    key: account.revision.value,
    practice: page.practice,
    lang: page.language,
    ...prefill(reply),
  })
}
