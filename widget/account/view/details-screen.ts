import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { button } from '../../view/button.ts'
import { errorSummary } from '../../view/error-summary.ts'
import { textField } from '../../view/text-field.ts'
import type { Account } from '../model.ts'
import * as en from '../text/en.ts'
import { form, head, submit } from './parts.ts'

/** How to reach the patient; who they are is changed at the practice. */
export const detailsScreen = (account: Account) =>
  form(
    'details',
    account.saveDetails,
    errorSummary(account),
    head(en.correctDetails, en.nameStays),
    textField(account, 'mobile', words.mobile, 'tel'),
    textField(account, 'email', words.email, 'email'),
    h('div', { class: 's' }, submit(account, en.save), button('btn', account.back, words.back)),
  )
