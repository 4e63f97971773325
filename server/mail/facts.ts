import type { ConnectionMode } from '../contract/desk.ts'
import type { Language } from '../contract/language.ts'
import { ownLanguage } from '../pages/hosted.ts'
import type { AskedTime, DeskRequest, StoredPractice } from '../store/model.ts'
import { visitOf } from '../visit.ts'
import { type Moments, momentsFor } from './moments.ts'
import { hiddenLink } from './private-link.ts'
import { apartIn, fillFor, type MailWords, mailWords } from './words.ts'

/** What a mail is about. */
export interface Matter {
  readonly practice: StoredPractice
  readonly request: DeskRequest
  /** Epoch ms. */
  readonly now: number
  readonly publicUrl: string
  /** What the patient was told before, where that is different now. */
  readonly before: Before | null
  /** Why staff refused or cancelled, as the desk's code. */
  readonly refusal: string | null
  /** How many requests wait for staff. */
  readonly waiting: number
  readonly mode: ConnectionMode
}

export interface Before extends Pick<AskedTime, 'start' | 'practitioners'> {
  /** Is it what was asked for, or was it confirmed meanwhile? */
  readonly isAsked: boolean
}

/** A matter in the words of one language. */
export interface Facts extends Matter {
  readonly language: Language
  readonly words: MailWords
  readonly fill: ReturnType<typeof fillFor>
  readonly moments: Moments
  /** How the reader is greeted. */
  readonly hello: string
  readonly reason: string
  readonly minutes: number
  readonly practitioner: string
  readonly where: string
  /** To the request's own page, its token hidden. */
  readonly link: string
  /** To the request in the portal. */
  readonly deskLink: string
  /** As people are called, with commas. */
  names(practitioners: readonly string[]): string
  /** With commas, each keeping its own direction. */
  list(...parts: readonly string[]): string
}

export function factsIn(language: Language, matter: Matter): Facts {
  const { practice, request, now, publicUrl } = matter
  const { file } = practice
  const words = mailWords[language]
  const fill = fillFor(language)
  const location = file.locations.find(({ id }) => id === request.location) ?? file.locations[0]!
  const visit = visitOf(practice, { ...request, language })
  const apart = apartIn(language)
  const list = (...parts: readonly string[]) => parts.map(apart).join(words.comma)
  const names = (ids: readonly string[]) =>
    list(...ids.map((id) => file.practitioners.find((one) => one.id === id)?.name ?? id))
  const given = greetingName((request.guardian ?? request.patient).given)
  const isOwn = language === ownLanguage(file.locale)
  return {
    ...matter,
    language,
    words,
    fill,
    moments: momentsFor(language, file, location.timeZone, now),
    hello: given === null ? words.helloAnyone : fill(words.hello, { given }),
    reason: apart(visit.reason.name),
    minutes: (request.end - request.start) / 60_000,
    practitioner: names(request.practitioners),
    where: file.locations.length > 1 ? list(location.name, location.address) : apart(location.address),
    link: hiddenLink(publicUrl, file.id, 'request', isOwn ? null : language),
    deskLink: `${publicUrl}/portal/#/${file.id}/requests/${encodeURIComponent(request.id)}`,
    names,
    list,
  }
}

/** Anybody may send a request in anybody's name: what looks like an address or an advertisement isn't sent on as a name. */
export function greetingName(given: string): string | null {
  const isName = /^[\p{L}\p{M}][\p{L}\p{M}'’\- ]*(\. ?)?$/u.test(given)
  return isName && given.length <= 40 ? given : null
}
