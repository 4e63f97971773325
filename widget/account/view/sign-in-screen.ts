import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import { callLink } from '../../view/call-link.ts'
import { errorSummary } from '../../view/error-summary.ts'
import { textField } from '../../view/text-field.ts'
import type { Account } from '../model.ts'
import { addressOf } from '../page.ts'
import { canUsePasskeys } from '../passkey.ts'
import * as en from '../text/en.ts'
import { apart, form, head, submit } from './parts.ts'

/** By a mailed link, or a passkey; there is no password to forget. */
export const signInScreen = (account: Account) => {
  const { page } = account
  const name = apart(page.name)
  return [
    form(
      'sign-in',
      account.askSignIn,
      errorSummary(account),
      head(en.signIn, fill(en.signInText, { name })),
      textField(account, 'email', words.email, 'email'),
      h(
        'div',
        { class: 's' },
        submit(account, en.sendLink),
        canUsePasskeys() && button('btn', account.signInByPasskey, en.byPasskey),
      ),
    ),
    h(
      'div',
      { class: 's', key: 'other' },
      h('p', { class: 'm' }, fill(en.noAccount, { name })),
      h('a', { class: 'lk start', href: addressOf(page, '') }, en.withoutAccount),
      callLink(page.phone, 'lk start'),
    ),
  ]
}

/** The same whether the address is somebody's or not. */
export const askedScreen = (account: Account) => [
  head(en.linkSent, en.linkSentText),
  h('p', { class: 'm', key: 'else' }, fill(en.nothingCame, { name: apart(account.page.name) })),
  h(
    'div',
    { class: 's', key: 'ways' },
    button('btn', () => account.go('signIn'), en.otherEmail),
    callLink(account.page.phone, 'btn'),
  ),
]
