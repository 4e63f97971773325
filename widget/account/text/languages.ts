import * as own from '../../patient/text/en.ts'
import { languages as ownLanguages } from '../../patient/text/languages.ts'
import * as widget from '../../text/en.ts'
import type { Texts } from '../../text/fill.ts'
import { byEnglish as byWidgetsEnglish, languages as widgetLanguages } from '../../text/languages.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import * as en from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { zhHans } from './zh-hans.ts'

type Key = keyof typeof en
const english: { readonly [key in Key]: string } = en
const ownEnglish: { readonly [key in keyof typeof own]: string } = own

/**
 * A language other than English, by the names of the English texts: one that is missing or too many is a type error.
 *
 * @typeParam Category - Its plural categories besides `other`, for what is counted.
 */
export type Language<Category extends Intl.LDMLPluralRule = never> = {
  readonly [key in Exclude<Key, 'oneTry' | 'manyTries'>]: string
} & { readonly manyTries: { readonly [category in Category | 'other']: string } }

/** Every language besides English, by its BCP 47 tag. */
export const languages: { readonly [tag: string]: Language } = { ar, de, es, fr, 'zh-Hans': zhHans }

/** What these pages say in the widget's words. */
export const shared = [
  widget.comma,
  widget.call,
  widget.back,
  widget.tryAgain,
  widget.family,
  widget.birthDate,
  widget.birthHint,
  widget.day,
  widget.month,
  widget.year,
  widget.mobile,
  widget.email,
  widget.optional,
  widget.byEmail,
  widget.byText,
  widget.changeLater,
  widget.privacy,
  widget.enterFamily,
  widget.enterBirthDate,
  widget.fourDigits,
  widget.realDate,
  widget.pastDate,
  widget.mobileDigits,
  widget.emailShape,
  // A language has English's other form, "There is 1 thing to check", among those of this one.
  widget.manyProblems,
]

/** And in those of the page of a request. */
export const sharedWithRequest = [
  'withPractice',
  'confirmed',
  'notPossible',
  'cancelled',
  'ended',
  'pastVisit',
  'visit',
  'linkEnded',
  'linkEndedText',
] as const satisfies readonly (keyof typeof own)[]

/** A language as the page is handed it: by the English texts, its own and those that it shares. */
export const byEnglish = (tag: string): Texts => {
  const fromWidget = byWidgetsEnglish(widgetLanguages[tag]!)
  return {
    ...Object.fromEntries(shared.map((text) => [text, fromWidget[text]!])),
    ...Object.fromEntries(sharedWithRequest.map((key) => [ownEnglish[key], ownLanguages[tag]![key]])),
    ...Object.fromEntries(Object.entries(languages[tag]!).map(([key, text]) => [english[key as Key], text])),
  }
}
