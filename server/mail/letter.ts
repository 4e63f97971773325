import type { Language } from '../contract/language.ts'

/** What a mail says, once for both of its parts: plain text and HTML. */
export interface Letter {
  readonly language: Language
  readonly subject: string
  /** The practice's name. */
  readonly brand: string
  readonly title: string
  readonly lead: string
  readonly blocks: readonly Block[]
  /** The one thing to do. */
  readonly button: { readonly words: string; readonly href: string }
  /** Below the button. */
  readonly hints: readonly string[]
  readonly foot: readonly string[]
  /** Wherever it stands in the letter, it can be called. */
  readonly phone: string
}

/** `box`: what matters most. `changed`: the same, and different from what was expected. */
export type Block =
  | {
      readonly kind: 'box' | 'changed'
      readonly label?: string
      /** In large letters. */
      readonly main?: string
      readonly lines?: readonly string[]
      readonly rows?: readonly Row[]
      readonly small?: readonly string[]
    }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'words'; readonly text: string }

export interface Row {
  readonly name: string
  readonly value: string
  readonly isStrong?: boolean
}
