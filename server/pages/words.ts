import type { Language } from '../contract/language.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { en, type PageWords } from './text/en.ts'
import { es } from './text/es.ts'
import { fr } from './text/fr.ts'
import { zhHans } from './text/zh-hans.ts'

/** The words of our pages in each language, and what each calls itself. */
export const words: { readonly [language in Language]: PageWords } = { en, es, fr, de, ar, 'zh-Hans': zhHans }

export const ownNames: { readonly [language in Language]: string } = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  ar: 'العربية',
  'zh-Hans': '简体中文',
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/**
 * Puts values in a text's `{name}` places.
 *
 * @example
 * fill('Call {phone}', { phone: '555-0142' }) // 'Call 555-0142'
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/{(\w+)}/g, (_, name: string) => String(values[name]))
}
