import { h } from '../../dom.ts'
import { button } from '../../view/button.ts'
import type { Account } from '../model.ts'
import * as en from '../text/en.ts'
import { consents, detailsPanel } from './details-panel.ts'
import { head } from './parts.ts'
import { passkeys } from './passkeys.ts'
import { visitList } from './visit-list.ts'

/** What the practice has of the patient, and all they may do with it. */
export const homeScreen = (account: Account) => [
  head(en.account),
  h(
    'div',
    { class: 's', key: 'ways' },
    button('btn go', () => account.go('book'), en.book),
  ),
  visitList(account),
  detailsPanel(account),
  consents(account),
  passkeys(account),
  h('div', { class: 's', key: 'out' }, button('btn', account.signOut, en.signOut)),
]
