import { Language, type Translations } from './contract/language.ts'

/**
 * The language of ours that somebody reads who asks for another one by its BCP 47 tag: `es` for `es-MX`, `zh-Hans` for
 * `zh-CN`.
 *
 * @returns Null when none of ours is written as theirs is, or the tag is none.
 */
export function languageOf(tag: string): Language | null {
  const asked = localeOf(tag)?.maximize()
  const found = Language.options.find((language) => {
    const own = new Intl.Locale(language).maximize()
    return own.language === asked?.language && own.script === asked.script
  })
  return found ?? null
}

/**
 * How dates and numbers are written for whoever reads the practice in a language: as the practice does, or in that
 * language as used where the practice is, like `es-US`.
 *
 * @param locale - The practice's own, BCP 47.
 */
export function localeIn(language: Language, locale: string): string {
  if (languageOf(locale) === language) return locale
  const region = localeOf(locale)?.region
  return region ? `${language}-${region}` : language
}

/** A text in a language where the practice has given it, else as it stands. */
export function textIn(language: Language, text: string, others: Translations | undefined): string {
  return others?.[language] ?? text
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}
