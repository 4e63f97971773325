import { type Details, noDetails } from '../../details.ts'
import { h } from '../../dom.ts'
import * as words from '../../text/en.ts'
import { fill, list } from '../../text/fill.ts'
import { button } from '../../view/button.ts'
import { checkBox } from '../../view/check-box.ts'
import type { Account } from '../model.ts'
import * as en from '../text/en.ts'
import { apart, latin } from './parts.ts'

/** "7 March 1984"; of a date of the calendar, wherever the browser is. */
const inWords = (date: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date))

/** Whom the practice has, and how to reach them. */
export const detailsPanel = (account: Account) => {
  const { given, family, birthDate, mobile, email } = account.account.value!
  return h(
    'div',
    { class: 'q', key: 'details' },
    h('div', { class: 'r' }, h('h2', {}, `${given} ${family}`), button('lk', account.correct, en.correct)),
    h('p', { class: 'm' }, fill(en.bornOn, { date: apart(inWords(birthDate, account.page.locale)) })),
    h('p', { class: 'm' }, list(latin(mobile ?? ''), latin(email))),
  )
}

/**
 * The two ways to be written to, each kept as soon as it is ticked. In words that the practice has not approved nothing is
 * asked for; what was agreed to can be taken back in any.
 */
export const consents = (account: Account) => {
  const { email, text } = account.account.value!.consent
  const kept = {
    details: { value: { ...noDetails, byEmail: email, byText: text } },
    change: ({ byEmail, byText }: Partial<Details>) => {
      if (byEmail !== undefined) account.saveConsent({ email: byEmail })
      if (byText !== undefined) account.saveConsent({ text: byText })
    },
  }
  const { consents: isAsked } = account.page
  if (!isAsked && !email && !text) return
  return h(
    'fieldset',
    { class: 's', key: 'consents' },
    h('legend', {}, en.mayWrite),
    (isAsked || email) && checkBox(kept, 'byEmail', words.byEmail),
    (isAsked || text) && checkBox(kept, 'byText', words.byText),
    h('p', { class: 'm' }, words.changeLater),
  )
}
