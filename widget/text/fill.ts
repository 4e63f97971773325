import { comma } from './en.ts'

/** A language: its words by the English ones; counted words by their plural category. */
export type Texts = { readonly [english: string]: string | { readonly [category: string]: string } }

let language = 'en'
let texts: Texts = {}

/** What is said from here on is said in this language. Each widget says so before it draws: two may differ. */
export const speak = (to = 'en', words: Texts = {}) => {
  language = to
  texts = words
}

/** An English text in the language spoken; a text that has no translation as it is. */
export const say = (english: string): string => {
  const words = texts[english]
  return typeof words === 'string' ? words : english
}

/**
 * Puts values in a text's `{name}` places.
 *
 * @example
 * fill('{n} times', { n: 6 }) // '6 times'
 */
export const fill = (text: string, values: { readonly [name: string]: unknown }): string =>
  say(text).replace(/{(\w+)}/g, (_, name: string) => `${values[name]}`)

/**
 * What there is of some things, in one line.
 *
 * @example
 * list('Dr Maya Okafor', undefined, '12 Elm Street') // 'Dr Maya Okafor, 12 Elm Street'
 */
export const list = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter(Boolean).join(say(comma))

/** A count in words; English has two forms, other languages have those of their plural rules. */
export const count = (n: number, one: string, many: string): string => {
  const forms = texts[many]
  if (typeof forms !== 'object') return n === 1 ? one : fill(many, { n })
  return fill(forms[new Intl.PluralRules(language).select(n)] ?? forms.other!, { n })
}
