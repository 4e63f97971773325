import type { Context } from './context.ts'
import type { Language } from './contract/language.ts'
import { PracticeReply } from './contract/practice.ts'
import { languageOf } from './language.ts'

export type Texts = NonNullable<PracticeReply['texts']>

/** A language, and the widget's texts in it; English needs none. */
export interface Wording {
  readonly language: Language
  readonly texts?: Texts
}

/**
 * Finds the wording for a BCP 47 tag. A language that isn't ours, or wasn't built, is English.
 *
 * @param asset - Each language's file is read from it once.
 */
export function createWordings(asset: Context['asset']): (tag: string) => Wording {
  const read = new Map<Language, Texts>()
  return (tag) => {
    const language = languageOf(tag) ?? 'en'
    const file = language === 'en' || read.has(language) ? null : asset(`widget/text/${language}.json`)
    if (file) {
      const texts: unknown = JSON.parse(new TextDecoder().decode(file.body))
      read.set(language, PracticeReply.shape.texts.unwrap().parse(texts))
    }
    const texts = read.get(language)
    return texts ? { language, texts } : { language: 'en' }
  }
}
