import type { Texts } from '../text/fill.ts'

/** What the server writes into the page: the practice, and nothing about the patient. */
export type Page = {
  readonly practice: string
  readonly name: string
  readonly phone: string
  readonly locale: string
  readonly language: string
  /** `YYYY-MM-DD`, at the practice. */
  readonly today: string
  readonly answerWithin?: string
  /** By the English ones; left out: English. */
  readonly texts?: Texts
}

/** Reads it from the page; throws when it isn't there. */
export const readPage = (root: ParentNode): Page => JSON.parse(root.querySelector('#page')!.textContent!)
