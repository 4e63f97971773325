import { ar } from './ar.ts'
import { de } from './de.ts'
import * as en from './en.ts'
import { es } from './es.ts'
import type { Texts } from './fill.ts'
import { fr } from './fr.ts'
import { zhHans } from './zh-Hans.ts'

type Key = keyof typeof en
type Counted = Extract<Key, `many${string}`>
const english: { readonly [key in Key]: string } = en

/** English's other form of a counted text; other languages have it among the forms. */
type One<Many extends Counted> = Many extends `many${infer What}s` ? `one${What}` : never

/**
 * A language other than English, by the names of the English texts: one that is missing or too many is a type error.
 *
 * @typeParam Category - The plural categories of the language as `Intl.PluralRules` has them, besides `other`. Each
 * counted text has one form for each.
 */
export type Language<Category extends Intl.LDMLPluralRule = never> = {
  readonly [key in Exclude<Key, Counted | One<Counted>>]: string
} & {
  readonly [key in Counted]: { readonly [category in Category | 'other']: string }
}

/** Every language besides English, by its BCP 47 tag. */
export const languages: { readonly [tag: string]: Language } = { ar, de, es, fr, 'zh-Hans': zhHans }

/**
 * A language as the widget is handed it, which knows English texts but no names.
 *
 * @returns The texts in the order of the language's file.
 * @example
 * byEnglish(es)['{n} times'] // { one: '{n} horario', many: '{n} de horarios', other: '{n} horarios' }
 */
export const byEnglish = (language: Language): Texts =>
  Object.fromEntries(Object.entries(language).map(([key, text]) => [english[key as Key], text]))
