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

/** A language other than English, by the names of the English texts: one that is missing or too many is a type error. */
export type Language = { readonly [key in Key]: string }

/** Every language besides English, by its BCP 47 tag. */
export const languages: { readonly [tag: string]: Language } = { ar, de, es, fr, 'zh-Hans': zhHans }

/** What the page says in the widget's words. */
export const shared = [
  widget.comma,
  widget.call,
  widget.back,
  widget.tryAgain,
  widget.addToCalendar,
  widget.print,
  // A language has English's other form, "1 time", among those of this one.
  widget.manyTimes,
]

/** A language as the page is handed it: by the English texts, its own and the widget's that it uses. */
export const byEnglish = (tag: string): Texts => {
  const fromWidget = byWidgetsEnglish(widgetLanguages[tag]!)
  return {
    ...Object.fromEntries(shared.map((text) => [text, fromWidget[text]!])),
    ...Object.fromEntries(Object.entries(languages[tag]!).map(([key, text]) => [english[key as Key], text])),
  }
}
