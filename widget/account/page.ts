import type { Texts } from '../text/fill.ts'

/** What the server writes into the page: the practice, and nothing about anybody. */
export type Page = {
  /** Which of the two: an invitation, or an account. */
  readonly kind: 'invitation' | 'account'
  readonly practice: string
  readonly name: string
  readonly phone: string
  readonly privacyUrl?: string
  /** Has the practice approved the words in which consent is asked for in this language? */
  readonly consents: boolean
  readonly locale: string
  readonly language: string
  /** In the address already, so that it goes along to other pages. */
  readonly lang?: string
  /** `YYYY-MM-DD`, at the practice. */
  readonly today: string
  /** By the English ones; left out: English. */
  readonly texts?: Texts
}

/** Reads it from the page; throws when it isn't there. */
export const readPage = (root: ParentNode): Page => JSON.parse(root.querySelector('#page')!.textContent!)

/** An address of the practice's, in the language that was asked for. */
export const addressOf = ({ practice, lang }: Page, path: string) => `/${practice}${path}${lang ? `?lang=${lang}` : ''}`
