import type { Context } from './context.ts'
import type { Language } from './contract/language.ts'
import { PracticeReply } from './contract/practice.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { languageOf, textIn } from './language.ts'

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

/**
 * Texts without those that a practice has given somebody or something as a name: the script finds its own by their
 * English words alone, and would translate a reason called "Back". Rather one button stays English.
 *
 * @param language - In which the practice's own words are handed out.
 */
export function withoutOwn(texts: Texts | undefined, file: PracticeFile, language: Language): Texts | undefined {
  const own = ownWords(file, language)
  if (!texts || !Object.keys(texts).some((english) => own.has(english))) return texts
  return Object.fromEntries(Object.entries(texts).filter(([english]) => !own.has(english)))
}

/** All that a practice says in its own words, as it is read in a language. */
function ownWords({ name, urgentCare, locations, practitioners, reasons, ...file }: PracticeFile, language: Language) {
  const said = [
    [name],
    [file.answerWithin, file.answersWithin],
    [urgentCare?.title, urgentCare?.titles],
    [urgentCare?.text, urgentCare?.texts],
    ...locations.flatMap((location) => [[location.name], [location.address]] as const),
    ...practitioners.flatMap((one) => [[one.name], [one.role, one.roles]] as const),
    ...reasons.flatMap(
      (one) =>
        [
          [one.name, one.names],
          [one.description, one.descriptions],
        ] as const,
    ),
  ] as const
  return new Set(said.map(([text, others]) => text && textIn(language, text, others)))
}
