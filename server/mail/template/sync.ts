import { ownLanguage } from '../../pages/hosted.ts'
import type { StoredPractice } from '../../store/model.ts'
import type { Letter } from '../letter.ts'
import { momentsFor } from '../moments.ts'
import { fillFor, mailWords } from '../words.ts'

/** How it stands with reading the practice's own software. Instants are epoch ms. */
export interface SyncNews {
  /** `soon`: times will vanish; `gone`: they have; `back`: they are offered again. */
  readonly kind: 'soon' | 'gone' | 'back'
  /** When everything was last read. */
  readonly known: number
  /** When times vanish. */
  readonly staleFrom: number
  /** What is wrong, in words. */
  readonly problem: string | null
  /** How browsers reach the server. */
  readonly publicUrl: string
}

/** To the practice: its schedule can't be read, or can be again. */
export function syncNews({ file }: StoredPractice, news: SyncNews, now: number): Letter {
  const language = ownLanguage(file.locale)
  const words = mailWords[language]
  const fill = fillFor(language)
  const { moment } = momentsFor(language, file, file.locations[0]!.timeZone, now)
  const told = { known: moment(news.known), moment: moment(news.staleFrom) }
  const title = { soon: words.syncSoonTitle, gone: words.syncGoneTitle, back: words.syncBackTitle }[news.kind]
  const lead = { soon: words.syncSoon, gone: words.syncGone, back: words.syncBack }[news.kind]
  const rows = news.problem === null ? [] : [{ name: words.syncProblem, value: news.problem }]
  return {
    language,
    subject: news.kind === 'soon' ? fill(words.syncSoonSubject, told) : title,
    brand: file.name,
    phone: file.phone,
    title,
    lead: fill(lead, told),
    blocks: rows.length > 0 && news.kind !== 'back' ? [{ kind: 'box', rows }] : [],
    button: { words: words.viewConnection, href: `${news.publicUrl}/portal/#/${file.id}/connection` },
    hints: [words.afterSignIn],
    foot: [words.whyYou],
  }
}
