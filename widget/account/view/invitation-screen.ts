import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill } from '../../text/fill.ts'
import { birthDateField } from '../../view/birth-date-field.ts'
import { errorSummary } from '../../view/error-summary.ts'
import { problem } from '../../view/problem.ts'
import { textField } from '../../view/text-field.ts'
import type { Account } from '../model.ts'
import * as en from '../text/en.ts'
import { apart, form, head, latin, submit } from './parts.ts'

/** Who they are, once. Nothing here tells who was invited. */
export const invitationScreen = (account: Account) => {
  const { page, agrees } = account
  const name = apart(page.name)
  const wrong = problem(account, 'agrees-error', 'agrees')
  return form(
    'invitation',
    account.confirm,
    errorSummary(account),
    head(en.invited, !account.problem.value && fill(en.invitedText, { name })),
    birthDateField(account),
    textField(account, 'family', words.family, 'family-name'),
    h(
      'div',
      { class: 's' },
      wrong,
      h(
        'label',
        { class: 'c' },
        h('input', {
          type: 'checkbox',
          id: 'agrees',
          checked: agrees.value,
          'aria-invalid': wrong ? 'true' : null,
          'aria-describedby': wrong ? 'agrees-error' : null,
          onchange: (event) => {
            agrees.value = event.currentTarget.checked
          },
        }),
        fill(en.agree, { name }),
      ),
      page.privacyUrl &&
        h('a', { class: 'lk start', href: page.privacyUrl, target: '_blank', rel: 'noopener' }, words.privacy),
      submit(account, en.confirm),
      h('p', { class: 'm' }, fill(en.sentTo, { email: latin(account.invitation.value!.emailHint) })),
    ),
  )
}
