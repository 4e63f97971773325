import type { Language } from '../contract/language.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { en, type MailWords } from './text/en.ts'
import { es } from './text/es.ts'
import { fr } from './text/fr.ts'
import { zhHans } from './text/zh-hans.ts'

export type { MailWords }

/** The words of our mails in each language. */
export const mailWords: { readonly [language in Language]: MailWords } = { en, es, fr, de, ar, 'zh-Hans': zhHans }

/** First Strong Isolate and Pop Directional Isolate (UAX #9). */
const [ISOLATE, END] = ['\u2068', '\u2069']

/**
 * Puts values in a text's `{name}` places. Right to left, a number or a name from left to right would pull the signs
 * around it to its other side, so each value stands apart.
 *
 * @example
 * fillFor('en')('Call {phone}', { phone: '555-0142' }) // 'Call 555-0142'
 */
export function fillFor(language: Language) {
  const apart = apartIn(language)
  return (text: string, values: Readonly<Record<string, string | number>>): string =>
    text.replace(/{(\w+)}/g, (_, name: string) => apart(String(values[name])))
}

/** A text that keeps its own direction, where the language around it has the other. */
export function apartIn(language: Language): (text: string) => string {
  return (text) => (language === 'ar' ? `${ISOLATE}${text}${END}` : text)
}
