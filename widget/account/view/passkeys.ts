import { h } from '../../dom.ts'
import { fill } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import { errorSummary } from '../../view/error-summary.ts'
import { problem } from '../../view/problem.ts'
import type { Account, Passkey } from '../model.ts'
import { canUsePasskeys } from '../passkey.ts'
import * as en from '../text/en.ts'
import { apart, form, head, submit } from './parts.ts'

/** Those there are, and one more for this device. */
export const passkeys = (account: Account) => {
  const { passkeys: all } = account.account.value!
  return h(
    'section',
    { class: 's', key: 'passkeys', 'aria-labelledby': 'passkeys' },
    h('h2', { id: 'passkeys' }, en.passkeys),
    h('p', { class: 'm' }, en.passkeysText),
    all.length > 0 &&
      h(
        'ul',
        { class: 'visits' },
        all.map((one) => item(account, one)),
      ),
    canUsePasskeys() && adding(account),
  )
}

const item = (account: Account, one: Passkey) =>
  h(
    'li',
    { class: 'q', key: one.id },
    h(
      'div',
      { class: 'r' },
      h('h3', {}, apart(one.name)),
      h(
        'button',
        {
          type: 'button',
          class: 'lk danger',
          'aria-label': fill(en.removeNamed, { name: apart(one.name) }),
          onclick: () => account.askRemove(one),
        },
        en.remove,
      ),
    ),
    h('p', { class: 'm' }, fill(en.addedOn, { date: account.dates.long(one.addedAt.slice(0, 10)) })),
  )

const adding = (account: Account) => {
  const wrong = problem(account, 'passkey-error', 'passkey')
  return form(
    'add',
    account.addPasskey,
    errorSummary(account),
    h(
      'div',
      { class: 's' },
      h('label', { for: 'passkey' }, en.passkeyName),
      h('p', { class: 'm', id: 'passkey-hint' }, en.passkeyHint),
      wrong,
      h('input', {
        id: 'passkey',
        maxlength: 60,
        autocomplete: 'off',
        'aria-invalid': wrong ? 'true' : null,
        'aria-describedby': wrong ? 'passkey-hint passkey-error' : 'passkey-hint',
        value: account.passkeyName.value,
        oninput: (event) => {
          account.passkeyName.value = event.currentTarget.value
        },
      }),
      submit(account, en.addPasskey, 'btn'),
    ),
  )
}

/** Asked once more; nothing has happened yet. */
export const removeScreen = (account: Account) => [
  head(fill(en.reallyRemove, { name: apart(account.passkey.value!.name) }), en.removeText),
  h(
    'div',
    { class: 's', key: 'ways' },
    h(
      'button',
      {
        type: 'button',
        class: 'btn go danger',
        'aria-disabled': account.isBusy.value ? 'true' : null,
        onclick: () => account.removePasskey(),
      },
      en.yesRemove,
    ),
    button('btn', account.back, en.keepIt),
  ),
]
