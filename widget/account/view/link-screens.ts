import { h } from '../../dom.ts'
import * as own from '../../patient/text/en.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import { callLink } from '../../view/call-link.ts'
import type { Account } from '../model.ts'
import * as en from '../text/en.ts'
import { apart, head } from './parts.ts'

const nameOf = ({ page }: Account) => ({ name: apart(page.name) })

/** The way out that always works; of an account's link, another link as well. */
const ways = (account: Account) => {
  const isAccount = account.page.kind === 'account'
  return h(
    'div',
    { class: 's', key: 'ways' },
    isAccount && button('btn go', () => account.go('signIn'), en.newLink),
    callLink(account.page.phone, isAccount ? 'btn' : 'btn go'),
  )
}

/** The link leads nowhere any more, or never did: nothing here tells which. */
export const endedScreen = (account: Account) => [
  head(own.linkEnded, account.page.kind === 'account' ? en.signInEndedText : fill(own.linkEndedText, nameOf(account))),
  ways(account),
]

/** Somebody has a newer one; nothing here tells who. */
export const replacedScreen = (account: Account) => [
  head(en.replaced, fill(en.replacedText, nameOf(account))),
  ways(account),
]

/** The page of an invitation, opened without one. */
export const bareScreen = (account: Account) => [head(en.bare, fill(en.bareText, nameOf(account))), ways(account)]

/** The server could not be asked. */
export const failedScreen = (account: Account) => [
  head(en.cannotOpen, en.cannotOpenText),
  h(
    'div',
    { class: 's', key: 'ways' },
    button('btn go', account.load, words.tryAgain),
    callLink(account.page.phone, 'btn'),
  ),
]

/** Mail programs open links to look at them: only this button uses it. */
export const openScreen = (account: Account) => [
  head(en.signIn, en.openText),
  h(
    'div',
    { class: 's', key: 'ways' },
    h(
      'button',
      {
        type: 'button',
        class: 'btn go',
        'aria-disabled': account.isBusy.value ? 'true' : null,
        onclick: () => account.open(),
      },
      en.signIn,
    ),
  ),
]
