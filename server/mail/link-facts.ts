import type { Language } from '../contract/language.ts'
import { ownLanguage } from '../pages/hosted.ts'
import type { StoredPatient, StoredPatientLink, StoredPractice } from '../store/model.ts'
import { type Facts, greetingName } from './facts.ts'
import { momentsFor } from './moments.ts'
import { hiddenLink, pageLink } from './private-link.ts'
import { apartIn, fillFor, mailWords } from './words.ts'

/** What a mail about a link to a patient is about. */
export interface LinkMatter {
  readonly practice: StoredPractice
  readonly patient: Pick<StoredPatient, 'given'>
  readonly link: Pick<StoredPatientLink, 'purpose' | 'expiresAt'>
  /** Epoch ms. */
  readonly now: number
  readonly publicUrl: string
}

/** It in the words of one language. */
export interface LinkFacts
  extends Pick<Facts, 'practice' | 'language' | 'words' | 'fill' | 'hello' | 'where' | 'link' | 'list'> {
  /** When the link ends. */
  readonly until: string
}

export function linkFactsIn(language: Language, matter: LinkMatter): LinkFacts {
  const { practice, patient, link, now, publicUrl } = matter
  const { file } = practice
  const words = mailWords[language]
  const fill = fillFor(language)
  const apart = apartIn(language)
  const given = greetingName(patient.given)
  const written = language === ownLanguage(file.locale) ? null : language
  const page = link.purpose === 'invitation' ? 'invitation' : 'account'
  return {
    practice,
    language,
    words,
    fill,
    hello: given === null ? words.helloAnyone : fill(words.hello, { given }),
    where: file.locations.length > 1 ? '' : apart(file.locations[0]!.address),
    link:
      link.purpose === 'address-changed'
        ? pageLink(publicUrl, file.id, page, written)
        : hiddenLink(publicUrl, file.id, page, written),
    list: (...parts) => parts.map(apart).join(words.comma),
    until: momentsFor(language, file, file.locations[0]!.timeZone, now).moment(link.expiresAt),
  }
}
